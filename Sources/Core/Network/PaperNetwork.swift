/// Network `paper` for one group of sixteen faces: forward, and backward right behind it while activations are in the cache.
///
/// Features and localisation read the image side by side; theta warps the 9x9 feature map.
/// Source: Minaee & Abdolrashidi, arXiv 1902.01019, figure 2, as the TensorFlow implementation reads it.
///
/// One worker owns one of these; all memory is taken at its making.
final class PaperNetwork {
    /// Units of the warped feature map, 10x9x9.
    static let featureCount = 810

    let layout: ParameterLayout
    let classCount: Int
    let arena = LaneArena()
    /// [1, 48, 48] in the network's input scale, with a border of zeros for the localisation's "same" convolution.
    let image: LaneTensor
    /// [6], row-major 2x3.
    let theta: UnsafeMutablePointer<Lanes>
    /// [C].
    let logits: UnsafeMutablePointer<Lanes>
    /// [810], each unit's dropout factor.
    let dropoutFactors: UnsafeMutablePointer<Lanes>

    private let offsets: Offsets
    private let grid: WarpGrid
    private let conv1: PackedWeights
    private let conv1Gradient: WeightGradient
    private let conv1Output: LaneTensor
    private let conv2: PooledConvolution<2>
    private let conv2Flipped: PackedWeights
    private let conv3: PackedWeights
    private let conv3Flipped: PackedWeights
    private let conv3Gradient: WeightGradient
    private let conv3Output: LaneTensor
    private let conv4: PooledConvolution<2>
    private let conv4Flipped: PackedWeights
    private let localisation1: PooledConvolution<4>
    private let localisation2: PooledConvolution<4>
    private let localisation2Flipped: PackedWeights
    private let localisationHidden: UnsafeMutablePointer<Lanes>
    private let warped: LaneTensor
    private let hidden: UnsafeMutablePointer<Lanes>

    private let logitsGradient: UnsafeMutablePointer<Lanes>
    private let hiddenGradient: UnsafeMutablePointer<Lanes>
    private let warpedGradient: LaneTensor
    private let featuresGradient: LaneTensor
    private let thetaGradient: UnsafeMutablePointer<Lanes>
    private let localisationHiddenGradient: UnsafeMutablePointer<Lanes>
    private let localisation2Gradient: LaneTensor
    private let localisation1Gradient: LaneTensor
    private let conv2PooledGradient: LaneTensor
    private let conv4Ring: RowRing
    private let conv3Ring: RowRing
    private let conv2Ring: RowRing
    private let conv1Row: LaneTensor
    private let localisation2Ring: RowRing
    private let localisation1Ring: RowRing
    private let turnedFaces: UnsafeMutablePointer<Float>

    /// Where each layer's weights and biases lie among the parameters.
    private struct Offsets {
        let conv1, conv2, conv3, conv4, localisation1, localisation2, hiddenTheta, theta, hidden, logits: ParameterLayout.Layer

        init(_ layout: ParameterLayout) {
            conv1 = layout.layer("conv1")
            conv2 = layout.layer("conv2")
            conv3 = layout.layer("conv3")
            conv4 = layout.layer("conv4")
            localisation1 = layout.layer("localization.0")
            localisation2 = layout.layer("localization.3")
            hiddenTheta = layout.layer("fc_loc.0")
            theta = layout.layer("fc_loc.2")
            hidden = layout.layer("fc1")
            logits = layout.layer("fc2")
        }
    }

