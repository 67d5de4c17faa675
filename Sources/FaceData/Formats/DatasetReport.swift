/// What the doctor says about a folder: enough to decide whether to train on it.
package struct DatasetReport: Sendable {
    /// One split and how many faces each class has in it.
    package struct Split: Sendable, Equatable {
        /// "training", "validation" or "test".
        package let name: String
        /// By class index.
        package let counts: [Int]
        /// Faces in all.
        package var total: Int { counts.reduce(0, +) }

        /// Memberwise.
        package init(name: String, counts: [Int]) {
            self.name = name
            self.counts = counts
        }
    }

    /// Faces that stand in the data more than once, pixel for pixel.
    package struct Duplicates: Sendable, Equatable {
        /// Different faces that stand there more than once.
        package var groups = 0
        /// Rows or files that repeat an earlier face.
        package var surplus = 0
        /// Validation or test faces that are identical to a training face.
        package var acrossSplits = 0
        /// Groups whose labels differ.
        package var conflictingLabels = 0

        /// None.
        package init() {}
    }

    /// How large images are before they are cropped and scaled to 48x48.
    package struct Sizes: Sendable, Equatable {
        /// Width x height of the smallest by area, the one in the middle, and the largest.
        package let smallest, median, largest: String
        /// Images that are no 48x48.
        package let others: Int
    }

    /// The layout in words.
    package let layout: String
    /// By what it was recognised, for a sentence.
    package let evidence: String
    /// Tables, and folders of images, that were read, relative to the data's folder.
    package let files: [String]
    /// What validates, and why.
    package let rule: ValidationRule
    /// The same as a person reads it.
    package let split: String
    /// The classes' names, by index.
    package let classNames: [String]
    /// Splits that have faces.
    package let splits: [Split]
    /// Files or rows that cannot be read.
    package let unreadable: [DatasetError]
    /// nil where all images are 48x48, or there are no images.
    package let sizes: Sizes?
    /// What stands there more than once.
    package let duplicates: Duplicates
    /// Faces without any contrast.
    package let blankCount: Int
    /// What is noteworthy, a sentence each, and what to do about it.
    package let findings: [String]
    /// A few faces [48, 48] with their class index.
    package let samples: [(pixels: [UInt8], label: Int)]

    /// Memberwise.
    package init(
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
