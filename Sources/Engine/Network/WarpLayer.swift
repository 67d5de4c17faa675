/// The spatial transformer: what theta shows of an image or a feature map. Shapes: [C, N, N] -> [C, N, N].
final class WarpLayer: Layer {
    let output: TensorSlot
    /// Filled by the layer behind.
    let outputGradient: TensorSlot
    private let image: TensorSlot
    private let imageGradient: TensorSlot?
    private let theta: TensorSlot
    private let thetaGradient: TensorSlot
    private let warp: Warp

    /// - Parameter imageGradient: nil where the image is the face itself, which needs none.
    init(
        _ sampler: Sampler, image: TensorSlot, imageGradient: TensorSlot?, theta: TensorSlot, thetaGradient: TensorSlot, plan: inout ActivationPlan,
        arena: LaneArena
    ) {
        self.image = image
        self.imageGradient = imageGradient
        self.theta = theta
        self.thetaGradient = thetaGradient
        warp = Warp(arena, sampler, side: image.width)
        output = plan.tensor(channels: image.channels, height: image.height, width: image.width)
        outputGradient = TensorSlot(arena, channels: image.channels, height: image.height, width: image.width)
    }

    func forward(_ group: FaceGroup) {
        warp.forward(image.tensor(group), theta: theta.tensor(group).base, output: output.tensor(group))
    }

    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>) {
        warp.backward(
            outputGradient.tensor(group), image: image.tensor(group), theta: theta.tensor(group).base,
            imageGradient: imageGradient?.tensor(group), thetaGradient: thetaGradient.tensor(group).base)
    }
}

/// Dropout in place: on the last feature map, in training only. Shape: [C, H, W].
final class DropoutLayer: Layer {
    /// [C * H * W], each unit's factor; filled by whoever loads the faces.
    let factors: TensorSlot
    private let values: TensorSlot
    private let valuesGradient: TensorSlot

    init(values: TensorSlot, valuesGradient: TensorSlot, plan: inout ActivationPlan) {
        self.values = values
        self.valuesGradient = valuesGradient
        factors = plan.vector(values.count)
    }

    func forward(_ group: FaceGroup) {
        guard group.isTraining else { return }
        Dropout.apply(factors.tensor(group).base, count: values.count, values.tensor(group).base)
    }

    func backward(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>) {
        Dropout.apply(factors.tensor(group).base, count: values.count, valuesGradient.tensor(group).base)
    }
}
