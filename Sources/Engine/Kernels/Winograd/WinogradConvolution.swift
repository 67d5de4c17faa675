/// A 3x3 convolution by `Winograd`'s tiles: two rows at a time, any number of channels.
///
/// Inputs are transformed along x when they come; down the columns that is one addition, made when a product reads them.
/// The sums of one tile fit the first-level cache.
final class WinogradConvolution: ConvolutionArithmetic {
    private let inputs: TransformedRows
    private let weights: WinogradWeights
    private let flipped: WinogradWeights?
    private let outputGradients: TransformedRows?
    private let gradient: WinogradGradient
    /// Of tiles that are computed together: [tiles, 6 points along x, 2 rows, O].
    private let columnSums: UnsafeMutablePointer<Lanes>

    /// - Parameter needsInputGradient: without, no room for flipped weights is taken.
    init(_ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena, _ scratch: ScratchArena) {
        precondition(Winograd.fits(shape), "\(shape) fits no tiles")
        let border = shape.kernelSize - 1
        inputs = TransformedRows(
            scratch, Winograd.tiling, channels: shape.inputs, width: shape.inputSide + 2 * shape.padding, outputs: shape.convolvedSide,
            together: WinogradGradient.pairLimit(tiles: Winograd.tiling.tiles(outputs: shape.convolvedSide)))
        weights = WinogradWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs)
        flipped = needsInputGradient ? WinogradWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs) : nil
        outputGradients =
            needsInputGradient
            ? TransformedRows(
                scratch, Winograd.tiling, channels: shape.outputs, width: shape.convolvedSide + 2 * border - shape.padding, outputs: shape.inputSide)
            : nil
        gradient = WinogradGradient(arena, scratch, inputs: inputs, outputChannels: shape.outputs)
        let channels = max(shape.inputs, shape.outputs)
        columnSums = scratch.lanes(WinogradProducts.tilesTogether * Winograd.columnPoints * Winograd.tileHeight * channels)
    }

    var rowsAtOnce: Int { Winograd.tileHeight }
    var biasSums: UnsafeMutablePointer<Lanes> { gradient.biasSums }

    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)?) { self.weights.packForward(weights, scale: scale) }

    func packInputGradient(_ weights: UnsafePointer<Float>) { flipped?.packInputGradient(weights) }

    func forward(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        inputs.fill(y, window)
        convolve(inputs, y, weights, target, ending)
    }

    func inputGradient(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        guard let flipped, let outputGradients else { preconditionFailure("a layer that needs no input gradient") }
        outputGradients.fill(y, window)
        convolve(outputGradients, y, flipped, target, ending)
    }

    func clearSums() { gradient.clear() }

    func addWeightGradient(_ y: Int, _ gradient: GradientRows, _ window: RowWindow) {
        inputs.fill(y, window)
        self.gradient.addRows(gradient, y)
    }

    func addBiasGradient(_ gradient: GradientRows) { gradient.addSums(to: biasSums, channels: self.gradient.outputChannels) }

    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) { gradient.addTotals(weights: weights, bias: bias) }

    private func convolve(_ rows: TransformedRows, _ y: Int, _ weights: WinogradWeights, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        switch ending {
        case .plain: convolve(rows, y, weights, target, PlainEpilogue())
        case .bias(let bias): convolve(rows, y, weights, target, BiasEpilogue(bias: bias))
        case .rectified(let bias): convolve(rows, y, weights, target, ReLUEpilogue(bias: bias))
        case .reluGradient(let activation, let stride, let rowStride):
            convolve(rows, y, weights, target, ReLUGradientEpilogue(activation: activation, stride: stride, rowStride: rowStride))
        }
    }

    private func convolve(_ rows: TransformedRows, _ y: Int, _ weights: WinogradWeights, _ target: RowTarget, _ ending: some ChannelEpilogue) {
        let outputs = weights.outputChannels
        let window = InlineArray<4, UnsafePointer<Lanes>> { UnsafePointer(rows.row(y + $0)) }
        let tileSums = Winograd.columnPoints * Winograd.tileHeight * outputs
        var tile = 0
        while tile < rows.tiles {
            let together = rows.tiles - tile >= WinogradProducts.tilesTogether ? WinogradProducts.tilesTogether : 1
            for point in 0..<Winograd.columnPoints {
                let start = point * rows.pointStride + tile * rows.tileStride
                WinogradProducts.sum(
                    .init { window[$0] + start }, inputStride: rows.tileStride, tiles: together, weights, point: point,
                    columnSums + point * Winograd.tileHeight * outputs, sumStride: tileSums)
            }
            for number in 0..<together {
                Self.sumColumns(columnSums + number * tileSums, outputs, target, (tile + number) * Winograd.tileWidth, ending)
            }
            tile += together
        }
    }

    /// The outputs of one tile: sums [6, 2, O] to two rows of four pixels, fewer at the right edge.
    @inline(never)
    private static func sumColumns(_ sums: UnsafePointer<Lanes>, _ outputs: Int, _ target: RowTarget, _ x: Int, _ ending: some ChannelEpilogue) {
        let stride = Winograd.tileHeight &* outputs
        let count = target.width &- x
        var (sums, line, ending) = (sums, target.base + x, ending)
        for row in 0..<Winograd.tileHeight {
            for channel in 0..<outputs {
                let pixel = line + channel &* target.stride
                let (p0, p1, p2, p3) = Winograd.outputs(sums + channel, stride)
                if count >= Winograd.tileWidth {
                    pixel[0] = ending(p0, channel: channel, x: x)
                    pixel[1] = ending(p1, channel: channel, x: x &+ 1)
                    pixel[2] = ending(p2, channel: channel, x: x &+ 2)
                    pixel[3] = ending(p3, channel: channel, x: x &+ 3)
                } else {
                    pixel[0] = ending(p0, channel: channel, x: x)
                    if count > 1 { pixel[1] = ending(p1, channel: channel, x: x &+ 1) }
                    if count > 2 { pixel[2] = ending(p2, channel: channel, x: x &+ 2) }
                }
            }
            guard row == 0 else { break }
            sums += outputs
            line += target.rowStride
            ending = ending.below()
        }
    }
}
