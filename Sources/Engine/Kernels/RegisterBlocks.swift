/// How channels are divided into blocks whose sums fit the processor's registers: the one place that knows them.
///
/// AVX-512 has 32 registers of sixteen lanes: 10 x 2 or 8 x 3 sums leave room for inputs and a weight. Without it, a vector of sixteen lanes takes two of
/// 16 registers, and five sums fit. Counts that these do not make up get blocks of four and single channels.
enum RegisterBlocks {
    /// A number of channels, and what a block of so many costs beside others.
    private typealias Block = (channels: Int, cost: Int)

    /// The published widths' blocks first.
    #if AVX512
        private static let direct: [Block] = [(10, 100), (8, 81), (4, 50), (1, 20)]
        private static let winogradProducts: [Block] = [(5, 22), (6, 26), (4, 18), (1, 8)]
        private static let gradientOutputs: [Block] = [(5, 6), (4, 5), (1, 3)]
        private static let gradientInputs: [Block] = [(5, 6), (4, 5), (1, 3)]
    #else
        private static let direct: [Block] = [(5, 50), (4, 41), (1, 15)]
        private static let winogradProducts: [Block] = [(5, 11), (4, 9), (1, 4)]
        private static let gradientOutputs: [Block] = [(5, 6), (4, 5), (1, 3)]
        private static let gradientInputs: [Block] = [(2, 3), (1, 2)]
    #endif

    /// Blocks of output channels of a direct convolution.
    static func convolution(channels: Int) -> [Int] { cheapest(direct, channels) }

    /// Blocks of output channels of a Winograd convolution, a point of `WinogradProducts.tilesTogether` each.
    static func winograd(channels: Int) -> [Int] { cheapest(winogradProducts, channels) }

    /// Blocks of output and of input channels of its weight gradient, whose sums are those of a block of each.
    static func winogradGradient(inputs: Int, outputs: Int) -> ChannelBlocks {
        ChannelBlocks(inputs: cheapest(gradientInputs, inputs), outputs: cheapest(gradientOutputs, outputs))
    }

    /// The cheapest blocks that make up `channels`, larger ones first.
    private static func cheapest(_ sizes: [Block], _ channels: Int) -> [Int] {
        precondition(channels > 0, "a layer has a channel")
        var best: [(cost: Int, blocks: [Int])] = [(0, [])]
        for count in 1...channels {
            let choices = sizes.filter { $0.channels <= count }.map { size in
                (cost: best[count - size.channels].cost + size.cost, blocks: [size.channels] + best[count - size.channels].blocks)
            }
            guard let choice = choices.min(by: { $0.cost < $1.cost }) else { preconditionFailure("no block fits \(count) channels") }
            best.append(choice)
        }
        return best[channels].blocks.sorted(by: >)
    }

    /// Blocks of output channels in a weight gradient, which holds a sum for each of them and each column of the kernel.
    static func weightGradient(channels: Int, kernelSize: Int) -> [Int] {
        #if AVX512
            // 8 x 3, 5 x 5 and 2 x 7 sums.
            let largest = kernelSize == 3 ? [8, 5, 4] : kernelSize == 5 ? [5, 4] : [2]
        #else
            // 3 x 3, 2 x 5 and 1 x 7 sums of half a vector each.
            let largest = kernelSize == 3 ? [3] : kernelSize == 5 ? [2] : [1]
        #endif
        // The largest that leaves no rest, else the largest with smaller blocks behind.
        let size = largest.first { channels % $0 == 0 } ?? largest[0]
        let rest = channels % size
        return Array(repeating: size, count: channels / size) + (rest == 2 && kernelSize == 3 ? [2] : Array(repeating: 1, count: rest))
    }
}

/// Blocks of input and of output channels, each of which goes with each.
struct ChannelBlocks: Equatable {
    let inputs: [Int]
    let outputs: [Int]

    /// Calls `body` with the first channel and the size of a block of either.
    @inline(__always)
    func forEach(_ body: (_ output: Int, _ outputBlock: Int, _ input: Int, _ inputBlock: Int) -> Void) {
        var input = 0
        for inputBlock in inputs {
            var output = 0
            for outputBlock in outputs {
                body(output, outputBlock, input, inputBlock)
                output += outputBlock
            }
            input += inputBlock
        }
    }
}
