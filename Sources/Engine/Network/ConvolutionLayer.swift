/// A convolution with its pooling and ReLU: [C, H, W] -> [O, H'/size, W'/size]. Where a batch norm follows, in training the convolution's own output instead.
///
/// A pooled convolution never holds its whole output: forward, `size` rows at a time are convolved into scratch and pooled. Backward, rows of gradients are
/// made one after the other where they are needed, and kept in a ring only as long as input gradients still read them. A convolution
/// without pooling or batch norm goes together with the one behind it, row by row, while its rows are in the cache: forward that one asks for rows of
/// output, backward this one asks for rows of gradient. Where one input channel makes its output cheap, it is not kept for the way back but made again.
final class ConvolutionLayer: Layer {
    let shape: Architecture.Convolution
    /// After pooling and ReLU.
    let output: TensorSlot
    /// Filled by the layer behind, unless that is a convolution which is asked for its rows.
    let outputGradient: TensorSlot
    private let input: TensorSlot
    private let inputGradient: TensorSlot?
    private let batchNorm: BatchNormLayer?
    /// The convolution that goes together with this one, and the one that this goes together with.
    private var behind: ConvolutionLayer?
    private let before: ConvolutionLayer?
    private let offsets: ParameterLayout.Layer

    private let arithmetic: any ConvolutionArithmetic
    private let bias: UnsafeMutablePointer<Float>
    /// Numbers of the winning pixels, [O, H, W] after pooling.
    private let winners: TensorSlot?
    private let rows: LaneTensor
    private let ring: RowRing
    /// The last rows of an output that is not kept as a whole.
    private let outputRing: RowRing?
    /// Rows of the output that are there already, where it goes together with the one behind.
    private var filledRows = 0
    /// Rows of the convolution's output gradient that are made already.
    private var madeRows = 0

    /// - Parameters:
    ///   - before: the convolution whose output is the input, where it is one.
    ///   - inputGradient: where the input's gradient goes; nil where the input is the face, which needs none.
    ///   - border: zeros around the output, for a convolution behind that pads.
    init(
        _ shape: Architecture.Convolution, _ method: ConvolutionMethod, _ layout: ParameterLayout, input: TensorSlot, before: ConvolutionLayer?,
        inputGradient: TensorSlot?, border: Int, statistics: BatchStatistics?, plan: inout ActivationPlan, arena: LaneArena, scratch: ScratchArena
    ) {
        self.shape = shape
        self.input = input
        self.before = before.flatMap { $0.shape.poolSize == 1 && $0.batchNorm == nil ? $0 : nil }
        self.inputGradient = inputGradient
        offsets = layout.layer(shape.name)
        let (inputs, outputs, kernelSize, side) = (shape.inputs, shape.outputs, shape.kernelSize, shape.outputSide)
        let isMadeAgain = inputs == 1 && shape.poolSize == 1 && statistics == nil
        output = plan.tensor(channels: outputs, height: isMadeAgain ? 0 : side, width: side, border: border)
        // A row of windows behind reads K - 1 rows beside its own; kernels of one chain are of one size.
        outputRing = isMadeAgain ? RowRing(arena, channels: outputs, depth: kernelSize + 1, width: side, border: 0) : nil
        winners = shape.poolSize > 1 ? plan.winners(shape.outputCount) : nil
        if let statistics {
            // The workers meet between the two halves of a batch norm's gradient: each group keeps its own.
            outputGradient = plan.tensor(channels: outputs, height: side, width: side)
            batchNorm = BatchNormLayer(
                shape, layout, output: output, outputGradient: outputGradient, winners: winners, statistics: statistics, plan: &plan, arena: arena)
        } else {
            // Without pooling it is never held: the convolution behind is asked for its rows.
            outputGradient = TensorSlot(arena, channels: outputs, height: shape.poolSize > 1 ? side : 0, width: side)
            batchNorm = nil
        }
        if self.before == nil { scratch.restart() }
        arithmetic = method.arithmetic(shape.sizes, needsInputGradient: inputGradient != nil || before != nil, arena, scratch)
        bias = arena.floats(outputs)
        rows = arena.tensor(channels: outputs, height: shape.poolSize, width: shape.convolvedSide)
        // An input gradient still reads K - 1 old rows beside those that are made together. An even number, so that two rows are neighbours.
        let depth = kernelSize - 1 + max(shape.poolSize, 2)
        ring = RowRing(arena, channels: outputs, depth: depth + depth % 2, width: shape.convolvedSide, border: kernelSize - 1)
        self.before?.behind = self
    }

    /// The batch norm behind the convolution; a layer of its own, since the workers meet before it.
    var normalisation: BatchNormLayer? { batchNorm }

    func prepare(_ parameters: UnsafePointer<Float>, forTraining: Bool) {
        let weight = parameters + offsets.weight
        if let batchNorm, !forTraining {
            // Running statistics do not change: they become part of the weights.
            let (scale, shift) = batchNorm.running(parameters)
            arithmetic.packForward(weight) { scale[$0] }
            for channel in 0..<shape.outputs { bias[channel] = parameters[offsets.bias + channel] * scale[channel] + shift[channel] }
        } else {
            arithmetic.packForward(weight, scale: nil)
            bias.update(from: parameters + offsets.bias, count: shape.outputs)
        }
        if forTraining { arithmetic.packInputGradient(weight) }
    }

