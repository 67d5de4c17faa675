/// Transformed weights of a 3x3 convolution: for each of 6 points along x and each block of output channels, the two inner points down the columns
/// [C, 2, block], then the two outer ones [C, 2, block].
struct WinogradWeights {
    let inputChannels: Int
    let outputChannels: Int
    /// The sizes of the blocks of output channels whose sums are held in registers together.
    let blocks: [Int]
    let values: UnsafeMutablePointer<Float>

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int) {
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        blocks = RegisterBlocks.winograd(channels: outputChannels)
        values = arena.floats(Winograd.columnPoints * Winograd.rowPoints * inputChannels * outputChannels)
    }

    /// Weights of one point.
    var pointStride: Int { inputChannels * outputChannels }

    /// Takes `weights` [O, C, 3, 3], those of each output times its `scale`.
    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)? = nil) {
        pack(
            { output, input, tap in weights[(output * inputChannels + input) * 9 + tap] }, scale: scale)
    }

    /// Takes `weights` [C, O, 3, 3] of the layer whose input gradient this computes: flipped, with inputs and outputs exchanged.
    func packInputGradient(_ weights: UnsafePointer<Float>) {
        pack({ output, input, tap in weights[(input * outputChannels + output) * 9 + (8 - tap)] }, scale: nil)
    }

    private func pack(_ weight: (_ output: Int, _ input: Int, _ tap: Int) -> Float, scale: ((_ output: Int) -> Float)?) {
        var first = 0
        for block in blocks {
            for output in first..<first + block {
                let factor = scale?(output) ?? 1
                for input in 0..<inputChannels {
                    let taps = InlineArray<9, Float> { weight(output, input, $0) * factor }
                    for column in 0..<Winograd.columnPoints {
                        let along = Winograd.columnWeights[column]
                        let rows = InlineArray<3, Float> { along[0] * taps[3 * $0] + along[1] * taps[3 * $0 + 1] + along[2] * taps[3 * $0 + 2] }
                        let start = values + (column * Winograd.rowPoints * pointStride + first * Winograd.rowPoints * inputChannels)
                        let inner = start + (2 * input * block + output - first)
                        let outer = inner + 2 * inputChannels * block
                        inner[0] = (rows[0] + rows[1] + rows[2]) / 2
                        inner[block] = (rows[0] - rows[1] + rows[2]) / 2
                        outer[0] = rows[0]
                        outer[block] = rows[2]
                    }
                }
            }
            first += block
        }
    }
}
