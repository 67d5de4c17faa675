import Testing

@testable import Core

/// Winograd's tiles against plain loops, as the network uses them: rings, borders, two rows at a time.
@Suite struct WinogradTests {
    /// Layers with every register block: published and other widths, one channel left over, whole tiles and a rest of one, two and three columns.
    static let shapes = [
        shape(10, 10, side: 46), shape(10, 10, side: 20), shape(10, 10, side: 22), shape(8, 10, side: 12, padding: 1), shape(16, 16, side: 8),
        shape(32, 20, side: 10), shape(4, 1, side: 6), shape(5, 3, side: 4), shape(7, 13, side: 8), shape(11, 26, side: 6, padding: 1),
    ]

    private static func shape(_ inputs: Int, _ outputs: Int, side: Int, padding: Int = 0) -> ConvolutionShape {
        ConvolutionShape(inputs: inputs, outputs: outputs, kernelSize: 3, padding: padding, inputSide: side)
    }

    /// Single precision over at most 300 products of transformed values.
    static let forwardShare = 4e-6
    static let gradientShare = 1e-5

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func matchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        let images = layer.images(faces)
        for (image, output) in zip(images, layer.forward(images)) {
            expectClose(output.values, layer.oracle.forward(image).values, share: Self.forwardShare, "forward")
        }
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func inputGradientMatchesPlainLoops(index: Int, faces: Int) {
        let shape = Self.shapes[index]
        var layer = ArithmeticOverImages(shape, seed: UInt64(index))
        let gradients = layer.outputGradients(faces)
        for (gradient, found) in zip(gradients, layer.inputGradient(gradients)) {
            let expected = layer.oracle.inputGradient(gradient, height: shape.inputSide, width: shape.inputSide)
            expectClose(found.values, expected.values, share: Self.forwardShare, "input gradient")
        }
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func weightGradientMatchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        let images = layer.images(faces)
        let gradients = layer.outputGradients(faces)
        let found = layer.weightGradient(images, gradients)
        var weights = [Double](repeating: 0, count: layer.oracle.weights.count)
        var bias = [Double](repeating: 0, count: layer.oracle.bias.count)
        for (image, gradient) in zip(images, gradients) {
            for (index, value) in layer.oracle.weightGradient(gradient, image: image).enumerated() { weights[index] += value }
            for (index, value) in layer.oracle.biasGradient(gradient).enumerated() { bias[index] += value }
        }
        expectClose(found.weights, weights, share: Self.gradientShare, "weight gradient")
        expectClose(found.bias, bias, share: Self.gradientShare, "bias gradient")
    }

    /// An input that is dark but for its last column has no gradient at the taps that never reach it: not even one of rounding.
    @Test func deadTapsHaveNoGradient() {
        let shape = Self.shape(4, 10, side: 22)
        var layer = ArithmeticOverImages(shape, seed: 3)
        let gradients = layer.outputGradients(16)
        let images = layer.images(16).map { image in
            var image = image
            for y in 0..<22 { for x in 0..<21 { image[2, y, x] = 0 } }
            return image
        }
        let found = layer.weightGradient(images, gradients).weights
        for output in 0..<10 {
            for tap in 0..<9 {
                let value = found[(output * 4 + 2) * 9 + tap]
                #expect(tap % 3 == 2 ? value != 0 : value == 0, "output \(output), tap \(tap): \(value)")
            }
        }
    }

    /// What happens to both rows of outputs on their way out, in whole tiles and in the rest.
    @Test func endingsDoWhatTheySay() {
        var layer = ArithmeticOverImages(Self.shape(4, 18, side: 8), seed: 8)
        let image = layer.images(1)
        var plain = layer.oracle
        plain.bias = [Double](repeating: 0, count: 18)
        let (withBias, without) = (layer.oracle.forward(image[0]).values, plain.forward(image[0]).values)
        let gates = (0..<without.count).map { $0 % 3 == 0 ? 0.5 : $0 % 3 == 1 ? 0 : -0.5 }
        expectClose(layer.forward(image, gates: gates, .plain)[0].values, without, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .bias)[0].values, withBias, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .rectified)[0].values, withBias.map { max(0, $0) }, share: Self.forwardShare)
        expectClose(layer.forward(image, gates: gates, .closed)[0].values, zip(without, gates).map { $1 > 0 ? $0 : 0 }, share: Self.forwardShare)
    }

    @Test func fitsEvenLayersOfThreeByThreeWithSomeChannels() {
        #expect(Winograd.fits(Self.shape(10, 10, side: 46)))
        #expect(Winograd.fits(Self.shape(8, 10, side: 12, padding: 1)))
        #expect(!Winograd.fits(Self.shape(10, 10, side: 15)))
        #expect(!Winograd.fits(Self.shape(1, 10, side: 48)))
        let series = Architecture(.series, sampler: .halfpixel, classCount: 7).convolutions
        #expect(series.filter { Winograd.fits($0.sizes) }.map(\.name) == ["conv2", "conv3", "conv4"])
    }

    @Test(arguments: 1...64)
    func blocksMakeUpTheChannels(channels: Int) {
        #expect(RegisterBlocks.winograd(channels: channels).reduce(0, +) == channels)
        let gradient = RegisterBlocks.winogradGradient(inputs: channels, outputs: 65 - channels)
        #expect(gradient.inputs.reduce(0, +) == channels)
        #expect(gradient.outputs.reduce(0, +) == 65 - channels)
    }
}
