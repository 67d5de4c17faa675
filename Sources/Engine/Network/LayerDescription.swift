/// A layer as the architecture describes it. The layout of the parameters, their first values, the names in a checkpoint and the count of operations
/// follow from this.
protocol LayerDescription: Sendable {
    /// In the state_dict.
    var name: String { get }
    /// Weights and bias in the order of the flat array, by their names after the layer's.
    var parameters: [ParameterDescription] { get }
    /// Floating-point operations of one pass (forward, weight gradient or input gradient) for one face, two a multiply-add.
    var operationCount: Int { get }
    /// Whether the input needs a gradient: not where it is the face itself.
    var needsInputGradient: Bool { get }
    /// Whether L2 applies to its parameters.
    var isRegularised: Bool { get }
}

/// One tensor of a layer.
struct ParameterDescription: Sendable, Equatable {
    /// After the layer's name and a dot.
    let suffix: String
    let shape: [Int]
    let role: ParameterLayout.Role
}

extension Architecture.Convolution: LayerDescription {
    var parameters: [ParameterDescription] {
        let fanIn = inputs * kernelSize * kernelSize
        return [
            ParameterDescription(suffix: "weight", shape: [outputs, inputs, kernelSize, kernelSize], role: .weight(fanIn: fanIn)),
            ParameterDescription(suffix: "bias", shape: [outputs], role: .bias(fanIn: fanIn)),
        ]
    }

    /// Every tap counts, taps on padding too.
    var operationCount: Int { 2 * outputs * convolvedSide * convolvedSide * inputs * kernelSize * kernelSize }
    var isRegularised: Bool { false }
}

extension Architecture {
    /// A linear layer, followed by ReLU perhaps. Shapes: [inputs] -> [outputs].
    struct Linear: LayerDescription, Equatable {
        let name: String
        let inputs: Int
        let outputs: Int
        let isRectified: Bool
        let isRegularised: Bool
        /// Whether it gives theta, and starts at the identity whatever it reads.
        let givesTheta: Bool

        init(_ name: String, inputs: Int, outputs: Int, isRectified: Bool = false, isRegularised: Bool = false, givesTheta: Bool = false) {
            (self.name, self.inputs, self.outputs) = (name, inputs, outputs)
            (self.isRectified, self.isRegularised, self.givesTheta) = (isRectified, isRegularised, givesTheta)
        }

        var parameters: [ParameterDescription] {
            [
                ParameterDescription(suffix: "weight", shape: [outputs, inputs], role: givesTheta ? .zero : .weight(fanIn: inputs)),
                ParameterDescription(suffix: "bias", shape: [outputs], role: givesTheta ? .theta : .bias(fanIn: inputs)),
            ]
        }

        var operationCount: Int { 2 * inputs * outputs }
        var needsInputGradient: Bool { true }
    }
}
