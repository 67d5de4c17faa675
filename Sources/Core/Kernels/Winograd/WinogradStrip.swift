/// All tiles of two rows at one point along x: products of inputs and gradients, added to the sums of a weight gradient.
///
/// Inputs are [tiles, C], gradients [tiles, O], sums [C, O] for each point down the columns. Of input channels two go together, or one at the end.
struct WinogradStrip {
    let tiles: Int
    let inputs: Int
    let outputs: Int

    /// From the sums of one point down the columns to the next.
    var pointStride: Int { inputs * outputs }

    /// The first or last point down the columns: inputs `plus` - `minus`, gradients of one row.
    func addOuter(
        _ plus: UnsafePointer<Lanes>, _ minus: UnsafePointer<Lanes>, _ gradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>,
        _ block: Int, _ pair: Bool
    ) {
        #if AVX512
            switch (block, pair) {
            case (10, true): OuterBlock<10, 2>.add(self, plus, minus, gradients, sums)
            case (8, true): OuterBlock<8, 2>.add(self, plus, minus, gradients, sums)
            case (4, true): OuterBlock<4, 2>.add(self, plus, minus, gradients, sums)
            case (_, true): OuterBlock<1, 2>.add(self, plus, minus, gradients, sums)
            case (10, false): OuterBlock<10, 1>.add(self, plus, minus, gradients, sums)
            case (8, false): OuterBlock<8, 1>.add(self, plus, minus, gradients, sums)
            case (4, false): OuterBlock<4, 1>.add(self, plus, minus, gradients, sums)
            case (_, false): OuterBlock<1, 1>.add(self, plus, minus, gradients, sums)
            }
        #else
            switch (block, pair) {
            case (5, true): OuterBlock<5, 2>.add(self, plus, minus, gradients, sums)
            case (4, true): OuterBlock<4, 2>.add(self, plus, minus, gradients, sums)
            case (_, true): OuterBlock<1, 2>.add(self, plus, minus, gradients, sums)
            case (5, false): OuterBlock<5, 1>.add(self, plus, minus, gradients, sums)
            case (4, false): OuterBlock<4, 1>.add(self, plus, minus, gradients, sums)
            case (_, false): OuterBlock<1, 1>.add(self, plus, minus, gradients, sums)
            }
        #endif
    }

    /// The two points in the middle: inputs `middle` and `lower` added and subtracted, gradients of both rows likewise.
    func addInner(
        _ middle: UnsafePointer<Lanes>, _ lower: UnsafePointer<Lanes>, _ upperGradients: UnsafePointer<Lanes>,
        _ lowerGradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>, _ block: Int, _ pair: Bool
    ) {
        #if AVX512
            switch (block, pair) {
            case (5, true): InnerBlock<5, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (4, true): InnerBlock<4, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (2, true): InnerBlock<2, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (_, true): InnerBlock<1, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (5, false): InnerBlock<5, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (4, false): InnerBlock<4, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (2, false): InnerBlock<2, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (_, false): InnerBlock<1, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            }
        #else
            switch (block, pair) {
            case (2, true): InnerBlock<2, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (_, true): InnerBlock<1, 2>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (2, false): InnerBlock<2, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            case (_, false): InnerBlock<1, 1>.add(self, middle, lower, upperGradients, lowerGradients, sums)
            }
        #endif
    }
}

// A vector of sixteen lanes takes two of AVX2's registers: there each half goes by itself, so that twice as many sums fit.
#if AVX512
    private typealias Part = SIMD16<Float>
#else
    private typealias Part = SIMD8<Float>
#endif

/// Registers that a vector of sixteen lanes takes.
private var parts: Int { @inline(__always) get { MemoryLayout<Lanes>.size / MemoryLayout<Part>.size } }

extension UnsafePointer<Lanes> {
    @inline(__always) fileprivate func part(_ number: Int) -> UnsafePointer<Part> {
        UnsafeRawPointer(self).assumingMemoryBound(to: Part.self) + number
    }
}

extension UnsafeMutablePointer<Lanes> {
    @inline(__always) fileprivate func part(_ number: Int) -> UnsafeMutablePointer<Part> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: Part.self) + number
    }
}

/// Sums of `channels` output channels and `inputs` input channels held in registers along the tiles.
private enum OuterBlock<let channels: Int, let inputs: Int> {
    @inline(never)
    static func add(
        _ strip: WinogradStrip, _ plus: UnsafePointer<Lanes>, _ minus: UnsafePointer<Lanes>, _ gradients: UnsafePointer<Lanes>,
        _ sums: UnsafeMutablePointer<Lanes>
    ) {
        for number in 0..<parts { addPart(strip, plus.part(number), minus.part(number), gradients.part(number), sums.part(number)) }
    }

