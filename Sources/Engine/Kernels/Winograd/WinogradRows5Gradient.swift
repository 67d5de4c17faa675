// The weight gradient of a 5x5 convolution among transformed inputs and gradients: six products where direct convolution has ten, and one transform of
// the sums at the end. It is the same bilinear form as the forward pass of `WinogradRows5`, solved for the weights.

/// Sums of a weight gradient at all points, a vector each until `addTotals` sums the lanes.
///
/// Some rows are multiplied together, since all sums go through the registers each time.
final class WinogradRows5Gradient {
    private let inputChannels: Int
    let outputChannels: Int
    private let inputs: TransformedRows
    /// [6 points, 5 rows of the kernel, C, O].
    private let pointSums: UnsafeMutablePointer<Lanes>
    /// Output gradients, transformed: [6, rows, O, tiles].
    private let gradients: UnsafeMutablePointer<Lanes>
    /// [O].
    let biasSums: UnsafeMutablePointer<Lanes>
    private let blocks: ChannelBlocks
    /// Rows that wait, the first of them, and tiles that have a gradient.
    private var waiting = 0
    private var firstRow = 0
    private var tiles = 0

    /// - Parameter inputs: which keeps the rows that `RowTileStrip.rowsTogether` rows of outputs read.
    init(_ arena: LaneArena, _ scratch: ScratchArena, inputs: TransformedRows, outputChannels: Int) {
        (self.inputs, inputChannels, self.outputChannels) = (inputs, inputs.channels, outputChannels)
        pointSums = scratch.lanes(WinogradRows5.points * WinogradRows5.kernelSize * inputs.channels * outputChannels)
        gradients = scratch.lanes(WinogradRows5.points * RowTileStrip.rowsTogether * outputChannels * inputs.tiles)
        biasSums = arena.lanes(outputChannels)
        blocks = RegisterBlocks.winogradGradient(inputs: inputs.channels, outputs: outputChannels)
    }

    private var kernelStride: Int { inputChannels * outputChannels }
    private var gradientRowStride: Int { outputChannels * inputs.tiles }
    private var gradientPointStride: Int { RowTileStrip.rowsTogether * gradientRowStride }

    /// Forgets all sums.
    func clear() {
        waiting = 0
        pointSums.update(repeating: .zero, count: WinogradRows5.points * WinogradRows5.kernelSize * kernelStride)
        biasSums.update(repeating: .zero, count: outputChannels)
    }

    /// Adds a row of output gradients; the inputs hold the five rows from `y` on that it reads.
    func addRow(_ row: GradientRows, _ y: Int) {
        if waiting == 0 { firstRow = y }
        tiles = WinogradRows5.tiling.tiles(outputs: row.width)
        Self.transform(gradients + waiting * gradientRowStride, gradientPointStride, inputs.tiles, row, outputChannels)
        waiting += 1
        if waiting == RowTileStrip.rowsTogether { multiply() }
    }

    @inline(never)
    private static func transform(
        _ target: UnsafeMutablePointer<Lanes>, _ pointStride: Int, _ channelStride: Int, _ row: GradientRows, _ channels: Int
    ) {
        let whole = row.width / WinogradRows5.tileWidth
        for channel in 0..<channels {
            let (line, points) = (row.base + channel &* row.stride, target + channel &* channelStride)
            for tile in 0..<whole { WinogradRows5.transformGradients(line[2 &* tile], line[2 &* tile &+ 1], points + tile, pointStride) }
            if row.width % WinogradRows5.tileWidth != 0 { WinogradRows5.transformGradients(line[2 &* whole], .zero, points + whole, pointStride) }
        }
    }

    /// Multiplies what waits.
    private func multiply() {
        for point in 0..<WinogradRows5.points {
            for kernelRow in 0..<WinogradRows5.kernelSize {
                let strip = RowTileStrip(
                    tiles: tiles, rowCount: waiting,
                    rows: .init { UnsafePointer(inputs.row(firstRow + kernelRow + $0)) + point * inputs.pointStride },
                    channelStride: inputs.tiles, gradients: UnsafePointer(gradients) + point * gradientPointStride,
                    gradientRowStride: gradientRowStride, sums: pointSums + (point * WinogradRows5.kernelSize + kernelRow) * kernelStride,
                    outputs: outputChannels)
                blocks.forEach { output, outputBlock, input, inputBlock in
                    strip.add(output: output, outputBlock: outputBlock, input: input, inputBlock: inputBlock)
                }
            }
        }
        waiting = 0
    }

