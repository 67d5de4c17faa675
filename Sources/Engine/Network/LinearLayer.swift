/// A linear layer, followed by ReLU perhaps. Shapes: input [I] -> output [O].
final class LinearLayer: Layer {
    let output: TensorSlot
    /// Filled by the layer behind, perhaps before the workers meet: each group keeps its own.
    let outputGradient: TensorSlot
    private let input: TensorSlot
    private let inputGradient: TensorSlot
    private let isRectified: Bool
    private let offsets: ParameterLayout.Layer
    private let turnedFaces: UnsafeMutablePointer<Float>

    /// - Parameter inputGradient: where the input's gradient goes.
    init(
        _ description: Architecture.Linear, _ layout: ParameterLayout, input: TensorSlot, inputGradient: TensorSlot, plan: inout ActivationPlan,
        arena: LaneArena
    ) {
        precondition(input.count == description.inputs, "\(description.name) reads \(description.inputs) numbers, not \(input.count)")
        let count = description.outputs
        offsets = layout.layer(description.name)
        self.input = input
        self.inputGradient = inputGradient
        isRectified = description.isRectified
        output = plan.vector(count)
        outputGradient = plan.vector(count)
        turnedFaces = arena.floats(Lanes.scalarCount * Linear.rowLength(input.count))
    }

    func forward(_ group: FaceGroup) {
        Linear.forward(
            input.tensor(group).base, inputCount: input.count, weights: group.parameters + offsets.weight, bias: group.parameters + offsets.bias,
            output: output.tensor(group).base, outputCount: output.count, isRectified: isRectified)
    }

    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>) {
        let slopes = outputGradient.tensor(group).base
        if isRectified {
            let values = output.tensor(group).base
            for index in 0..<output.count { slopes[index].replace(with: 0, where: values[index] .<= 0) }
        }
        Linear.addWeightGradient(
            slopes, outputCount: output.count, input: input.tensor(group).base, inputCount: input.count, weightGradient: gradient + offsets.weight,
            biasGradient: gradient + offsets.bias, scratch: turnedFaces)
        Linear.inputGradient(
            slopes, outputCount: output.count, weights: group.parameters + offsets.weight, inputGradient: inputGradient.tensor(group).base,
            inputCount: input.count)
    }
}
