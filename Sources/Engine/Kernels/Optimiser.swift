/// The rule by which parameters follow their gradient, each as PyTorch has it: a case for each kernel.
package enum Optimiser: String, Sendable, Codable, CaseIterable {
    /// Kingma & Ba 2015; weight decay is part of the gradient.
    case adam
    /// Loshchilov & Hutter 2019: Adam whose weight decay shrinks the parameters themselves.
    case adamw
    /// Stochastic gradient descent with momentum; weight decay is part of the gradient.
    case sgd

    /// What the rules are given beside gradient and moments.
    package struct Settings: Sendable, Equatable {
        /// The step size.
        package var learningRate: Double
        /// Adam's epsilon, outside the bias-corrected root.
        package var adamEpsilon: Double
        /// The share of SGD's velocity that lives on, 0..<1.
        package var momentum: Double

        /// Memberwise.
        package init(learningRate: Double, adamEpsilon: Double = 1e-7, momentum: Double = 0.9) {
            (self.learningRate, self.adamEpsilon, self.momentum) = (learningRate, adamEpsilon, momentum)
        }
    }

    /// Whether weight decay shrinks the parameters themselves and is no part of the gradient.
    var decouplesDecay: Bool { self == .adamw }

    /// Moves parameters [count] along their gradient, and updates the moments, which each rule uses as it needs them.
    ///
    /// - Parameter step: the step's number, from 1.
    /// - Returns: whether all parameters are still finite.
    func update(
        _ parameters: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, firstMoment: UnsafeMutablePointer<Float>,
        secondMoment: UnsafeMutablePointer<Float>, count: Int, step: Int, _ settings: Settings
    ) -> Bool {
        switch self {
        case .adam, .adamw:
            Adam(learningRate: settings.learningRate, epsilon: settings.adamEpsilon, step: step)
                .update(parameters, gradient: gradient, firstMoment: firstMoment, secondMoment: secondMoment, count: count)
        case .sgd:
            SGD(learningRate: settings.learningRate, momentum: settings.momentum)
                .update(parameters, gradient: gradient, velocity: firstMoment, count: count)
        }
    }
}
