package import Engine
package import FaceData

/// Everything that decides what training computes.
///
/// As JSON one flat object; keys that a version before had not may be missing and then leave off what they steer.
package struct Hyperparameters: Sendable, Codable, Equatable {
    /// Which network.
    package var network: NetworkKind
    /// How the spatial transformer reads.
    package var sampler: Sampler
    /// After which convolutions batches are normalised.
    package var normalisation: Normalisation
    /// Channels of conv1...conv4, 1...256; the published networks have 10.
    package var width: Int
    /// How convolutions are computed, which decides the last bits.
    package var convolution = ConvolutionMethod.winograd
    /// How grey values enter.
    package var input: InputScale
    /// How parameters start.
    package var initialisation: Initialisation
    /// Passes over the training faces, 1...100,000.
    package var epochs: Int
    /// Epochs without a better validation accuracy after which the run ends, 0...100,000; 0: it goes on to its last epoch.
    package var patience = 0
    /// Faces a step, 1...4,096.
    package var batchSize: Int
    /// The rule by which parameters follow their gradient.
    package var optimiser = Optimiser.adam
    /// The step size at the start, with `oneCycle` the highest, 1e-8...10.
    package var learningRate: Double
    /// How it falls.
    package var schedule: Schedule
    /// Epochs over which the learning rate rises from 0 to what the schedule says, 0...1,000.
    package var warmUp = 0
    /// Epochs between the falls of schedule `step`, 1...100,000.
    package var decayEvery = 30
    /// What `step` and `plateau` multiply the learning rate by, 0.01...1.
    package var decayFactor = 0.1
    /// With `plateau`, the rate drops after one epoch more than this without a better validation loss, 0...100,000.
    package var plateauPatience = 5
    /// Adam's epsilon, outside the bias-corrected root.
    package var adamEpsilon: Double
    /// The share of SGD's velocity that lives on into the next step, 0...0.999.
    package var momentum = 0.9
    /// The share of each parameter, times the learning rate, that a step takes away, 0...1.
    package var weightDecay = 0.0
    /// The longest gradient that a step follows, as a norm over all parameters, 0...1e6; 0: any.
    package var clip = 0.0
    /// Decay of the moving average of the parameters that is validated and saved, 0...0.9999; 0: none is kept.
    package var average = 0.0
    /// What a face of each class counts.
    package var classWeights = ClassWeights.none
    /// The share of each target that is spread over all classes, 0...0.9.
    package var labelSmoothing = 0.0
    /// The share of feature units that is dropped in training, 0...0.95.
    package var dropout: Double
    /// Factor of the sum of squares of fc1's and fc2's kernels and biases, 0...10.
    package var l2: Double
    /// Whether a face is mirrored with probability 0.5.
    package var flip: Bool
    /// Pixels by which a face is shifted at most, 0...16.
    package var shift = 0.0
    /// Degrees by which it is turned at most, 0...45.
    package var rotation = 0.0
    /// By how much its size differs from 1 at most, 0...0.5.
    package var scale = 0.0
    /// Share of full scale by which it is made brighter or darker at most, 0...0.5.
    package var brightness = 0.0
    /// By how much the factor of its contrast differs from 1 at most, 0...0.9.
    package var contrast = 0.0
    /// Probability that a rectangle of it is erased, 0...1.
    package var erasing = 0.0
    /// Decides initialisation, order, augmentation and dropout.
    package var seed: UInt64
    /// At most so many training faces, drawn by class and seed; nil: all.
    package var limit: Int?

    /// The values of a preset.
    package init(preset: Preset) { self = preset.hyperparameters }

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
    package var augmentation: Augmentation {
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
    package func architecture(classCount: Int) -> Architecture {
        Architecture(network, sampler: sampler, normalisation: normalisation, width: width, classCount: classCount)
    }
}

extension Hyperparameters {
    /// Reads what `encode` writes, or what a version before wrote.
    package init(from decoder: any Decoder) throws {
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
        try take(.shift, \.shift)
        try take(.rotation, \.rotation)
        try take(.scale, \.scale)
        try take(.brightness, \.brightness)
        try take(.contrast, \.contrast)
        try take(.erasing, \.erasing)
    }
}
