import FaceData

/// A network for groups of sixteen faces: forward, and backward right behind it while activations are in the cache.
///
/// `paper` lets features and localisation read the face side by side and warps the last feature map; `series` warps the face and extracts features from
/// what that shows. Between batch norms its layers form segments; at each end of one the workers meet. One worker owns one of these, and all
/// memory but that of the activations is taken at its making.
final class Network {
    let architecture: Architecture
    let layout: ParameterLayout
    /// Vectors of activations that a group needs, zero at first.
    let activationCount: Int
    let arena = LaneArena()
    /// [1, 48, 48] in the network's input scale.
    let image: TensorSlot
    /// [6], row-major 2x3.
    let theta: TensorSlot
    /// [C].
    let logits: TensorSlot
    /// Each feature unit's dropout factor.
    let dropoutFactors: TensorSlot
    /// What the sampler reads, and what it makes of that: `paper`'s last feature map, `series`' face.
    let warped: (input: TensorSlot, output: TensorSlot)

    /// Divided before each batch norm.
    private let segments: [[any Layer]]
    private let logitsGradient: TensorSlot
    /// The layer whose output is theta.
    private let transform: LinearLayer

    /// - Parameter statistics: one for each batch norm of the layout, shared by all workers.
    init(_ architecture: Architecture, _ convolution: ConvolutionMethod, statistics: [BatchStatistics]) {
        self.architecture = architecture
        layout = ParameterLayout(architecture)
        var assembly = Assembly(convolution: convolution, layout: layout, statistics: statistics, arena: arena)
        let padding = architecture.localisation[0].padding
        image = assembly.plan.tensor(channels: 1, height: FaceSet.side, width: FaceSet.side, border: padding)

        let regions = assembly.convolutions(architecture.localisation, input: image, inputGradient: nil)
        let hidden = assembly.linear(architecture.transform.hidden, input: regions.output, inputGradient: regions.outputGradient)
        let transform = assembly.linear(architecture.transform.theta, input: hidden.output, inputGradient: hidden.outputGradient)
        theta = transform.output
        self.transform = transform

        let classified: (values: TensorSlot, gradient: TensorSlot)
        switch architecture.kind {
        case .paper:
            let features = assembly.convolutions(architecture.features, input: image, inputGradient: nil)
            dropoutFactors = assembly.dropout(features)
            let warp = assembly.warp(architecture.sampler, features.output, gradient: features.outputGradient, transform)
            warped = (features.output, warp.output)
            classified = (warp.output, warp.outputGradient)
        case .series:
            let warp = assembly.warp(architecture.sampler, image, gradient: nil, transform)
            let features = assembly.convolutions(architecture.features, input: warp.output, inputGradient: warp.outputGradient)
            dropoutFactors = assembly.dropout(features)
            warped = (image, warp.output)
            classified = (features.output, features.outputGradient)
        }
        let units = assembly.linear(architecture.classifier.hidden, input: classified.values, inputGradient: classified.gradient)
        let last = assembly.linear(architecture.classifier.logits, input: units.output, inputGradient: units.outputGradient)
        logits = last.output
        logitsGradient = last.outputGradient
        segments = assembly.segments
        activationCount = assembly.plan.count
    }

    /// Makes the kernels' own copies of the parameters; once a step, before the first group.
    func prepare(_ parameters: UnsafePointer<Float>, forTraining: Bool) {
        for segment in segments { for layer in segment { layer.prepare(parameters, forTraining: forTraining) } }
    }

    /// theta and logits of a group as they are in evaluation.
    func evaluate(_ group: FaceGroup) {
        for segment in segments { for layer in segment { layer.forward(group) } }
    }

    /// As `evaluate`, with a theta that is not the network's own.
    ///
    /// - Parameter impose: called with theta [6] as soon as it stands, before anything reads it; what it writes there counts.
    func evaluate(_ group: FaceGroup, impose: (UnsafeMutablePointer<Lanes>) -> Void) {
        for segment in segments {
            for layer in segment {
                layer.forward(group)
                if layer === transform { impose(theta.tensor(group).base) }
            }
        }
    }

    /// Parts of a training step between which the workers meet: all segments forward, the last one backward at once, then the others.
    var phaseCount: Int { 2 * segments.count - 1 }

