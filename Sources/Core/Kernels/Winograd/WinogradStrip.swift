/// One point along x of some pairs of rows: products of inputs and gradients, added to the sums of a weight gradient.
///
/// A row of inputs is [tiles, C], one of gradients [tiles, O]; sums are [4 points down the columns, C, O]. The sums of a block stay in registers along
/// all tiles of all pairs. Of input channels two go together, or one at the end.
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
    /// From the gradients of a row to those of the row below, and from pair to pair.
    let gradientRowStride: Int
    let gradientPairStride: Int

    /// From the sums of one point down the columns to the next.
    var pointStride: Int { inputs * outputs }

    /// The first or last point down the columns: the row of inputs `row`, 0 or 1, without the one two further down; gradients of one row.
    func addOuter(
        row: Int, input: Int, _ gradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>, _ block: Int, isPair: Bool
    ) {
        #if AVX512
            switch (block, isPair) {
            case (10, true): OuterBlock<10, 2>.add(self, row, input, gradients, sums)
            case (8, true): OuterBlock<8, 2>.add(self, row, input, gradients, sums)
            case (4, true): OuterBlock<4, 2>.add(self, row, input, gradients, sums)
            case (_, true): OuterBlock<1, 2>.add(self, row, input, gradients, sums)
            case (10, false): OuterBlock<10, 1>.add(self, row, input, gradients, sums)
            case (8, false): OuterBlock<8, 1>.add(self, row, input, gradients, sums)
            case (4, false): OuterBlock<4, 1>.add(self, row, input, gradients, sums)
            case (_, false): OuterBlock<1, 1>.add(self, row, input, gradients, sums)
            }
        #else
            switch (block, isPair) {
            case (5, true): OuterBlock<5, 2>.add(self, row, input, gradients, sums)
            case (4, true): OuterBlock<4, 2>.add(self, row, input, gradients, sums)
            case (_, true): OuterBlock<1, 2>.add(self, row, input, gradients, sums)
            case (5, false): OuterBlock<5, 1>.add(self, row, input, gradients, sums)
            case (4, false): OuterBlock<4, 1>.add(self, row, input, gradients, sums)
            case (_, false): OuterBlock<1, 1>.add(self, row, input, gradients, sums)
            }
        #endif
    }

    /// The two points in the middle: the rows of inputs 1 and 2 added and subtracted, gradients of both rows likewise.
    func addInner(input: Int, _ gradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>, _ block: Int, isPair: Bool) {
        #if AVX512
            switch (block, isPair) {
            case (5, true): InnerBlock<5, 2>.add(self, input, gradients, sums)
            case (4, true): InnerBlock<4, 2>.add(self, input, gradients, sums)
            case (2, true): InnerBlock<2, 2>.add(self, input, gradients, sums)
            case (_, true): InnerBlock<1, 2>.add(self, input, gradients, sums)
            case (5, false): InnerBlock<5, 1>.add(self, input, gradients, sums)
            case (4, false): InnerBlock<4, 1>.add(self, input, gradients, sums)
            case (2, false): InnerBlock<2, 1>.add(self, input, gradients, sums)
            case (_, false): InnerBlock<1, 1>.add(self, input, gradients, sums)
            }
        #else
            switch (block, isPair) {
            case (2, true): InnerBlock<2, 2>.add(self, input, gradients, sums)
            case (_, true): InnerBlock<1, 2>.add(self, input, gradients, sums)
            case (2, false): InnerBlock<2, 1>.add(self, input, gradients, sums)
            case (_, false): InnerBlock<1, 1>.add(self, input, gradients, sums)
            }
        #endif
    }
}

/// Sums of `channels` output channels and `inputs` input channels held in registers along all tiles.
private enum OuterBlock<let channels: Int, let inputs: Int> {
    @inline(never)
    static func add(_ strip: WinogradStrip, _ row: Int, _ input: Int, _ gradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>) {
        for part in 0..<RegisterLanes.perVector { addPart(strip, row, input, part, gradients.part(part), sums.part(part)) }
    }

