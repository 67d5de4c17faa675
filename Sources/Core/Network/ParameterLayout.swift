/// Where each named tensor of a network lies in one flat array of parameters.
///
/// Names and layouts are those of the PyTorch implementation's state_dict: convolutions [out, in, ky, kx], linear layers [out, in].
struct ParameterLayout: Sendable, Equatable {
    /// A named tensor.
    struct Tensor: Sendable, Equatable {
        let name: String
        let shape: [Int]
        /// Of its first number in the flat array.
        let offset: Int
        /// What its outputs sum over, for initialisation.
        let fanIn: Int
        var count: Int { shape.reduce(1, *) }
        var range: Range<Int> { offset..<offset + count }
    }

    /// In the order of the flat array.
    private(set) var tensors: [Tensor] = []
    /// Numbers in all.
    private(set) var count = 0

    /// Adds `name`.weight and `name`.bias.
    mutating func addLayer(_ name: String, weight shape: [Int]) {
        let fanIn = shape.dropFirst().reduce(1, *)
        for (suffix, shape) in [(".weight", shape), (".bias", [shape[0]])] {
            tensors.append(Tensor(name: name + suffix, shape: shape, offset: count, fanIn: fanIn))
            count += shape.reduce(1, *)
        }
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
    var regularised: Range<Int> { self["fc1.weight"].offset..<self["fc2.bias"].range.upperBound }

    /// Network `paper` with `classCount` logits (engine.md, section 1).
    static func paper(classCount: Int) -> ParameterLayout {
        var layout = ParameterLayout()
        layout.addLayer("conv1", weight: [10, 1, 3, 3])
        layout.addLayer("conv2", weight: [10, 10, 3, 3])
        layout.addLayer("conv3", weight: [10, 10, 3, 3])
        layout.addLayer("conv4", weight: [10, 10, 3, 3])
        layout.addLayer("localization.0", weight: [8, 1, 3, 3])
        layout.addLayer("localization.3", weight: [10, 8, 3, 3])
        layout.addLayer("fc_loc.0", weight: [32, 90])
        layout.addLayer("fc_loc.2", weight: [6, 32])
        layout.addLayer("fc1", weight: [50, 810])
        layout.addLayer("fc2", weight: [classCount, 50])
        return layout
    }
}
