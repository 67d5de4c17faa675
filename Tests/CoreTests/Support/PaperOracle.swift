@testable import Core

/// Network `paper` (engine.md, section 1) in double precision by plain loops: forward, and backward by the chain rule.
struct PaperOracle {
    let sampler: Sampler
    let layout: ParameterLayout
    /// Laid out as `layout`.
    var parameters: [Double]

    init(_ sampler: Sampler, classCount: Int, parameters: [Float]) {
        self.sampler = sampler
        layout = .paper(classCount: classCount)
        self.parameters = parameters.map(Double.init)
    }

    /// A face as it enters, its class, and the factor of each of its 810 feature units.
    struct Face {
        var image: PlainTensor
        var label: Int
        var factors: [Double]

        /// Without dropout.
        var whole: Face { Face(image: image, label: label, factors: factors.map { _ in 1 }) }
    }

    /// What a forward pass leaves for the backward pass.
    struct Trace {
        var conv1, conv2, pooled2, conv3, conv4, features, warped: PlainTensor
        var localisation1, localisationPooled1, localisation2, localisationPooled2: PlainTensor
        var localisationHidden, theta, hidden, logits: [Double]
    }

    private func convolution(_ name: String, padding: Int) -> ConvolutionOracle {
        let shape = layout[name + ".weight"].shape
        return ConvolutionOracle(
            inputChannels: shape[1], outputChannels: shape[0], kernelSize: shape[2], padding: padding, weights: values(name + ".weight"),
            bias: values(name + ".bias"))
    }

    private func linear(_ name: String) -> LinearOracle { LinearOracle(weights: values(name + ".weight"), bias: values(name + ".bias")) }
    private func values(_ name: String) -> [Double] { Array(parameters[layout[name].range]) }

    func trace(_ face: Face) -> Trace {
        let conv1 = rectified(convolution("conv1", padding: 0).forward(face.image))
        let conv2 = convolution("conv2", padding: 0).forward(conv1)
        let pooled2 = PoolingOracle(size: 2).forward(conv2)
        let conv3 = rectified(convolution("conv3", padding: 0).forward(pooled2))
        let conv4 = convolution("conv4", padding: 0).forward(conv3)
        var features = PoolingOracle(size: 2).forward(conv4)
        for unit in 0..<810 { features.values[unit] *= face.factors[unit] }

        let localisation1 = convolution("localization.0", padding: 1).forward(face.image)
        let localisationPooled1 = PoolingOracle(size: 4).forward(localisation1)
        let localisation2 = convolution("localization.3", padding: 1).forward(localisationPooled1)
        let localisationPooled2 = PoolingOracle(size: 4).forward(localisation2)
        let localisationHidden = linear("fc_loc.0").forward(localisationPooled2.values).map { max(0, $0) }
        let theta = linear("fc_loc.2").forward(localisationHidden)

        let warped = WarpOracle(sampler: sampler, theta: theta).forward(features)
        let hidden = linear("fc1").forward(warped.values).map { max(0, $0) }
        return Trace(
            conv1: conv1, conv2: conv2, pooled2: pooled2, conv3: conv3, conv4: conv4, features: features, warped: warped,
            localisation1: localisation1,
            localisationPooled1: localisationPooled1, localisation2: localisation2, localisationPooled2: localisationPooled2,
            localisationHidden: localisationHidden, theta: theta, hidden: hidden, logits: linear("fc2").forward(hidden))
    }

    /// Mean cross-entropy.
    func loss(_ faces: [Face]) -> Double {
        faces.reduce(0) { $0 + SoftmaxOracle(logits: trace($1).logits).loss(label: $1.label) } / Double(faces.count)
    }

    /// The mean cross-entropy's gradient, laid out as `layout`.
    func gradient(_ faces: [Face]) -> [Double] {
        var sum = [Double](repeating: 0, count: layout.count)
        for face in faces { addGradient(face, to: &sum) }
        return sum.map { $0 / Double(faces.count) }
    }

    private func addGradient(_ face: Face, to sum: inout [Double]) {
        func add(_ name: String, _ values: [Double]) { for (index, value) in values.enumerated() { sum[layout[name].offset + index] += value } }
        func addLinear(_ name: String, _ gradient: [Double], _ input: [Double]) -> [Double] {
            add(name + ".weight", LinearOracle.weightGradient(gradient, input: input))
            add(name + ".bias", gradient)
            return linear(name).inputGradient(gradient)
        }
        func addConvolution(_ name: String, padding: Int, _ gradient: PlainTensor, _ input: PlainTensor) -> PlainTensor {
            let layer = convolution(name, padding: padding)
            add(name + ".weight", layer.weightGradient(gradient, image: input))
            add(name + ".bias", layer.biasGradient(gradient))
            return layer.inputGradient(gradient, height: input.height, width: input.width)
        }
        let trace = trace(face)
        let logits = SoftmaxOracle(logits: trace.logits).gradient(label: face.label)
        let hidden = closed(addLinear("fc2", logits, trace.hidden), trace.hidden)
        let warped = PlainTensor(10, 9, 9, addLinear("fc1", hidden, trace.warped.values))
        var (features, theta) = WarpOracle(sampler: sampler, theta: trace.theta).backward(warped, image: trace.features)

        let localisationHidden = closed(addLinear("fc_loc.2", theta, trace.localisationHidden), trace.localisationHidden)
        let pooled2 = PlainTensor(10, 3, 3, addLinear("fc_loc.0", localisationHidden, trace.localisationPooled2.values))
        let localisation2 = PoolingOracle(size: 4).backward(pooled2, image: trace.localisation2)
        let pooled1 = addConvolution("localization.3", padding: 1, localisation2, trace.localisationPooled1)
        _ = addConvolution("localization.0", padding: 1, PoolingOracle(size: 4).backward(pooled1, image: trace.localisation1), face.image)

        for unit in 0..<810 { features.values[unit] *= face.factors[unit] }
        let conv3 = addConvolution("conv4", padding: 0, PoolingOracle(size: 2).backward(features, image: trace.conv4), trace.conv3)
        let pooledFeatures = addConvolution("conv3", padding: 0, closed(conv3, trace.conv3), trace.pooled2)
        let conv1 = addConvolution("conv2", padding: 0, PoolingOracle(size: 2).backward(pooledFeatures, image: trace.conv2), trace.conv1)
        _ = addConvolution("conv1", padding: 0, closed(conv1, trace.conv1), face.image)
    }

    private func rectified(_ tensor: PlainTensor) -> PlainTensor {
        PlainTensor(tensor.channels, tensor.height, tensor.width, tensor.values.map { max(0, $0) })
    }

    private func closed(_ gradient: [Double], _ activation: [Double]) -> [Double] { zip(gradient, activation).map { $1 > 0 ? $0 : 0 } }

    private func closed(_ gradient: PlainTensor, _ activation: PlainTensor) -> PlainTensor {
        PlainTensor(gradient.channels, gradient.height, gradient.width, closed(gradient.values, activation.values))
    }
}
