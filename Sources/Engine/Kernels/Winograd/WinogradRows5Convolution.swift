/// A 5x5 convolution by `WinogradRows5`: a row at a time, any number of channels.
///
/// At each of the six points it is a convolution with kernels of 5x1 over rows of tiles, which the kernel of direct convolution computes.
final class WinogradRows5Convolution: ConvolutionArithmetic {
    private let inputs: TransformedRows
    private let weights: PointWeights
    private let flipped: PointWeights?
    private let outputGradients: TransformedRows?
    private let gradient: WinogradRows5Gradient
    /// Of one row: [6 points, O, tiles].
    private let pointSums: UnsafeMutablePointer<Lanes>

    /// - Parameter needsInputGradient: without, no room for flipped weights is taken.
    init(_ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena, _ scratch: ScratchArena) {
        precondition(WinogradRows5.fits(shape), "\(shape) fits no tiles")
        let border = shape.kernelSize - 1
        inputs = TransformedRows(
            scratch, WinogradRows5.tiling, channels: shape.inputs, width: shape.inputSide + 2 * shape.padding, outputs: shape.convolvedSide,
            together: RowTileStrip.rowsTogether)
        weights = PointWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs)
        flipped = needsInputGradient ? PointWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs) : nil
        outputGradients =
            needsInputGradient
            ? TransformedRows(
                scratch, WinogradRows5.tiling, channels: shape.outputs, width: shape.convolvedSide + 2 * border - shape.padding,
                outputs: shape.inputSide)
            : nil
        gradient = WinogradRows5Gradient(arena, scratch, inputs: inputs, outputChannels: shape.outputs)
        pointSums = scratch.lanes(
            WinogradRows5.points * max(shape.outputs * inputs.tiles, shape.inputs * (outputGradients?.tiles ?? 0)))
    }

    var rowsAtOnce: Int { 1 }
    var biasSums: UnsafeMutablePointer<Lanes> { gradient.biasSums }

    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)?) { self.weights.packForward(weights, scale: scale) }

    func packInputGradient(_ weights: UnsafePointer<Float>) { flipped?.packInputGradient(weights) }

    func forward(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        inputs.fill(y, window)
        convolve(inputs, y, window.rows, weights, target, ending)
    }

    func inputGradient(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        guard let flipped, let outputGradients else { preconditionFailure("a layer that needs no input gradient") }
        outputGradients.fill(y, window)
        convolve(outputGradients, y, window.rows, flipped, target, ending)
    }

    func clearSums() { gradient.clear() }

    func addWeightGradient(_ y: Int, _ gradient: GradientRows, _ window: RowWindow) {
        inputs.fill(y, window)
        self.gradient.addRow(gradient, y)
    }

    func addBiasGradient(_ gradient: GradientRows) { gradient.addSums(to: biasSums, channels: self.gradient.outputChannels) }

    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) { gradient.addTotals(weights: weights, bias: bias) }

    private func convolve(
        _ rows: TransformedRows, _ y: Int, _ present: Range<Int>, _ weights: PointWeights, _ target: RowTarget, _ ending: ConvolutionEpilogue
    ) {
        let stride = weights.outputChannels * rows.tiles
        for (point, packed) in weights.points.enumerated() {
            let sums = RowTarget(base: pointSums + point * stride, stride: rows.tiles, width: rows.tiles)
            Convolution.row(RowWindow(rows, y: y, rows: present, point: point), weights: packed, sums, .plain)
        }
        let outputs = weights.outputChannels
        switch ending {
        case .plain: Self.sumPoints(pointSums, rows.tiles, outputs, target, PlainEpilogue())
        case .bias(let bias): Self.sumPoints(pointSums, rows.tiles, outputs, target, BiasEpilogue(bias: bias))
        case .rectified(let bias): Self.sumPoints(pointSums, rows.tiles, outputs, target, ReLUEpilogue(bias: bias))
        case .reluGradient(let activation, let stride, _):
            Self.sumPoints(pointSums, rows.tiles, outputs, target, ReLUGradientEpilogue(activation: activation, stride: stride))
        }
    }

    /// The outputs of one row: sums [6, O, tiles] to pixels, of the last tile perhaps one.
    @inline(never)
    private static func sumPoints(
        _ sums: UnsafePointer<Lanes>, _ tiles: Int, _ outputs: Int, _ target: RowTarget, _ ending: some ChannelEpilogue
    ) {
        let stride = outputs &* tiles
        let whole = min(tiles, target.width / WinogradRows5.tileWidth)
        for channel in 0..<outputs {
            let (line, sums) = (target.base + channel &* target.stride, sums + channel &* tiles)
            for tile in 0..<whole {
                let x = tile &* WinogradRows5.tileWidth
                let (first, second) = WinogradRows5.outputs(sums + tile, stride)
                line[x] = ending(first, channel: channel, x: x)
                line[x &+ 1] = ending(second, channel: channel, x: x &+ 1)
            }
            let x = whole &* WinogradRows5.tileWidth
            if x < target.width { line[x] = ending(WinogradRows5.outputs(sums + whole, stride).0, channel: channel, x: x) }
        }
    }
}

extension RowWindow {
    /// Rows of one point that a row of outputs reads, tiles in place of pixels; `rows` are those that exist.
    fileprivate init(_ transformed: TransformedRows, y: Int, rows: Range<Int>, point: Int) {
        let base = UnsafePointer(transformed.row(y))
        self.init(base: base, planeStride: transformed.channelStride, rows: rows) { row in
            UnsafePointer(transformed.row(y + row)) - base + point * transformed.pointStride
        }
    }
}

/// Transformed weights of a 5x5 convolution: kernels of 5x1 for each of the six points.
private struct PointWeights {
    let outputChannels: Int
    let points: [PackedWeights]

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int) {
        self.outputChannels = outputChannels
        points = (0..<WinogradRows5.points).map { _ in
            PackedWeights(
                arena, inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: WinogradRows5.kernelSize, kernelWidth: 1)
        }
    }

    /// Takes `weights` [O, C, 5, 5], those of each output times its `scale`.
    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)? = nil) {
        pack { output, input, tap in weights[(output * points[0].inputChannels + input) * 25 + tap] * (scale?(output) ?? 1) }
    }

    /// Takes `weights` [C, O, 5, 5] of the layer whose input gradient this computes: flipped, with inputs and outputs exchanged.
    func packInputGradient(_ weights: UnsafePointer<Float>) {
        pack { output, input, tap in weights[(input * outputChannels + output) * 25 + (24 - tap)] }
    }

    private func pack(_ weight: (_ output: Int, _ input: Int, _ tap: Int) -> Float) {
        for (point, packed) in points.enumerated() {
            let along = WinogradRows5.weights[point]
            packed.pack { output, input, row in
                (0..<WinogradRows5.kernelSize).reduce(0) { $0 + along[$1] * weight(output, input, row * WinogradRows5.kernelSize + $1) }
            }
        }
    }
}
