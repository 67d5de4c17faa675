@testable import Engine

/// Any network (docs/NETWORKS.md) in double precision by plain loops: forward, and backward by the chain rule. A batch at a time, since batch norms
/// look at all faces of it.
struct NetworkOracle {
    let architecture: Architecture
    let layout: ParameterLayout
    /// Laid out as `layout`.
    var parameters: [Double]
    /// In evaluation, one for each batch norm; nil: the batch's own.
    var running: [RunningStatistics]?

    init(_ architecture: Architecture, parameters: [Float]) {
        self.architecture = architecture
        layout = ParameterLayout(architecture)
        self.parameters = parameters.map(Double.init)
    }

    /// A face as it enters, its class, and the factor of each of its feature units.
    struct Face {
        var image: PlainTensor
        var label: Int
        var factors: [Double]
    }

    /// What a forward pass leaves for the backward pass; each face has an element in every array.
    struct Trace {
        var localisation: [BlockTrace] = []
        var features: [BlockTrace] = []
        var localisationHidden: [[Double]] = []
        var theta: [[Double]] = []
        var warped: [PlainTensor] = []
        var classified: [PlainTensor] = []
        var hidden: [[Double]] = []
        var logits: [[Double]] = []
    }

    private func linear(_ name: String) -> LinearOracle { LinearOracle(weights: values(name + ".weight"), bias: values(name + ".bias")) }
    private func values(_ name: String) -> [Double] { Array(parameters[layout[name].range]) }

    private func block(_ shape: Architecture.Convolution) -> BlockOracle {
        let norm = shape.normalisation.map { name in
            BatchNormOracle(
                scale: values(name + ".weight"), shift: values(name + ".bias"),
                running: layout.batchNorms.firstIndex { $0.name == name }.flatMap { running?[$0] })
        }
        return BlockOracle(
            convolution: ConvolutionOracle(
                inputChannels: shape.inputs, outputChannels: shape.outputs, kernelSize: shape.kernelSize, padding: shape.padding,
                weights: values(shape.name + ".weight"), bias: values(shape.name + ".bias")), norm: norm, poolSize: shape.poolSize)
    }

    private func chain(_ shapes: [Architecture.Convolution], _ inputs: [PlainTensor]) -> [BlockTrace] {
        var traces: [BlockTrace] = []
        for shape in shapes { traces.append(block(shape).forward(traces.last?.outputs ?? inputs)) }
        return traces
    }

    func trace(_ faces: [Face]) -> Trace {
        var trace = Trace()
        let images = faces.map(\.image)
        trace.localisation = chain(architecture.localisation, images)
        trace.localisationHidden = trace.localisation[1].outputs.map { linear("fc_loc.0").forward($0.values).map { max(0, $0) } }
        trace.theta = trace.localisationHidden.map { linear("fc_loc.2").forward($0) }
        func warped(_ images: [PlainTensor]) -> [PlainTensor] {
            zip(images, trace.theta).map { WarpOracle(sampler: architecture.sampler, theta: $1).forward($0) }
        }
        func dropped(_ tensors: [PlainTensor]) -> [PlainTensor] {
            zip(tensors, faces).map { PlainTensor($0.channels, $0.height, $0.width, zip($0.values, $1.factors).map { $0 * $1 }) }
        }
        switch architecture.kind {
        case .paper:
            trace.features = chain(architecture.features, images)
            trace.warped = warped(dropped(trace.features[3].outputs))
            trace.classified = trace.warped
        case .series:
            trace.warped = warped(images)
            trace.features = chain(architecture.features, trace.warped)
            trace.classified = dropped(trace.features[3].outputs)
        }
        trace.hidden = trace.classified.map { linear("fc1").forward($0.values).map { max(0, $0) } }
        trace.logits = trace.hidden.map { linear("fc2").forward($0) }
        return trace
    }

