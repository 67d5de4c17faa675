/// Products of transformed inputs and weights, summed over input channels: the part of a Winograd convolution that multiplies.
enum WinogradProducts {
    /// Tiles whose sums are held in registers together, so that a weight is loaded once for all of them.
    #if AVX512
        static let tilesTogether = 2
    #else
        static let tilesTogether = 1
    #endif

    /// All four points down the columns of some neighbouring tiles at one point along x, and from them both rows: [2, O] each to `sums`.
    ///
    /// - Parameters:
    ///   - rows: the four transformed rows at the first tile and this point, [C] each.
    ///   - inputStride: from one tile to the next.
    ///   - tiles: `tilesTogether` or one.
    ///   - weights: at this point along x.
    ///   - sumStride: from one tile to the next.
    @inline(__always)
    static func sum(
        _ rows: InlineArray<4, UnsafePointer<Lanes>>, inputStride: Int, tiles: Int, _ weights: WinogradWeights, point: Int,
        _ sums: UnsafeMutablePointer<Lanes>, sumStride: Int
    ) {
        let work = WinogradWork(
            rows: rows, inputStride: inputStride, inputs: weights.inputChannels, outputs: weights.outputChannels, sumStride: sumStride)
        var packed = UnsafePointer(weights.values) + point * Winograd.rowPoints * weights.pointStride
        var sums = sums
        for block in weights.blocks {
            #if AVX512
                switch (block, tiles) {
                case (5, 2): WinogradBlock<5, 2>.sum(work, packed, sums)
                case (6, 2): WinogradBlock<6, 2>.sum(work, packed, sums)
                case (4, 2): WinogradBlock<4, 2>.sum(work, packed, sums)
                case (_, 2): WinogradBlock<1, 2>.sum(work, packed, sums)
                case (5, _): WinogradBlock<5, 1>.sum(work, packed, sums)
                case (6, _): WinogradBlock<6, 1>.sum(work, packed, sums)
                case (4, _): WinogradBlock<4, 1>.sum(work, packed, sums)
                default: WinogradBlock<1, 1>.sum(work, packed, sums)
                }
            #else
                switch block {
                case 5: WinogradBlock<5, 1>.sum(work, packed, sums)
                case 4: WinogradBlock<4, 1>.sum(work, packed, sums)
                default: WinogradBlock<1, 1>.sum(work, packed, sums)
                }
            #endif
            packed += Winograd.rowPoints * weights.inputChannels * block
            sums += block
        }
    }
}

/// Where a block of a Winograd product finds its inputs and how its sums lie.
private struct WinogradWork {
    let rows: InlineArray<4, UnsafePointer<Lanes>>
    /// From one tile to the next.
    let inputStride: Int
    let inputs: Int
    /// From the sums of one row to those of the other.
    let outputs: Int
    /// From one tile to the next.
    let sumStride: Int
}

/// Two sums each for so many output channels of so many tiles, held in registers while the input channels stream by.
private enum WinogradBlock<let channels: Int, let tiles: Int> {
    private typealias Sums = InlineArray<channels, InlineArray<tiles, RegisterLanes>>

    /// - Parameter weights: the inner points' [C, 2, channels], then the outer points' [C, 2, channels].
    @inline(never)
    static func sum(_ work: WinogradWork, _ weights: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Lanes>) {
        for number in 0..<RegisterLanes.perVector {
            sum(
                work.rows[0].part(number), work.rows[1].part(number), work.rows[2].part(number), work.rows[3].part(number), work, weights,
                sums.part(number))
        }
    }

    @inline(__always)
    private static func sum(
        _ row0: UnsafePointer<RegisterLanes>, _ row1: UnsafePointer<RegisterLanes>, _ row2: UnsafePointer<RegisterLanes>,
        _ row3: UnsafePointer<RegisterLanes>, _ work: WinogradWork, _ weights: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<RegisterLanes>
    ) {
        let size = RegisterLanes.perVector
        let tileStride = size &* work.inputStride
        var upper = Sums { _ in .init { _ in .zero } }
        var lower = Sums { _ in .init { _ in .zero } }
        var weights = weights
        for input in 0..<work.inputs {
            var plus = InlineArray<tiles, RegisterLanes> { _ in .zero }
            var minus = InlineArray<tiles, RegisterLanes> { _ in .zero }
            for tile in 0..<tiles {
                let index = tile &* tileStride &+ size &* input
                (plus[tile], minus[tile]) = (row1[index] + row2[index], row2[index] - row1[index])
            }
            add(plus, weights, &upper)
            add(minus, weights + channels, &lower)
            weights += 2 &* channels
        }
        // The inner points count in both rows; then each row takes an outer one.
        for channel in 0..<channels {
            for tile in 0..<tiles {
                let (near, odd) = (upper[channel][tile] + lower[channel][tile], upper[channel][tile] - lower[channel][tile])
                (upper[channel][tile], lower[channel][tile]) = (near, odd)
            }
        }
        for input in 0..<work.inputs {
            var first = InlineArray<tiles, RegisterLanes> { _ in .zero }
            var last = InlineArray<tiles, RegisterLanes> { _ in .zero }
            for tile in 0..<tiles {
                let index = tile &* tileStride &+ size &* input
                (first[tile], last[tile]) = (row0[index] - row2[index], row3[index] - row1[index])
            }
            add(first, weights, &upper)
            add(last, weights + channels, &lower)
            weights += 2 &* channels
        }
        for tile in 0..<tiles {
            let target = sums + size &* tile &* work.sumStride
            for channel in 0..<channels {
                target[size &* channel] = upper[channel][tile]
                target[size &* (work.outputs &+ channel)] = lower[channel][tile]
            }
        }
    }

    /// Adds the products of one input channel's values and its weights.
    @inline(__always)
    private static func add(_ values: InlineArray<tiles, RegisterLanes>, _ weights: UnsafePointer<Float>, _ sums: inout Sums) {
        for channel in 0..<channels {
            let weight = RegisterLanes(repeating: weights[channel])
            for tile in 0..<tiles { sums[channel][tile] = sums[channel][tile].addingProduct(values[tile], weight) }
        }
    }
}