    func forward(_ group: FaceGroup) {
        guard behind == nil else { return }
        before?.filledRows = 0
        if let batchNorm, group.isTraining {
            let raw = batchNorm.input.tensor(group)
            for y in stride(from: 0, to: raw.height, by: arithmetic.rowsAtOnce) {
                convolve(y, group, RowTarget(raw, y: y, width: raw.width), .bias(bias))
            }
            batchNorm.measure(group)
        } else if let winners = winners?.winners(group) {
            let output = output.tensor(group)
            for y in 0..<output.height {
                for row in stride(from: 0, to: shape.poolSize, by: arithmetic.rowsAtOnce) {
                    let target = RowTarget(rows, y: row, width: output.width * shape.poolSize)
                    convolve(y * shape.poolSize + row, group, target, .bias(bias))
                }
                MaxPooling.forwardRow(rows, y: y, size: shape.poolSize, pooled: output, winners: winners)
            }
        } else {
            filledRows = 0
            fillRows(through: shape.outputSide - 1, group)
        }
    }

    private func convolve(_ y: Int, _ group: FaceGroup, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        arithmetic.forward(y, window(y, group), target, ending)
    }

    /// What the output rows from `y` on read; a padded convolution begins in the border.
    private func window(_ y: Int, _ group: FaceGroup) -> RowWindow {
        let count = shape.kernelSize + arithmetic.rowsAtOnce - 1
        before?.fillRows(through: y + count - 1, group)
        if let ring = before?.outputRing { return RowWindow(ring, y: y, count: count) }
        return RowWindow(input.tensor(group), y: y - shape.padding, count: count, x: -shape.padding)
    }

    /// Fills rows of the output of a convolution without pooling, as far as they are not there.
    private func fillRows(through last: Int, _ group: FaceGroup) {
        while filledRows <= last {
            convolve(filledRows, group, outputRows(filledRows, group), .rectified(bias))
            filledRows += arithmetic.rowsAtOnce
        }
    }

    /// Rows of output without pooling.
    private func outputRows(_ y: Int, _ group: FaceGroup) -> RowTarget {
        if let outputRing { return RowTarget(outputRing, y: y, width: shape.outputSide) }
        return RowTarget(output.tensor(group), y: y, width: shape.outputSide)
    }

    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>) {
        guard before == nil else { return }
        beginBackward()
        if let target = inputGradient?.tensor(group) {
            for y in stride(from: 0, to: target.height, by: arithmetic.rowsAtOnce) {
                fillInputGradientRows(y, group, RowTarget(target, y: y, width: target.width), .plain)
            }
        } else {
            makeRows(through: gradientRowCount - 1, group)
        }
        endBackward(gradient)
    }

    private func beginBackward() {
        madeRows = 0
        // A kept output is there, though perhaps by another worker: batch norms part forward from backward.
        filledRows = outputRing == nil ? shape.outputSide : 0
        arithmetic.clearSums()
        behind?.beginBackward()
    }

    private func endBackward(_ gradient: UnsafeMutablePointer<Float>) {
        behind?.endBackward(gradient)
        arithmetic.addTotals(weights: gradient + offsets.weight, bias: gradient + offsets.bias)
    }

    /// Rows of the convolution's output that have a gradient: pooling leaves out a rest, batch norm nothing.
    private var gradientRowCount: Int { batchNorm == nil ? shape.outputSide * shape.poolSize : shape.convolvedSide }

    /// Rows of the input's gradient from `y` on, all channels; they must be asked for in order.
    private func fillInputGradientRows(_ y: Int, _ group: FaceGroup, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        let count = shape.kernelSize + arithmetic.rowsAtOnce - 1
        let first = y + shape.padding - shape.kernelSize + 1
        makeRows(through: min(first + count - 1, gradientRowCount - 1), group)
        arithmetic.inputGradient(y, RowWindow(ring, y: first, count: count, height: gradientRowCount, padding: shape.padding), target, ending)
    }

    /// Makes rows of the convolution's output gradient into the ring and adds them to the parameters' gradient.
    private func makeRows(through last: Int, _ group: FaceGroup) {
        while madeRows <= last {
            let first = madeRows
            let count: Int
            if let batchNorm {
                count = arithmetic.rowsAtOnce
                for y in first..<first + count { batchNorm.fillGradientRow(y, group, ring) }
            } else if let winners = winners?.winners(group) {
                count = shape.poolSize
                MaxPooling.backwardRow(
                    outputGradient.tensor(group), y: first / count, size: count, winners: winners, rows: { ring.row($0, first + $1) },
                    sums: arithmetic.biasSums)
            } else if let behind {
                count = behind.arithmetic.rowsAtOnce
                // A row in the output's ring is there when it is read: to make its gradient, the one behind asks for that row and later ones.
                let values = outputRows(first, group)
                let target = RowTarget(ring, y: first, width: shape.outputSide)
                behind.fillInputGradientRows(first, group, target, .reluGradient(values.base, stride: values.stride, rowStride: values.rowStride))
            } else {
                preconditionFailure("nothing behind \(shape.name) gives it a gradient")
            }
            for y in stride(from: first, to: first + count, by: arithmetic.rowsAtOnce) {
                arithmetic.addWeightGradient(y, gradientRows(y), window(y, group))
            }
            // Pooling has summed its winners already.
            if shape.poolSize == 1 || batchNorm != nil {
                for y in first..<first + count { arithmetic.addBiasGradient(gradientRows(y)) }
            }
            madeRows += count
        }
    }

    private func gradientRows(_ y: Int) -> GradientRows {
        let width = batchNorm == nil ? shape.outputSide * shape.poolSize : shape.convolvedSide
        return GradientRows(ring, y: y, width: width)
    }
}
