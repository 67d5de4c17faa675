/// Which network is trained.
public enum NetworkKind: String, Sendable, Codable, CaseIterable {
    /// The figure of arXiv 1902.01019 as the TensorFlow implementation reads it: theta warps the feature map.
    case paper
}

/// How the spatial transformer reads between pixels (engine.md, section 1).
public enum Sampler: String, Sendable, Codable, CaseIterable {
    /// PyPI's stn 1.0.1: clips corners before it takes the weights.
    case stn
    /// PyTorch's `grid_sample` with `align_corners: true`.
    case corners
}

/// How grey values 0...255 enter the network.
public enum InputScale: String, Sendable, Codable, CaseIterable {
    /// 0...255 as they are.
    case raw
    /// x / 255.
    case unit
    /// (x / 255 - 0.5) / 0.5.
    case signed

    /// Input = x * factor + offset.
    public var factor: Float {
        switch self {
        case .raw: 1
        case .unit: 1 / 255
        case .signed: 2 / 255
        }
    }

    /// Input = x * factor + offset.
    public var offset: Float { self == .signed ? -1 : 0 }
}

/// How parameters start.
public enum Initialisation: String, Sendable, Codable, CaseIterable {
    /// Kernels Normal(0, 0.05), biases 0.
    case normal
    /// Uniform within +-1/sqrt(fan_in), biases too; PyTorch's default.
    case uniform
}

/// How the learning rate falls, set once an epoch.
public enum Schedule: String, Sendable, Codable, CaseIterable {
    /// It does not.
    case constant
    /// rate (1 + cos(pi e / E)) / 2 for e = 0...E-1.
    case cosine

    /// The learning rate of epoch `epoch`, which counts from 1, of `epochs`.
    public func rate(base: Double, epoch: Int, epochs: Int) -> Double {
        switch self {
        case .constant: base
        case .cosine: base * (1 + cos(Double.pi * Double(epoch - 1) / Double(epochs))) / 2
        }
    }
}

/// Everything that decides what training computes.
public struct Hyperparameters: Sendable, Codable, Equatable {
    /// Which network.
    public var network: NetworkKind
    /// How the spatial transformer reads.
    public var sampler: Sampler
    /// How grey values enter.
    public var input: InputScale
    /// How parameters start.
    public var initialisation: Initialisation
    /// Passes over the training faces, 1...100,000.
    public var epochs: Int
    /// Faces a step, 1...4,096.
    public var batchSize: Int
    /// Adam's step size at the start, 1e-8...10.
    public var learningRate: Double
    /// How it falls.
    public var schedule: Schedule
    /// Adam's epsilon, outside the bias-corrected root.
    public var adamEpsilon: Double
    /// The share of feature units that is dropped in training, 0...0.95.
    public var dropout: Double
    /// Factor of the sum of squares of fc1's and fc2's kernels and biases, 0...10.
    public var l2: Double
    /// Whether a face is mirrored with probability 0.5.
    public var flip: Bool
    /// Decides initialisation, order, flips and dropout.
    public var seed: UInt64
    /// At most so many training faces, drawn by class and seed; nil: all.
    public var limit: Int?

    /// The values of a preset.
    public init(preset: Preset) { self = preset.hyperparameters }

    init(
        network: NetworkKind, sampler: Sampler, input: InputScale, initialisation: Initialisation, epochs: Int, batchSize: Int, learningRate: Double,
        schedule: Schedule, adamEpsilon: Double, dropout: Double, l2: Double, flip: Bool, seed: UInt64 = 1234, limit: Int? = nil
    ) {
        self.network = network
        self.sampler = sampler
        self.input = input
        self.initialisation = initialisation
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.schedule = schedule
        self.adamEpsilon = adamEpsilon
        self.dropout = dropout
        self.l2 = l2
        self.flip = flip
        self.seed = seed
        self.limit = limit
    }
}

/// Named sets of hyperparameters.
public enum Preset: String, Sendable, Codable, CaseIterable {
    /// What trains: 54 to 56 % on FER2013 in 45 epochs. The default.
    case baseline
    /// The TensorFlow implementation's literal settings, which collapse.
    case paper

    /// Its values (engine.md, section 3).
    public var hyperparameters: Hyperparameters {
        switch self {
        case .baseline:
            Hyperparameters(
                network: .paper, sampler: .corners, input: .signed, initialisation: .uniform, epochs: 45, batchSize: 64, learningRate: 0.003,
                schedule: .cosine, adamEpsilon: 1e-7, dropout: 0.5, l2: 1e-4, flip: true)
        case .paper:
            Hyperparameters(
                network: .paper, sampler: .stn, input: .raw, initialisation: .normal, epochs: 500, batchSize: 32, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-7, dropout: 0.5, l2: 0.01, flip: false)
        }
    }
}

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
    /// Worker threads, 1...256. They do not change results.
    public var threads: Int
    /// Whether bad rows and images are left out instead of refused.
    public var skipsBad: Bool

    /// A preset's run on `data`.
    public init(preset: Preset = .baseline, data: String = "demo", runsFolder: String = "runs", threads: Int = min(256, ProcessorCount.online)) {
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