    init(sampler: Sampler, classCount: Int) {
        layout = .paper(classCount: classCount)
        offsets = Offsets(layout)
        self.classCount = classCount
        grid = WarpGrid(sampler, side: 9)
        image = arena.tensor(channels: 1, height: 48, width: 48, border: 1)
        theta = arena.lanes(6)
        logits = arena.lanes(classCount)
        dropoutFactors = arena.lanes(810)

        conv1 = PackedWeights(arena, inputChannels: 1, outputChannels: 10, kernelSize: 3)
        conv1Gradient = WeightGradient(arena, inputChannels: 1, outputChannels: 10, kernelSize: 3)
        conv1Output = arena.tensor(channels: 10, height: 46, width: 46)
        conv2 = PooledConvolution(arena, input: conv1Output, pooled: arena.tensor(channels: 10, height: 22, width: 22), kernelSize: 3)
        conv2Flipped = PackedWeights(arena, inputChannels: 10, outputChannels: 10, kernelSize: 3)
        conv3 = PackedWeights(arena, inputChannels: 10, outputChannels: 10, kernelSize: 3)
        conv3Flipped = PackedWeights(arena, inputChannels: 10, outputChannels: 10, kernelSize: 3)
        conv3Gradient = WeightGradient(arena, inputChannels: 10, outputChannels: 10, kernelSize: 3)
        conv3Output = arena.tensor(channels: 10, height: 20, width: 20)
        conv4 = PooledConvolution(arena, input: conv3Output, pooled: arena.tensor(channels: 10, height: 9, width: 9), kernelSize: 3)
        conv4Flipped = PackedWeights(arena, inputChannels: 10, outputChannels: 10, kernelSize: 3)
        localisation1 = PooledConvolution(arena, input: image, pooled: arena.tensor(channels: 8, height: 12, width: 12, border: 1), kernelSize: 3)
        localisation2 = PooledConvolution(
            arena, input: localisation1.pooled, pooled: arena.tensor(channels: 10, height: 3, width: 3), kernelSize: 3)
        localisation2Flipped = PackedWeights(arena, inputChannels: 10, outputChannels: 8, kernelSize: 3)
        localisationHidden = arena.lanes(32)
        warped = arena.tensor(channels: 10, height: 9, width: 9)
        hidden = arena.lanes(50)

        logitsGradient = arena.lanes(classCount)
        hiddenGradient = arena.lanes(50)
        warpedGradient = arena.tensor(channels: 10, height: 9, width: 9)
        featuresGradient = arena.tensor(channels: 10, height: 9, width: 9)
        thetaGradient = arena.lanes(6)
        localisationHiddenGradient = arena.lanes(32)
        localisation2Gradient = arena.tensor(channels: 10, height: 3, width: 3)
        localisation1Gradient = arena.tensor(channels: 8, height: 12, width: 12)
        conv2PooledGradient = arena.tensor(channels: 10, height: 22, width: 22)
        // A ring keeps the rows that an input gradient still reads: K - 1 old ones and those that are made together.
        conv4Ring = RowRing(arena, channels: 10, depth: 4, width: 18, border: 2)
        conv3Ring = RowRing(arena, channels: 10, depth: 3, width: 20, border: 2)
        conv2Ring = RowRing(arena, channels: 10, depth: 4, width: 44, border: 2)
        conv1Row = arena.tensor(channels: 10, height: 1, width: 46)
        localisation2Ring = RowRing(arena, channels: 10, depth: 12, width: 12, border: 2)
        localisation1Ring = RowRing(arena, channels: 8, depth: 4, width: 48, border: 0)
        turnedFaces = arena.floats(Lanes.scalarCount * Linear.rowLength(810))
    }

    /// Makes the kernels' own copies of the weights; once a step, before the first group.
    func prepare(_ parameters: UnsafePointer<Float>, forTraining: Bool) {
        conv1.packForward(parameters + offsets.conv1.weight)
        conv2.weights.packForward(parameters + offsets.conv2.weight)
        conv3.packForward(parameters + offsets.conv3.weight)
        conv4.weights.packForward(parameters + offsets.conv4.weight)
        localisation1.weights.packForward(parameters + offsets.localisation1.weight)
        localisation2.weights.packForward(parameters + offsets.localisation2.weight)
        guard forTraining else { return }
        conv2Flipped.packInputGradient(parameters + offsets.conv2.weight)
        conv3Flipped.packInputGradient(parameters + offsets.conv3.weight)
        conv4Flipped.packInputGradient(parameters + offsets.conv4.weight)
        localisation2Flipped.packInputGradient(parameters + offsets.localisation2.weight)
    }

