// The weight gradient of a convolution, a row of output gradients at a time; the input gradient is `Convolution.row` with flipped weights.
// Shapes: input [C, H, W], output gradient [O, H', W'], weight gradient [O, C, K, K] summed over rows, columns and lanes.

/// Sums of a convolution's weight gradient, a vector each until `addTotals` sums the lanes.
struct WeightGradient {
    let kernelSize: Int
    let inputChannels: Int
    let outputChannels: Int
    /// The sizes of the blocks of output channels.
    private let blocks: [Int]
    /// For each block [C, K(y), block, K(x)].
    private let weightSums: UnsafeMutablePointer<Lanes>
    /// [O].
    let biasSums: UnsafeMutablePointer<Lanes>

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, kernelSize: Int) {
        self.kernelSize = kernelSize
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        blocks = RegisterBlocks.weightGradient(channels: outputChannels, kernelSize: kernelSize)
        weightSums = arena.lanes(inputChannels * outputChannels * kernelSize * kernelSize)
        biasSums = arena.lanes(outputChannels)
    }

    /// Forgets all sums.
    func clear() {
        weightSums.update(repeating: .zero, count: inputChannels * outputChannels * kernelSize * kernelSize)
        biasSums.update(repeating: .zero, count: outputChannels)
    }

    /// Adds one row of output gradients; `gradient` is channel 0 of it and `gradientStride` leads to the next channel.
    func addRow(_ gradient: UnsafePointer<Lanes>, gradientStride: Int, width: Int, inputs: RowWindow) {
        var sums = weightSums
        var first = 0
        for block in blocks {
            let rows = gradient + first * gradientStride
            for input in 0..<inputChannels {
                for ky in 0..<kernelSize {
                    let row = inputs.base + (input * inputs.planeStride + inputs.offsets[ky])
                    switch (block, kernelSize) {
                    case (8, 3): WeightGradientBlock<8, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (5, 3): WeightGradientBlock<5, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (4, 3): WeightGradientBlock<4, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (3, 3): WeightGradientBlock<3, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (2, 3): WeightGradientBlock<2, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (1, 3): WeightGradientBlock<1, 3>.addRow(rows, gradientStride, row, width, sums)
                    case (5, 5): WeightGradientBlock<5, 5>.addRow(rows, gradientStride, row, width, sums)
                    case (4, 5): WeightGradientBlock<4, 5>.addRow(rows, gradientStride, row, width, sums)
                    case (2, 5): WeightGradientBlock<2, 5>.addRow(rows, gradientStride, row, width, sums)
                    case (1, 5): WeightGradientBlock<1, 5>.addRow(rows, gradientStride, row, width, sums)
                    case (2, 7): WeightGradientBlock<2, 7>.addRow(rows, gradientStride, row, width, sums)
                    case (1, 7): WeightGradientBlock<1, 7>.addRow(rows, gradientStride, row, width, sums)
                    default: preconditionFailure("no kernel for a block of \(block) channels and size \(kernelSize)")
                    }
                    sums += block * kernelSize
                }
            }
            first += block
        }
    }

    /// Adds the lanes' totals to `weights` [O, C, K, K] and `bias` [O].
    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) {
        var sums = UnsafePointer(weightSums)
        var first = 0
        for block in blocks {
            for input in 0..<inputChannels {
                for ky in 0..<kernelSize {
                    for output in first..<first + block {
                        let row = weights + ((output * inputChannels + input) * kernelSize + ky) * kernelSize
                        for kx in 0..<kernelSize {
                            row[kx] += sums.pointee.total
                            sums += 1
                        }
                    }
                }
            }
            first += block
        }
        for channel in 0..<outputChannels { bias[channel] += biasSums[channel].total }
    }
}

/// `channels` x `kernel` sums held in registers along a row.
private enum WeightGradientBlock<let channels: Int, let kernel: Int> {
    #if AVX512
        @inline(never)
        static func addRow(
            _ gradient: UnsafePointer<Lanes>, _ gradientStride: Int, _ input: UnsafePointer<Lanes>, _ width: Int, _ sums: UnsafeMutablePointer<Lanes>
        ) {
            var held = InlineArray<channels, InlineArray<kernel, Lanes>> { _ in .init { _ in .zero } }
            for channel in 0..<channels {
                for kx in 0..<kernel { held[channel][kx] = sums[channel * kernel + kx] }
            }
            // The window of inputs moves along in registers: one load of it a column instead of `kernel`.
            var window = InlineArray<kernel, Lanes> { _ in .zero }
            for kx in 1..<kernel { window[kx] = input[kx &- 1] }
            for x in 0..<width {
                for kx in 1..<kernel { window[kx &- 1] = window[kx] }
                window[kernel &- 1] = input[x &+ kernel &- 1]
                for channel in 0..<channels {
                    let value = gradient[channel &* gradientStride &+ x]
                    for kx in 0..<kernel { held[channel][kx] = held[channel][kx].addingProduct(value, window[kx]) }
                }
            }
            for channel in 0..<channels {
                for kx in 0..<kernel { sums[channel * kernel + kx] = held[channel][kx] }
            }
        }
    #else
        /// A vector of sixteen lanes takes two registers: each half goes by itself, so that twice as many sums fit.
        @inline(never)
        static func addRow(
            _ gradient: UnsafePointer<Lanes>, _ gradientStride: Int, _ input: UnsafePointer<Lanes>, _ width: Int, _ sums: UnsafeMutablePointer<Lanes>
        ) {
            for half in 0..<2 {
                addRow(
                    UnsafeRawPointer(gradient).assumingMemoryBound(to: HalfLanes.self) + half, gradientStride,
                    UnsafeRawPointer(input).assumingMemoryBound(to: HalfLanes.self) + half, width,
                    UnsafeMutableRawPointer(sums).assumingMemoryBound(to: HalfLanes.self) + half)
            }
        }

        private typealias HalfLanes = SIMD8<Float>

        @inline(__always)
        private static func addRow(
            _ gradient: UnsafePointer<HalfLanes>, _ gradientStride: Int, _ input: UnsafePointer<HalfLanes>, _ width: Int,
            _ sums: UnsafeMutablePointer<HalfLanes>
        ) {
            var held = InlineArray<channels, InlineArray<kernel, HalfLanes>> { _ in .init { _ in .zero } }
            for channel in 0..<channels {
                for kx in 0..<kernel { held[channel][kx] = sums[2 &* (channel * kernel + kx)] }
            }
            for x in 0..<width {
                for channel in 0..<channels {
                    let value = gradient[2 &* (channel &* gradientStride &+ x)]
                    for kx in 0..<kernel { held[channel][kx] = held[channel][kx].addingProduct(value, input[2 &* (x &+ kx)]) }
                }
            }
            for channel in 0..<channels {
                for kx in 0..<kernel { sums[2 &* (channel * kernel + kx)] = held[channel][kx] }
            }
        }
    #endif
}
