import Testing

@testable import Core

@Suite struct ConvolutionTests {
    /// One layer and one size of image.
    struct Shape: CustomTestStringConvertible, Sendable {
        let inputs: Int, outputs: Int, height: Int, width: Int
        var testDescription: String { "\(inputs)->\(outputs), \(height)x\(width)" }
    }

    /// Every register block (10, 8, and both), one and more pixels than a block holds, odd and even widths, a single output.
    static let shapes = [
        Shape(inputs: 1, outputs: 10, height: 3, width: 3), Shape(inputs: 1, outputs: 8, height: 5, width: 7),
        Shape(inputs: 8, outputs: 10, height: 4, width: 6), Shape(inputs: 10, outputs: 10, height: 7, width: 8),
        Shape(inputs: 10, outputs: 8, height: 6, width: 5), Shape(inputs: 3, outputs: 18, height: 4, width: 9),
        Shape(inputs: 2, outputs: 20, height: 5, width: 4), Shape(inputs: 1, outputs: 16, height: 3, width: 11),
    ]

    /// Single precision over at most 100 products.
    static let forwardShare = 2e-6
    /// Sums over up to 37 faces of up to 80 positions.
    static let gradientShare = 1e-5

    @Test(arguments: shapes, FaceGroups.counts)
    func matchesPlainLoops(shape: Shape, faces: Int) {
        for padding in [0, 1] {
            var layer = ConvolutionLayer(shape, padding: padding, seed: UInt64(faces + 100 * padding))
            let images = layer.images(faces)
            let outputs = layer.forward(images)
            for (image, output) in zip(images, outputs) {
                expectClose(output.values, layer.oracle.forward(image).values, share: Self.forwardShare, "forward, padding \(padding)")
            }
        }
    }

    @Test(arguments: shapes, FaceGroups.counts)
    func weightGradientMatchesPlainLoops(shape: Shape, faces: Int) {
        for padding in [0, 1] {
            var layer = ConvolutionLayer(shape, padding: padding, seed: UInt64(faces + 100 * padding))
            let images = layer.images(faces)
            let gradients = layer.outputGradients(faces)
            let found = layer.weightGradient(images, gradients)
            var weights = [Double](repeating: 0, count: layer.oracle.weights.count)
            var bias = [Double](repeating: 0, count: shape.outputs)
            for (image, gradient) in zip(images, gradients) {
                for (index, value) in layer.oracle.weightGradient(gradient, image: image).enumerated() { weights[index] += value }
                for (index, value) in layer.oracle.biasGradient(gradient).enumerated() { bias[index] += value }
            }
            expectClose(found.weights, weights, share: Self.gradientShare, "weight gradient, padding \(padding)")
            expectClose(found.bias, bias, share: Self.gradientShare, "bias gradient, padding \(padding)")
        }
    }

    @Test(arguments: shapes.filter { $0.inputs >= 8 }, FaceGroups.counts)
    func inputGradientMatchesPlainLoops(shape: Shape, faces: Int) {
        for padding in [0, 1] {
            var layer = ConvolutionLayer(shape, padding: padding, seed: UInt64(faces + 100 * padding))
            let gradients = layer.outputGradients(faces)
            for (gradient, found) in zip(gradients, layer.inputGradient(gradients)) {
                let expected = layer.oracle.inputGradient(gradient, height: shape.height, width: shape.width)
                expectClose(found.values, expected.values, share: Self.forwardShare, "input gradient, padding \(padding)")
            }
        }
    }

