/// An exponential moving average of a network's parameters over the steps, and of what its batch norms have seen.
///
/// The running statistics are averaged like the parameters, as timm's ModelEmaV2 and PyTorch's `AveragedModel(use_buffers: true)` do: they are moving
/// averages themselves, so this needs no further pass over the training faces, and they stay those of the networks that the average is made of.
package final class WeightAverage {
    /// Laid out as the network's `ParameterLayout`.
    package let parameters: SharedFloats
    /// One for each batch norm of the layout.
    private(set) var statistics: [RunningStatistics]
    /// Steps that are in it.
    package private(set) var stepCount: Int
    /// The share of the step under way.
    private(set) var share: Float = 0

    /// - Parameter stepCount: steps that are in `state`; 0: it is what averaging begins with.
    package init(_ state: NetworkState, stepCount: Int) {
        parameters = SharedFloats(state.parameters)
        statistics = state.statistics
        self.stepCount = stepCount
    }

    /// Begins a step. Its decay is min(`decay`, (1 + t) / (10 + t)) with t counted from 1, or the first values would count for thousands of steps.
    ///
    /// Source: TensorFlow's `tf.train.ExponentialMovingAverage` with `num_updates`.
    func beginStep(decay: Double) {
        stepCount += 1
        share = Float(1 - min(decay, Double(1 + stepCount) / Double(10 + stepCount)))
    }

    /// Moves `range` towards `values`, which is the whole network.
    func follow(_ values: UnsafePointer<Float>, _ range: Range<Int>) {
        let (average, share) = (parameters.base, share)
        for index in range { average[index] += share * (values[index] - average[index]) }
    }

    /// Moves the statistics of one batch norm.
    func follow(_ running: RunningStatistics, batchNorm index: Int) {
        for channel in running.means.indices {
            statistics[index].means[channel] += share * (running.means[channel] - statistics[index].means[channel])
            statistics[index].variances[channel] += share * (running.variances[channel] - statistics[index].variances[channel])
        }
        statistics[index].batchCount = running.batchCount
    }

    /// All of it.
    package var state: NetworkState { NetworkState(parameters: parameters.values, statistics: statistics) }
}
