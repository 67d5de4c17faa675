@testable import Platform
@testable import Engine
import TestSupport
import Testing

@Suite struct ConvolutionTests {
    /// One layer and one size of image.
    struct Shape: CustomTestStringConvertible, Sendable {
        let inputs: Int, outputs: Int, height: Int, width: Int
        var kernelSize = 3
        var testDescription: String { "\(inputs)->\(outputs), \(kernelSize)x\(kernelSize), \(height)x\(width)" }
        /// None, and as many zeros as keep the size.
        var paddings: [Int] { [0, kernelSize / 2] }
    }

    /// Every register block and mixtures of them, one and more pixels than a block holds, odd and even widths, a single output; 7x7 and 5x5 as in `series`.
    static let shapes = [
        Shape(inputs: 1, outputs: 10, height: 3, width: 3), Shape(inputs: 1, outputs: 8, height: 5, width: 7),
        Shape(inputs: 8, outputs: 10, height: 4, width: 6), Shape(inputs: 10, outputs: 10, height: 7, width: 8),
        Shape(inputs: 10, outputs: 8, height: 6, width: 5), Shape(inputs: 3, outputs: 18, height: 4, width: 9),
        Shape(inputs: 2, outputs: 20, height: 5, width: 4), Shape(inputs: 1, outputs: 16, height: 3, width: 11),
        Shape(inputs: 16, outputs: 16, height: 4, width: 5), Shape(inputs: 32, outputs: 32, height: 4, width: 6),
        Shape(inputs: 5, outputs: 7, height: 4, width: 9), Shape(inputs: 13, outputs: 3, height: 5, width: 12),
        Shape(inputs: 11, outputs: 1, height: 3, width: 10), Shape(inputs: 1, outputs: 8, height: 9, width: 12, kernelSize: 7),
        Shape(inputs: 3, outputs: 10, height: 7, width: 11, kernelSize: 7), Shape(inputs: 8, outputs: 10, height: 9, width: 8, kernelSize: 5),
        Shape(inputs: 10, outputs: 8, height: 6, width: 7, kernelSize: 5), Shape(inputs: 9, outputs: 5, height: 5, width: 5, kernelSize: 5),
    ]

    /// Single precision over at most 300 products.
    static let forwardShare = 2e-6
    /// Sums over up to 37 faces of up to 80 positions.
    static let gradientShare = 1e-5

    @Test(arguments: shapes, FaceGroups.counts)
    func matchesPlainLoops(shape: Shape, faces: Int) {
        for padding in shape.paddings {
            var layer = LayerOverImages(shape, padding: padding, seed: UInt64(faces + 100 * padding))
            let images = layer.images(faces)
            let outputs = layer.forward(images)
            for (image, output) in zip(images, outputs) {
                expectClose(output.values, layer.oracle.forward(image).values, share: Self.forwardShare, "forward, padding \(padding)")
            }
        }
    }

    @Test(arguments: shapes, FaceGroups.counts)
    func weightGradientMatchesPlainLoops(shape: Shape, faces: Int) {
        for padding in shape.paddings {
            var layer = LayerOverImages(shape, padding: padding, seed: UInt64(faces + 100 * padding))
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
        for padding in shape.paddings {
            var layer = LayerOverImages(shape, padding: padding, seed: UInt64(faces + 100 * padding))
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
        for padding in shape.paddings {
            var layer = LayerOverImages(shape, padding: padding, seed: 3)
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

    /// What happens to outputs on their way out, for channels of a first and of a later block.
    @Test func endingsDoWhatTheySay() {
        var layer = LayerOverImages(Shape(inputs: 2, outputs: 18, height: 3, width: 7), padding: 0, seed: 8)
        let image = layer.images(1)[0]
        var plain = layer.oracle
        plain.bias = [Double](repeating: 0, count: 18)
        let (withBias, without) = (layer.oracle.forward(image).values, plain.forward(image).values)
        let gates = (0..<without.count).map { $0 % 3 == 0 ? 0.5 : $0 % 3 == 1 ? 0 : -0.5 }
        expectClose(layer.row(image, gates: gates, .plain).values, without, share: Self.forwardShare)
        expectClose(layer.row(image, gates: gates, .bias).values, withBias, share: Self.forwardShare)
        expectClose(layer.row(image, gates: gates, .rectified).values, withBias.map { max(0, $0) }, share: Self.forwardShare)
        expectClose(layer.row(image, gates: gates, .closed).values, zip(without, gates).map { $1 > 0 ? $0 : 0 }, share: Self.forwardShare)
    }

    @Test(arguments: 1...64, [3, 5, 7])
    func blocksMakeUpTheChannels(channels: Int, kernelSize: Int) {
        #expect(RegisterBlocks.convolution(channels: channels).reduce(0, +) == channels)
        #expect(RegisterBlocks.weightGradient(channels: channels, kernelSize: kernelSize).reduce(0, +) == channels)
    }
}

/// A slope by central differences, in double precision.
func centralDifference(_ function: (_ step: Double) -> Double) -> Double {
    let step = 1e-5
    return (function(step) - function(-step)) / (2 * step)
}

/// The engine's convolution of one shape over whole images, beside its oracle.
private struct LayerOverImages {
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
            inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize, padding: padding,
            weights: random.floats(shape.outputs * shape.inputs * shape.kernelSize * shape.kernelSize), bias: random.floats(shape.outputs))
        weights = arena.floats(oracle.weights.count)
        bias = arena.floats(shape.outputs)
        for (index, value) in oracle.weights.enumerated() { weights[index] = Float(value) }
        for (index, value) in oracle.bias.enumerated() { bias[index] = Float(value) }
    }

    private var outputHeight: Int { shape.height - shape.kernelSize + 1 + 2 * oracle.padding }
    private var outputWidth: Int { shape.width - shape.kernelSize + 1 + 2 * oracle.padding }

    mutating func images(_ count: Int) -> [PlainTensor] {
        (0..<count).map { _ in .random(shape.inputs, shape.height, shape.width, &random) }
    }

    mutating func outputGradients(_ count: Int) -> [PlainTensor] {
        (0..<count).map { _ in .random(shape.outputs, outputHeight, outputWidth, &random) }
    }

    func forward(_ images: [PlainTensor]) -> [PlainTensor] {
        let input = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width, border: oracle.padding)
        let output = arena.tensor(channels: shape.outputs, height: outputHeight, width: outputWidth)
        let packed = PackedWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize)
        packed.packForward(weights)
        var results: [PlainTensor] = []
        FaceGroups.forEach(images.count) { group in
            // What other lanes hold must not matter.
            input.fill(7)
            output.fill(.nan)
            for (lane, face) in group.enumerated() { input.store(images[face], lane: lane) }
            for y in 0..<outputHeight {
                Convolution.row(
                    RowWindow(input, y: y - oracle.padding, count: shape.kernelSize, x: -oracle.padding), weights: packed,
                    RowTarget(base: output.row(0, y), stride: output.planeStride, width: outputWidth), .bias(bias))
            }
            for lane in group.indices { results.append(output.load(lane: lane - group.lowerBound)) }
        }
        return results
    }

