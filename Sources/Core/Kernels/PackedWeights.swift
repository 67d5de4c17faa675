/// Weights as the row kernel wants them: for each block of output channels [C, K, K, block], the blocks one after the other.
struct PackedWeights {
    let kernelSize: Int
    let inputChannels: Int
    let outputChannels: Int
    /// The sizes of the blocks of output channels.
    let blocks: [Int]
    let values: UnsafeMutablePointer<Float>

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, kernelSize: Int) {
        self.kernelSize = kernelSize
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        blocks = RegisterBlocks.convolution(channels: outputChannels)
        values = arena.floats(inputChannels * outputChannels * kernelSize * kernelSize)
    }

    /// Packs `weights` [O, C, K, K] for the forward pass, those of each output times its `scale`.
    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)? = nil) {
        let taps = kernelSize * kernelSize
        pack { output, input, tap in
            let weight = weights[(output * inputChannels + input) * taps + tap]
            return scale.map { weight * $0(output) } ?? weight
        }
    }

    /// Packs `weights` [C, O, K, K] of the layer whose input gradient this computes: flipped, with inputs and outputs exchanged.
    func packInputGradient(_ weights: UnsafePointer<Float>) {
        let taps = kernelSize * kernelSize
        pack { output, input, tap in weights[(input * outputChannels + output) * taps + (taps - 1 - tap)] }
    }

    private func pack(_ weight: (_ output: Int, _ input: Int, _ tap: Int) -> Float) {
        let taps = kernelSize * kernelSize
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
