import Platform

/// Where faces come from.
package enum DataSource: Sendable, Equatable {
    /// The faces that the program draws itself.
    case demo
    /// A folder or one file.
    case path(String)

    /// `demo`, or the path.
    package init(_ text: String) { self = text == "demo" ? .demo : .path(text) }

    /// `demo`, or the absolute path: what `Dataset.location` will be.
    package var location: String {
        switch self {
        case .demo: "demo"
        case .path(let path): Disk.absolute(Disk.withHome(path))
        }
    }

    /// `demo`, or the path as given.
    package var text: String {
        switch self {
        case .demo: "demo"
        case .path(let path): path
        }
    }
}

/// Which rows or files validate, and why (docs/DATA.md, Splits).
package enum ValidationRule: String, Sendable, Codable, CaseIterable {
    /// Rows whose Usage is PublicTest.
    case publicTestRows
    /// A folder or file called val, valid or validation.
    case validationPart
    /// Of a test folder, the files that are named PublicTest.
    case publicTestFiles
    /// A test folder or file as a whole.
    case testPart
    /// Kaggle's train.csv of 28,709 rows: its first 3,589.
    case kaggleFirstRows
    /// A tenth of every class, drawn by seed.
    case stratifiedTenth
    /// Whole subjects, drawn by seed.
    case subjects
    /// A share of every class that a person asked for, drawn by seed.
    case stratified
    /// As the paper split these data.
    case paper
    /// One of several parts that validate by turns.
    case fold
    /// As an earlier run split them.
    case manifest
    /// The demo faces' own split.
    case demo

    /// The rule as a person reads it.
    package var sentence: String {
        switch self {
        case .publicTestRows: "the PublicTest rows validate"
        case .validationPart: "the validation part validates"
        case .publicTestFiles: "the PublicTest files of the test folder validate"
        case .testPart: "the test part validates, since there is no validation part"
        case .kaggleFirstRows: "the first 3,589 rows of Kaggle's train.csv validate, as in the TensorFlow implementation"
        case .stratifiedTenth: "a tenth of every class validates, drawn by seed, since nothing in the data says what does"
        case .subjects: "whole subjects validate, drawn by seed, none of whom trains"
        case .stratified: "a share of every class validates, drawn by seed"
        case .paper: "split as in the paper"
        case .fold: "one of several parts validates, by turns"
        case .manifest: "split as a manifest has it"
        case .demo: "every seventh demo face validates"
        }
    }
}

/// Faces ready to train on, and how they were found.
package struct Dataset: Sendable {
    /// Where each face was found, face by face in the order of the sets; empty where that is unknown.
    package struct Origins: Sendable, Equatable {
        /// Of the training faces; of each part, read or not.
        package var training: [FaceOrigin] = []
        /// Of the faces that validate.
        package var validation: [FaceOrigin] = []
        /// Of the faces of the test part.
        package var test: [FaceOrigin] = []

        /// Memberwise.
        package init(training: [FaceOrigin] = [], validation: [FaceOrigin] = [], test: [FaceOrigin] = []) {
            self.training = training
            self.validation = validation
            self.test = test
        }
    }

    /// The faces to learn from; each part may be empty unless `LoadOptions.wanted` asked for it.
    package let training: FaceSet
    /// The faces that validate.
    package let validation: FaceSet
    /// The faces of the test part.
    package let test: FaceSet
    /// How many faces are kept aside as a test part, read or not.
    package let testCount: Int
    /// The class index of each face of the test part, read or not; empty where it is not known.
    package let testLabels: [UInt8]
    /// Where the faces were found.
    package let origins: Origins
    /// Which faces validate, and why.
    package let rule: ValidationRule
    /// The same as a person reads it, with what the rule's own sentence cannot know.
    package let split: String
    /// The layout that was recognised, in words: "FER2013 (fer2013.csv)", "class folders", "demo faces" ...
    package let layout: String
    /// The absolute path of what was read, or `demo`.
    package let location: String
    /// Rows or images that were left out because they could not be read.
    package let skipped: [DatasetError]
    /// What else a person should know of what was taken and what was left, a sentence each.
    package let notes: [String]

    /// Memberwise.
    ///
    /// - Parameters:
    ///   - test: nil for a test part that was not read.
    ///   - testLabels: of a test part, read or not.
    ///   - split: nil for the rule's own sentence.
    package init(
        training: FaceSet, validation: FaceSet, test: FaceSet? = nil, testLabels: [UInt8] = [], origins: Origins = Origins(),
        rule: ValidationRule, split: String? = nil, layout: String, location: String, skipped: [DatasetError] = [], notes: [String] = []
    ) {
        self.training = training
        self.validation = validation
        self.test = test ?? FaceSet(pixels: [], labels: [], classNames: training.classNames)
        testCount = max(testLabels.count, test?.count ?? 0)
        self.testLabels = testLabels.isEmpty ? test?.labels ?? [] : testLabels
        self.origins = origins
        self.rule = rule
        self.split = split ?? rule.sentence
        self.layout = layout
        self.location = location
        self.skipped = skipped
        self.notes = notes
    }
}

/// How far a load has come.
package struct LoadProgress: Sendable, Equatable {
    /// What is counted: bytes of a CSV, images of a folder, faces drawn.
    package enum Unit: String, Sendable { case bytes, images, faces }
    /// Units done.
    package var done: Int
    /// Units in all.
    package var total: Int
    /// What is counted.
    package var unit: Unit

    /// Memberwise.
    package init(done: Int, total: Int, unit: Unit) {
        self.done = done
        self.total = total
        self.unit = unit
    }

    /// 0...1.
    package var fraction: Double { total > 0 ? Double(done) / Double(total) : 0 }
}
