import Platform

// Stochastic gradient descent over a range of parameters. Source: PyTorch's SGD, without dampening and without Nesterov's look ahead.

/// One step of gradient descent with momentum for all parameters, in single precision.
struct SGD {
    var learningRate: Double
    /// The share of the velocity that lives on, 0..<1.
    var momentum: Double

    /// Memberwise.
    init(learningRate: Double, momentum: Double) {
        self.learningRate = learningRate
        self.momentum = momentum
    }

    /// v = momentum v + gradient, parameters -= rate v; updates parameters and velocity [count] in place.
    ///
    /// - Returns: whether all of them are still finite.
    func update(
        _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, velocity: UnsafeMutablePointer<Float>, count: Int
    ) -> Bool {
        let (momentum, rate) = (Float(momentum), Float(learningRate))
        // x * 0 is 0 for every finite x and NaN for all others.
        var doubt = Lanes.zero
        for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
            let present = min(Lanes.scalarCount, count - first)
            let speed = Lanes(velocity + first, present) * momentum + Lanes(gradient + first, present)
            let value = Lanes(parameters + first, present) - speed * rate
            speed.write(to: velocity + first, present)
            value.write(to: parameters + first, present)
            doubt += value * 0
        }
        return doubt.total == 0
    }
}
