import Core

/// What is known of some data, and how far the examination has come.
struct Doctor: Sendable {
    /// What is examined; nil before anything was.
    private(set) var source: DataSource?
    /// The number of the examination; answers to others are stale.
    private(set) var request = 0
    /// Whether names alone say that there may be faces; nil until they were looked at.
    var looksLikeFaces: Bool?
    /// How much is read; nil before reading has begun.
    var progress: LoadProgress?
    /// What was found; nil while it is looked for.
    private(set) var outcome: Result<DatasetReport, DatasetError>?

    /// The report, where there is one.
    var report: DatasetReport? { if case .success(let report) = outcome { report } else { nil } }

    /// Training faces; nil until they are counted.
    var trainingCount: Int? { report?.splits.first { $0.name == "training" }?.total }

    /// Faces in all splits; nil until they are counted.
    var faceCount: Int? { report.map { $0.splits.reduce(0) { $0 + $1.total } } }

    /// Forgets what was known and waits for an answer to `request`.
    mutating func begin(_ source: DataSource, request: Int) {
        self = Doctor()
        self.source = source
        self.request = request
    }

    /// Takes the answer.
    mutating func finish(_ outcome: Result<DatasetReport, DatasetError>) {
        self.outcome = outcome
        progress = nil
    }
}
