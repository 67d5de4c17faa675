import Testing

@testable import Core

/// Winograd's tiles against plain loops, as the network uses them: rings, borders, two rows at a time.
@Suite struct WinogradTests {
    /// Layers with every register block: published and other widths, one channel left over, whole tiles and a rest of one, two and three columns.
    static let shapes = [
        shape(10, 10, side: 46), shape(10, 10, side: 20), shape(10, 10, side: 22), shape(8, 10, side: 12, padding: 1), shape(16, 16, side: 8),
        shape(32, 20, side: 10), shape(4, 1, side: 6), shape(5, 3, side: 4), shape(7, 13, side: 8), shape(11, 26, side: 6, padding: 1),
    ]

    private static func shape(_ inputs: Int, _ outputs: Int, side: Int, padding: Int = 0) -> ConvolutionShape {
        ConvolutionShape(inputs: inputs, outputs: outputs, kernelSize: 3, padding: padding, inputSide: side)
    }

    /// Single precision over at most 300 products of transformed values.
    static let forwardShare = 4e-6
    static let gradientShare = 1e-5

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func matchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        let images = layer.images(faces)
        for (image, output) in zip(images, layer.forward(images)) {
            expectClose(output.values, layer.oracle.forward(image).values, share: Self.forwardShare, "forward")
        }
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func inputGradientMatchesPlainLoops(index: Int, faces: Int) {
        let shape = Self.shapes[index]
        var layer = ArithmeticOverImages(shape, seed: UInt64(index))
        let gradients = layer.outputGradients(faces)
        for (gradient, found) in zip(gradients, layer.inputGradient(gradients)) {
            let expected = layer.oracle.inputGradient(gradient, height: shape.inputSide, width: shape.inputSide)
            expectClose(found.values, expected.values, share: Self.forwardShare, "input gradient")
        }
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func weightGradientMatchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        let images = layer.images(faces)
        let gradients = layer.outputGradients(faces)
        let found = layer.weightGradient(images, gradients)
        var weights = [Double](repeating: 0, count: layer.oracle.weights.count)
        var bias = [Double](repeating: 0, count: layer.oracle.bias.count)
        for (image, gradient) in zip(images, gradients) {
            for (index, value) in layer.oracle.weightGradient(gradient, image: image).enumerated() { weights[index] += value }
            for (index, value) in layer.oracle.biasGradient(gradient).enumerated() { bias[index] += value }
        }
        expectClose(found.weights, weights, share: Self.gradientShare, "weight gradient")
        expectClose(found.bias, bias, share: Self.gradientShare, "bias gradient")
    }

    /// An input that is dark but for its last column has no gradient at the taps that never reach it: not even one of rounding.
    @Test func deadTapsHaveNoGradient() {
        let shape = Self.shape(4, 10, side: 22)
        var layer = ArithmeticOverImages(shape, seed: 3)
        let gradients = layer.outputGradients(16)
        let images = layer.images(16).map { image in
            var image = image
            for y in 0..<22 { for x in 0..<21 { image[2, y, x] = 0 } }
            return image
        }
        let found = layer.weightGradient(images, gradients).weights
        for output in 0..<10 {
            for tap in 0..<9 {
                let value = found[(output * 4 + 2) * 9 + tap]
                #expect(tap % 3 == 2 ? value != 0 : value == 0, "output \(output), tap \(tap): \(value)")
            }
        }
    }

    /// What happens to both rows of outputs on their way out, in whole tiles and in the rest.
    @Test func endingsDoWhatTheySay() {
        var layer = ArithmeticOverImages(Self.shape(4, 18, side: 8), seed: 8)
        let image = layer.images(1)
        var plain = layer.oracle
        plain.bias = [Double](repeating: 0, count: 18)
        let (withBias, without) = (layer.oracle.forward(image[0]).values, plain.forward(image[0]).values)
        let gates = (0..<without.count).map { $0 % 3 == 0 ? 0.5 : $0 % 3 == 1 ? 0 : -0.5 }
        expectClose(layer.forward(image, gates: gates, .plain)[0].values, without, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .bias)[0].values, withBias, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .rectified)[0].values, withBias.map { max(0, $0) }, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .closed)[0].values, zip(without, gates).map { $1 > 0 ? $0 : 0 }, share: Self.forwardShare)
    }

    @Test func fitsEvenLayersOfThreeByThreeWithSomeChannels() {
        #expect(Winograd.fits(Self.shape(10, 10, side: 46)))
        #expect(Winograd.fits(Self.shape(8, 10, side: 12, padding: 1)))
        #expect(!Winograd.fits(Self.shape(10, 10, side: 15)))
        #expect(!Winograd.fits(Self.shape(1, 10, side: 48)))
        let series = Architecture(.series, sampler: .halfpixel, classCount: 7).convolutions
        #expect(series.filter { Winograd.fits($0.sizes) }.map(\.name) == ["conv2", "conv3", "conv4"])
    }

    @Test(arguments: 1...64)
    func blocksMakeUpTheChannels(channels: Int) {
        #expect(RegisterBlocks.winograd(channels: channels).reduce(0, +) == channels)
        let gradient = RegisterBlocks.winogradGradient(inputs: channels, outputs: 65 - channels)
        #expect(gradient.inputs.reduce(0, +) == channels)
        #expect(gradient.outputs.reduce(0, +) == 65 - channels)
    }
}

