import FaceData
import Core

/// What is known of some data, and how far the examination has come.
struct Doctor: Sendable {
    /// What is examined; nil before anything was.
    private(set) var question: DoctorQuestion?
    /// The number of the examination; answers to others are stale.
    private(set) var request = 0
    /// Whether names alone say that there may be faces; nil until they were looked at.
    var looksLikeFaces: Bool?
    /// How much is read; nil before reading has begun.
    var progress: LoadProgress?
    /// What was found; nil while it is looked for.
    private(set) var outcome: Result<DatasetReport, DatasetError>?

    /// The data that are examined; nil before any were.
    var source: DataSource? { question?.source }

    /// The report, where there is one.
    var report: DatasetReport? { if case .success(let report) = outcome { report } else { nil } }

    /// Training faces; nil until they are counted.
    var trainingCount: Int? { report?.splits.first { $0.name == "training" }?.total }

    /// Faces in all splits; nil until they are counted.
    var faceCount: Int? { report.map { $0.splits.reduce(0) { $0 + $1.total } } }

    /// The classes that a network for these data tells apart; FER2013's seven until they are known.
    private(set) var classCount = Emotion.names.count

    /// Forgets what was known and waits for an answer to `request`.
    mutating func begin(_ question: DoctorQuestion, request: Int) {
        let classCount = source == question.source ? classCount : Emotion.names.count
        self = Doctor()
        self.classCount = classCount
        self.question = question
        self.request = request
    }

    /// Takes the answer.
    mutating func finish(_ outcome: Result<DatasetReport, DatasetError>) {
        self.outcome = outcome
        if let report { classCount = report.classNames.count }
        progress = nil
    }
}
