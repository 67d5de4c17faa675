/// How convolutions are computed. Results differ in rounding alone.
package enum ConvolutionMethod: String, Sendable, Codable, CaseIterable {
    /// `Winograd`'s tiles where they fit, for 3x3 kernels with some input channels; `WinogradRows5` for 5x5 ones; every tap multiplied elsewhere.
    case winograd
    /// Every tap multiplied.
    case direct

    /// What computes the convolution of a layer.
    func arithmetic(
        _ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena, _ scratch: ScratchArena
    ) -> any ConvolutionArithmetic {
        if self == .winograd, Winograd.fits(shape) {
            return WinogradConvolution(shape, needsInputGradient: needsInputGradient, arena, scratch)
        }
        if self == .winograd, WinogradRows5.fits(shape) {
            return WinogradRows5Convolution(shape, needsInputGradient: needsInputGradient, arena, scratch)
        }
        return DirectConvolution(shape, needsInputGradient: needsInputGradient, arena)
    }
}
