import Platform

// Adam over a range of parameters. Source: Kingma & Ba 2015, in the form of PyTorch's Adam: epsilon outside the bias-corrected root.

/// One step of Adam for all parameters, in single precision with bias corrections in double.
struct Adam {
    var learningRate: Double
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon: Double
    /// This step's number, from 1.
    var step: Int

    /// Memberwise.
    init(learningRate: Double, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double, step: Int) {
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.step = step
    }

    /// Updates parameters and moments [count] in place.
    ///
    /// - Returns: whether all of them are still finite.
    func update(
        _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
        secondMoment: UnsafeMutablePointer<Float>, count: Int
    ) -> Bool {
        let (b1, b2) = (Float(beta1), Float(beta2))
        let (c1, c2) = (Float(1 - beta1), Float(1 - beta2))
        let stepSize = Float(learningRate / (1 - pow(beta1, Double(step))))
        let rootCorrection = Float((1 - pow(beta2, Double(step))).squareRoot())
        let epsilon = Float(epsilon)
        // x * 0 is 0 for every finite x and NaN for all others.
        var doubt = Lanes.zero
        for first in stride(from: 0, to: count, by: Lanes.scalarCount) {
            let present = min(Lanes.scalarCount, count - first)
            let slope = Lanes(gradient + first, present)
            let mean = Lanes(firstMoment + first, present) * b1 + slope * c1
            let variance = Lanes(secondMoment + first, present) * b2 + slope * c2 * slope
            let value = Lanes(parameters + first, present) - mean * stepSize / (variance.squareRoot() / rootCorrection + epsilon)
            mean.write(to: firstMoment + first, present)
            variance.write(to: secondMoment + first, present)
            value.write(to: parameters + first, present)
            doubt += value * 0
        }
        return doubt.total == 0
    }
}
