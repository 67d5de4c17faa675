/// The batch norm behind a convolution, with the pooling and ReLU that follow: [C, H', W'] -> [C, H'/size, W'/size].
///
/// The workers meet before its `forward`, when all groups' moments are known, and after its `backward`, when all sums of the gradient are. In evaluation
/// it does nothing: the convolution has running statistics in its weights.
final class BatchNormLayer: Layer {
    /// The convolution's output.
    let input: TensorSlot
    let statistics: BatchStatistics
    private let output: TensorSlot
    private let outputGradient: TensorSlot
    private let winners: TensorSlot?
    private let poolSize: Int
    private let offsets: ParameterLayout.Layer
    private let rows: LaneTensor

    init(
        _ shape: Architecture.Convolution, _ layout: ParameterLayout, output: TensorSlot, outputGradient: TensorSlot, winners: TensorSlot?,
        statistics: BatchStatistics, plan: inout ActivationPlan, arena: LaneArena
    ) {
        guard let name = shape.normalisation else { preconditionFailure("\(shape.name) has no batch norm") }
        offsets = layout.layer(name)
        input = plan.tensor(channels: shape.outputs, height: shape.convolvedSide, width: shape.convolvedSide)
        self.output = output
        self.outputGradient = outputGradient
        self.winners = winners
        self.statistics = statistics
        poolSize = shape.poolSize
        rows = arena.tensor(channels: shape.outputs, height: shape.poolSize, width: shape.convolvedSide)
    }

    /// Takes down the moments of a group's input, for all workers.
    func measure(_ group: FaceGroup) {
        let input = input.tensor(group)
        for channel in 0..<input.channels {
            statistics[group.number, channel].moments = BatchNorm2D.moments(input, channel: channel, faceCount: group.faceCount, mask: group.mask)
        }
    }

    /// What running statistics make of an input: factor and summand of each channel.
    func running(_ parameters: UnsafePointer<Float>) -> (scale: [Float], shift: [Float]) {
        let running = statistics.evaluated ?? statistics.running
        let scale = (0..<input.channels).map { channel in
            Float(Double(parameters[offsets.weight + channel]) / (Double(running.variances[channel]) + BatchNorm2D.epsilon).squareRoot())
        }
        return (scale, scale.indices.map { parameters[offsets.bias + $0] - running.means[$0] * scale[$0] })
    }

    func forward(_ group: FaceGroup) {
        guard group.isTraining else { return }
        let (input, output, winners) = (input.tensor(group), output.tensor(group), winners?.winners(group))
        for y in 0..<output.height {
            for channel in 0..<input.channels {
                let batch = statistics.batch[channel]
                let scale = group.parameters[offsets.weight + channel] * batch.inverseDeviation
                let shift = group.parameters[offsets.bias + channel] - batch.mean * scale
                for row in 0..<poolSize {
                    let target = winners == nil ? output.row(channel, y) : rows.row(channel, row)
                    BatchNorm2D.normaliseRow(
                        input.row(channel, y * poolSize + row), scale: scale, shift: shift, isRectified: winners == nil,
                        width: output.width * poolSize, target)
                }
            }
            if let winners { MaxPooling.forwardRow(rows, y: y, size: poolSize, pooled: output, winners: winners) }
        }
    }

    /// Only sums; the gradient of the input is made row by row, when the convolution asks for it.
    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>) {
        let input = input.tensor(group)
        for channel in 0..<input.channels { statistics[group.number, channel].slopes = .init() }
        for y in 0..<outputGradient.height {
            fillSlopes(y, group) { channel, row in rows.row(channel, row) }
            for channel in 0..<input.channels {
                let batch = statistics.batch[channel]
                for row in 0..<poolSize {
                    BatchNorm2D.addSlopes(
                        rows.row(channel, row), input: input.row(channel, y * poolSize + row), width: outputGradient.width * poolSize, batch: batch,
                        to: &statistics[group.number, channel].slopes)
                }
            }
        }
        for channel in 0..<input.channels {
            let slopes = statistics[group.number, channel].slopes
            gradient[offsets.weight + channel] += Float(slopes.timesValue)
            gradient[offsets.bias + channel] += Float(slopes.sum)
        }
    }

    /// The gradient of row `y` of the convolution's output, into its ring.
    func fillGradientRow(_ y: Int, _ group: FaceGroup, _ ring: RowRing) {
        let input = input.tensor(group)
        let mask = group.mask
        let window = y / poolSize
        if y % poolSize == 0, window < outputGradient.height { fillSlopes(window, group) { channel, row in rows.row(channel, row) } }
        let filled = window < outputGradient.height ? outputGradient.width * poolSize : 0
        for channel in 0..<input.channels {
            BatchNorm2D.inputGradientRow(
                rows.row(channel, y % poolSize), filled: filled, input: input.row(channel, y), width: input.width, batch: statistics.batch[channel],
                scale: group.parameters[offsets.weight + channel], mask: mask, ring.row(channel, y))
        }
    }

    /// The gradient of the normalised values in the rows of window row `y`.
    private func fillSlopes(_ y: Int, _ group: FaceGroup, into row: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>) {
        let slopes = outputGradient.tensor(group)
        if let winners = winners?.winners(group) {
            MaxPooling.backwardRow(slopes, y: y, size: poolSize, winners: winners, rows: row, sums: nil)
        } else {
            let values = output.tensor(group)
            for channel in 0..<slopes.channels {
                let (source, activation, target) = (slopes.row(channel, y), values.row(channel, y), row(channel, 0))
                for x in 0..<slopes.width { target[x] = source[x].replacing(with: 0, where: activation[x] .<= 0) }
            }
        }
    }
}
