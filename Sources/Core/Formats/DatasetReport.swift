/// What the doctor says about a folder: enough to decide whether to train on it.
public struct DatasetReport: Sendable {
    /// One split and how many faces each class has in it.
    public struct Split: Sendable, Equatable {
        /// "training", "validation" or "test".
        public let name: String
        /// By class index.
        public let counts: [Int]
        /// Memberwise.
        public init(name: String, counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// The layout in words.
    public let layout: String
    /// What validates, and why.
    public let rule: ValidationRule
    /// The classes' names, by index.
    public let classNames: [String]
    /// Splits that have faces.
    public let splits: [Split]
    /// Files or rows that cannot be read.
    public let unreadable: [DatasetError]
    /// Validation faces that are identical to a training face.
    public let leakedCount: Int
    /// Faces without any contrast.
    public let blankCount: Int
    /// What is noteworthy, a sentence each, and what to do about it.
    public let findings: [String]
    /// A few faces [48, 48] with their class index.
    public let samples: [(pixels: [UInt8], label: Int)]

    /// Memberwise.
    public init(
        layout: String, rule: ValidationRule, classNames: [String], splits: [Split], unreadable: [DatasetError], leakedCount: Int, blankCount: Int,
        findings: [String], samples: [(pixels: [UInt8], label: Int)]
    ) {
        self.layout = layout
        self.rule = rule
        self.classNames = classNames
        self.splits = splits
        self.unreadable = unreadable
        self.leakedCount = leakedCount
        self.blankCount = blankCount
        self.findings = findings
        self.samples = samples
    }

    /// Whether a quick look at names (no file is opened) says that `path` may hold faces.
    public static func looksLikeFaces(path: String) -> Bool { false }

    /// Examines `source` by reading all of it; bad rows and images are listed, not refused.
    ///
    /// - Throws: `DatasetError` where nothing usable is there, or `.cancelled`.
    public static func examine(
        _ source: DataSource, threads: Int = ProcessorCount.online,
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> DatasetReport {
        throw .unrecognised(path: source.text)
    }
}