    /// One of the endings without what it needs.
    enum Ending { case plain, bias, rectified, closed }

    /// The first row of one image; `gates` [O, 1, W] are the activations of the closed ending.
    func row(_ image: PlainTensor, gates: [Double], _ ending: Ending) -> PlainTensor {
        let input = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width)
        let output = arena.tensor(channels: shape.outputs, height: 1, width: outputWidth)
        let activation = arena.tensor(channels: shape.outputs, height: 1, width: outputWidth)
        let packed = PackedWeights(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize)
        packed.packForward(weights)
        input.store(image, lane: 3)
        activation.store(PlainTensor(shape.outputs, 1, outputWidth, gates), lane: 3)
        let real: ConvolutionEpilogue =
            switch ending {
            case .plain: .plain
            case .bias: .bias(bias)
            case .rectified: .rectified(bias)
            case .closed: .reluGradient(activation.base, stride: activation.planeStride, rowStride: 0)
            }
        Convolution.row(
            RowWindow(input, y: 0, count: shape.kernelSize), weights: packed,
            RowTarget(base: output.base, stride: output.planeStride, width: outputWidth), real)
        return output.load(lane: 3)
    }

    func weightGradient(_ images: [PlainTensor], _ gradients: [PlainTensor]) -> (weights: [Float], bias: [Float]) {
        let input = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width, border: oracle.padding)
        let outputGradient = arena.tensor(channels: shape.outputs, height: outputHeight, width: outputWidth)
        let gradient = WeightGradient(arena, inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize)
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
                    inputs: RowWindow(input, y: y - oracle.padding, count: shape.kernelSize, x: -oracle.padding))
                GradientRows(base: outputGradient.row(0, y), stride: outputGradient.planeStride, width: outputWidth)
                    .addSums(to: gradient.biasSums, channels: shape.outputs)
            }
            gradient.addTotals(weights: weightSums, bias: biasSums)
        }
        return (
            Array(UnsafeBufferPointer(start: weightSums, count: oracle.weights.count)),
            Array(UnsafeBufferPointer(start: biasSums, count: shape.outputs))
        )
    }

    func inputGradient(_ gradients: [PlainTensor]) -> [PlainTensor] {
        let ring = RowRing(arena, channels: shape.outputs, depth: shape.kernelSize + 1, width: outputWidth, border: shape.kernelSize - 1)
        let result = arena.tensor(channels: shape.inputs, height: shape.height, width: shape.width)
        let flipped = PackedWeights(arena, inputChannels: shape.outputs, outputChannels: shape.inputs, kernelSize: shape.kernelSize)
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
                Convolution.row(
                    RowWindow(ring, y: y - shape.kernelSize + 1, count: shape.kernelSize, height: outputHeight, padding: oracle.padding),
                    weights: flipped,
                    RowTarget(base: result.row(0, y - oracle.padding), stride: result.planeStride, width: shape.width), .plain)
            }
            for lane in group.indices { results.append(result.load(lane: lane - group.lowerBound)) }
        }
        return results
    }
}
