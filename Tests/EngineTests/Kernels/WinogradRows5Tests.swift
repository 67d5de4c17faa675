@testable import Engine
import Testing

/// 5x5 convolutions by tiles along rows against plain loops.
@Suite struct WinogradRows5Tests {
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
        var layer = ArithmeticOverImages(Self.shapes[index], seed: UInt64(index))
        layer.expectForward(faces: faces)
        layer.expectInputGradient(faces: faces)
        layer.expectWeightGradient(faces: faces)
    }

    @Test func deadTapsHaveNoGradient() {
        var layer = ArithmeticOverImages(Self.shape(4, 10, side: 21), seed: 3)
        layer.expectNoGradientOfDeadTaps()
    }

    @Test func endingsDoWhatTheySay() {
        var layer = ArithmeticOverImages(Self.shape(4, 18, side: 9), seed: 8)
        layer.expectEndings()
    }

    @Test func fitsLayersOfFiveByFiveWithSomeChannels() {
        #expect(WinogradRows5.fits(Self.shape(8, 10, side: 21)))
        #expect(!WinogradRows5.fits(Self.shape(1, 8, side: 21)))
        let series = Architecture(.series, sampler: .halfpixel, classCount: 7).convolutions
        #expect(series.filter { WinogradRows5.fits($0.sizes) }.map(\.name) == ["localization.3"])
    }
}