    /// theta and logits of the sixteen faces in `image`.
    ///
    /// - Parameter dropsUnits: whether `dropoutFactors` apply, as in training.
    func forward(_ parameters: UnsafePointer<Float>, dropsUnits: Bool) {
        localisation1.forward(bias: parameters + offsets.localisation1.bias, top: 1)
        localisation2.forward(bias: parameters + offsets.localisation2.bias, top: 1)
        Linear.forward(
            localisation2.pooled.base, inputCount: 90, weights: parameters + offsets.hiddenTheta.weight, bias: parameters + offsets.hiddenTheta.bias,
            output: localisationHidden, outputCount: 32, isRectified: true)
        Linear.forward(
            localisationHidden, inputCount: 32, weights: parameters + offsets.theta.weight, bias: parameters + offsets.theta.bias, output: theta,
            outputCount: 6, isRectified: false)

        for y in 0..<conv1Output.height {
            Convolution.row(
                RowWindow(image, y: y, kernelSize: 3), weights: conv1, output: conv1Output.row(0, y), outputStride: conv1Output.planeStride,
                width: conv1Output.width, ending: RectifiedEnding(bias: parameters + offsets.conv1.bias))
        }
        conv2.forward(bias: parameters + offsets.conv2.bias)
        for y in 0..<conv3Output.height {
            Convolution.row(
                RowWindow(conv2.pooled, y: y, kernelSize: 3), weights: conv3, output: conv3Output.row(0, y), outputStride: conv3Output.planeStride,
                width: conv3Output.width, ending: RectifiedEnding(bias: parameters + offsets.conv3.bias))
        }
        conv4.forward(bias: parameters + offsets.conv4.bias)
        if dropsUnits { Dropout.apply(dropoutFactors, count: 810, conv4.pooled.base) }

        Warp.forward(conv4.pooled, theta: theta, grid: grid, output: warped)
        Linear.forward(
            warped.base, inputCount: 810, weights: parameters + offsets.hidden.weight, bias: parameters + offsets.hidden.bias, output: hidden,
            outputCount: 50, isRectified: true)
        Linear.forward(
            hidden, inputCount: 50, weights: parameters + offsets.logits.weight, bias: parameters + offsets.logits.bias, output: logits,
            outputCount: classCount, isRectified: false)
    }

    /// Adds the gradients of all parameters, after a `forward` that dropped units.
    ///
    /// - Parameters:
    ///   - labels: classes of the first `faceCount` lanes; the others count nothing.
    ///   - scale: of each face's loss, one over the batch size.
    ///   - gradient: laid out as `layout`.
    func addGradient(
        _ parameters: UnsafePointer<Float>, labels: UnsafePointer<UInt8>, faceCount: Int, scale: Float, gradient: UnsafeMutablePointer<Float>
    ) {
        SoftmaxCrossEntropy.probabilities(logits, classCount: classCount, logitsGradient)
        SoftmaxCrossEntropy.gradient(
            logitsGradient, classCount: classCount, labels: labels, faceCount: faceCount, scale: scale, logitsGradient)
        Linear.addWeightGradient(
            logitsGradient, outputCount: classCount, input: hidden, inputCount: 50, weightGradient: gradient + offsets.logits.weight,
            biasGradient: gradient + offsets.logits.bias, scratch: turnedFaces)
        Linear.inputGradient(
            logitsGradient, outputCount: classCount, weights: parameters + offsets.logits.weight, inputGradient: hiddenGradient, inputCount: 50)
        closeWhereNotPositive(hiddenGradient, hidden, count: 50)
        Linear.addWeightGradient(
            hiddenGradient, outputCount: 50, input: warped.base, inputCount: 810, weightGradient: gradient + offsets.hidden.weight,
            biasGradient: gradient + offsets.hidden.bias, scratch: turnedFaces)
        Linear.inputGradient(
            hiddenGradient, outputCount: 50, weights: parameters + offsets.hidden.weight, inputGradient: warpedGradient.base, inputCount: 810)
        Warp.backward(warpedGradient, image: conv4.pooled, theta: theta, grid: grid, imageGradient: featuresGradient, thetaGradient: thetaGradient)

        addLocalisationGradient(parameters, gradient)
        Dropout.apply(dropoutFactors, count: 810, featuresGradient.base)
        addFeatureGradient(gradient)
    }

    private func addLocalisationGradient(_ parameters: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>) {
        Linear.addWeightGradient(
            thetaGradient, outputCount: 6, input: localisationHidden, inputCount: 32, weightGradient: gradient + offsets.theta.weight,
            biasGradient: gradient + offsets.theta.bias, scratch: turnedFaces)
        Linear.inputGradient(
            thetaGradient, outputCount: 6, weights: parameters + offsets.theta.weight, inputGradient: localisationHiddenGradient, inputCount: 32)
        closeWhereNotPositive(localisationHiddenGradient, localisationHidden, count: 32)
        Linear.addWeightGradient(
            localisationHiddenGradient, outputCount: 32, input: localisation2.pooled.base, inputCount: 90,
            weightGradient: gradient + offsets.hiddenTheta.weight, biasGradient: gradient + offsets.hiddenTheta.bias, scratch: turnedFaces)
        Linear.inputGradient(
            localisationHiddenGradient, outputCount: 32, weights: parameters + offsets.hiddenTheta.weight, inputGradient: localisation2Gradient.base,
            inputCount: 90)

        localisation2.gradient.clear()
        for y in 0..<localisation2.pooled.height {
            localisation2.backwardRow(y, pooledGradient: localisation2Gradient, ring: localisation2Ring, top: 1)
        }
        localisation2.gradient.addTotals(weights: gradient + offsets.localisation2.weight, bias: gradient + offsets.localisation2.bias)

        localisation1.gradient.clear()
        for y in 0..<12 {
            // A "same" convolution reads its input from one row above and one column to the left.
            var window = RowWindow(localisation2Ring, y: y + 1, kernelSize: 3, height: 12)
            window.base += 1
            Convolution.row(
                window, weights: localisation2Flipped, output: localisation1Gradient.row(0, y), outputStride: localisation1Gradient.planeStride,
                width: 12, ending: PlainEnding())
        }
        for y in 0..<localisation1.pooled.height {
            localisation1.backwardRow(y, pooledGradient: localisation1Gradient, ring: localisation1Ring, top: 1)
        }
        localisation1.gradient.addTotals(weights: gradient + offsets.localisation1.weight, bias: gradient + offsets.localisation1.bias)
    }