    /// What a meeting between two phases has to settle.
    enum Meeting {
        case moments(batchNorm: Int), slopes(batchNorm: Int)
    }

    /// What is settled behind `phase`; batch norms count in the order of the layers.
    func meeting(after phase: Int) -> Meeting? {
        let last = segments.count - 1
        return phase < last ? .moments(batchNorm: phase) : phase < 2 * last ? .slopes(batchNorm: 2 * last - phase - 1) : nil
    }

    /// The phase in which logits are there and the loss is taken.
    var turningPhase: Int { segments.count - 1 }

    /// One phase of a training step for one group; adds gradients of the loss.
    func train(_ group: FaceGroup, _ gradient: UnsafeMutablePointer<Float>, phase: Int) {
        let last = segments.count - 1
        if phase <= last { for layer in segments[phase] { layer.forward(group) } }
        if phase == last { takeLoss(group) }
        if phase >= last { for layer in segments[2 * last - phase].reversed() { layer.backward(group, gradient) } }
    }

    private func takeLoss(_ group: FaceGroup) {
        let slopes = logitsGradient.tensor(group).base
        SoftmaxCrossEntropy.probabilities(logits.tensor(group).base, classCount: architecture.classCount, slopes)
        if let targets = group.targets {
            SoftmaxCrossEntropy.gradient(
                slopes, classCount: architecture.classCount, labels: group.labels, faceCount: group.faceCount, targets: targets,
                scale: group.lossScale, slopes)
        } else {
            SoftmaxCrossEntropy.gradient(
                slopes, classCount: architecture.classCount, labels: group.labels, faceCount: group.faceCount, scale: group.lossScale, slopes)
        }
    }

    /// Puts layers one behind the other.
    private struct Assembly {
        let convolution: ConvolutionMethod
        package let layout: ParameterLayout
        var statistics: [BatchStatistics]
        let arena: LaneArena
        let scratch: ScratchArena
        var plan = ActivationPlan()
        var segments: [[any Layer]] = [[]]

        init(convolution: ConvolutionMethod, layout: ParameterLayout, statistics: [BatchStatistics], arena: LaneArena) {
            precondition(statistics.count == layout.batchNorms.count, "\(statistics.count) statistics for \(layout.batchNorms.count) batch norms")
            (self.convolution, self.layout, self.statistics, self.arena) = (convolution, layout, statistics, arena)
            scratch = ScratchArena(arena)
        }

        private mutating func append<Added: Layer>(_ layer: Added) -> Added {
            segments[segments.count - 1].append(layer)
            return layer
        }

        /// A chain of convolutions; returns the last.
        mutating func convolutions(_ shapes: [Architecture.Convolution], input: TensorSlot, inputGradient: TensorSlot?) -> ConvolutionLayer {
            var before: ConvolutionLayer?
            for (index, shape) in shapes.enumerated() {
                let layer = ConvolutionLayer(
                    shape, convolution, layout, input: before?.output ?? input, before: before,
                    inputGradient: before?.outputGradient ?? inputGradient,
                    border: shapes.indices.contains(index + 1) ? shapes[index + 1].padding : 0,
                    statistics: shape.normalisation == nil ? nil : statistics.removeFirst(), plan: &plan, arena: arena, scratch: scratch)
                before = append(layer)
                if let normalisation = layer.normalisation { segments.append([normalisation]) }
            }
            guard let before else { preconditionFailure("a chain has a convolution") }
            return before
        }

        mutating func linear(_ description: Architecture.Linear, input: TensorSlot, inputGradient: TensorSlot) -> LinearLayer {
            append(LinearLayer(description, layout, input: input, inputGradient: inputGradient, plan: &plan, arena: arena))
        }

        mutating func warp(_ sampler: Sampler, _ image: TensorSlot, gradient: TensorSlot?, _ transform: LinearLayer) -> WarpLayer {
            append(
                WarpLayer(
                    sampler, image: image, imageGradient: gradient, theta: transform.output, thetaGradient: transform.outputGradient, plan: &plan,
                    arena: arena))
        }

        mutating func dropout(_ features: ConvolutionLayer) -> TensorSlot {
            append(DropoutLayer(values: features.output, valuesGradient: features.outputGradient, plan: &plan)).factors
        }
    }
}
