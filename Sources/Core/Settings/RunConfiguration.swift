package import FaceData
import Platform

/// A run as it is asked for: hyperparameters, and where data and results lie.
package struct RunConfiguration: Sendable, Codable, Equatable {
    /// The preset that the hyperparameters started from.
    package var preset: Preset
    /// What training computes.
    package var hyperparameters: Hyperparameters
    /// `demo`, a folder or a file.
    package var data: String
    /// The folder that runs are kept in.
    package var runsFolder: String
    /// The run's name; nil: made from time and settings.
    package var name: String?
    /// The checkpoint whose parameters the run starts from; nil: first values by seed.
    package var parent: String?
    /// Worker threads, 1...256. They do not change results.
    package var threads: Int
    /// Whether bad rows and images are left out instead of refused.
    package var skipsBad: Bool
    /// Which faces train, validate and test.
    package var split = SplitRequest()
    /// What becomes of faces that were voted on.
    package var votes = VotePolicy()
    /// The parameters after every so many epochs are kept in a file of their own; nil: only the best and the last.
    package var keepEvery: Int?
    /// Whether TensorBoard's event file is written into the run's folder.
    package var tensorBoard = false

    /// A preset's run on `data`.
    package init(preset: Preset = .standard, data: String = "demo", runsFolder: String = "runs", threads: Int = min(256, ProcessorCount.online)) {
        self.preset = preset
        hyperparameters = preset.hyperparameters
        self.data = data
        self.runsFolder = runsFolder
        self.threads = threads
        skipsBad = false
    }

    /// Takes these settings, in the order in which they mean the same wherever they stand: a preset is what the others are changes to, and a network
    /// brings its own batch norm.
    ///
    /// - Throws: `SettingError` for a value that its field does not take.
    package mutating func apply(_ settings: [(field: Setting, value: String)]) throws(SettingError) {
        func rank(_ id: Setting.ID) -> Int { id == .preset ? 0 : id == .network ? 1 : 2 }
        for wanted in 0...2 {
            for (field, value) in settings where rank(field.id) == wanted { try field.set(value, in: &self) }
        }
    }

    /// Takes a preset's values; seed and limit stay.
    package mutating func apply(_ preset: Preset) {
        let (seed, limit) = (hyperparameters.seed, hyperparameters.limit)
        self.preset = preset
        hyperparameters = preset.hyperparameters
        hyperparameters.seed = seed
        hyperparameters.limit = limit
    }
}

extension RunConfiguration {
    /// Reads what `encode` writes, or what a version before wrote.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        preset = try values.decode(Preset.self, forKey: .preset)
        hyperparameters = try values.decode(Hyperparameters.self, forKey: .hyperparameters)
        data = try values.decode(String.self, forKey: .data)
        runsFolder = try values.decode(String.self, forKey: .runsFolder)
        name = try values.decodeIfPresent(String.self, forKey: .name)
        parent = try values.decodeIfPresent(String.self, forKey: .parent)
        threads = try values.decode(Int.self, forKey: .threads)
        skipsBad = try values.decode(Bool.self, forKey: .skipsBad)
        keepEvery = try values.decodeIfPresent(Int.self, forKey: .keepEvery).flatMap { $0 == 0 ? nil : $0 }
        tensorBoard = try values.decodeIfPresent(Bool.self, forKey: .tensorBoard) ?? tensorBoard
        split = try values.decodeIfPresent(SplitRequest.self, forKey: .split) ?? split
        votes = try values.decodeIfPresent(VotePolicy.self, forKey: .votes) ?? votes
    }
}
