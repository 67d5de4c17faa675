/// Weights as the row kernel wants them: for each block of output channels [C, K(y), K(x), block], the blocks one after the other.
struct PackedWeights {
    let kernelHeight: Int
    let kernelWidth: Int
    let inputChannels: Int
    let outputChannels: Int
    /// The sizes of the blocks of output channels.
    let blocks: [Int]
    let values: UnsafeMutablePointer<Float>

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, kernelHeight: Int, kernelWidth: Int) {
        (self.kernelHeight, self.kernelWidth) = (kernelHeight, kernelWidth)
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        blocks = RegisterBlocks.convolution(channels: outputChannels)
        values = arena.floats(inputChannels * outputChannels * kernelHeight * kernelWidth)
    }

    /// For a square kernel.
    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, kernelSize: Int) {
        self.init(arena, inputChannels: inputChannels, outputChannels: outputChannels, kernelHeight: kernelSize, kernelWidth: kernelSize)
    }

    private var taps: Int { kernelHeight * kernelWidth }

    /// Packs `weights` [O, C, K, K] for the forward pass, those of each output times its `scale`.
    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)? = nil) {
        pack { output, input, tap in
            let weight = weights[(output * inputChannels + input) * taps + tap]
            return scale.map { weight * $0(output) } ?? weight
        }
    }

    /// Packs `weights` [C, O, K, K] of the layer whose input gradient this computes: flipped, with inputs and outputs exchanged.
    func packInputGradient(_ weights: UnsafePointer<Float>) {
        pack { output, input, tap in weights[(input * outputChannels + output) * taps + (taps - 1 - tap)] }
    }

    /// Packs what `weight` says; taps are counted row by row.
    func pack(_ weight: (_ output: Int, _ input: Int, _ tap: Int) -> Float) {
        var next = values
        var first = 0
        for block in blocks {
            for input in 0..<inputChannels {
                for tap in 0..<taps {
                    for output in first..<first + block {
                        next.pointee = weight(output, input, tap)
                        next += 1
                    }
                }
            }
            first += block
        }
    }
}
