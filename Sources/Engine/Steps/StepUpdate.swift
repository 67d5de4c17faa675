extension StepEngine {
    /// How the parameters move in a step, in this order: L2 joins the gradient, the gradient is clipped, weights decay, the optimiser's rule.
    package struct Update {
        /// The optimiser with what it needs; the engine knows the step's number.
        package enum Rule {
            case adam(Adam)
            case sgd(SGD)
        }

        var rule: Rule
        /// Factor of the sum of squares of the regularised parameters.
        var l2 = 0.0
        /// Of all parameters.
        var weightDecay = 0.0
        /// Whether decay shrinks the parameters themselves, as in AdamW, and is no part of the gradient.
        var decouplesDecay = false
        /// The longest gradient, as a norm over all parameters; 0: any.
        var clip = 0.0
        /// Decay of the parameters' moving average, where the engine keeps one.
        var average = 0.0

        /// Memberwise.
        package init(rule: Rule, l2: Double = 0.0, weightDecay: Double = 0.0, decouplesDecay: Bool = false, clip: Double = 0.0, average: Double = 0.0)
        {
            self.rule = rule
            self.l2 = l2
            self.weightDecay = weightDecay
            self.decouplesDecay = decouplesDecay
            self.clip = clip
            self.average = average
        }

        private var learningRate: Double {
            switch rule {
            case .adam(let adam): adam.learningRate
            case .sgd(let sgd): sgd.learningRate
            }
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
                if decouplesDecay {
                    let share = Float(1 - learningRate * weightDecay)
                    for index in 0..<count { parameters[index] *= share }
                } else {
                    let share = Float(weightDecay)
                    for index in 0..<count { gradient[index] += share * parameters[index] }
                }
            }
            switch rule {
            case .adam(var adam):
                adam.step = step
                return adam.update(parameters, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment, count: count)
            case .sgd(let sgd):
                return sgd.update(parameters, gradient: gradient, velocity: firstMoment, count: count)
            }
        }
    }
}