/// A layer's arithmetic over whole images, beside its oracle.
private struct ArithmeticOverImages {
    let shape: ConvolutionShape
    let oracle: ConvolutionOracle
    private var random: RandomBits
    private let arena = LaneArena()
    private let arithmetic: WinogradConvolution
    private let bias: UnsafeMutablePointer<Float>

    init(_ shape: ConvolutionShape, seed: UInt64) {
        self.shape = shape
        random = RandomBits(seed: seed)
        oracle = ConvolutionOracle(
            inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: 3, padding: shape.padding,
            weights: random.floats(shape.outputs * shape.inputs * 9), bias: random.floats(shape.outputs))
        arithmetic = WinogradConvolution(shape, needsInputGradient: true, arena, ScratchArena(arena))
        let weights = arena.floats(oracle.weights.count)
        bias = arena.floats(shape.outputs)
        for (index, value) in oracle.weights.enumerated() { weights[index] = Float(value) }
        for (index, value) in oracle.bias.enumerated() { bias[index] = Float(value) }
        arithmetic.packForward(weights, scale: nil)
        arithmetic.packInputGradient(weights)
    }

    private var side: Int { shape.convolvedSide }

    mutating func images(_ count: Int) -> [PlainTensor] { (0..<count).map { _ in .random(shape.inputs, shape.inputSide, shape.inputSide, &random) } }
    mutating func outputGradients(_ count: Int) -> [PlainTensor] { (0..<count).map { _ in .random(shape.outputs, side, side, &random) } }

    private func window(_ input: LaneTensor, _ y: Int) -> RowWindow { RowWindow(input, y: y - shape.padding, count: 4, x: -shape.padding) }

    /// One of the endings without what it needs.
    enum Ending { case plain, bias, rectified, closed }

    /// `gates` [O, H, W] are the activations of the closed ending.
    func forward(_ images: [PlainTensor], gates: [Double] = [], _ ending: Ending = .bias) -> [PlainTensor] {
        let input = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide, border: shape.padding)
        let output = arena.tensor(channels: shape.outputs, height: side, width: side)
        let activation = arena.tensor(channels: shape.outputs, height: side, width: side)
        var results: [PlainTensor] = []
        FaceGroups.forEach(images.count) { group in
            // What other lanes hold must not matter, nor what stood here before.
            input.fill(7)
            output.fill(.nan)
            for (lane, face) in group.enumerated() {
                input.store(images[face], lane: lane)
                if !gates.isEmpty { activation.store(PlainTensor(shape.outputs, side, side, gates), lane: lane) }
            }
            for y in stride(from: 0, to: side, by: 2) {
                let real: RowEnding =
                    switch ending {
                    case .plain: .plain
                    case .bias: .bias(bias)
                    case .rectified: .rectified(bias)
                    case .closed: .closed(activation.row(0, y), stride: activation.planeStride, rowStride: activation.rowStride)
                    }
                arithmetic.forward(y, window(input, y), RowTarget(output, y: y, width: side), real)
            }
            for lane in group.indices { results.append(output.load(lane: lane - group.lowerBound)) }
        }
        return results
    }

    func inputGradient(_ gradients: [PlainTensor]) -> [PlainTensor] {
        let ring = RowRing(arena, channels: shape.outputs, depth: 4, width: side, border: 2)
        let result = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide)
        var results: [PlainTensor] = []
        FaceGroups.forEach(gradients.count) { group in
            result.fill(.nan)
            var made = 0
            for y in stride(from: 0, to: shape.inputSide, by: 2) {
                let first = y + shape.padding - 2
                while made < min(first + 4, side) {
                    for (lane, face) in group.enumerated() {
                        for channel in 0..<shape.outputs {
                            for x in 0..<side { ring.row(channel, made)[x][lane] = Float(gradients[face][channel, made, x]) }
                        }
                    }
                    made += 1
                }
                arithmetic.inputGradient(
                    y, RowWindow(ring, y: first, count: 4, height: side, padding: shape.padding), RowTarget(result, y: y, width: shape.inputSide),
                    .plain)
            }
            for lane in group.indices { results.append(result.load(lane: lane - group.lowerBound)) }
        }
        return results
    }

    func weightGradient(_ images: [PlainTensor], _ gradients: [PlainTensor]) -> (weights: [Float], bias: [Float]) {
        let input = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide, border: shape.padding)
        let outputGradient = arena.tensor(channels: shape.outputs, height: side, width: side)
        let (weightSums, biasSums) = (arena.floats(oracle.weights.count), arena.floats(shape.outputs))
        FaceGroups.forEach(images.count) { group in
            arithmetic.clearSums()
            input.fill(7)
            // Lanes without a face have no gradient; that is the caller's part.
            outputGradient.fill(0)
            for (lane, face) in group.enumerated() {
                input.store(images[face], lane: lane)
                outputGradient.store(gradients[face], lane: lane)
            }
            for y in stride(from: 0, to: side, by: 2) {
                func rows(_ y: Int) -> GradientRows {
                    GradientRows(
                        base: outputGradient.row(0, y), stride: outputGradient.planeStride, rowStride: outputGradient.rowStride, width: side)
                }
                arithmetic.addWeightGradient(y, rows(y), window(input, y))
                arithmetic.addBiasGradient(rows(y))
                arithmetic.addBiasGradient(rows(y + 1))
            }
            arithmetic.addTotals(weights: weightSums, bias: biasSums)
        }
        return (
            Array(UnsafeBufferPointer(start: weightSums, count: oracle.weights.count)),
            Array(UnsafeBufferPointer(start: biasSums, count: shape.outputs))
        )
    }
}
