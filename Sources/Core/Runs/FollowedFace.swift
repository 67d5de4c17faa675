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
    /// Whether a person keeps it in sight.
    public var isPinned = false
    /// Memberwise.
    public init(index: Int, pixels: [UInt8], label: Int, history: [FollowedEpoch] = []) {
        self.index = index
        self.pixels = pixels
        self.label = label
        self.history = history
    }
}

extension FollowedFace {
    /// Whether the latest prediction is the true class.
    public var isRight: Bool { predicted == label }

    /// The class with the latest highest probability; nil before the first evaluation.
    public var predicted: Int? {
        guard let probabilities = history.last?.probabilities else { return nil }
        return probabilities.indices.max { (probabilities[$0], -$0) < (probabilities[$1], -$1) }
    }
}
