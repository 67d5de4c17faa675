// The weight gradient of a 3x3 convolution among transformed inputs and gradients: at each point a product of inputs and gradients, 24 where direct
// convolution needs 72, and one transform of the sums at the end. It is the same bilinear form as `Winograd`'s forward pass, solved for the weights.

/// Sums of a weight gradient at all points, a vector each until `addTotals` sums the lanes.
struct WinogradGradient {
    private let inputChannels: Int
    private let outputChannels: Int
    private let tiles: Int
    /// [6 points along x, 4 along y, C, O].
    private let pointSums: UnsafeMutablePointer<Lanes>
    /// Two rows of output gradients, transformed along x: [6, 2, tiles, O].
    private let gradients: UnsafeMutablePointer<Lanes>
    /// [O].
    let biasSums: UnsafeMutablePointer<Lanes>
    private let outerBlocks: [Int]
    private let innerBlocks: [Int]

    private static var points: Int { Winograd.columnPoints * Winograd.rowPoints }

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, tiles: Int) {
        (self.inputChannels, self.outputChannels, self.tiles) = (inputChannels, outputChannels, tiles)
        pointSums = arena.lanes(Self.points * inputChannels * outputChannels)
        gradients = arena.lanes(Winograd.columnPoints * Winograd.tileHeight * tiles * outputChannels)
        biasSums = arena.lanes(outputChannels)
        (outerBlocks, innerBlocks) = RegisterBlocks.winogradGradient(channels: outputChannels)
    }

    /// Forgets all sums.
    func clear() {
        pointSums.update(repeating: .zero, count: Self.points * inputChannels * outputChannels)
        biasSums.update(repeating: .zero, count: outputChannels)
    }

    /// Adds two rows of output gradients; `inputs` holds the four rows from `y` on that they read.
    func addRows(_ rows: GradientRows, _ inputs: TransformedRows, _ y: Int) {
        transform(rows)
        let window = InlineArray<4, UnsafePointer<Lanes>> { UnsafePointer(inputs.row(y + $0)) }
        let plane = tiles * outputChannels
        for column in 0..<Winograd.columnPoints {
            let upper = UnsafePointer(gradients) + column * Winograd.tileHeight * plane
            let lower = upper + plane
            var input = 0
            while input < inputChannels {
                let pair = input + 1 < inputChannels
                let start = column * inputs.pointStride + input
                let sums = pointSums + (column * Winograd.rowPoints * inputChannels + input) * outputChannels
                let strip = WinogradStrip(tiles: tiles, inputs: inputChannels, outputs: outputChannels)
                var first = 0
                for block in outerBlocks {
                    strip.addOuter(window[0] + start, window[2] + start, upper + first, sums + first, block, pair)
                    strip.addOuter(window[1] + start, window[3] + start, lower + first, sums + (3 * strip.pointStride + first), block, pair)
                    first += block
                }
                first = 0
                for block in innerBlocks {
                    strip.addInner(
                        window[1] + start, window[2] + start, upper + first, lower + first, sums + (strip.pointStride + first), block, pair)
                    first += block
                }
                input += pair ? 2 : 1
            }
        }
    }

    private func transform(_ rows: GradientRows) {
        let plane = tiles * outputChannels
        let whole = rows.width / Winograd.tileWidth
        for row in 0..<Winograd.tileHeight {
            let source = rows.base + row * rows.rowStride
            for tile in 0..<tiles {
                let target = gradients + (row * plane + tile * outputChannels)
                let first = tile * Winograd.tileWidth
                if tile < whole {
                    Self.transform(target, Winograd.tileHeight * plane, source + first, rows.stride, outputChannels)
                    continue
                }
                for channel in 0..<outputChannels {
                    let line = source + channel * rows.stride
                    let values = InlineArray<4, Lanes> { first + $0 < rows.width ? line[first + $0] : .zero }
                    Winograd.transformGradients(values[0], values[1], values[2], values[3], target + channel, Winograd.tileHeight * plane)
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

    /// Adds one row of output gradients to the bias gradient.
    func addBiasRow(_ row: GradientRows) {
        for channel in 0..<outputChannels {
            var sum = Lanes.zero
            for x in 0..<row.width { sum += row.base[channel * row.stride + x] }
            biasSums[channel] += sum
        }
    }

    /// Adds the lanes' totals, taken back from the points, to `weights` [O, C, 3, 3] and `bias` [O].
    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) {
        let stride = inputChannels * outputChannels
        for output in 0..<outputChannels {
            for input in 0..<inputChannels {
                var taps = InlineArray<9, Float> { _ in 0 }
                for column in 0..<Winograd.columnPoints {
                    let sums = pointSums + (column * Winograd.rowPoints * stride + input * outputChannels + output)
                    let (near, odd) = (sums[stride], sums[2 * stride])
                    let half = (near + odd) * 0.5
                    // The last point's gradient has the other sign, see `addRows`.
                    let rows: InlineArray<3, Float> = [
                        (sums[0] + half).total, ((near - odd) * 0.5).total, (half - sums[3 * stride]).total,
                    ]
                    for ky in 0..<3 { for kx in 0..<3 { taps[3 * ky + kx] += Winograd.columnWeights[column][kx] * rows[ky] } }
                }
                let target = weights + (output * inputChannels + input) * 9
                for tap in 0..<9 { target[tap] += taps[tap] }
            }
        }
        for channel in 0..<outputChannels { bias[channel] += biasSums[channel].total }
    }
}
