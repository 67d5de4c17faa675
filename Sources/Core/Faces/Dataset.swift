/// Where faces come from.
public enum DataSource: Sendable, Equatable {
    /// The faces that the program draws itself.
    case demo
    /// A folder or one file.
    case path(String)

    /// `demo`, or the path.
    public init(_ text: String) { self = text == "demo" ? .demo : .path(text) }

    /// `demo`, or the path as given.
    public var text: String {
        switch self {
        case .demo: "demo"
        case .path(let path): path
        }
    }
}

/// Which rows or files validate, and why (data.md's order).
public enum ValidationRule: String, Sendable, Codable, CaseIterable {
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
    /// The demo faces' own split.
    case demo

    /// The rule as a person reads it.
    public var sentence: String {
        switch self {
        case .publicTestRows: "the PublicTest rows validate"
        case .validationPart: "the validation part validates"
        case .publicTestFiles: "the PublicTest files of the test folder validate"
        case .testPart: "the test part validates, since there is no validation part"
        case .kaggleFirstRows: "the first 3,589 rows of Kaggle's train.csv validate, as in the TensorFlow implementation"
        case .stratifiedTenth: "a tenth of every class validates, drawn by seed, since nothing in the data says what does"
        case .demo: "every seventh demo face validates"
        }
    }
}

/// Faces ready to train on, and how they were found.
public struct Dataset: Sendable {
    /// The faces to learn from.
    public let training: FaceSet
    /// The faces that validate.
    public let validation: FaceSet
    /// How many faces are kept aside as a test part.
    public let testCount: Int
    /// Which faces validate, and why.
    public let rule: ValidationRule
    /// The layout that was recognised, in words: "FER2013 (fer2013.csv)", "class folders", "demo faces" ...
    public let layout: String
    /// The absolute path of what was read, or `demo`.
    public let location: String
    /// Rows or images that were left out because they could not be read.
    public let skipped: [DatasetError]

    /// Memberwise.
    public init(
        training: FaceSet, validation: FaceSet, testCount: Int = 0, rule: ValidationRule, layout: String, location: String,
        skipped: [DatasetError] = []
    ) {
        self.training = training
        self.validation = validation
        self.testCount = testCount
        self.rule = rule
        self.layout = layout
        self.location = location
        self.skipped = skipped
    }
}

/// How far a load has come.
public struct LoadProgress: Sendable, Equatable {
    /// What is counted: bytes of a CSV, images of a folder, faces drawn.
    public enum Unit: String, Sendable { case bytes, images, faces }
    /// Units done.
    public var done: Int
    /// Units in all.
    public var total: Int
    /// What is counted.
    public var unit: Unit

    /// Memberwise.
    public init(done: Int, total: Int, unit: Unit) {
        self.done = done
        self.total = total
        self.unit = unit
    }

    /// 0...1.
    public var fraction: Double { total > 0 ? Double(done) / Double(total) : 0 }
}
