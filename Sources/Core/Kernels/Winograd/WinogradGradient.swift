// The weight gradient of a 3x3 convolution among transformed inputs and gradients: at each point a product of inputs and gradients, 24 where direct
// convolution needs 72, and one transform of the sums at the end. It is the same bilinear form as `Winograd`'s forward pass, solved for the weights.

/// Sums of a weight gradient at all points, a vector each until `addTotals` sums the lanes.
///
/// Some pairs of rows are multiplied together, since all sums go through the registers each time.
final class WinogradGradient {
    private let inputChannels: Int
    let outputChannels: Int
    private let inputs: TransformedRows
    /// [6 points along x, 4 along y, C, O].
    private let pointSums: UnsafeMutablePointer<Lanes>
    /// Output gradients, transformed along x: [6, pairs, 2, tiles, O].
    private let gradients: UnsafeMutablePointer<Lanes>
    /// [O].
    let biasSums: UnsafeMutablePointer<Lanes>
    private let outerBlocks: [Int]
    private let innerBlocks: [Int]
    /// Row pairs that go together.
    private let pairLimit: Int
    /// Pairs that wait, and the row of the first.
    private var waiting = 0
    private var firstRow = 0

    private static var points: Int { Winograd.columnPoints * Winograd.rowPoints }

    /// Row pairs that are multiplied together where a row has so many tiles: some 24 tiles, which hides the way of the sums through the registers.
    static func pairLimit(tiles: Int) -> Int { max(1, min(WinogradStrip.mostPairs, 24 / tiles)) }

    /// - Parameter inputs: which keeps the rows of all pairs that go together.
    init(_ arena: LaneArena, _ scratch: ScratchArena, inputs: TransformedRows, outputChannels: Int) {
        (self.inputs, inputChannels, self.outputChannels) = (inputs, inputs.channels, outputChannels)
        pairLimit = Self.pairLimit(tiles: inputs.tiles)
        pointSums = scratch.lanes(Self.points * inputChannels * outputChannels)
        gradients = scratch.lanes(Winograd.columnPoints * pairLimit * Winograd.tileHeight * inputs.tiles * outputChannels)
        biasSums = arena.lanes(outputChannels)
        (outerBlocks, innerBlocks) = RegisterBlocks.winogradGradient(channels: outputChannels)
    }

    private var gradientRowStride: Int { inputs.tiles * outputChannels }
    private var gradientPairStride: Int { Winograd.tileHeight * gradientRowStride }
    private var gradientPointStride: Int { pairLimit * gradientPairStride }

    /// Forgets all sums.
    func clear() {
        waiting = 0
        pointSums.update(repeating: .zero, count: Self.points * inputChannels * outputChannels)
        biasSums.update(repeating: .zero, count: outputChannels)
    }

    /// Adds two rows of output gradients; the inputs hold the four rows from `y` on that they read.
    func addRows(_ rows: GradientRows, _ y: Int) {
        if waiting == 0 { firstRow = y }
        transform(rows, gradients + waiting * gradientPairStride)
        waiting += 1
        if waiting == pairLimit { multiply() }
    }

    /// Multiplies what waits.
    private func multiply() {
        let stride = inputChannels * outputChannels
        for point in 0..<Winograd.columnPoints {
            let strip = WinogradStrip(
                tiles: inputs.tiles, inputs: inputChannels, outputs: outputChannels, pairs: waiting,
                rows: .init { UnsafePointer(inputs.row(firstRow + $0)) + point * inputs.pointStride }, gradientRowStride: gradientRowStride,
                gradientPairStride: gradientPairStride)
            let upper = UnsafePointer(gradients) + point * gradientPointStride
            let lower = upper + gradientRowStride
            for input in Swift.stride(from: 0, to: inputChannels, by: 2) {
                let isPair = input + 1 < inputChannels
                let sums = pointSums + (point * Winograd.rowPoints * stride + input * outputChannels)
                var first = 0
                for block in outerBlocks {
                    strip.addOuter(row: 0, input: input, upper + first, sums + first, block, isPair: isPair)
                    strip.addOuter(row: 1, input: input, lower + first, sums + (3 * stride + first), block, isPair: isPair)
                    first += block
                }
                first = 0
                for block in innerBlocks {
                    strip.addInner(input: input, upper + first, sums + (stride + first), block, isPair: isPair)
                    first += block
                }
            }
        }
        waiting = 0
    }

    private func transform(_ rows: GradientRows, _ pair: UnsafeMutablePointer<Lanes>) {
        let whole = rows.width / Winograd.tileWidth
        for row in 0..<Winograd.tileHeight {
            let source = rows.base + row * rows.rowStride
            for tile in 0..<inputs.tiles {
                let target = pair + (row * gradientRowStride + tile * outputChannels)
                let first = tile * Winograd.tileWidth
                if tile < whole {
                    Self.transform(target, gradientPointStride, source + first, rows.stride, outputChannels)
                    continue
                }
                for channel in 0..<outputChannels {
                    let line = source + channel * rows.stride
                    let values = InlineArray<4, Lanes> { first + $0 < rows.width ? line[first + $0] : .zero }
                    Winograd.transformGradients(values[0], values[1], values[2], values[3], target + channel, gradientPointStride)
                }
            }
        }
    }

    /// One tile of one row, all channels.
    @inline(never)
    private static func transform(
        _ target: UnsafeMutablePointer<Lanes>, _ pointStride: Int, _ source: UnsafePointer<Lanes>, _ stride: Int, _ channels: Int
    ) {
        for channel in 0..<channels {
            let line = source + channel &* stride
            Winograd.transformGradients(line[0], line[1], line[2], line[3], target + channel, pointStride)
        }
    }

    /// Adds the lanes' totals, taken back from the points, to `weights` [O, C, 3, 3] and `bias` [O].
    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) {
        if waiting > 0 { multiply() }
        for output in 0..<outputChannels {
            for input in 0..<inputChannels {
                Self.addTotals(
                    pointSums + (input * outputChannels + output), inputChannels * outputChannels, weights + (output * inputChannels + input) * 9)
            }
        }
        for channel in 0..<outputChannels { bias[channel] += biasSums[channel].total }
    }

    /// Adds the nine taps of one kernel; its sums lie `stride` apart.
    private static func addTotals(_ sums: UnsafePointer<Lanes>, _ stride: Int, _ weights: UnsafeMutablePointer<Float>) {
        var taps = InlineArray<9, Lanes> { _ in .zero }
        for point in 0..<Winograd.columnPoints {
            let sums = sums + point &* Winograd.rowPoints &* stride
            let half = (sums[stride] + sums[2 &* stride]) * 0.5
            // The sums of the last point have the other sign: its gradient goes in as it is.
            let rows: InlineArray<3, Lanes> = [sums[0] + half, (sums[stride] - sums[2 &* stride]) * 0.5, half - sums[3 &* stride]]
            let along = Winograd.columnWeights[point]
            for ky in 0..<3 { for kx in 0..<3 { taps[3 &* ky &+ kx] = taps[3 &* ky &+ kx].addingProduct(rows[ky], Lanes(repeating: along[kx])) } }
        }
        for tap in 0..<9 { weights[tap] += taps[tap].total }
    }
}
