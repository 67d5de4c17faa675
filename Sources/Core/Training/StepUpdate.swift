extension StepEngine {
    /// How the parameters move in a step, in this order: L2 joins the gradient, the gradient is clipped, weights decay, the optimiser's rule.
    struct Update {
        /// The optimiser with what it needs; the engine knows the step's number.
        enum Rule {
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

extension Hyperparameters {
    /// A step's update at a learning rate.
    func update(learningRate: Double) -> StepEngine.Update {
        let rule: StepEngine.Update.Rule =
            switch optimiser {
            case .adam, .adamw: .adam(Adam(learningRate: learningRate, epsilon: adamEpsilon, step: 0))
            case .sgd: .sgd(SGD(learningRate: learningRate, momentum: momentum))
            }
        return StepEngine.Update(
            rule: rule, l2: l2, weightDecay: weightDecay, decouplesDecay: optimiser == .adamw, clip: clip, average: average)
    }
}