    @inline(__always)
    private static func addPart(
        _ strip: WinogradStrip, _ plus: UnsafePointer<Part>, _ minus: UnsafePointer<Part>, _ gradients: UnsafePointer<Part>,
        _ sums: UnsafeMutablePointer<Part>
    ) {
        var held = InlineArray<channels, InlineArray<inputs, Part>> { _ in .init { _ in .zero } }
        for channel in 0..<channels {
            for input in 0..<inputs { held[channel][input] = sums[parts &* (input &* strip.outputs &+ channel)] }
        }
        var (plus, minus, gradients) = (plus, minus, gradients)
        for _ in 0..<strip.tiles {
            var values = InlineArray<inputs, Part> { _ in .zero }
            for input in 0..<inputs { values[input] = plus[parts &* input] - minus[parts &* input] }
            for channel in 0..<channels {
                let gradient = gradients[parts &* channel]
                for input in 0..<inputs { held[channel][input] = held[channel][input].addingProduct(gradient, values[input]) }
            }
            plus += parts &* strip.inputs
            minus += parts &* strip.inputs
            gradients += parts &* strip.outputs
        }
        for channel in 0..<channels {
            for input in 0..<inputs { sums[parts &* (input &* strip.outputs &+ channel)] = held[channel][input] }
        }
    }
}

/// As `OuterBlock`, with two sums for each pair of channels.
private enum InnerBlock<let channels: Int, let inputs: Int> {
    @inline(never)
    static func add(
        _ strip: WinogradStrip, _ middle: UnsafePointer<Lanes>, _ lower: UnsafePointer<Lanes>, _ upperGradients: UnsafePointer<Lanes>,
        _ lowerGradients: UnsafePointer<Lanes>, _ sums: UnsafeMutablePointer<Lanes>
    ) {
        for number in 0..<parts {
            addPart(strip, middle.part(number), lower.part(number), upperGradients.part(number), lowerGradients.part(number), sums.part(number))
        }
    }

    @inline(__always)
    private static func addPart(
        _ strip: WinogradStrip, _ middle: UnsafePointer<Part>, _ lower: UnsafePointer<Part>, _ upperGradients: UnsafePointer<Part>,
        _ lowerGradients: UnsafePointer<Part>, _ sums: UnsafeMutablePointer<Part>
    ) {
        let other = sums + parts &* strip.pointStride
        var heldSums = InlineArray<channels, InlineArray<inputs, Part>> { _ in .init { _ in .zero } }
        var heldDifferences = InlineArray<channels, InlineArray<inputs, Part>> { _ in .init { _ in .zero } }
        for channel in 0..<channels {
            for input in 0..<inputs {
                heldSums[channel][input] = sums[parts &* (input &* strip.outputs &+ channel)]
                heldDifferences[channel][input] = other[parts &* (input &* strip.outputs &+ channel)]
            }
        }
        var (middle, lower, upperGradients, lowerGradients) = (middle, lower, upperGradients, lowerGradients)
        for _ in 0..<strip.tiles {
            var added = InlineArray<inputs, Part> { _ in .zero }
            var subtracted = InlineArray<inputs, Part> { _ in .zero }
            for input in 0..<inputs {
                let (upperValue, lowerValue) = (middle[parts &* input], lower[parts &* input])
                added[input] = upperValue + lowerValue
                subtracted[input] = lowerValue - upperValue
            }
            for channel in 0..<channels {
                let (upperValue, lowerValue) = (upperGradients[parts &* channel], lowerGradients[parts &* channel])
                let (sum, difference) = (upperValue + lowerValue, upperValue - lowerValue)
                for input in 0..<inputs {
                    heldSums[channel][input] = heldSums[channel][input].addingProduct(sum, added[input])
                    heldDifferences[channel][input] = heldDifferences[channel][input].addingProduct(difference, subtracted[input])
                }
            }
            middle += parts &* strip.inputs
            lower += parts &* strip.inputs
            upperGradients += parts &* strip.outputs
            lowerGradients += parts &* strip.outputs
        }
        for channel in 0..<channels {
            for input in 0..<inputs {
                sums[parts &* (input &* strip.outputs &+ channel)] = heldSums[channel][input]
                other[parts &* (input &* strip.outputs &+ channel)] = heldDifferences[channel][input]
            }
        }
    }
}
