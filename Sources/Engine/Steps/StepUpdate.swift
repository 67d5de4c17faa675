extension StepEngine {
    /// How the parameters move in a step, in this order: L2 joins the gradient, the gradient is clipped, weights decay, the optimiser's rule.
    package struct Update {
        let optimiser: Optimiser
        let settings: Optimiser.Settings
        /// Factor of the sum of squares of the regularised parameters.
        let l2: Double
        /// Of all parameters.
        let weightDecay: Double
        /// The longest gradient, as a norm over all parameters; 0: any.
        let clip: Double
        /// Decay of the parameters' moving average, where the engine keeps one.
        let average: Double

        /// Memberwise.
        package init(
            _ optimiser: Optimiser, _ settings: Optimiser.Settings, l2: Double = 0, weightDecay: Double = 0, clip: Double = 0, average: Double = 0
        ) {
            (self.optimiser, self.settings) = (optimiser, settings)
            (self.l2, self.weightDecay, self.clip, self.average) = (l2, weightDecay, clip, average)
        }

        /// What a gradient of norm `norm` is multiplied by. Source: PyTorch's `clip_grad_norm_`, 1e-6 included.
        func clipFactor(norm: Double) -> Float { Float(min(1, clip / (norm + 1e-6))) }

        /// Moves parameters [count] along their gradient, which is spoilt, in step number `step`, from 1.
        ///
        /// - Returns: whether all of them are still finite.
        func move(
            _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafeMutablePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
            secondMoment: UnsafeMutablePointer<Float>, count: Int, step: Int
        ) -> Bool {
            if weightDecay > 0 {
                if optimiser.decouplesDecay {
                    let share = Float(1 - settings.learningRate * weightDecay)
                    for index in 0..<count { parameters[index] *= share }
                } else {
                    let share = Float(weightDecay)
                    for index in 0..<count { gradient[index] += share * parameters[index] }
                }
            }
            return optimiser.update(
                parameters, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment, count: count, step: step, settings)
        }
    }
}
