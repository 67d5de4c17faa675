import FaceData
import Platform

/// How parameters start.
package enum Initialisation: String, Sendable, Codable, CaseIterable {
    /// Kernels Normal(0, 0.05), biases 0.
    case normal
    /// Uniform within +-1/sqrt(fan_in), biases too; PyTorch's default.
    case uniform
}

extension ParameterLayout {
    /// First values for all parameters: a function of `seed` alone. Theta's layer starts at the identity, batch norms do nothing.
    ///
    /// Source: docs/NETWORKS.md, Initial values; `uniform` is PyTorch's default for convolutions and linear layers.
    package func initialValues(_ initialisation: Initialisation, seed: UInt64) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        for (index, tensor) in tensors.enumerated() {
            var random = RandomBits(seed: seed, .initialisation, index)
            for position in tensor.range {
                switch (tensor.role, initialisation) {
                case (.weight, .normal): values[position] = Float(0.05 * random.normal())
                case (.bias, .normal), (.shift, _): values[position] = 0
                case (.weight(let fanIn), .uniform), (.bias(let fanIn), .uniform):
                    values[position] = Float(1 / Double(fanIn).squareRoot() * (2 * random.uniform() - 1))
                case (.scale, _): values[position] = 1
                case (.zero, _): values[position] = 0
                case (.theta, _): values[position] = Theta.identity.values[position - tensor.offset]
                }
            }
        }
        return values
    }
}
