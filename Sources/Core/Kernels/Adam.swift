// Adam over a range of parameters. Source: Kingma & Ba 2015, in the form of PyTorch's Adam: epsilon outside the bias-corrected root.

/// One step of Adam for all parameters, in single precision with bias corrections in double.
struct Adam {
    var learningRate: Double
    var beta1 = 0.9
    var beta2 = 0.999
    var epsilon: Double
    /// This step's number, from 1.
    var step: Int

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
        var doubt: Float = 0
        for index in 0..<count {
            let slope = gradient[index]
            let mean = b1 * firstMoment[index] + c1 * slope
            let variance = b2 * secondMoment[index] + c2 * slope * slope
            firstMoment[index] = mean
            secondMoment[index] = variance
            let value = parameters[index] - stepSize * mean / (variance.squareRoot() / rootCorrection + epsilon)
            parameters[index] = value
            doubt += value * 0
        }
        return doubt == 0
    }
}
