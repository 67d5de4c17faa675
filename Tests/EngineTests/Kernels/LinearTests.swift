@testable import Platform
@testable import Engine
import TestSupport
import Testing

@Suite struct LinearTests {
    /// Inputs and outputs that are multiples of no register block, of every one, and those of network `paper`.
    static let shapes = [(1, 1), (2, 3), (16, 4), (17, 10), (15, 11), (33, 14), (90, 32), (32, 6), (810, 50), (50, 7), (50, 16), (97, 27)]
    /// Single precision over at most 810 products.
    static let share = 1e-5

    @Test(arguments: shapes, FaceGroups.counts)
    func matchesPlainLoops(shape: (inputs: Int, outputs: Int), faces: Int) {
        let (inputs, outputs) = shape
        var random = RandomBits(seed: UInt64(inputs * 100 + outputs + faces))
        let oracle = LinearOracle(weights: random.floats(outputs * inputs), bias: random.floats(outputs))
        let faceInputs = (0..<faces).map { _ in random.floats(inputs) }
        let gradients = (0..<faces).map { _ in random.floats(outputs) }

        let arena = LaneArena()
        let (weights, bias) = (arena.copy(oracle.weights), arena.copy(oracle.bias))
        let (input, output) = (arena.lanes(inputs), arena.lanes(outputs))
        let (outputGradient, inputGradient) = (arena.lanes(outputs), arena.lanes(inputs))
        let (weightGradient, biasGradient) = (arena.floats(outputs * inputs), arena.floats(outputs))
        let scratch = arena.floats(16 * Linear.rowLength(inputs))
        FaceGroups.forEach(faces) { group in
            for index in 0..<inputs { input[index] = Lanes(repeating: 3) }
            for index in 0..<outputs { outputGradient[index] = .zero }
            for (lane, face) in group.enumerated() {
                for index in 0..<inputs { input[index][lane] = Float(faceInputs[face][index]) }
                for index in 0..<outputs { outputGradient[index][lane] = Float(gradients[face][index]) }
            }
            for isRectified in [false, true] {
                Linear.forward(
                    input, inputCount: inputs, weights: weights, bias: bias, output: output, outputCount: outputs, isRectified: isRectified)
                for (lane, face) in group.enumerated() {
                    let expected = oracle.forward(faceInputs[face]).map { isRectified ? max(0, $0) : $0 }
                    expectClose((0..<outputs).map { output[$0][lane] }, expected, share: Self.share, "forward")
                }
            }
            Linear.inputGradient(outputGradient, outputCount: outputs, weights: weights, inputGradient: inputGradient, inputCount: inputs)
            for (lane, face) in group.enumerated() {
                expectClose((0..<inputs).map { inputGradient[$0][lane] }, oracle.inputGradient(gradients[face]), share: Self.share, "input gradient")
            }
            Linear.addWeightGradient(
                outputGradient, outputCount: outputs, input: input, inputCount: inputs, weightGradient: weightGradient, biasGradient: biasGradient,
                scratch: scratch)
        }
        var expected = [Double](repeating: 0, count: outputs * inputs)
        var expectedBias = [Double](repeating: 0, count: outputs)
        for face in 0..<faces {
            for (index, value) in LinearOracle.weightGradient(gradients[face], input: faceInputs[face]).enumerated() { expected[index] += value }
            for index in 0..<outputs { expectedBias[index] += gradients[face][index] }
        }
        expectClose(Array(UnsafeBufferPointer(start: weightGradient, count: outputs * inputs)), expected, share: Self.share, "weight gradient")
        expectClose(Array(UnsafeBufferPointer(start: biasGradient, count: outputs)), expectedBias, share: Self.share, "bias gradient")
    }
}

extension LaneArena {
    /// The numbers in single precision.
    func copy(_ values: [Double]) -> UnsafeMutablePointer<Float> {
        let copy = floats(values.count)
        for (index, value) in values.enumerated() { copy[index] = Float(value) }
        return copy
    }
}
