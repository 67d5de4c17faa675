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
    /// Output gradients, transformed along x: [pairs, 2, tiles, 6, O].
    private let gradients: UnsafeMutablePointer<Lanes>
    /// [O].
    let biasSums: UnsafeMutablePointer<Lanes>
    private let blocks: ChannelBlocks
    /// Row pairs that go together.
    private let pairLimit: Int
    /// Pairs that wait, and the row of the first.
    private var waiting = 0
    private var firstRow = 0

    private static var points: Int { Winograd.columnPoints * Winograd.rowPoints }

    /// Row pairs that are multiplied together where a row has so many tiles: some 16 tiles, which hides the way of the sums through the
    /// registers. With many more, what they read is no longer in the first-level cache when the next point reads it.
    static func pairLimit(tiles: Int) -> Int { max(1, min(WinogradStrip.mostPairs, 16 / tiles)) }

    /// - Parameter inputs: which keeps the rows of all pairs that go together.
    init(_ arena: LaneArena, _ scratch: ScratchArena, inputs: TransformedRows, outputChannels: Int) {
        (self.inputs, inputChannels, self.outputChannels) = (inputs, inputs.channels, outputChannels)
        pairLimit = Self.pairLimit(tiles: inputs.tiles)
        pointSums = scratch.lanes(Self.points * inputChannels * outputChannels)
        gradients = scratch.lanes(Winograd.columnPoints * pairLimit * Winograd.tileHeight * inputs.tiles * outputChannels)
        biasSums = arena.lanes(outputChannels)
        blocks = RegisterBlocks.winogradGradient(inputs: inputs.channels, outputs: outputChannels)
    }

    private var gradientTileStride: Int { Winograd.columnPoints * outputChannels }
    private var gradientRowStride: Int { inputs.tiles * gradientTileStride }
    private var gradientPairStride: Int { Winograd.tileHeight * gradientRowStride }

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
        for point in 0..<Winograd.columnPoints {
            let strip = WinogradStrip(
                tiles: inputs.tiles, inputs: inputChannels, outputs: outputChannels, pairs: waiting,
                rows: .init { UnsafePointer(inputs.row(firstRow + $0)) + point * inputs.pointStride },
                gradients: UnsafePointer(gradients) + point * outputChannels, gradientRowStride: gradientRowStride,
                gradientPairStride: gradientPairStride, sums: pointSums + point * Winograd.rowPoints * inputChannels * outputChannels)
            blocks.forEach { output, outputBlock, input, inputBlock in
                strip.add(output: output, outputBlock: outputBlock, input: input, inputBlock: inputBlock)
            }
        }
        waiting = 0
    }

    private func transform(_ rows: GradientRows, _ pair: UnsafeMutablePointer<Lanes>) {
        let whole = rows.width / Winograd.tileWidth
        for row in 0..<Winograd.tileHeight {
            let source = rows.base + row * rows.rowStride
            for tile in 0..<inputs.tiles {
                let target = pair + (row * gradientRowStride + tile * gradientTileStride)
                let first = tile * Winograd.tileWidth
                if tile < whole {
                    Self.transform(target, outputChannels, source + first, rows.stride, outputChannels)
                    continue
                }
                for channel in 0..<outputChannels {
                    let line = source + channel * rows.stride
                    let values = InlineArray<4, Lanes> { first + $0 < rows.width ? line[first + $0] : .zero }
                    Winograd.transformGradients(values[0], values[1], values[2], values[3], target + channel, outputChannels)
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
    ///
    /// A tap is a difference of sums. Where it is smaller than what they were rounded by it is taken for the zero that it is where an input is dead:
    /// Adam would make whole steps of the rest.
    @inline(never)
    private static func addTotals(_ sums: UnsafePointer<Lanes>, _ stride: Int, _ weights: UnsafeMutablePointer<Float>) {
        @inline(__always) func sum(_ point: Int, _ row: Int) -> Lanes { sums[(point &* Winograd.rowPoints &+ row) &* stride] }
        @inline(__always) func magnitude(_ point: Int, _ row: Int) -> Lanes { sum(point, row).magnitude }
        // The sums of the last point have the other sign: its gradient goes in as it is.
        @inline(__always) func upper(_ point: Int) -> TapPart {
            (sum(point, 0) + (sum(point, 1) + sum(point, 2)) * 0.5, magnitude(point, 0) + (magnitude(point, 1) + magnitude(point, 2)) * 0.5)
        }
        @inline(__always) func middle(_ point: Int) -> TapPart {
            ((sum(point, 1) - sum(point, 2)) * 0.5, (magnitude(point, 1) + magnitude(point, 2)) * 0.5)
        }
        @inline(__always) func lower(_ point: Int) -> TapPart {
            ((sum(point, 1) + sum(point, 2)) * 0.5 - sum(point, 3), (magnitude(point, 1) + magnitude(point, 2)) * 0.5 + magnitude(point, 3))
        }
        addTaps(upper(0), upper(1), upper(2), upper(3), upper(4), upper(5), weights)
        addTaps(middle(0), middle(1), middle(2), middle(3), middle(4), middle(5), weights + 3)
        addTaps(lower(0), lower(1), lower(2), lower(3), lower(4), lower(5), weights + 6)
    }

    /// What a point along x has for a row of taps, and its parts without signs.
    private typealias TapPart = (value: Lanes, magnitude: Lanes)

    /// Adds a row of three taps from what six points along x have for it.
    @inline(__always)
    private static func addTaps(
        _ p0: TapPart, _ p1: TapPart, _ p2: TapPart, _ p3: TapPart, _ p4: TapPart, _ p5: TapPart, _ weights: UnsafeMutablePointer<Float>
    ) {
        let taps = Winograd.weights(p0.value, p1.value, p2.value, p3.value, p4.value, p5.value)
        let parts = Winograd.weightMagnitudes(p0.magnitude, p1.magnitude + p2.magnitude, p3.magnitude + p4.magnitude, p5.magnitude)
        weights[0] += taps.0.cleared(below: parts.0 * roundingShare).total
        weights[1] += taps.1.cleared(below: parts.1 * roundingShare).total
        weights[2] += taps.2.cleared(below: parts.2 * roundingShare).total
    }

    /// Of a tap's parts, which rounding reaches: some units in the last place.
    static var roundingShare: Float { 0x1p-20 }
}

extension SIMD16<Float> {
    /// Without sign.
    @inline(__always) var magnitude: Self {
        unsafeBitCast(unsafeBitCast(self, to: SIMD16<UInt32>.self) & 0x7FFF_FFFF, to: Self.self)
    }

    /// Zero where it is smaller than `limit`.
    @inline(__always) func cleared(below limit: Self) -> Self { replacing(with: 0, where: magnitude .< limit) }
}
