import TestSupport
@testable import Engine
import Testing

@Suite struct SGDTests {
    /// By hand, PyTorch's convention: the first velocity is the gradient itself, and the rate multiplies the velocity.
    @Test func threeStepsAreThoseOfPyTorch() {
        let arena = LaneArena()
        let (values, velocity, gradient) = (arena.copy([1]), arena.floats(1), arena.copy([1]))
        for (speed, value) in [(1, 0.9), (1.9, 0.71), (2.71, 0.439)] {
            #expect(SGD(learningRate: 0.1, momentum: 0.9).update(values, gradient: gradient, velocity: velocity, count: 1))
            #expect(abs(Double(velocity[0]) - speed) < 1e-6)
            #expect(abs(Double(values[0]) - value) < 1e-6)
        }
    }

    @Test func withoutMomentumItForgets() {
        let arena = LaneArena()
        let (values, velocity) = (arena.copy([1]), arena.copy([100]))
        #expect(SGD(learningRate: 0.5, momentum: 0).update(values, gradient: arena.copy([0.5]), velocity: velocity, count: 1))
        #expect(values[0] == 0.75 && velocity[0] == 0.5)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func saysWhenAParameterIsNoNumber(value: Float) {
        let arena = LaneArena()
        let count = 19
        let (values, gradient, velocity) = (arena.floats(count), arena.floats(count), arena.floats(count))
        let rule = SGD(learningRate: 0.1, momentum: 0.9)
        #expect(rule.update(values, gradient: gradient, velocity: velocity, count: count))
        gradient[11] = value
        #expect(!rule.update(values, gradient: gradient, velocity: velocity, count: count))
    }
}
