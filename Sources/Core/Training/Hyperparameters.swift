/// Everything that decides what training computes.
///
/// As JSON one flat object; keys that a version before had not may be missing and then leave off what they steer.
public struct Hyperparameters: Sendable, Codable, Equatable {
    /// Which network.
    public var network: NetworkKind
    /// How the spatial transformer reads.
    public var sampler: Sampler
    /// After which convolutions batches are normalised.
    public var normalisation: Normalisation
    /// Channels of conv1...conv4, 1...256; the published networks have 10.
    public var width: Int
    /// How convolutions are computed, which decides the last bits.
    public var convolution = ConvolutionMethod.winograd
    /// How grey values enter.
    public var input: InputScale
    /// How parameters start.
    public var initialisation: Initialisation
    /// Passes over the training faces, 1...100,000.
    public var epochs: Int
    /// Epochs without a better validation accuracy after which the run ends, 0...100,000; 0: it goes on to its last epoch.
    public var patience = 0
    /// Faces a step, 1...4,096.
    public var batchSize: Int
    /// The rule by which parameters follow their gradient.
    public var optimiser = Optimiser.adam
    /// The step size at the start, with `oneCycle` the highest, 1e-8...10.
    public var learningRate: Double
    /// How it falls.
    public var schedule: Schedule
    /// Epochs over which the learning rate rises from 0 to what the schedule says, 0...1,000.
    public var warmUp = 0
    /// Epochs between the falls of schedule `step`, 1...100,000.
    public var decayEvery = 30
    /// What `step` and `plateau` multiply the learning rate by, 0.01...1.
    public var decayFactor = 0.1
    /// Epochs without a better validation loss that `plateau` bears, 0...100,000.
    public var plateauPatience = 5
    /// Adam's epsilon, outside the bias-corrected root.
    public var adamEpsilon: Double
    /// The share of SGD's velocity that lives on into the next step, 0...0.999.
    public var momentum = 0.9
    /// The share of each parameter, times the learning rate, that a step takes away, 0...1.
    public var weightDecay = 0.0
    /// The longest gradient that a step follows, as a norm over all parameters, 0...1e6; 0: any.
    public var clip = 0.0
    /// Decay of the moving average of the parameters that is validated and saved, 0...0.9999; 0: none is kept.
    public var average = 0.0
    /// What a face of each class counts.
    public var classWeights = ClassWeights.none
    /// The share of each target that is spread over all classes, 0...0.9.
    public var labelSmoothing = 0.0
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

    /// The network that is trained.
    public func architecture(classCount: Int) -> Architecture {
        Architecture(network, sampler: sampler, normalisation: normalisation, width: width, classCount: classCount)
    }
}

extension Hyperparameters {
    /// Reads what `encode` writes, or what a version before wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            network: values.decode(NetworkKind.self, forKey: .network), sampler: values.decode(Sampler.self, forKey: .sampler),
            width: values.decode(Int.self, forKey: .width), input: values.decode(InputScale.self, forKey: .input),
            initialisation: values.decode(Initialisation.self, forKey: .initialisation), epochs: values.decode(Int.self, forKey: .epochs),
            batchSize: values.decode(Int.self, forKey: .batchSize), learningRate: values.decode(Double.self, forKey: .learningRate),
            schedule: values.decode(Schedule.self, forKey: .schedule), adamEpsilon: values.decode(Double.self, forKey: .adamEpsilon),
            dropout: values.decode(Double.self, forKey: .dropout), l2: values.decode(Double.self, forKey: .l2),
            flip: values.decode(Bool.self, forKey: .flip), seed: values.decode(UInt64.self, forKey: .seed),
            limit: values.decodeIfPresent(Int.self, forKey: .limit))
        normalisation = try values.decode(Normalisation.self, forKey: .normalisation)
        func take<Value: Decodable>(_ key: CodingKeys, _ path: WritableKeyPath<Self, Value>) throws {
            if let value = try values.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        // What a version before trained goes on with the same bits.
        convolution = .direct
        try take(.convolution, \.convolution)
        try take(.patience, \.patience)
        try take(.optimiser, \.optimiser)
        try take(.warmUp, \.warmUp)
        try take(.decayEvery, \.decayEvery)
        try take(.decayFactor, \.decayFactor)
        try take(.plateauPatience, \.plateauPatience)
        try take(.momentum, \.momentum)
        try take(.weightDecay, \.weightDecay)
        try take(.clip, \.clip)
        try take(.average, \.average)
        try take(.classWeights, \.classWeights)
        try take(.labelSmoothing, \.labelSmoothing)
    }
}
