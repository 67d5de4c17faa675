/// A run as it is asked for: hyperparameters, and where data and results lie.
public struct RunConfiguration: Sendable, Codable, Equatable {
    /// The preset that the hyperparameters started from.
    public var preset: Preset
    /// What training computes.
    public var hyperparameters: Hyperparameters
    /// `demo`, a folder or a file.
    public var data: String
    /// The folder that runs are kept in.
    public var runsFolder: String
    /// The run's name; nil: made from time and settings.
    public var name: String?
    /// The checkpoint whose parameters the run starts from; nil: first values by seed.
    public var parent: String?
    /// Worker threads, 1...256. They do not change results.
    public var threads: Int
    /// Whether bad rows and images are left out instead of refused.
    public var skipsBad: Bool
    /// The parameters after every so many epochs are kept in a file of their own; nil: only the best and the last.
    public var keepEvery: Int?
    /// Whether TensorBoard's event file is written into the run's folder; nil: no.
    public var tensorBoard: Bool?

    /// A preset's run on `data`.
    public init(preset: Preset = .standard, data: String = "demo", runsFolder: String = "runs", threads: Int = min(256, ProcessorCount.online)) {
        self.preset = preset
        hyperparameters = preset.hyperparameters
        self.data = data
        self.runsFolder = runsFolder
        self.threads = threads
        skipsBad = false
    }

    /// Takes a preset's values; seed and limit stay.
    public mutating func apply(_ preset: Preset) {
        let (seed, limit) = (hyperparameters.seed, hyperparameters.limit)
        self.preset = preset
        hyperparameters = preset.hyperparameters
        hyperparameters.seed = seed
        hyperparameters.limit = limit
    }
}
