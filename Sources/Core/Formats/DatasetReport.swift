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

    /// The layout in words.
    public let layout: String
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
        layout: String, rule: ValidationRule, split: String? = nil, classNames: [String], splits: [Split], unreadable: [DatasetError],
        duplicates: Duplicates,
        blankCount: Int,
        findings: [String], samples: [(pixels: [UInt8], label: Int)]
    ) {
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

    /// Whether a quick look at names (no file is opened) says that `path` may hold faces.
    public static func looksLikeFaces(path: String) -> Bool { (try? DataLayout(of: path)) != nil }

    /// Examines `source` by reading all of it; bad rows and images are listed, not refused.
    ///
    /// - Throws: `DatasetError` where nothing usable is there, or `.cancelled`.
    public static func examine(
        _ source: DataSource, threads: Int = ProcessorCount.online,
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> DatasetReport {
        let options = LoadOptions(skipsBad: true, threads: threads)
        let parts = try LoadedParts(source, options: options, readsTest: true, progress: progress, isCancelled: isCancelled)
        let splits = [("training", parts.training), ("validation", parts.validation), ("test", parts.test)].filter { $0.1.count > 0 }
            .map { (name: $0.0, faces: $0.1.faces(parts.classNames)) }
        guard !isCancelled() else { throw .cancelled }
        let survey = FaceSurvey(splits.map(\.faces), threads: threads)
        let counts = splits.map { Split(name: $0.name, counts: $0.faces.countsPerClass) }
        let training = splits[0].faces
        return DatasetReport(
            layout: parts.layout, rule: parts.rule, split: parts.split, classNames: training.classNames, splits: counts, unreadable: parts.skipped,
            duplicates: survey.duplicates, blankCount: survey.blankCount,
            findings: parts.notes + findings(counts, classNames: training.classNames, unreadable: parts.skipped.count, survey),
            samples: samples(training))
    }

    /// Up to four faces of different classes, the first ones with some contrast.
    private static func samples(_ faces: FaceSet) -> [(pixels: [UInt8], label: Int)] {
        let telling = ["happy", "surprise", "angry", "sad"].compactMap(faces.classNames.firstIndex(of:))
        let labels = telling.isEmpty ? Array(faces.classNames.indices.prefix(4)) : telling
        return labels.compactMap { label in
            faces.labels.indices.first { Int(faces.labels[$0]) == label && Set(faces.face($0)).count > 16 }.map { (faces.face($0), label) }
        }
    }

    private static func findings(_ splits: [Split], classNames: [String], unreadable: Int, _ survey: FaceSurvey) -> [String] {
        var sentences: [String] = []
        func number(_ count: Int, _ one: String, _ many: String) -> String { NumberText.grouped(count) + " " + (count == 1 ? one : many) }
        if unreadable > 0 {
            sentences.append(
                "\(number(unreadable, "row or image", "rows or images")) cannot be read: mend them, or train with skip bad on (--skip-bad), which leaves them out."
            )
        }
        let training = splits[0].counts
        let missing = training.indices.filter { training[$0] == 0 }.map { "'\(classNames[$0])'" }
        if let last = missing.last {
            let all = missing.count == 1 ? last : missing.dropLast().joined(separator: ", ") + " or " + last
            sentences.append("No training face shows \(all): the network cannot learn \(missing.count == 1 ? "it" : "them").")
        }
        let duplicates = survey.duplicates
        if duplicates.acrossSplits > 0 {
            sentences.append(
                "\(number(duplicates.acrossSplits, "validation or test face is", "validation or test faces are")) identical to a training face, "
                    + "which flatters the accuracy a little.")
        }
        if duplicates.surplus > 0 {
            sentences.append("\(number(duplicates.surplus, "face repeats", "faces repeat")) an earlier one; they count twice, and harm little.")
        }
        if duplicates.conflictingLabels > 0 {
            sentences.append(
                "\(number(duplicates.conflictingLabels, "face stands", "faces stand")) under two or more labels; no network can get all of them right."
            )
        }
        if survey.blankCount > 0 {
            sentences.append("\(number(survey.blankCount, "face is", "faces are")) blank, all one grey; nothing can be learnt from them.")
        }
        let present = training.indices.filter { training[$0] > 0 }
        if let most = present.max(by: { training[$0] < training[$1] }), let least = present.min(by: { training[$0] < training[$1] }),
            training[most] > 3 * training[least]
        {
            sentences.append(
                "Classes are uneven: \(NumberText.grouped(training[most])) '\(classNames[most])' but \(NumberText.grouped(training[least])) "
                    + "'\(classNames[least])' to learn from. Look at balanced accuracy beside accuracy.")
        }
        if let validation = splits.first(where: { $0.name == "validation" }), validation.total > 0,
            let most = validation.counts.indices.max(by: { (validation.counts[$0], -$0) < (validation.counts[$1], -$1) })
        {
            let share = Double(validation.counts[most]) / Double(validation.total)
            sentences.append("Always saying '\(classNames[most])' scores \(NumberText.shortest((share * 1000).rounded() / 10)) % on validation.")
        }
        return sentences
    }
}
