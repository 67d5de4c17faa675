/// Products of transformed inputs and weights, summed over input channels: the part of a Winograd convolution that multiplies.
enum WinogradProducts {
    /// All four points down the columns of one tile at one point along x, and from them both rows: [2, O] to `sums`.
    ///
    /// - Parameters:
    ///   - rows: the four transformed rows at this tile and point, [C] each.
    ///   - weights: at this point along x.
    @inline(__always)
    static func sum(_ rows: InlineArray<4, UnsafePointer<Lanes>>, _ weights: WinogradWeights, point: Int, _ sums: UnsafeMutablePointer<Lanes>) {
        let (inputs, outputs) = (weights.inputChannels, weights.outputChannels)
        var packed = UnsafePointer(weights.values) + point * Winograd.rowPoints * weights.pointStride
        var sums = sums
        for block in weights.blocks {
            #if AVX512
                switch block {
                case 12: WinogradBlock<12>.sum(rows, inputs, packed, sums, outputs)
                case 10: WinogradBlock<10>.sum(rows, inputs, packed, sums, outputs)
                case 8: WinogradBlock<8>.sum(rows, inputs, packed, sums, outputs)
                case 4: WinogradBlock<4>.sum(rows, inputs, packed, sums, outputs)
                default: WinogradBlock<1>.sum(rows, inputs, packed, sums, outputs)
                }
            #else
                switch block {
                case 5: WinogradBlock<5>.sum(rows, inputs, packed, sums, outputs)
                case 4: WinogradBlock<4>.sum(rows, inputs, packed, sums, outputs)
                default: WinogradBlock<1>.sum(rows, inputs, packed, sums, outputs)
                }
            #endif
            packed += Winograd.rowPoints * inputs * block
            sums += block
        }
    }
}

/// Two sums each for so many output channels, held in registers while the input channels stream by.
private enum WinogradBlock<let channels: Int> {
    /// - Parameters:
    ///   - weights: the inner points' [C, 2, channels], then the outer points' [C, 2, channels].
    ///   - stride: from the sums of one row to those of the other.
    @inline(never)
    static func sum(
        _ rows: InlineArray<4, UnsafePointer<Lanes>>, _ inputs: Int, _ weights: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Lanes>,
        _ stride: Int
    ) {
        for number in 0..<RegisterLanes.perVector {
            sum(
                rows[0].part(number), rows[1].part(number), rows[2].part(number), rows[3].part(number), inputs, weights, sums.part(number), stride)
        }
    }

    @inline(__always)
    private static func sum(
        _ row0: UnsafePointer<RegisterLanes>, _ row1: UnsafePointer<RegisterLanes>, _ row2: UnsafePointer<RegisterLanes>,
        _ row3: UnsafePointer<RegisterLanes>, _ inputs: Int, _ weights: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<RegisterLanes>,
        _ stride: Int
    ) {
        var upper = InlineArray<channels, RegisterLanes> { _ in .zero }
        var lower = InlineArray<channels, RegisterLanes> { _ in .zero }
        var weights = weights
        for input in 0..<inputs {
            let (value1, value2) = (row1[RegisterLanes.perVector &* input], row2[RegisterLanes.perVector &* input])
            let (plus, minus) = (value1 + value2, value2 - value1)
            for channel in 0..<channels {
                upper[channel] = upper[channel].addingProduct(plus, RegisterLanes(repeating: weights[channel]))
                lower[channel] = lower[channel].addingProduct(minus, RegisterLanes(repeating: weights[channels &+ channel]))
            }
            weights += 2 &* channels
        }
        // The inner points count in both rows; then each row takes an outer one.
        for channel in 0..<channels {
            let (near, odd) = (upper[channel] + lower[channel], upper[channel] - lower[channel])
            (upper[channel], lower[channel]) = (near, odd)
        }
        for input in 0..<inputs {
            let first = row0[RegisterLanes.perVector &* input] - row2[RegisterLanes.perVector &* input]
            let last = row3[RegisterLanes.perVector &* input] - row1[RegisterLanes.perVector &* input]
            for channel in 0..<channels {
                upper[channel] = upper[channel].addingProduct(first, RegisterLanes(repeating: weights[channel]))
                lower[channel] = lower[channel].addingProduct(last, RegisterLanes(repeating: weights[channels &+ channel]))
            }
            weights += 2 &* channels
        }
        for channel in 0..<channels {
            sums[RegisterLanes.perVector &* channel] = upper[channel]
            sums[RegisterLanes.perVector &* (stride &+ channel)] = lower[channel]
        }
    }
}