    @inline(__always)
    private static func addPart(
        _ strip: WinogradStrip, _ row: Int, _ input: Int, _ part: Int, _ gradients: UnsafePointer<RegisterLanes>,
        _ sums: UnsafeMutablePointer<RegisterLanes>
    ) {
        let size = RegisterLanes.perVector
        var held = InlineArray<channels, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        for channel in 0..<channels {
            for other in 0..<inputs { held[channel][other] = sums[size &* (other &* strip.outputs &+ channel)] }
        }
        for pair in 0..<strip.pairs {
            var plus = (strip.rows[2 &* pair &+ row] + input).part(part)
            var minus = (strip.rows[2 &* pair &+ row &+ 2] + input).part(part)
            var gradients = gradients + size &* pair &* strip.gradientPairStride
            for _ in 0..<strip.tiles {
                var values = InlineArray<inputs, RegisterLanes> { _ in .zero }
                for other in 0..<inputs { values[other] = plus[size &* other] - minus[size &* other] }
                for channel in 0..<channels {
                    let gradient = gradients[size &* channel]
                    for other in 0..<inputs { held[channel][other] = held[channel][other].addingProduct(gradient, values[other]) }
                }
                plus += size &* strip.inputs
                minus += size &* strip.inputs
                gradients += size &* strip.outputs
            }
        }
        for channel in 0..<channels {
            for other in 0..<inputs { sums[size &* (other &* strip.outputs &+ channel)] = held[channel][other] }
        }
    }
}

/// As `OuterBlock`, with two sums for each pair of channels.
private enum InnerBlock<let channels: Int, let inputs: Int> {
    @inline(never)
    static func add(_ strip: WinogradStrip, _ input: Int, _ gradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>) {
        for part in 0..<RegisterLanes.perVector { addPart(strip, input, part, gradients.part(part), sums.part(part)) }
    }

    @inline(__always)
    private static func addPart(
        _ strip: WinogradStrip, _ input: Int, _ part: Int, _ gradients: UnsafePointer<RegisterLanes>, _ sums: UnsafeMutablePointer<RegisterLanes>
    ) {
        let size = RegisterLanes.perVector
        let others = sums + size &* strip.pointStride
        var heldSums = InlineArray<channels, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        var heldDifferences = InlineArray<channels, InlineArray<inputs, RegisterLanes>> { _ in .init { _ in .zero } }
        for channel in 0..<channels {
            for other in 0..<inputs {
                heldSums[channel][other] = sums[size &* (other &* strip.outputs &+ channel)]
                heldDifferences[channel][other] = others[size &* (other &* strip.outputs &+ channel)]
            }
        }
        for pair in 0..<strip.pairs {
            var middle = (strip.rows[2 &* pair &+ 1] + input).part(part)
            var lower = (strip.rows[2 &* pair &+ 2] + input).part(part)
            var upperGradients = gradients + size &* pair &* strip.gradientPairStride
            var lowerGradients = upperGradients + size &* strip.gradientRowStride
            for _ in 0..<strip.tiles {
                var added = InlineArray<inputs, RegisterLanes> { _ in .zero }
                var subtracted = InlineArray<inputs, RegisterLanes> { _ in .zero }
                for other in 0..<inputs {
                    let (upperValue, lowerValue) = (middle[size &* other], lower[size &* other])
                    added[other] = upperValue + lowerValue
                    subtracted[other] = lowerValue - upperValue
                }
                for channel in 0..<channels {
                    let (upperValue, lowerValue) = (upperGradients[size &* channel], lowerGradients[size &* channel])
                    let (sum, difference) = (upperValue + lowerValue, upperValue - lowerValue)
                    for other in 0..<inputs {
                        heldSums[channel][other] = heldSums[channel][other].addingProduct(sum, added[other])
                        heldDifferences[channel][other] = heldDifferences[channel][other].addingProduct(difference, subtracted[other])
                    }
                }
                middle += size &* strip.inputs
                lower += size &* strip.inputs
                upperGradients += size &* strip.outputs
                lowerGradients += size &* strip.outputs
            }
        }
        for channel in 0..<channels {
            for other in 0..<inputs {
                sums[size &* (other &* strip.outputs &+ channel)] = heldSums[channel][other]
                others[size &* (other &* strip.outputs &+ channel)] = heldDifferences[channel][other]
            }
        }
    }
}
