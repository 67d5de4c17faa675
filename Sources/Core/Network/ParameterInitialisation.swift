/// How parameters start.
public enum Initialisation: String, Sendable, Codable, CaseIterable {
    /// Kernels Normal(0, 0.05), biases 0.
    case normal
    /// Uniform within +-1/sqrt(fan_in), biases too; PyTorch's default.
    case uniform
}

extension ParameterLayout {
    /// First values for all parameters: a function of `seed` alone. Theta's layer starts at the identity.
    ///
    /// Source: engine.md sections 1 and 3; `uniform` is PyTorch's default for convolutions and linear layers.
    func initialValues(_ initialisation: Initialisation, seed: UInt64) -> [Float] {
        var values = [Float](repeating: 0, count: count)
        for (index, tensor) in tensors.enumerated() {
            var random = RandomBits(seed: seed, .initialisation, index)
            let bound = 1 / Double(tensor.fanIn).squareRoot()
            let isBias = tensor.shape.count == 1
            for position in tensor.range {
                switch initialisation {
                case .normal: values[position] = isBias ? 0 : Float(0.05 * random.normal())
                case .uniform: values[position] = Float(bound * (2 * random.uniform() - 1))
                }
            }
        }
        for position in self["fc_loc.2.weight"].range { values[position] = 0 }
        values.replaceSubrange(self["fc_loc.2.bias"].range, with: Theta.identity.values)
        return values
    }
}
