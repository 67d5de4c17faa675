/// A 5x5 convolution by `RowTiles`: a row at a time, any number of channels.
///
/// At each of the six points it is a convolution with kernels of 5x1 over rows of tiles, which the kernel of direct convolution computes.
final class RowTileConvolution: ConvolutionArithmetic {
    private let inputs: TransformedRows
    private let weights: PointWeights
    private let flipped: PointWeights?
    private let outputGradients: TransformedRows?
    private let gradient: RowTileGradient
    /// Of one row: [6 points, O, tiles].
    private let pointSums: UnsafeMutablePointer<Lanes>

    /// - Parameter needsInputGradient: without, no room for flipped weights is taken.
    init(_ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena, _ scratch: ScratchArena) {
        precondition(RowTiles.fits(shape), "\(shape) fits no tiles")
        let border = shape.kernelSize - 1
        inputs = TransformedRows(
            scratch, RowTiles.tiling, channels: shape.inputs, width: shape.inputSide + 2 * shape.padding, outputs: shape.convolvedSide,
            together: RowTileStrip.rowsTogether)
        weights = PointWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs)
        flipped = needsInputGradient ? PointWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs) : nil
        outputGradients =
            needsInputGradient
            ? TransformedRows(
                scratch, RowTiles.tiling, channels: shape.outputs, width: shape.convolvedSide + 2 * border - shape.padding, outputs: shape.inputSide)
            : nil
        gradient = RowTileGradient(arena, scratch, inputs: inputs, outputChannels: shape.outputs)
        pointSums = scratch.lanes(
            RowTiles.points * max(shape.outputs * inputs.tiles, shape.inputs * (outputGradients?.tiles ?? 0)))
    }

    var rowsAtOnce: Int { 1 }
    var biasSums: UnsafeMutablePointer<Lanes> { gradient.biasSums }

    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)?) { self.weights.packForward(weights, scale: scale) }

    func packInputGradient(_ weights: UnsafePointer<Float>) { flipped?.packInputGradient(weights) }

    func forward(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: RowEnding) {
        inputs.fill(y, window)
        convolve(inputs, y, window.rows, weights, target, ending)
    }

    func inputGradient(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: RowEnding) {
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
        _ rows: TransformedRows, _ y: Int, _ present: Range<Int>, _ weights: PointWeights, _ target: RowTarget, _ ending: RowEnding
    ) {
        let stride = weights.outputChannels * rows.tiles
        for (point, packed) in weights.points.enumerated() {
            let sums = RowTarget(base: pointSums + point * stride, stride: rows.tiles, width: rows.tiles)
            Convolution.row(RowWindow(rows, y: y, rows: present, point: point), weights: packed, sums, .plain)
        }
        let outputs = weights.outputChannels
        switch ending {
        case .plain: Self.sumPoints(pointSums, rows.tiles, outputs, target, PlainEnding())
        case .bias(let bias): Self.sumPoints(pointSums, rows.tiles, outputs, target, BiasEnding(bias: bias))
        case .rectified(let bias): Self.sumPoints(pointSums, rows.tiles, outputs, target, RectifiedEnding(bias: bias))
        case .closed(let activation, let stride, _):
            Self.sumPoints(pointSums, rows.tiles, outputs, target, ClosedEnding(activation: activation, stride: stride))
        }
    }

    /// The outputs of one row: sums [6, O, tiles] to pixels, of the last tile perhaps one.
    @inline(never)
    private static func sumPoints(
        _ sums: UnsafePointer<Lanes>, _ tiles: Int, _ outputs: Int, _ target: RowTarget, _ ending: some ChannelEnding
    ) {
        let stride = outputs &* tiles
        let whole = min(tiles, target.width / RowTiles.tileWidth)
        for channel in 0..<outputs {
            let (line, sums) = (target.base + channel &* target.stride, sums + channel &* tiles)
            for tile in 0..<whole {
                let x = tile &* RowTiles.tileWidth
                let (first, second) = RowTiles.outputs(sums + tile, stride)
                line[x] = ending(first, channel: channel, x: x)
                line[x &+ 1] = ending(second, channel: channel, x: x &+ 1)
            }
            let x = whole &* RowTiles.tileWidth
            if x < target.width { line[x] = ending(RowTiles.outputs(sums + whole, stride).0, channel: channel, x: x) }
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
        points = (0..<RowTiles.points).map { _ in
            PackedWeights(
                arena, inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: RowTiles.kernelSize, kernelWidth: 1)
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
            let along = RowTiles.weights[point]
            packed.pack { output, input, row in
                (0..<RowTiles.kernelSize).reduce(0) { $0 + along[$1] * weight(output, input, row * RowTiles.kernelSize + $1) }
            }
        }
    }
}
