@testable import Platform
@testable import Engine
import TestSupport
import Testing

@Suite struct AdamTests {
    @Test(arguments: [(0.005, 1e-7), (0.003, 1e-8), (1, 0.1)])
    func matchesDoublePrecisionOverManySteps(learningRate: Double, epsilon: Double) {
        let count = 37
        var random = RandomBits(seed: 12)
        let start = random.floats(count)
        var oracle = AdamOracle(start, learningRate: learningRate, epsilon: epsilon)
        let arena = LaneArena()
        let (values, means, variances) = (arena.copy(start), arena.floats(count), arena.floats(count))
        for step in 1...25 {
            // Slopes of every size; the first parameter has none, the second a tiny one, where epsilon counts.
            var gradient = random.floats(count, within: step % 5 == 0 ? 100 : 0.01)
            gradient[0] = 0
            gradient[1] = Double(Float(1e-8))
            oracle.update(gradient)
            let isFinite = Adam(learningRate: learningRate, epsilon: epsilon, step: step)
                .update(values, gradient: arena.copy(gradient), firstMoment: means, secondMoment: variances, count: count)
            #expect(isFinite)
            expectClose((0..<count).map { values[$0] }, oracle.values, share: 1e-5 * learningRate * Double(step) + 1e-6, "step \(step)")
        }
        #expect(Double(values[0]) == start[0])
    }

    /// Epsilon stands outside the bias-corrected root: a first step is lr * g / (|g| + eps).
    @Test func firstStepIsThatOfPyTorch() {
        let arena = LaneArena()
        let (values, means, variances) = (arena.floats(1), arena.floats(1), arena.floats(1))
        let slope = 1e-7
        _ = Adam(learningRate: 0.005, epsilon: 1e-7, step: 1)
            .update(values, gradient: arena.copy([slope]), firstMoment: means, secondMoment: variances, count: 1)
        #expect(abs(Double(values[0]) + 0.0025) < 1e-6)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func saysWhenAParameterIsNoNumber(value: Float) {
        let arena = LaneArena()
        let count = 19
        let (values, gradient, means, variances) = (arena.floats(count), arena.floats(count), arena.floats(count), arena.floats(count))
        let adam = Adam(learningRate: 0.1, epsilon: 1e-7, step: 1)
        #expect(adam.update(values, gradient: gradient, firstMoment: means, secondMoment: variances, count: count))
        gradient[11] = value
        #expect(!adam.update(values, gradient: gradient, firstMoment: means, secondMoment: variances, count: count))
    }
}
