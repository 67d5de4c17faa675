// Convolution over lanes of faces, a row of outputs at a time: direct, in registers, for any number of channels.
// Shapes: input [C, H, W], weights [O, C, K, K], output [O, H-K+1, W-K+1], kernels of any height too; "same" convolutions read an input with a border of zeros.
// Source: PyTorch's conv2d (cross-correlation), stride 1.

enum Convolution {
    /// One row of outputs, all channels.
    static func row(_ window: RowWindow, weights: PackedWeights, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        switch ending {
        case .plain: row(window, weights, target, PlainEpilogue())
        case .bias(let bias): row(window, weights, target, BiasEpilogue(bias: bias))
        case .rectified(let bias): row(window, weights, target, ReLUEpilogue(bias: bias))
        case .reluGradient(let activation, let stride, _): row(window, weights, target, ReLUGradientEpilogue(activation: activation, stride: stride))
        }
    }

    private static func row(_ window: RowWindow, _ weights: PackedWeights, _ target: RowTarget, _ ending: some ChannelEpilogue) {
        var packed = UnsafePointer(weights.values)
        var first = 0
        for block in weights.blocks {
            let (target, ending) = (target.from(first), ending.from(first))
            switch weights.kernelWidth {
            case 1: row(window, KernelWidth<1>.self, block, weights, packed, target, ending)
            case 3: row(window, KernelWidth<3>.self, block, weights, packed, target, ending)
            case 5: row(window, KernelWidth<5>.self, block, weights, packed, target, ending)
            case 7: row(window, KernelWidth<7>.self, block, weights, packed, target, ending)
            default: preconditionFailure("no kernel of width \(weights.kernelWidth)")
            }
            packed += block * weights.inputChannels * weights.kernelHeight * weights.kernelWidth
            first += block
        }
    }

    /// The kernel for one block of channels. As many pixels as the registers hold beside inputs and a weight; see `RegisterBlocks`.
    @inline(__always)
    private static func row<let width: Int>(
        _ window: RowWindow, _ kernelWidth: KernelWidth<width>.Type, _ block: Int, _ packed: PackedWeights, _ weights: UnsafePointer<Float>,
        _ target: RowTarget, _ ending: some ChannelEpilogue
    ) {
        let (inputs, height) = (packed.inputChannels, packed.kernelHeight)
        #if AVX512
            switch block {
            case 10: ConvolutionBlock<10, 2, width>.row(window, inputs, height, weights, target, ending)
            case 8: ConvolutionBlock<8, 3, width>.row(window, inputs, height, weights, target, ending)
            case 4: ConvolutionBlock<4, 6, width>.row(window, inputs, height, weights, target, ending)
            default: ConvolutionBlock<1, 8, width>.row(window, inputs, height, weights, target, ending)
            }
        #else
            switch block {
            case 5: ConvolutionBlock<5, 1, width>.row(window, inputs, height, weights, target, ending)
            case 4: ConvolutionBlock<4, 1, width>.row(window, inputs, height, weights, target, ending)
            default: ConvolutionBlock<1, 4, width>.row(window, inputs, height, weights, target, ending)
            }
        #endif
    }
}

/// The width of a convolution's kernel as a type.
private enum KernelWidth<let width: Int> {}

/// `channels` x `pixels` outputs held in registers while the rows of inputs of each channel stream by.
///
/// All three are known when this is compiled, so that the loops over them vanish and the sums stay in registers.
private enum ConvolutionBlock<let channels: Int, let pixels: Int, let kernel: Int> {
    @inline(never)
    static func row(
        _ window: RowWindow, _ inputChannels: Int, _ height: Int, _ weights: UnsafePointer<Float>, _ target: RowTarget,
        _ ending: some ChannelEpilogue
    ) {
        // Read in place: a subscript would copy all of them, once a row of a kernel.
        withUnsafePointer(to: window.offsets) { offsets in
            let offsets = UnsafeRawPointer(offsets).assumingMemoryBound(to: Int.self)
            let weights = weights + window.rows.lowerBound * kernel * channels
            var x = 0
            while x + pixels <= target.width {
                block(window, offsets, inputChannels, height, weights, target, x, ending)
                x += pixels
            }
            while x < target.width {
                ConvolutionBlock<channels, 1, kernel>.block(window, offsets, inputChannels, height, weights, target, x, ending)
                x += 1
            }
        }
    }

    @inline(__always)
    static func block(
        _ window: RowWindow, _ offsets: UnsafePointer<Int>, _ inputChannels: Int, _ height: Int, _ weights: UnsafePointer<Float>,
        _ target: RowTarget, _ x: Int, _ ending: some ChannelEpilogue
    ) {
        var sums = InlineArray<channels, InlineArray<pixels, Lanes>> { _ in .init { _ in .zero } }
        var plane = window.base + x
        var planeWeights = weights
        for _ in 0..<inputChannels {
            var weight = planeWeights
            for ky in window.rows {
                let row = plane + offsets[ky]
                // Written out, since the compiler leaves a loop of this size as it is, and then loads each input `kernel` times.
                addTap(0, row, weight, &sums)
                if kernel > 1 {
                    addTap(1, row, weight, &sums)
                    addTap(2, row, weight, &sums)
                }
                if kernel > 3 {
                    addTap(3, row, weight, &sums)
                    addTap(4, row, weight, &sums)
                }
                if kernel > 5 {
                    addTap(5, row, weight, &sums)
                    addTap(6, row, weight, &sums)
                }
                weight += kernel &* channels
            }
            plane += window.planeStride
            planeWeights += height &* kernel &* channels
        }
        for channel in 0..<channels {
            for pixel in 0..<pixels {
                target.base[channel &* target.stride &+ x &+ pixel] = ending(sums[channel][pixel], channel: channel, x: x &+ pixel)
            }
        }
    }

    @inline(__always)
    private static func addTap(
        _ kx: Int, _ row: UnsafePointer<Lanes>, _ weight: UnsafePointer<Float>, _ sums: inout InlineArray<channels, InlineArray<pixels, Lanes>>
    ) {
        for channel in 0..<channels {
            let broadcast = Lanes(repeating: weight[kx * channels + channel])
            for pixel in 0..<pixels { sums[channel][pixel] = sums[channel][pixel].addingProduct(row[kx + pixel], broadcast) }
        }
    }
}
