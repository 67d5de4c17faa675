import Testing

@testable import Core

/// 5x5 convolutions by tiles along rows against plain loops.
@Suite struct RowTilesTests {
    /// The layer of `series`, other widths with every register block, whole tiles and half of one, padding, a single output.
    static let shapes = [
        shape(8, 10, side: 21), shape(10, 8, side: 12), shape(4, 1, side: 5), shape(5, 18, side: 9, padding: 2), shape(16, 16, side: 8),
        shape(7, 13, side: 11), shape(11, 26, side: 6, padding: 1),
    ]

    private static func shape(_ inputs: Int, _ outputs: Int, side: Int, padding: Int = 0) -> ConvolutionShape {
        ConvolutionShape(inputs: inputs, outputs: outputs, kernelSize: 5, padding: padding, inputSide: side)
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func matchesPlainLoops(index: Int, faces: Int) {
        let shape = Self.shapes[index]
        var layer = ArithmeticOverImages(shape, seed: UInt64(index))
        let images = layer.images(faces)
        for (image, output) in zip(images, layer.forward(images)) {
            expectClose(output.values, layer.oracle.forward(image).values, share: WinogradTests.forwardShare, "forward")
        }
        let gradients = layer.outputGradients(faces)
        for (gradient, found) in zip(gradients, layer.inputGradient(gradients)) {
            let expected = layer.oracle.inputGradient(gradient, height: shape.inputSide, width: shape.inputSide)
            expectClose(found.values, expected.values, share: WinogradTests.forwardShare, "input gradient")
        }
        let found = layer.weightGradient(images, gradients)
        var weights = [Double](repeating: 0, count: layer.oracle.weights.count)
        var bias = [Double](repeating: 0, count: layer.oracle.bias.count)
        for (image, gradient) in zip(images, gradients) {
            for (index, value) in layer.oracle.weightGradient(gradient, image: image).enumerated() { weights[index] += value }
            for (index, value) in layer.oracle.biasGradient(gradient).enumerated() { bias[index] += value }
        }
        expectClose(found.weights, weights, share: WinogradTests.gradientShare, "weight gradient")
        expectClose(found.bias, bias, share: WinogradTests.gradientShare, "bias gradient")
    }

    /// An input that is dark but for its last column has no gradient at the taps that never reach it: not even one of rounding.
    @Test func deadTapsHaveNoGradient() {
        let shape = Self.shape(4, 10, side: 21)
        var layer = ArithmeticOverImages(shape, seed: 3)
        let gradients = layer.outputGradients(16)
        let images = layer.images(16).map { image in
            var image = image
            for y in 0..<21 { for x in 0..<20 { image[2, y, x] = 0 } }
            return image
        }
        let found = layer.weightGradient(images, gradients).weights
        for output in 0..<10 {
            for tap in 0..<25 {
                let value = found[(output * 4 + 2) * 25 + tap]
                #expect(tap % 5 == 4 ? value != 0 : value == 0, "output \(output), tap \(tap): \(value)")
            }
        }
    }

    @Test func endingsDoWhatTheySay() {
        var layer = ArithmeticOverImages(Self.shape(4, 18, side: 9), seed: 8)
        let image = layer.images(1)
        var plain = layer.oracle
        plain.bias = [Double](repeating: 0, count: 18)
        let (withBias, without) = (layer.oracle.forward(image[0]).values, plain.forward(image[0]).values)
        let gates = (0..<without.count).map { $0 % 3 == 0 ? 0.5 : $0 % 3 == 1 ? 0 : -0.5 }
        let share = WinogradTests.forwardShare
        expectClose(layer.forward(image, gates: gates, .plain)[0].values, without, share: share)
        expectClose(layer.forward(image, gates: gates, .bias)[0].values, withBias, share: share)
        expectClose(layer.forward(image, gates: gates, .rectified)[0].values, withBias.map { max(0, $0) }, share: share)
        expectClose(layer.forward(image, gates: gates, .closed)[0].values, zip(without, gates).map { $1 > 0 ? $0 : 0 }, share: share)
    }

    @Test func fitsLayersOfFiveByFiveWithSomeChannels() {
        #expect(RowTiles.fits(Self.shape(8, 10, side: 21)))
        #expect(!RowTiles.fits(Self.shape(1, 8, side: 21)))
        let series = Architecture(.series, sampler: .halfpixel, classCount: 7).convolutions
        #expect(series.filter { RowTiles.fits($0.sizes) }.map(\.name) == ["localization.3"])
    }
}