    private func addFeatureGradient(_ gradient: UnsafeMutablePointer<Float>) {
        conv4.gradient.clear()
        conv3Gradient.clear()
        for y in 0..<conv2.pooled.height {
            if y % 2 == 0, y < conv4.width { conv4.backwardRow(y / 2, pooledGradient: featuresGradient, ring: conv4Ring) }
            if y < conv3Output.height { addConv3Row(y) }
            Convolution.row(
                RowWindow(conv3Ring, y: y, kernelSize: 3, height: conv3Output.height), weights: conv3Flipped, output: conv2PooledGradient.row(0, y),
                outputStride: conv2PooledGradient.planeStride, width: conv2PooledGradient.width, ending: PlainEnding())
        }
        conv4.gradient.addTotals(weights: gradient + offsets.conv4.weight, bias: gradient + offsets.conv4.bias)
        conv3Gradient.addTotals(weights: gradient + offsets.conv3.weight, bias: gradient + offsets.conv3.bias)

        conv2.gradient.clear()
        conv1Gradient.clear()
        for y in 0..<conv1Output.height {
            if y % 2 == 0, y < conv2.width { conv2.backwardRow(y / 2, pooledGradient: conv2PooledGradient, ring: conv2Ring) }
            addConv1Row(y)
        }
        conv2.gradient.addTotals(weights: gradient + offsets.conv2.weight, bias: gradient + offsets.conv2.bias)
        conv1Gradient.addTotals(weights: gradient + offsets.conv1.weight, bias: gradient + offsets.conv1.bias)
    }

    /// The gradient of row `y` of conv3's output, into its ring and its weights.
    private func addConv3Row(_ y: Int) {
        let target = conv3Ring.row(0, y)
        Convolution.row(
            RowWindow(conv4Ring, y: y, kernelSize: 3, height: conv4.width), weights: conv4Flipped, output: target,
            outputStride: conv3Ring.planeStride, width: conv3Output.width,
            ending: ClosedEnding(activation: conv3Output.row(0, y), stride: conv3Output.planeStride))
        conv3Gradient.addRow(
            target, gradientStride: conv3Ring.planeStride, width: conv3Output.width, inputs: RowWindow(conv2.pooled, y: y, kernelSize: 3))
        conv3Gradient.addBiasRow(target, gradientStride: conv3Ring.planeStride, width: conv3Output.width)
    }

    /// The gradient of row `y` of conv1's output, into its weights; the image itself needs none.
    private func addConv1Row(_ y: Int) {
        Convolution.row(
            RowWindow(conv2Ring, y: y, kernelSize: 3, height: conv2.width), weights: conv2Flipped, output: conv1Row.base,
            outputStride: conv1Row.planeStride, width: conv1Output.width,
            ending: ClosedEnding(activation: conv1Output.row(0, y), stride: conv1Output.planeStride))
        conv1Gradient.addRow(
            conv1Row.base, gradientStride: conv1Row.planeStride, width: conv1Output.width, inputs: RowWindow(image, y: y, kernelSize: 3))
        conv1Gradient.addBiasRow(conv1Row.base, gradientStride: conv1Row.planeStride, width: conv1Output.width)
    }

    private func closeWhereNotPositive(_ gradient: UnsafeMutablePointer<Lanes>, _ activation: UnsafePointer<Lanes>, count: Int) {
        for index in 0..<count { gradient[index].replace(with: 0, where: activation[index] .<= 0) }
    }
}
