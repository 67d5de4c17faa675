/// The rule by which parameters follow their gradient, each as PyTorch has it.
package enum Optimiser: String, Sendable, Codable, CaseIterable {
    /// Kingma & Ba 2015; weight decay is part of the gradient.
    case adam
    /// Loshchilov & Hutter 2019: Adam whose weight decay shrinks the parameters themselves.
    case adamw
    /// Stochastic gradient descent with momentum; weight decay is part of the gradient.
    case sgd
}
