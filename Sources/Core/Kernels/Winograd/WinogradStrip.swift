/// One point along x of some pairs of rows: products of inputs and gradients, added to the sums of a weight gradient.
///
/// A row of inputs is [tiles, C], one of gradients [tiles, O]; sums are [4 points down the columns, C, O]. The sums of a block of channels stay in
/// registers along all tiles of all pairs.
struct WinogradStrip {
    /// The most pairs of rows that go together.
    static let mostPairs = 8

    let tiles: Int
    let inputs: Int
    let outputs: Int
    /// Pairs of rows.
    let pairs: Int
    /// The rows of inputs that they read, two more than they have.
    let rows: InlineArray<18, UnsafePointer<Lanes>>
    /// The upper row of the first pair.
    let gradients: UnsafePointer<Lanes>
    /// From the gradients of a row to those of the row below, and from pair to pair.
    let gradientRowStride: Int
    let gradientPairStride: Int
    let sums: UnsafeMutablePointer<Lanes>

    /// All points down the columns for blocks of channels that begin with `output` and `input`.
    @inline(__always)
    func add(output: Int, outputBlock: Int, input: Int, inputBlock: Int) {
        #if AVX512
            switch (outputBlock, inputBlock) {
            case (5, 5): GradientBlock<5, 5>.add(self, output, input)
            case (5, 4): GradientBlock<5, 4>.add(self, output, input)
            case (5, _): GradientBlock<5, 1>.add(self, output, input)
            case (4, 5): GradientBlock<4, 5>.add(self, output, input)
            case (4, 4): GradientBlock<4, 4>.add(self, output, input)
            case (4, _): GradientBlock<4, 1>.add(self, output, input)
            case (_, 5): GradientBlock<1, 5>.add(self, output, input)
            case (_, 4): GradientBlock<1, 4>.add(self, output, input)
            case (_, _): GradientBlock<1, 1>.add(self, output, input)
            }
        #else
            switch (outputBlock, inputBlock) {
            case (5, 2): GradientBlock<5, 2>.add(self, output, input)
            case (5, _): GradientBlock<5, 1>.add(self, output, input)
            case (4, 2): GradientBlock<4, 2>.add(self, output, input)
            case (4, _): GradientBlock<4, 1>.add(self, output, input)
            case (_, 2): GradientBlock<1, 2>.add(self, output, input)
            case (_, _): GradientBlock<1, 1>.add(self, output, input)
            }
        #endif
    }
}

/// Sums of `outputs` x `inputs` channels held in registers.
private enum GradientBlock<let outputs: Int, let inputs: Int> {
    @inline(__always)
    static func add(_ strip: WinogradStrip, _ output: Int, _ input: Int) {
        for part in 0..<RegisterLanes.perVector {
            addUpper(strip, output, input, part)
            addSum(strip, output, input, part)
            addDifference(strip, output, input, part)
            addLower(strip, output, input, part)
        }
    }

    /// The first point: rows of inputs 0 and 2, the upper gradients.
    @inline(never)
    private static func addUpper(_ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int) {
        add(strip, output, input, part, point: 0, row: 0, below: 2, { $0 - $1 }, { upper, _, channel in upper[channel] })
    }

    @inline(never)
    private static func addSum(_ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int) {
        add(strip, output, input, part, point: 1, row: 1, below: 2, { $1 + $0 }, { upper, lower, channel in upper[channel] + lower[channel] })
    }

    @inline(never)
    private static func addDifference(_ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int) {
        add(strip, output, input, part, point: 2, row: 1, below: 2, { $1 - $0 }, { upper, lower, channel in upper[channel] - lower[channel] })
    }

    /// The last point: rows of inputs 1 and 3, the lower gradients.
    @inline(never)
    private static func addLower(_ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int) {
        add(strip, output, input, part, point: 3, row: 1, below: 3, { $0 - $1 }, { _, lower, channel in lower[channel] })
    }

    @inline(__always)
    private static func add(
        _ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int, point: Int, row: Int, below: Int,
        _ value: (RegisterLanes, RegisterLanes) -> RegisterLanes,
        _ gradient: (UnsafePointer<RegisterLanes>, UnsafePointer<RegisterLanes>, Int) -> RegisterLanes
    ) {
        let size = RegisterLanes.perVector
        let sums = (strip.sums + ((point &* strip.inputs &+ input) &* strip.outputs &+ output)).part(part)
        var held = InlineArray<outputs, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        for channel in 0..<outputs {
            for other in 0..<inputs { held[channel][other] = sums[size &* (other &* strip.outputs &+ channel)] }
        }
        for pair in 0..<strip.pairs {
            var above = (strip.rows[2 &* pair &+ row] + input).part(part)
            var under = (strip.rows[2 &* pair &+ below] + input).part(part)
            var upper = (strip.gradients + (pair &* strip.gradientPairStride &+ output)).part(part)
            var lower = upper + size &* strip.gradientRowStride
            for _ in 0..<strip.tiles {
                var values = InlineArray<inputs, RegisterLanes> { _ in .zero }
                for other in 0..<inputs { values[other] = value(above[size &* other], under[size &* other]) }
                for channel in 0..<outputs {
                    let gradient = gradient(upper, lower, size &* channel)
                    for other in 0..<inputs { held[channel][other] = held[channel][other].addingProduct(gradient, values[other]) }
                }
                above += size &* strip.inputs
                under += size &* strip.inputs
                upper += size &* strip.outputs
                lower += size &* strip.outputs
            }
        }
        for channel in 0..<outputs {
            for other in 0..<inputs { sums[size &* (other &* strip.outputs &+ channel)] = held[channel][other] }
        }
    }
}
