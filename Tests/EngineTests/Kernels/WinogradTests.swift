@testable import Engine
import Testing

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

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func matchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        layer.expectForward(faces: faces)
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func inputGradientMatchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        layer.expectInputGradient(faces: faces)
    }

    @Test(arguments: shapes.indices, FaceGroups.counts)
    func weightGradientMatchesPlainLoops(index: Int, faces: Int) {
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        layer.expectWeightGradient(faces: faces)
    }

    @Test func deadTapsHaveNoGradient() {
        var layer = ArithmeticOverImages(Self.shape(4, 10, side: 22), seed: 3)
        layer.expectNoGradientOfDeadTaps()
    }

    @Test func endingsDoWhatTheySay() {
        var layer = ArithmeticOverImages(Self.shape(4, 18, side: 8), seed: 8)
        layer.expectEndings()
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
