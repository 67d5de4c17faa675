/// What the doctor says about a folder: enough to decide whether to train on it.
public struct DatasetReport: Sendable {
    /// One split and how many faces each class has in it.
    public struct Split: Sendable, Equatable {
        /// "training", "validation" or "test".
        public let name: String
        /// By class index.
        public let counts: [Int]
        /// Faces in all.
        public var total: Int { counts.reduce(0, +) }

        /// Memberwise.
        public init(name: String, counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// Faces that stand in the data more than once, pixel for pixel.
    public struct Duplicates: Sendable, Equatable {
        /// Different faces that stand there more than once.
        public var groups = 0
        /// Rows or files that repeat an earlier face.
        public var surplus = 0
        /// Validation or test faces that are identical to a training face.
        public var acrossSplits = 0
        /// Groups whose labels differ.
        public var conflictingLabels = 0

        /// None.
        public init() {}
    }

    /// How large images are before they are cropped and scaled to 48x48.
    public struct Sizes: Sendable, Equatable {
        /// Width x height of the smallest by area, the one in the middle, and the largest.
        public let smallest, median, largest: String
        /// Images that are no 48x48.
        public let others: Int
    }

    /// The layout in words.
    public let layout: String
    /// By what it was recognised, for a sentence.
    public let evidence: String
    /// Tables, and folders of images, that were read, relative to the data's folder.
    public let files: [String]
    /// What validates, and why.
    public let rule: ValidationRule
    /// The same as a person reads it.
    public let split: String
    /// The classes' names, by index.
    public let classNames: [String]
    /// Splits that have faces.
    public let splits: [Split]
    /// Files or rows that cannot be read.
    public let unreadable: [DatasetError]
    /// nil where all images are 48x48, or there are none.
    public let sizes: Sizes?
    /// What stands there more than once.
    public let duplicates: Duplicates
    /// Faces without any contrast.
    public let blankCount: Int
    /// What is noteworthy, a sentence each, and what to do about it.
    public let findings: [String]
    /// A few faces [48, 48] with their class index.
    public let samples: [(pixels: [UInt8], label: Int)]

    /// Memberwise.
    public init(
        layout: String, evidence: String = "", files: [String] = [], rule: ValidationRule, split: String? = nil, classNames: [String],
        splits: [Split], unreadable: [DatasetError], sizes: Sizes? = nil, duplicates: Duplicates, blankCount: Int, findings: [String],
        samples: [(pixels: [UInt8], label: Int)]
    ) {
        self.evidence = evidence
        self.files = files
        self.sizes = sizes
        self.layout = layout
        self.rule = rule
        self.split = split ?? rule.sentence
        self.classNames = classNames
        self.splits = splits
        self.unreadable = unreadable
        self.duplicates = duplicates
        self.blankCount = blankCount
        self.findings = findings
        self.samples = samples
    }
}
