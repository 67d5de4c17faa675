@testable import Platform
@testable import Engine
import TestSupport
import Testing

/// The arithmetic of a layer that fits tiles, over whole images, beside its oracle: rings, borders and rows as the network uses them.
struct ArithmeticOverImages {
    let shape: ConvolutionShape
    let oracle: ConvolutionOracle
    private var random: RandomBits
    private let arena = LaneArena()
    private let arithmetic: any ConvolutionArithmetic
    private let bias: UnsafeMutablePointer<Float>

    init(_ shape: ConvolutionShape, seed: UInt64) {
        self.shape = shape
        let taps = shape.kernelSize * shape.kernelSize
        random = RandomBits(seed: seed)
        oracle = ConvolutionOracle(
            inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize, padding: shape.padding,
            weights: random.floats(shape.outputs * shape.inputs * taps), bias: random.floats(shape.outputs))
        arithmetic = ConvolutionMethod.winograd.arithmetic(shape, needsInputGradient: true, arena, ScratchArena(arena))
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

    private var windowHeight: Int { shape.kernelSize + arithmetic.rowsAtOnce - 1 }
    private func window(_ input: LaneTensor, _ y: Int) -> RowWindow {
        RowWindow(input, y: y - shape.padding, count: windowHeight, x: -shape.padding)
    }

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
            for y in stride(from: 0, to: side, by: arithmetic.rowsAtOnce) {
                let real: ConvolutionEpilogue =
                    switch ending {
                    case .plain: .plain
                    case .bias: .bias(bias)
                    case .rectified: .rectified(bias)
                    case .closed: .reluGradient(activation.row(0, y), stride: activation.planeStride, rowStride: activation.rowStride)
                    }
                arithmetic.forward(y, window(input, y), RowTarget(output, y: y, width: side), real)
            }
            for lane in group.indices { results.append(output.load(lane: lane - group.lowerBound)) }
        }
        return results
    }

    func inputGradient(_ gradients: [PlainTensor]) -> [PlainTensor] {
        let border = shape.kernelSize - 1
        let ring = RowRing(arena, channels: shape.outputs, depth: border + 2, width: side, border: border)
        let result = arena.tensor(channels: shape.inputs, height: shape.inputSide, width: shape.inputSide)
        var results: [PlainTensor] = []
        FaceGroups.forEach(gradients.count) { group in
            result.fill(.nan)
            var made = 0
            for y in stride(from: 0, to: shape.inputSide, by: arithmetic.rowsAtOnce) {
                let first = y + shape.padding - border
                while made < min(first + windowHeight, side) {
                    for (lane, face) in group.enumerated() {
                        for channel in 0..<shape.outputs {
                            for x in 0..<side { ring.row(channel, made)[x][lane] = Float(gradients[face][channel, made, x]) }
                        }
                    }
                    made += 1
                }
                arithmetic.inputGradient(
                    y, RowWindow(ring, y: first, count: windowHeight, height: side, padding: shape.padding),
                    RowTarget(result, y: y, width: shape.inputSide), .plain)
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
            for y in stride(from: 0, to: side, by: arithmetic.rowsAtOnce) {
                func rows(_ y: Int) -> GradientRows {
                    GradientRows(
                        base: outputGradient.row(0, y), stride: outputGradient.planeStride, rowStride: outputGradient.rowStride, width: side)
                }
                arithmetic.addWeightGradient(y, rows(y), window(input, y))
                for row in y..<y + arithmetic.rowsAtOnce { arithmetic.addBiasGradient(rows(row)) }
            }
            arithmetic.addTotals(weights: weightSums, bias: biasSums)
        }
        return (
            Array(UnsafeBufferPointer(start: weightSums, count: oracle.weights.count)),
            Array(UnsafeBufferPointer(start: biasSums, count: shape.outputs))
        )
    }
}

extension ArithmeticOverImages {
    /// Single precision over at most 500 products of transformed values.
    static let forwardShare = 4e-6
    /// Sums over the positions of up to 37 faces.
    static let gradientShare = 1e-5

    /// The forward pass over `faces` images agrees with plain loops.
    mutating func expectForward(faces: Int) {
        let images = images(faces)
        for (image, output) in zip(images, forward(images)) {
            expectClose(output.values, oracle.forward(image).values, share: Self.forwardShare, "forward")
        }
    }

    /// The input gradient of `faces` output gradients agrees with plain loops.
    mutating func expectInputGradient(faces: Int) {
        let gradients = outputGradients(faces)
        for (gradient, found) in zip(gradients, inputGradient(gradients)) {
            let expected = oracle.inputGradient(gradient, height: shape.inputSide, width: shape.inputSide)
            expectClose(found.values, expected.values, share: Self.forwardShare, "input gradient")
        }
    }

    /// The weights' and the bias's gradient over `faces` images agree with plain loops.
    mutating func expectWeightGradient(faces: Int) {
        let images = images(faces)
        let gradients = outputGradients(faces)
        let found = weightGradient(images, gradients)
        var weights = [Double](repeating: 0, count: oracle.weights.count)
        var bias = [Double](repeating: 0, count: oracle.bias.count)
        for (image, gradient) in zip(images, gradients) {
            for (index, value) in oracle.weightGradient(gradient, image: image).enumerated() { weights[index] += value }
            for (index, value) in oracle.biasGradient(gradient).enumerated() { bias[index] += value }
        }
        expectClose(found.weights, weights, share: Self.gradientShare, "weight gradient")
        expectClose(found.bias, bias, share: Self.gradientShare, "bias gradient")
    }

    /// An input channel that is dark but for its last column has no gradient at the taps that never reach it: not even one of rounding.
    mutating func expectNoGradientOfDeadTaps() {
        let (side, size, dark) = (shape.inputSide, shape.kernelSize, 2)
        let gradients = outputGradients(16)
        let images = images(16).map { image in
            var image = image
            for y in 0..<side { for x in 0..<side - 1 { image[dark, y, x] = 0 } }
            return image
        }
        let found = weightGradient(images, gradients).weights
        for output in 0..<shape.outputs {
            for tap in 0..<size * size {
                let value = found[(output * shape.inputs + dark) * size * size + tap]
                #expect(tap % size == size - 1 ? value != 0 : value == 0, "output \(output), tap \(tap): \(value)")
            }
        }
    }

    /// What happens to outputs on their way out, in whole tiles and in the rest.
    mutating func expectEndings() {
        let image = images(1)
        var plain = oracle
        plain.bias = [Double](repeating: 0, count: shape.outputs)
        let (withBias, without) = (oracle.forward(image[0]).values, plain.forward(image[0]).values)
        let gates = (0..<without.count).map { $0 % 3 == 0 ? 0.5 : $0 % 3 == 1 ? 0 : -0.5 }
        let share = Self.forwardShare
        expectClose(forward(image, gates: gates, .plain)[0].values, without, share: share)
        expectClose(forward(image, gates: gates, .bias)[0].values, withBias, share: share)
        expectClose(forward(image, gates: gates, .rectified)[0].values, withBias.map { max(0, $0) }, share: share)
        expectClose(forward(image, gates: gates, .closed)[0].values, zip(without, gates).map { $1 > 0 ? $0 : 0 }, share: share)
    }
}
