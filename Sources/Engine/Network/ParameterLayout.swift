/// Where each named tensor of a network lies in one flat array of parameters.
///
/// Names and layouts are those of the PyTorch implementation's state_dict: convolutions [out, in, ky, kx], linear layers [out, in].
package struct ParameterLayout: Sendable, Equatable {
    /// What a tensor does, for initialisation.
    enum Role: Sendable, Equatable {
        /// Weights or a bias over `fanIn` inputs.
        case weight(fanIn: Int), bias(fanIn: Int)
        /// A batch norm's factor and summand.
        case scale, shift
        /// The weights of the layer that gives theta, and its bias: they start at 0 and at the identity.
        case zero, theta
    }

    /// A named tensor.
    package struct Tensor: Sendable, Equatable {
        package let name: String
        package let shape: [Int]
        /// Of its first number in the flat array.
        let offset: Int
        let role: Role
        /// What its outputs sum over, where that decides the first values.
        var fanIn: Int? {
            switch role {
            case .weight(let fanIn), .bias(let fanIn): fanIn
            case .scale, .shift, .zero, .theta: nil
            }
        }
        package var count: Int { shape.reduce(1, *) }
        package var range: Range<Int> { offset..<offset + count }
    }

    /// A batch norm, which keeps running statistics beside the parameters.
    package struct BatchNorm: Sendable, Equatable {
        package let name: String
        package let channels: Int
    }

    /// In the order of the flat array.
    package private(set) var tensors: [Tensor] = []
    /// In the order of the layers.
    package private(set) var batchNorms: [BatchNorm] = []
    /// Numbers in all.
    package private(set) var count = 0
    /// Where L2 applies: the layers that say so, which lie side by side.
    package private(set) var regularised = 0..<0

    /// The parameters of a network (docs/NETWORKS.md). Those of batch norms come last, so that the others lie where they lie without them.
    package init(_ architecture: Architecture) {
        for layer in architecture.layers {
            let start = count
            for parameter in layer.parameters { add(layer.name + "." + parameter.suffix, parameter.shape, parameter.role) }
            guard layer.isRegularised else { continue }
            precondition(regularised.isEmpty || regularised.upperBound == start, "what L2 applies to lies side by side")
            regularised = (regularised.isEmpty ? start : regularised.lowerBound)..<count
        }
        for layer in architecture.convolutions {
            guard let name = layer.normalisation else { continue }
            add(name + ".weight", [layer.outputs], .scale)
            add(name + ".bias", [layer.outputs], .shift)
            batchNorms.append(BatchNorm(name: name, channels: layer.outputs))
        }
    }

    private mutating func add(_ name: String, _ shape: [Int], _ role: Role) {
        tensors.append(Tensor(name: name, shape: shape, offset: count, role: role))
        count += shape.reduce(1, *)
    }

    /// The tensor called `name`.
    ///
    /// - Precondition: there is one.
    subscript(_ name: String) -> Tensor {
        guard let tensor = tensors.first(where: { $0.name == name }) else { preconditionFailure("no tensor '\(name)'") }
        return tensor
    }

    /// Offsets of one layer's two tensors.
    struct Layer: Sendable, Equatable {
        let weight: Int
        let bias: Int
    }

    /// The layer called `name`.
    func layer(_ name: String) -> Layer { Layer(weight: self[name + ".weight"].offset, bias: self[name + ".bias"].offset) }
}