    /// The oracle's own gradients against differences of its forward pass.
    @Test func oracleAgreesWithFiniteDifferences() {
        let shape = Shape(inputs: 2, outputs: 8, height: 5, width: 4)
        for padding in [0, 1] {
            var layer = ConvolutionLayer(shape, padding: padding, seed: 3)
            let image = layer.images(1)[0]
            let gradient = layer.outputGradients(1)[0]
            func loss(_ oracle: ConvolutionOracle, _ image: PlainTensor) -> Double {
                zip(oracle.forward(image).values, gradient.values).reduce(0) { $0 + $1.0 * $1.1 }
            }
            let byWeight = (0..<layer.oracle.weights.count).map { index in
                centralDifference { step in
                    var moved = layer.oracle
                    moved.weights[index] += step
                    return loss(moved, image)
                }
            }
            expectClose(layer.oracle.weightGradient(gradient, image: image), byWeight, share: 1e-8)
            let byInput = image.values.indices.map { index in
                centralDifference { step in
                    var moved = image
                    moved.values[index] += step
                    return loss(layer.oracle, moved)
                }
            }
            expectClose(layer.oracle.inputGradient(gradient, height: 5, width: 4).values, byInput, share: 1e-8)
        }
    }

    @Test func endingsDoWhatTheySay() {
        let bias: [Float] = [0.5, -0.5]
        let value = Lanes(repeating: 0.25)
        bias.withUnsafeBufferPointer { bias in
            guard let base = bias.baseAddress else { return }
            #expect(PlainEnding()(value, channel: 1, x: 0) == value)
            #expect(BiasEnding(bias: base)(value, channel: 1, x: 0) == Lanes(repeating: -0.25))
            #expect(BiasEnding(bias: base).from(1)(value, channel: 0, x: 0) == Lanes(repeating: -0.25))
            #expect(RectifiedEnding(bias: base)(value, channel: 1, x: 0) == .zero)
            #expect(RectifiedEnding(bias: base)(value, channel: 0, x: 0) == Lanes(repeating: 0.75))
        }
        let arena = LaneArena()
        let activation = arena.tensor(channels: 2, height: 1, width: 2)
        activation.row(1, 0)[1] = Lanes(repeating: 1)
        let closed = ClosedEnding(activation: activation.row(0, 0), stride: activation.planeStride)
        #expect(closed(value, channel: 1, x: 1) == value)
        #expect(closed(value, channel: 1, x: 0) == .zero)
        #expect(closed.from(1)(value, channel: 0, x: 1) == value)
    }

    @Test(arguments: [8, 10, 16, 18, 20, 24, 26, 28, 30, 40])
    func blocksMakeUpTheChannels(channels: Int) {
        let blocks = PackedWeights.blocks(of: channels)
        #expect(blocks.reduce(0, +) == channels)
        #expect(Set(blocks).isSubset(of: [8, 10]))
    }
}

/// A slope by central differences, in double precision.
func centralDifference(_ function: (_ step: Double) -> Double) -> Double {
    let step = 1e-5
    return (function(step) - function(-step)) / (2 * step)
}

/// The engine's convolution of one shape over whole images, beside its oracle.
private struct ConvolutionLayer {
    let shape: ConvolutionTests.Shape
    let oracle: ConvolutionOracle
    private var random: RandomBits
    private let arena = LaneArena()
    private let weights: UnsafeMutablePointer<Float>
    private let bias: UnsafeMutablePointer<Float>

    init(_ shape: ConvolutionTests.Shape, padding: Int, seed: UInt64) {
        self.shape = shape
        random = RandomBits(seed: seed)
        oracle = ConvolutionOracle(
            inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: 3, padding: padding,
            weights: random.floats(shape.outputs * shape.inputs * 9), bias: random.floats(shape.outputs))
        weights = arena.floats(oracle.weights.count)
        bias = arena.floats(shape.outputs)
        for (index, value) in oracle.weights.enumerated() { weights[index] = Float(value) }
        for (index, value) in oracle.bias.enumerated() { bias[index] = Float(value) }
    }

    private var outputHeight: Int { shape.height - 2 + 2 * oracle.padding }
    private var outputWidth: Int { shape.width - 2 + 2 * oracle.padding }

    mutating func images(_ count: Int) -> [PlainTensor] {
        (0..<count).map { _ in .random(shape.inputs, shape.height, shape.width, &random) }
    }

