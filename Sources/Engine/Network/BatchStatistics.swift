/// What the workers tell each other about one batch norm, and what it keeps from batch to batch.
///
/// Each group of a batch has a place of its own to write to; whoever runs the meeting sums them in the groups' order, so that results do not depend on the
/// number of workers.
final class BatchStatistics {
    let channels: Int
    /// Of the batches so far.
    var running: RunningStatistics
    /// What evaluation uses in their stead; nil: them.
    var evaluated: RunningStatistics?
    /// What the last meetings found, [C].
    let batch: UnsafeMutablePointer<BatchNorm2D.Batch>
    /// [groups, C].
    private let groups: UnsafeMutablePointer<BatchNorm2D.GroupFinding>
    private let groupCount: Int
    private var moments: [BatchNorm2D.Moments]

    /// - Parameter groupCount: groups that a batch has at most.
    init(channels: Int, groupCount: Int) {
        self.channels = channels
        self.groupCount = groupCount
        running = RunningStatistics(channels: channels)
        batch = .allocate(capacity: channels)
        batch.initialize(repeating: .init(), count: channels)
        groups = .allocate(capacity: groupCount * channels)
        groups.initialize(repeating: .init(), count: groupCount * channels)
        moments = [BatchNorm2D.Moments](repeating: .init(), count: channels)
    }

    deinit {
        batch.deallocate()
        groups.deallocate()
    }

    /// What one group found of a channel.
    subscript(_ group: Int, _ channel: Int) -> BatchNorm2D.GroupFinding {
        _read { yield groups[group * channels + channel] }
        _modify { yield &groups[group * channels + channel] }
    }

    /// The meeting before `forward`: mean and deviation of the whole batch.
    func settleMoments(groups count: Int) {
        for channel in 0..<channels {
            var all = BatchNorm2D.Moments()
            for group in 0..<count { all.merge(self[group, channel].moments) }
            moments[channel] = all
            batch[channel].mean = Float(all.mean)
            batch[channel].inverseDeviation = Float(1 / (all.squares / all.count + BatchNorm2D.epsilon).squareRoot())
        }
    }

    /// The meeting after `backward`: means of the gradient over the whole batch.
    func settleSlopes(groups count: Int) {
        for channel in 0..<channels {
            var all = BatchNorm2D.Slopes()
            for group in 0..<count {
                all.sum += self[group, channel].slopes.sum
                all.timesValue += self[group, channel].slopes.timesValue
            }
            batch[channel].meanSlope = Float(all.sum / moments[channel].count)
            batch[channel].meanSlopeTimesValue = Float(all.timesValue / moments[channel].count)
        }
    }

    /// Moves the running statistics towards the last batch's; its variance unbiased, as PyTorch has it.
    func updateRunning() {
        let share = BatchNorm2D.momentum
        for channel in 0..<channels {
            let all = moments[channel]
            let variance = all.squares / max(1, all.count - 1)
            running.means[channel] = Float((1 - share) * Double(running.means[channel]) + share * all.mean)
            running.variances[channel] = Float((1 - share) * Double(running.variances[channel]) + share * variance)
        }
        running.batchCount += 1
    }
}

/// What a batch norm has seen of the batches so far.
package struct RunningStatistics: Sendable, Equatable {
    /// [C].
    package var means: [Float]
    /// [C], unbiased.
    package var variances: [Float]
    /// Batches tracked.
    package var batchCount: Int64 = 0

    /// Before the first batch.
    package init(channels: Int) {
        means = [Float](repeating: 0, count: channels)
        variances = [Float](repeating: 1, count: channels)
    }
}
