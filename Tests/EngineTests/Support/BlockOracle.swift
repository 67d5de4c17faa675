@testable import Engine

/// Batch norm by its definition, over all faces of a batch.
struct BatchNormOracle {
    var scale: [Double]
    var shift: [Double]
    /// In evaluation; nil: the batch's own.
    var running: RunningStatistics?

    /// Means and 1 / sqrt(variance + 1e-5) of each channel.
    func statistics(_ batch: [PlainTensor]) -> [(mean: Double, inverseDeviation: Double)] {
        scale.indices.map { channel in
            if let running {
                return (Double(running.means[channel]), 1 / (Double(running.variances[channel]) + 1e-5).squareRoot())
            }
            let values = batch.flatMap { $0.channel(channel) }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            return (mean, 1 / (variance + 1e-5).squareRoot())
        }
    }

    func forward(_ batch: [PlainTensor]) -> [PlainTensor] {
        let statistics = statistics(batch)
        return batch.map { face in
            face.map { channel, value in
                (value - statistics[channel].mean) * statistics[channel].inverseDeviation * scale[channel] + shift[channel]
            }
        }
    }

    /// Gradients of the input, of scale and of shift.
    func backward(_ gradients: [PlainTensor], _ batch: [PlainTensor]) -> (inputs: [PlainTensor], scale: [Double], shift: [Double]) {
        let statistics = statistics(batch)
        let values = batch.map { $0.map { ($1 - statistics[$0].mean) * statistics[$0].inverseDeviation } }
        let bySum = scale.indices.map { channel in gradients.flatMap { $0.channel(channel) }.reduce(0, +) }
        let byValue = scale.indices.map { channel in
            zip(gradients.flatMap { $0.channel(channel) }, values.flatMap { $0.channel(channel) }).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let count = Double(batch.count * batch[0].height * batch[0].width)
        let inputs = zip(gradients, values).map { gradient, value in
            PlainTensor(
                gradient.channels, gradient.height, gradient.width,
                gradient.values.indices.map { index in
                    let channel = index / (gradient.height * gradient.width)
                    let centered = gradient.values[index] - bySum[channel] / count - value.values[index] * byValue[channel] / count
                    return scale[channel] * statistics[channel].inverseDeviation * centered
                })
        }
        return (inputs, byValue, bySum)
    }
}

/// A convolution with batch norm, pooling and ReLU as its shape says, over a batch.
struct BlockOracle {
    let convolution: ConvolutionOracle
    let norm: BatchNormOracle?
    let poolSize: Int

    func forward(_ inputs: [PlainTensor]) -> BlockTrace {
        let convolved = inputs.map { convolution.forward($0) }
        let normalised = norm?.forward(convolved) ?? convolved
        let outputs = normalised.map { poolSize > 1 ? PoolingOracle(size: poolSize).forward($0) : $0.map { max(0, $1) } }
        return BlockTrace(inputs: inputs, convolved: convolved, normalised: normalised, outputs: outputs)
    }

    struct Gradients {
        var inputs: [PlainTensor]
        var weights: [Double]
        var bias: [Double]
        var scale: [Double] = []
        var shift: [Double] = []
    }

    func backward(_ outputs: [PlainTensor], _ trace: BlockTrace) -> Gradients {
        var gradients = zip(outputs, trace.normalised).map { gradient, values in
            poolSize > 1
                ? PoolingOracle(size: poolSize).backward(gradient, image: values)
                : PlainTensor(values.channels, values.height, values.width, zip(gradient.values, values.values).map { $1 > 0 ? $0 : 0 })
        }
        var result = Gradients(
            inputs: [], weights: [Double](repeating: 0, count: convolution.weights.count),
            bias: [Double](repeating: 0, count: convolution.outputChannels))
        if let norm {
            let found = norm.backward(gradients, trace.convolved)
            (gradients, result.scale, result.shift) = (found.inputs, found.scale, found.shift)
        }
        for (gradient, input) in zip(gradients, trace.inputs) {
            for (index, value) in convolution.weightGradient(gradient, image: input).enumerated() { result.weights[index] += value }
            for (index, value) in convolution.biasGradient(gradient).enumerated() { result.bias[index] += value }
            result.inputs.append(convolution.inputGradient(gradient, height: input.height, width: input.width))
        }
        return result
    }
}

/// What a block's forward pass leaves for its backward pass, an element for each face.
struct BlockTrace {
    var inputs: [PlainTensor]
    var convolved: [PlainTensor]
    var normalised: [PlainTensor]
    var outputs: [PlainTensor]
}

extension PlainTensor {
    /// All numbers of a channel.
    func channel(_ channel: Int) -> ArraySlice<Double> { values[channel * height * width..<(channel + 1) * height * width] }

    /// Each number made into another, knowing its channel.
    func map(_ transform: (_ channel: Int, _ value: Double) -> Double) -> PlainTensor {
        PlainTensor(channels, height, width, values.indices.map { transform($0 / (height * width), values[$0]) })
    }
}
