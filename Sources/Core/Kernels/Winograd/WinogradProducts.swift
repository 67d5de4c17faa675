/// Products of transformed inputs and weights, summed over input channels: the part of a Winograd convolution that multiplies.
enum WinogradProducts {
    /// Sums for one point of one tile, [block], from the inputs `plus` + `other`, [C].
    @inline(__always)
    static func add(
        _ plus: UnsafePointer<Lanes>, _ other: UnsafePointer<Lanes>, _ block: Int, _ weights: WinogradWeights, _ packed: UnsafePointer<Float>,
        _ sums: UnsafeMutablePointer<Lanes>
    ) {
        let (inputs, stride) = (weights.inputChannels, weights.outputChannels)
        #if AVX512
            switch block {
            case 16: WinogradBlock<16>.add(plus, other, inputs, packed, stride, sums)
            case 10: WinogradBlock<10>.add(plus, other, inputs, packed, stride, sums)
            case 8: WinogradBlock<8>.add(plus, other, inputs, packed, stride, sums)
            case 4: WinogradBlock<4>.add(plus, other, inputs, packed, stride, sums)
            default: WinogradBlock<1>.add(plus, other, inputs, packed, stride, sums)
            }
        #else
            switch block {
            case 5: WinogradBlock<5>.add(plus, other, inputs, packed, stride, sums)
            case 4: WinogradBlock<4>.add(plus, other, inputs, packed, stride, sums)
            default: WinogradBlock<1>.add(plus, other, inputs, packed, stride, sums)
            }
        #endif
    }

    /// Sums for one point of one tile, [block], from the inputs `plus` - `minus`, [C].
    @inline(__always)
    static func subtract(
        _ plus: UnsafePointer<Lanes>, _ minus: UnsafePointer<Lanes>, _ block: Int, _ weights: WinogradWeights, _ packed: UnsafePointer<Float>,
        _ sums: UnsafeMutablePointer<Lanes>
    ) {
        let (inputs, stride) = (weights.inputChannels, weights.outputChannels)
        #if AVX512
            switch block {
            case 16: WinogradBlock<16>.subtract(plus, minus, inputs, packed, stride, sums)
            case 10: WinogradBlock<10>.subtract(plus, minus, inputs, packed, stride, sums)
            case 8: WinogradBlock<8>.subtract(plus, minus, inputs, packed, stride, sums)
            case 4: WinogradBlock<4>.subtract(plus, minus, inputs, packed, stride, sums)
            default: WinogradBlock<1>.subtract(plus, minus, inputs, packed, stride, sums)
            }
        #else
            switch block {
            case 5: WinogradBlock<5>.subtract(plus, minus, inputs, packed, stride, sums)
            case 4: WinogradBlock<4>.subtract(plus, minus, inputs, packed, stride, sums)
            default: WinogradBlock<1>.subtract(plus, minus, inputs, packed, stride, sums)
            }
        #endif
    }

    /// Down the columns: sums [4, O] to [2, O].
    @inline(never)
    static func sumRows(_ sums: UnsafePointer<Lanes>, _ outputs: Int, _ target: UnsafeMutablePointer<Lanes>) {
        for channel in 0..<outputs {
            let (near, odd) = (sums[outputs &+ channel], sums[2 &* outputs &+ channel])
            target[channel] = sums[channel] + near + odd
            target[outputs &+ channel] = near - odd - sums[3 &* outputs &+ channel]
        }
    }
}

/// So many output channels of one tile's point held in registers while the input channels stream by.
private enum WinogradBlock<let channels: Int> {
    @inline(never)
    static func add(
        _ plus: UnsafePointer<Lanes>, _ other: UnsafePointer<Lanes>, _ inputs: Int, _ weights: UnsafePointer<Float>, _ stride: Int,
        _ target: UnsafeMutablePointer<Lanes>
    ) { sum({ plus[$0] + other[$0] }, inputs, weights, stride, target) }

    @inline(never)
    static func subtract(
        _ plus: UnsafePointer<Lanes>, _ minus: UnsafePointer<Lanes>, _ inputs: Int, _ weights: UnsafePointer<Float>, _ stride: Int,
        _ target: UnsafeMutablePointer<Lanes>
    ) { sum({ plus[$0] - minus[$0] }, inputs, weights, stride, target) }

    @inline(__always)
    private static func sum(
        _ value: (_ input: Int) -> Lanes, _ inputs: Int, _ weights: UnsafePointer<Float>, _ stride: Int, _ target: UnsafeMutablePointer<Lanes>
    ) {
        var sums = InlineArray<channels, Lanes> { _ in .zero }
        var weights = weights
        for input in 0..<inputs {
            let value = value(input)
            for channel in 0..<channels { sums[channel] = sums[channel].addingProduct(value, Lanes(repeating: weights[channel])) }
            weights += stride
        }
        for channel in 0..<channels { target[channel] = sums[channel] }
    }
}
