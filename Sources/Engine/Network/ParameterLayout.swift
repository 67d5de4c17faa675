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
    }

    /// A named tensor.
    package struct Tensor: Sendable, Equatable {
        package let name: String
        package let shape: [Int]
        /// Of its first number in the flat array.
        let offset: Int
        let role: Role
        /// What its outputs sum over; nil for a batch norm's.
        var fanIn: Int? {
            switch role {
            case .weight(let fanIn), .bias(let fanIn): fanIn
            case .scale, .shift: nil
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

    /// The parameters of a network (engine.md, section 1). Those of batch norms come last, so that the others lie where they lie without them.
    package init(_ architecture: Architecture) {
        for layer in architecture.features + architecture.localisation {
            addLayer(layer.name, weight: [layer.outputs, layer.inputs, layer.kernelSize, layer.kernelSize])
        }
        addLayer("fc_loc.0", weight: [Architecture.localisationUnits, architecture.localisation[1].outputCount])
        addLayer("fc_loc.2", weight: [6, Architecture.localisationUnits])
        addLayer("fc1", weight: [Architecture.classifierUnits, architecture.featureCount])
        addLayer("fc2", weight: [architecture.classCount, Architecture.classifierUnits])
        for layer in architecture.convolutions {
            guard let name = layer.normalisation else { continue }
            add(name + ".weight", [layer.outputs], .scale)
            add(name + ".bias", [layer.outputs], .shift)
            batchNorms.append(BatchNorm(name: name, channels: layer.outputs))
        }
    }

    private mutating func addLayer(_ name: String, weight shape: [Int]) {
        let fanIn = shape.dropFirst().reduce(1, *)
        add(name + ".weight", shape, .weight(fanIn: fanIn))
        add(name + ".bias", [shape[0]], .bias(fanIn: fanIn))
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

    /// Where L2 applies: kernels and biases of the two classifier layers, which lie side by side.
    package var regularised: Range<Int> { self["fc1.weight"].offset..<self["fc2.bias"].range.upperBound }
}
