package import FaceData

/// One followed face after one epoch.
package struct FollowedEpoch: Sendable, Codable, Equatable {
    /// 0 is before training.
    package var epoch: Int
    /// What the localisation network says.
    package var theta: Theta
    /// By class index.
    package var probabilities: [Float]
    /// Memberwise.
    package init(epoch: Int, theta: Theta, probabilities: [Float]) {
        self.epoch = epoch
        self.theta = theta
        self.probabilities = probabilities
    }
}

/// A validation face that is looked at after every epoch.
package struct FollowedFace: Sendable, Equatable {
    /// Its index in the validation set.
    package let index: Int
    /// [48, 48], 0...255.
    package let pixels: [UInt8]
    /// Its true class.
    package let label: Int
    /// By epoch, from 0.
    package var history: [FollowedEpoch]
    /// Whether a person keeps it in sight.
    package var isPinned = false
    /// Memberwise.
    package init(index: Int, pixels: [UInt8], label: Int, history: [FollowedEpoch] = []) {
        self.index = index
        self.pixels = pixels
        self.label = label
        self.history = history
    }
}

extension FollowedFace {
    /// Whether the latest prediction is the true class.
    package var isRight: Bool { predicted == label }

    /// The class with the latest highest probability; nil before the first evaluation.
    package var predicted: Int? {
        guard let probabilities = history.last?.probabilities else { return nil }
        return probabilities.indices.max { (probabilities[$0], -$0) < (probabilities[$1], -$1) }
    }
}
