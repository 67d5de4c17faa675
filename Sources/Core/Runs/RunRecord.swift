/// What run.json holds.
struct RunRecord: Sendable, Codable, Equatable {
    /// As it was asked for, the data's path made absolute.
    var configuration: RunConfiguration
    /// How the run began: data, split, class names, every hyperparameter, version.
    var start: RunStart
    /// Where it was taken up again, in order; nil where it never was.
    var sittings: [Sitting]?
}

/// One taking up of a run.
struct Sitting: Sendable, Codable, Equatable {
    /// The epoch that trains from there, from 1.
    var epoch: Int
    /// Steps done in it.
    var step: Int
    /// How the sitting before had ended; nil where it broke off, or had finished.
    var before: RunStop?
    /// Settings that were changed, e.g. `epochs 60 instead of 45`.
    var changes: [String]
    /// Worker threads.
    var threads: Int
    /// The program's version.
    var version: String
}