    mutating func outputGradients(_ count: Int) -> [PlainTensor] {
        (0..<count).map { _ in .random(shape.outputs, outputHeight, outputWidth, &random) }
    }

    func forward(_ images: [PlainTensor]) -> [PlainTensor] {
        let input = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width, border: oracle.padding)
        let output = arena.tensor(channels: shape.outputs, height: outputHeight, width: outputWidth)
        let packed = PackedWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: 3)
        packed.packForward(weights)
        var results: [PlainTensor] = []
        FaceGroups.forEach(images.count) { group in
            // What other lanes hold must not matter.
            input.fill(7)
            output.fill(.nan)
            for (lane, face) in group.enumerated() { input.store(images[face], lane: lane) }
            for y in 0..<outputHeight {
                Convolution.row(
                    RowWindow(input, y: y - oracle.padding, kernelSize: 3, x: -oracle.padding), weights: packed, output: output.row(0, y),
                    outputStride: output.planeStride, width: outputWidth, ending: BiasEnding(bias: bias))
            }
            for lane in group.indices { results.append(output.load(lane: lane - group.lowerBound)) }
        }
        return results
    }

    func weightGradient(_ images: [PlainTensor], _ gradients: [PlainTensor]) -> (weights: [Float], bias: [Float]) {
        let input = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width, border: oracle.padding)
        let outputGradient = arena.tensor(channels: shape.outputs, height: outputHeight, width: outputWidth)
        let gradient = WeightGradient(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: 3)
        let (weightSums, biasSums) = (arena.floats(oracle.weights.count), arena.floats(shape.outputs))
        FaceGroups.forEach(images.count) { group in
            gradient.clear()
            input.fill(7)
            // Lanes without a face have no gradient; that is the caller's part.
            outputGradient.fill(0)
            for (lane, face) in group.enumerated() {
                input.store(images[face], lane: lane)
                outputGradient.store(gradients[face], lane: lane)
            }
            for y in 0..<outputHeight {
                gradient.addRow(
                    outputGradient.row(0, y), gradientStride: outputGradient.planeStride, width: outputWidth,
                    inputs: RowWindow(input, y: y - oracle.padding, kernelSize: 3, x: -oracle.padding))
                gradient.addBiasRow(outputGradient.row(0, y), gradientStride: outputGradient.planeStride, width: outputWidth)
            }
            gradient.addTotals(weights: weightSums, bias: biasSums)
        }
        return (
            Array(UnsafeBufferPointer(start: weightSums, count: oracle.weights.count)),
            Array(UnsafeBufferPointer(start: biasSums, count: shape.outputs))
        )
    }

    func inputGradient(_ gradients: [PlainTensor]) -> [PlainTensor] {
        let ring = RowRing(arena, channels: shape.outputs, depth: 4, width: outputWidth, border: 2)
        let result = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width)
        let flipped = PackedWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs, kernelSize: 3)
        flipped.packInputGradient(weights)
        var results: [PlainTensor] = []
        FaceGroups.forEach(gradients.count) { group in
            result.fill(.nan)
            for y in 0..<shape.height + oracle.padding {
                if y < outputHeight {
                    for (lane, face) in group.enumerated() {
                        for channel in 0..<shape.outputs {
                            for x in 0..<outputWidth { ring.row(channel, y)[x][lane] = Float(gradients[face][channel, y, x]) }
                        }
                    }
                }
                // A padded convolution reads its input from one row above and one column to the left.
                guard y >= oracle.padding else { continue }
                var window = RowWindow(ring, y: y, kernelSize: 3, height: outputHeight)
                window.base += oracle.padding
                Convolution.row(
                    window, weights: flipped, output: result.row(0, y - oracle.padding), outputStride: result.planeStride, width: shape.width,
                    ending: PlainEnding())
            }
            for lane in group.indices { results.append(result.load(lane: lane - group.lowerBound)) }
        }
        return results
    }
}
