/// One point along x of some pairs of rows: products of inputs and gradients, added to the sums of a weight gradient.
///
/// A row of inputs is [tiles, 6 points along x, C], one of gradients [tiles, 6, O]; sums are [4 points down the columns, C, O]. The sums of a block of channels stay in
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

/// What a point down the columns multiplies: its part of two rows of inputs and of the two rows of gradients.
///
/// A type and not closures, which the compiler calls instead of putting them in when a kernel has many instances: all sums would go through memory.
private protocol StripPoint {
    /// Its place among the sums.
    static var number: Int { get }
    /// The rows of inputs, of the four that a pair of rows reads.
    static var rows: (above: Int, below: Int) { get }
    static func input(_ above: RegisterLanes, _ below: RegisterLanes) -> RegisterLanes
    static func gradient(_ upper: UnsafePointer<RegisterLanes>, _ lower: UnsafePointer<RegisterLanes>, _ channel: Int) -> RegisterLanes
}

/// The first point: the upper gradients.
private enum UpperPoint: StripPoint {
    @inline(__always) static var number: Int { 0 }
    @inline(__always) static var rows: (above: Int, below: Int) { (0, 2) }
    @inline(__always) package static func input(_ above: RegisterLanes, _ below: RegisterLanes) -> RegisterLanes { above - below }
    @inline(__always)
    static func gradient(_ upper: UnsafePointer<RegisterLanes>, _ lower: UnsafePointer<RegisterLanes>, _ channel: Int) -> RegisterLanes {
        upper[channel]
    }
}

private enum SumPoint: StripPoint {
    @inline(__always) static var number: Int { 1 }
    @inline(__always) static var rows: (above: Int, below: Int) { (1, 2) }
    @inline(__always) package static func input(_ above: RegisterLanes, _ below: RegisterLanes) -> RegisterLanes { below + above }
    @inline(__always)
    static func gradient(_ upper: UnsafePointer<RegisterLanes>, _ lower: UnsafePointer<RegisterLanes>, _ channel: Int) -> RegisterLanes {
        upper[channel] + lower[channel]
    }
}

private enum DifferencePoint: StripPoint {
    @inline(__always) static var number: Int { 2 }
    @inline(__always) static var rows: (above: Int, below: Int) { (1, 2) }
    @inline(__always) package static func input(_ above: RegisterLanes, _ below: RegisterLanes) -> RegisterLanes { below - above }
    @inline(__always)
    static func gradient(_ upper: UnsafePointer<RegisterLanes>, _ lower: UnsafePointer<RegisterLanes>, _ channel: Int) -> RegisterLanes {
        upper[channel] - lower[channel]
    }
}

/// The last point: the lower gradients.
private enum LowerPoint: StripPoint {
    @inline(__always) static var number: Int { 3 }
    @inline(__always) static var rows: (above: Int, below: Int) { (1, 3) }
    @inline(__always) package static func input(_ above: RegisterLanes, _ below: RegisterLanes) -> RegisterLanes { above - below }
    @inline(__always)
    static func gradient(_ upper: UnsafePointer<RegisterLanes>, _ lower: UnsafePointer<RegisterLanes>, _ channel: Int) -> RegisterLanes {
        lower[channel]
    }
}

/// Sums of `outputs` x `inputs` channels held in registers.
private enum GradientBlock<let outputs: Int, let inputs: Int> {
    @inline(__always)
    static func add(_ strip: WinogradStrip, _ output: Int, _ input: Int) {
        for part in 0..<RegisterLanes.perVector {
            add(UpperPoint.self, strip, output, input, part)
            add(SumPoint.self, strip, output, input, part)
            add(DifferencePoint.self, strip, output, input, part)
            add(LowerPoint.self, strip, output, input, part)
        }
    }

    @inline(never)
    private static func add<Point: StripPoint>(_: Point.Type, _ strip: WinogradStrip, _ output: Int, _ input: Int, _ part: Int) {
        let size = RegisterLanes.perVector
        let sums = (strip.sums + ((Point.number &* strip.inputs &+ input) &* strip.outputs &+ output)).part(part)
        var held = InlineArray<outputs, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        for channel in 0..<outputs {
            for other in 0..<inputs { held[channel][other] = sums[size &* (other &* strip.outputs &+ channel)] }
        }
        for pair in 0..<strip.pairs {
            var above = (strip.rows[2 &* pair &+ Point.rows.above] + input).part(part)
            var below = (strip.rows[2 &* pair &+ Point.rows.below] + input).part(part)
            var upper = (strip.gradients + (pair &* strip.gradientPairStride &+ output)).part(part)
            var lower = upper + size &* strip.gradientRowStride
            for _ in 0..<strip.tiles {
                var values = InlineArray<inputs, RegisterLanes> { _ in .zero }
                for other in 0..<inputs { values[other] = Point.input(above[size &* other], below[size &* other]) }
                for channel in 0..<outputs {
                    let gradient = Point.gradient(upper, lower, size &* channel)
                    for other in 0..<inputs { held[channel][other] = held[channel][other].addingProduct(gradient, values[other]) }
                }
                above += size &* Winograd.columnPoints &* strip.inputs
                below += size &* Winograd.columnPoints &* strip.inputs
                upper += size &* Winograd.columnPoints &* strip.outputs
                lower += size &* Winograd.columnPoints &* strip.outputs
            }
        }
        for channel in 0..<outputs {
            for other in 0..<inputs { sums[size &* (other &* strip.outputs &+ channel)] = held[channel][other] }
        }
    }
}
