// Stochastic gradient descent over a range of parameters. Source: PyTorch's SGD, without dampening and without Nesterov's look ahead.

/// One step of gradient descent with momentum for all parameters, in single precision.
struct SGD {
    var learningRate: Double
    /// The share of the velocity that lives on, 0..<1.
    var momentum: Double

    /// v = momentum v + gradient, parameters -= rate v; updates parameters and velocity [count] in place.
    ///
    /// - Returns: whether all of them are still finite.
    func update(
        _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, velocity: UnsafeMutablePointer<Float>, count: Int
    ) -> Bool {
        let (momentum, rate) = (Float(momentum), Float(learningRate))
        // x * 0 is 0 for every finite x and NaN for all others.
        var doubt: Float = 0
        for index in 0..<count {
            let speed = momentum * velocity[index] + gradient[index]
            velocity[index] = speed
            let value = parameters[index] - rate * speed
            parameters[index] = value
            doubt += value * 0
        }
        return doubt == 0
    }
}
