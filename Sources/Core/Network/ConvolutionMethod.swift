/// How convolutions are computed. Results differ in rounding alone.
public enum ConvolutionMethod: String, Sendable, Codable, CaseIterable {
    /// `Winograd`'s tiles where they fit: 3x3 kernels with some input channels; every tap multiplied elsewhere.
    case winograd
    /// Every tap multiplied.
    case direct

    /// What computes the convolution of a layer.
    func arithmetic(
        _ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena, _ scratch: ScratchArena
    ) -> any ConvolutionArithmetic {
        self == .winograd && Winograd.fits(shape)
            ? WinogradConvolution(shape, needsInputGradient: needsInputGradient, arena, scratch)
            : DirectConvolution(shape, needsInputGradient: needsInputGradient, arena)
    }
}