    /// Adds the lanes' totals, taken back from the points, to `weights` [O, C, 5, 5] and `bias` [O].
    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) {
        if waiting > 0 { multiply() }
        for output in 0..<outputChannels {
            for input in 0..<inputChannels {
                let kernel = weights + (output * inputChannels + input) * (WinogradRows5.kernelSize * WinogradRows5.kernelSize)
                for row in 0..<WinogradRows5.kernelSize {
                    Self.addTaps(
                        pointSums + (row * kernelStride + input * outputChannels + output), WinogradRows5.kernelSize * kernelStride,
                        kernel + row * WinogradRows5.kernelSize)
                }
            }
        }
        for channel in 0..<outputChannels { bias[channel] += biasSums[channel].total }
    }

    @inline(never)
    private static func addTaps(_ sums: UnsafePointer<Lanes>, _ stride: Int, _ weights: UnsafeMutablePointer<Float>) {
        let taps = WinogradRows5.taps(sums, stride)
        weights[0] += taps[0].total
        weights[1] += taps[1].total
        weights[2] += taps[2].total
        weights[3] += taps[3].total
        weights[4] += taps[4].total
    }
}

/// One point and one row of the kernel over some rows of outputs: products of inputs and gradients, added to the sums of a weight gradient.
///
/// A row of inputs is [C, tiles], one of gradients [O, tiles]; sums are [C, O]. The sums of a block of channels stay in registers along all of it.
struct RowTileStrip {
    /// The most rows of outputs that go together: enough to hide the way of the sums through the registers, few enough to stay in the first-level cache
    /// from one row of the kernel to the next.
    static let rowsTogether = 4

    let tiles: Int
    /// Rows of outputs.
    let rowCount: Int
    /// The row of inputs that each of them reads; what lies behind `rowCount` is not read.
    let rows: InlineArray<4, UnsafePointer<Lanes>>
    /// From one channel to the next, in inputs and gradients.
    let channelStride: Int
    let gradients: UnsafePointer<Lanes>
    let gradientRowStride: Int
    let sums: UnsafeMutablePointer<Lanes>
    let outputs: Int

    /// The block of channels that begins with `output` and `input`.
    @inline(__always)
    func add(output: Int, outputBlock: Int, input: Int, inputBlock: Int) {
        #if AVX512
            switch (outputBlock, inputBlock) {
            case (5, 5): OuterProducts<5, 5>.add(self, output, input)
            case (5, 4): OuterProducts<5, 4>.add(self, output, input)
            case (5, _): OuterProducts<5, 1>.add(self, output, input)
            case (4, 5): OuterProducts<4, 5>.add(self, output, input)
            case (4, 4): OuterProducts<4, 4>.add(self, output, input)
            case (4, _): OuterProducts<4, 1>.add(self, output, input)
            case (_, 5): OuterProducts<1, 5>.add(self, output, input)
            case (_, 4): OuterProducts<1, 4>.add(self, output, input)
            case (_, _): OuterProducts<1, 1>.add(self, output, input)
            }
        #else
            switch (outputBlock, inputBlock) {
            case (5, 2): OuterProducts<5, 2>.add(self, output, input)
            case (5, _): OuterProducts<5, 1>.add(self, output, input)
            case (4, 2): OuterProducts<4, 2>.add(self, output, input)
            case (4, _): OuterProducts<4, 1>.add(self, output, input)
            case (_, 2): OuterProducts<1, 2>.add(self, output, input)
            case (_, _): OuterProducts<1, 1>.add(self, output, input)
            }
        #endif
    }
}

/// Sums of `outputs` x `inputs` channels held in registers.
private enum OuterProducts<let outputs: Int, let inputs: Int> {
    @inline(never)
    static func add(_ strip: RowTileStrip, _ output: Int, _ input: Int) {
        for part in 0..<RegisterLanes.perVector { add(strip, output, input, part) }
    }

    @inline(__always)
    private static func add(_ strip: RowTileStrip, _ output: Int, _ input: Int, _ part: Int) {
        let size = RegisterLanes.perVector
        let (stride, sumStride) = (size &* strip.channelStride, size &* strip.outputs)
        let sums = (strip.sums + (input &* strip.outputs &+ output)).part(part)
        var held = InlineArray<outputs, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        for channel in 0..<outputs {
            for other in 0..<inputs { held[channel][other] = sums[other &* sumStride &+ size &* channel] }
        }
        for row in 0..<strip.rowCount {
            var values = (strip.rows[row] + input &* strip.channelStride).part(part)
            var gradients = (strip.gradients + (row &* strip.gradientRowStride &+ output &* strip.channelStride)).part(part)
            for _ in 0..<strip.tiles {
                var window = InlineArray<inputs, RegisterLanes> { _ in .zero }
                for other in 0..<inputs { window[other] = values[other &* stride] }
                for channel in 0..<outputs {
                    let gradient = gradients[channel &* stride]
                    for other in 0..<inputs { held[channel][other] = held[channel][other].addingProduct(gradient, window[other]) }
                }
                values += size
                gradients += size
            }
        }
        for channel in 0..<outputs {
            for other in 0..<inputs { sums[other &* sumStride &+ size &* channel] = held[channel][other] }
        }
    }
}
