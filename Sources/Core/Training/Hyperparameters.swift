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
    /// After which convolutions batches are normalised.
    public var normalisation: Normalisation
    /// Channels of conv1...conv4, 1...256; the published networks have 10.
    public var width: Int
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
    /// Pixels by which a face is shifted at most, 0...16.
    public var shift = 0.0
    /// Degrees by which it is turned at most, 0...45.
    public var rotation = 0.0
    /// By how much its size differs from 1 at most, 0...0.5.
    public var scale = 0.0
    /// Share of full scale by which it is made brighter or darker at most, 0...0.5.
    public var brightness = 0.0
    /// By how much the factor of its contrast differs from 1 at most, 0...0.9.
    public var contrast = 0.0
    /// Probability that a rectangle of it is erased, 0...1.
    public var erasing = 0.0
    /// Decides initialisation, order, augmentation and dropout.
    public var seed: UInt64
    /// At most so many training faces, drawn by class and seed; nil: all.
    public var limit: Int?

    /// The values of a preset.
    public init(preset: Preset) { self = preset.hyperparameters }

    init(
        network: NetworkKind, sampler: Sampler, width: Int = Architecture.publishedWidth, input: InputScale, initialisation: Initialisation,
        epochs: Int,
        batchSize: Int, learningRate: Double, schedule: Schedule, adamEpsilon: Double, dropout: Double, l2: Double, flip: Bool, seed: UInt64 = 1234,
        limit: Int? = nil
    ) {
        self.network = network
        self.sampler = sampler
        normalisation = network.ownNormalisation
        self.width = width
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

    /// What chance may do to a training face.
    public var augmentation: Augmentation {
        get {
            Augmentation(
                flip: flip, shift: shift, rotation: rotation, scale: scale, brightness: brightness, contrast: contrast, erasing: erasing)
        }
        set {
            (flip, shift, rotation, scale) = (newValue.flip, newValue.shift, newValue.rotation, newValue.scale)
            (brightness, contrast, erasing) = (newValue.brightness, newValue.contrast, newValue.erasing)
        }
    }

    /// The network that is trained.
    public func architecture(classCount: Int) -> Architecture {
        Architecture(network, sampler: sampler, normalisation: normalisation, width: width, classCount: classCount)
    }
}

extension Hyperparameters {
    /// Reads what `encode` writes, from runs of earlier versions as well: what these did not know is off.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            network: try values.decode(NetworkKind.self, forKey: .network), sampler: try values.decode(Sampler.self, forKey: .sampler),
            width: try values.decode(Int.self, forKey: .width), input: try values.decode(InputScale.self, forKey: .input),
            initialisation: try values.decode(Initialisation.self, forKey: .initialisation), epochs: try values.decode(Int.self, forKey: .epochs),
            batchSize: try values.decode(Int.self, forKey: .batchSize), learningRate: try values.decode(Double.self, forKey: .learningRate),
            schedule: try values.decode(Schedule.self, forKey: .schedule), adamEpsilon: try values.decode(Double.self, forKey: .adamEpsilon),
            dropout: try values.decode(Double.self, forKey: .dropout), l2: try values.decode(Double.self, forKey: .l2),
            flip: try values.decode(Bool.self, forKey: .flip), seed: try values.decode(UInt64.self, forKey: .seed),
            limit: try values.decodeIfPresent(Int.self, forKey: .limit))
        normalisation = try values.decode(Normalisation.self, forKey: .normalisation)
        shift = try values.decodeIfPresent(Double.self, forKey: .shift) ?? 0
        rotation = try values.decodeIfPresent(Double.self, forKey: .rotation) ?? 0
        scale = try values.decodeIfPresent(Double.self, forKey: .scale) ?? 0
        brightness = try values.decodeIfPresent(Double.self, forKey: .brightness) ?? 0
        contrast = try values.decodeIfPresent(Double.self, forKey: .contrast) ?? 0
        erasing = try values.decodeIfPresent(Double.self, forKey: .erasing) ?? 0
    }
}

/// Named sets of hyperparameters.
public enum Preset: String, Sendable, Codable, CaseIterable {
    /// What trains: 54 to 56 % on FER2013 in 45 epochs. The default.
    case baseline
    /// The TensorFlow implementation's literal settings, which collapse.
    case paper
    /// The PyTorch implementation's settings.
    case pytorch

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
        case .pytorch:
            Hyperparameters(
                network: .series, sampler: .halfpixel, input: .signed, initialisation: .uniform, epochs: 100, batchSize: 128, learningRate: 0.005,
                schedule: .constant, adamEpsilon: 1e-8, dropout: 0.5, l2: 0, flip: false)
        }
    }
}