    /// Mean cross-entropy.
    func loss(_ faces: [Face]) -> Double {
        zip(trace(faces).logits, faces).reduce(0) { $0 + SoftmaxOracle(logits: $1.0).loss(label: $1.1.label) } / Double(faces.count)
    }

    /// The mean cross-entropy's gradient, laid out as `layout`.
    func gradient(_ faces: [Face]) -> [Double] {
        var sum = [Double](repeating: 0, count: layout.count)
        func add(_ name: String, _ values: [Double]) { for (index, value) in values.enumerated() { sum[layout[name].offset + index] += value } }
        func addLinear(_ name: String, _ gradients: [[Double]], _ inputs: [[Double]]) -> [[Double]] {
            for (gradient, input) in zip(gradients, inputs) {
                add(name + ".weight", LinearOracle.weightGradient(gradient, input: input))
                add(name + ".bias", gradient)
            }
            return gradients.map { linear(name).inputGradient($0) }
        }
        func addChain(_ shapes: [Architecture.Convolution], _ traces: [BlockTrace], _ gradients: [PlainTensor]) -> [PlainTensor] {
            var gradients = gradients
            for (shape, trace) in zip(shapes, traces).reversed() {
                let found = block(shape).backward(gradients, trace)
                add(shape.name + ".weight", found.weights)
                add(shape.name + ".bias", found.bias)
                if let name = shape.normalisation {
                    add(name + ".weight", found.scale)
                    add(name + ".bias", found.shift)
                }
                gradients = found.inputs
            }
            return gradients
        }
        func tensors(_ values: [[Double]], like others: [PlainTensor]) -> [PlainTensor] {
            zip(values, others).map { PlainTensor($1.channels, $1.height, $1.width, $0) }
        }
        func dropped(_ gradients: [PlainTensor]) -> [PlainTensor] {
            tensors(zip(gradients, faces).map { zip($0.values, $1.factors).map { $0 * $1 } }, like: gradients)
        }
        let trace = trace(faces)
        let logits = zip(trace.logits, faces).map { logits, face in
            SoftmaxOracle(logits: logits).gradient(label: face.label).map { $0 / Double(faces.count) }
        }
        let hidden = closed(addLinear("fc2", logits, trace.hidden), trace.hidden)
        let classified = tensors(addLinear("fc1", hidden, trace.classified.map(\.values)), like: trace.classified)
        /// Gradients of the warp's input and of theta.
        func warpBackward(_ gradients: [PlainTensor], _ images: [PlainTensor]) -> (images: [PlainTensor], thetas: [[Double]]) {
            let both = zip(zip(gradients, images), trace.theta).map { pair, theta in
                WarpOracle(sampler: architecture.sampler, theta: theta).backward(pair.0, image: pair.1)
            }
            return (both.map(\.image), both.map(\.theta))
        }
        let thetas: [[Double]]
        switch architecture.kind {
        case .paper:
            let images = zip(trace.features[3].outputs, faces).map { features, face in
                PlainTensor(features.channels, features.height, features.width, zip(features.values, face.factors).map { $0 * $1 })
            }
            let found = warpBackward(classified, images)
            thetas = found.thetas
            _ = addChain(architecture.features, trace.features, dropped(found.images))
        case .series:
            let warped = addChain(architecture.features, trace.features, dropped(classified))
            thetas = warpBackward(warped, faces.map(\.image)).thetas
        }
        let localisationHidden = closed(addLinear("fc_loc.2", thetas, trace.localisationHidden), trace.localisationHidden)
        let regions = addLinear("fc_loc.0", localisationHidden, trace.localisation[1].outputs.map(\.values))
        _ = addChain(architecture.localisation, trace.localisation, tensors(regions, like: trace.localisation[1].outputs))
        return sum
    }

    private func closed(_ gradients: [[Double]], _ activations: [[Double]]) -> [[Double]] {
        zip(gradients, activations).map { zip($0, $1).map { $1 > 0 ? $0 : 0 } }
    }
}
