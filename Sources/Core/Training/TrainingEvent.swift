/// Mean loss and accuracy over some faces.
public struct Score: Sendable, Codable, Equatable {
    /// Cross-entropy alone, in nats.
    public var loss: Double
    /// The share of faces whose class was predicted, 0...1.
    public var accuracy: Double
    /// Memberwise.
    public init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }
}

/// One epoch, as metrics.jsonl keeps it.
public struct EpochRecord: Sendable, Codable, Equatable {
    /// Counts from 1.
    public var epoch: Int
    /// Over the epoch's training faces, as they were seen (dropout on, parameters moving).
    public var train: Score
    /// After the epoch.
    public var validation: ValidationScore
    /// The L2 term after the epoch.
    public var l2: Double
    /// At the epoch's start.
    public var learningRate: Double
    /// Of the training part alone.
    public var seconds: Double
    /// Of the training part alone.
    public var imagesPerSecond: Double
    /// The mean of theta's scale over the validation faces.
    public var meanScale: Double
    /// The mean share of the attention grid that lies outside the image over the validation faces, 0...1.
    public var meanOutside: Double
}

/// Something that a person should know while it trains.
public struct TrainingWarning: Sendable, Codable, Equatable {
    /// What was noticed.
    public enum Kind: String, Sendable, Codable {
        /// One class is predicted for nearly every face and the loss stands at the prior's entropy.
        case collapse
        /// A loss or a parameter is no longer a number.
        case notFinite
        /// The metrics or a checkpoint could not be written.
        case diskFull
    }
    /// What was noticed.
    public var kind: Kind
    /// In which epoch, from 1.
    public var epoch: Int
    /// With the numbers, and what to do.
    public var message: String
}

/// Why a run ended before its last epoch.
public enum StopReason: String, Sendable, Codable {
    /// Ctrl-C.
    case interrupt
    /// SIGTERM.
    case terminate
    /// SIGHUP.
    case hangup
    /// By a key or a call.
    case user
    /// A loss or a parameter was NaN or infinite.
    case notFinite
    /// The run's folder could not be written.
    case diskFull
}

/// How a run ended.
public enum RunOutcome: Sendable, Equatable {
    /// All epochs were trained.
    case finished(bestEpoch: Int, bestValidationAccuracy: Double, checkpoint: String)
    /// It was stopped in `epoch` (from 1) after `step` of its steps; `checkpoint` is what was saved last, nil where nothing was.
    case stopped(reason: StopReason, epoch: Int, step: Int, checkpoint: String?, message: String?)
    /// The run's folder was deleted at a person's wish.
    case discarded
    /// It could not begin.
    case failed(message: String, isUsage: Bool)
}

/// A change that a person made while the run trained.
public struct LiveChange: Sendable, Codable, Equatable {
    /// The epoch, from 1.
    public var epoch: Int
    /// Steps done in it.
    public var step: Int
    /// The new factor base of the schedule.
    public var learningRate: Double
}

/// One followed face after one epoch.
public struct FollowedEpoch: Sendable, Codable, Equatable {
    /// 0 is before training.
    public var epoch: Int
    /// What the localisation network says.
    public var theta: Theta
    /// By class index.
    public var probabilities: [Float]
    /// Memberwise.
    public init(epoch: Int, theta: Theta, probabilities: [Float]) {
        self.epoch = epoch
        self.theta = theta
        self.probabilities = probabilities
    }
}

/// A validation face that is looked at after every epoch.
public struct FollowedFace: Sendable, Equatable {
    /// Its index in the validation set.
    public let index: Int
    /// [48, 48], 0...255.
    public let pixels: [UInt8]
    /// Its true class.
    public let label: Int
    /// By epoch, from 0.
    public var history: [FollowedEpoch]
    /// Memberwise.
    public init(index: Int, pixels: [UInt8], label: Int, history: [FollowedEpoch] = []) {
        self.index = index
        self.pixels = pixels
        self.label = label
        self.history = history
    }
}
