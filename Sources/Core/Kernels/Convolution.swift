// Convolution over lanes of faces, a row of outputs at a time: direct, in registers, for any number of channels.
// Shapes: input [C, H, W], weights [O, C, K, K], output [O, H-K+1, W-K+1]; "same" convolutions read an input with a border of zeros.
// Source: PyTorch's conv2d (cross-correlation), stride 1.

/// The input rows that one row of outputs reads: K rows of each channel, wherever they lie.
struct RowWindow {
    /// Channel 0; the offsets count from here.
    var base: UnsafePointer<Lanes>
    /// From one channel to the next.
    var planeStride: Int
    /// Where each of the K rows starts.
    var offsets: InlineArray<7, Int> = .init(repeating: 0)
    /// The rows that exist; the others would be zero and are left out.
    var rows: Range<Int>

    /// K neighbouring rows of a tensor, the first at `y`, from column `x` on; negative ones lie in its border.
    init(_ tensor: LaneTensor, y: Int, kernelSize: Int, x: Int = 0) {
        base = UnsafePointer(tensor.base)
        planeStride = tensor.planeStride
        rows = 0..<kernelSize
        for row in 0..<kernelSize { offsets[row] = (y + row) * tensor.rowStride + x }
    }

    /// The rows `y - K + 1 ... y` of a ring's gradient, for an input gradient; those outside 0..<`height` are left out.
    init(_ ring: RowRing, y: Int, kernelSize: Int, height: Int) {
        base = UnsafePointer(ring.base)
        planeStride = ring.planeStride
        let first = y - kernelSize + 1
        rows = max(0, -first)..<min(kernelSize, height - first)
        for row in rows { offsets[row] = ring.offset(first + row) - ring.border }
    }
}

/// The last few rows of a tensor that is produced row by row, with a border of zeros left and right.
struct RowRing {
    let base: UnsafeMutablePointer<Lanes>
    /// Rows that are kept.
    let depth: Int
    /// Zeros at either end of a row.
    let border: Int
    /// From one row to the next.
    let rowStride: Int
    /// From one channel to the next.
    var planeStride: Int { depth * rowStride }

    init(_ arena: LaneArena, channels: Int, depth: Int, width: Int, border: Int) {
        self.depth = depth
        self.border = border
        rowStride = width + 2 * border
        base = arena.lanes(channels * depth * rowStride)
    }

    /// Where row `y` starts within a channel, behind its border.
    @inline(__always) func offset(_ y: Int) -> Int { (y % depth) * rowStride + border }

    /// Row `y` of a channel.
    @inline(__always) func row(_ channel: Int, _ y: Int) -> UnsafeMutablePointer<Lanes> { base + (channel * planeStride + offset(y)) }
}

/// What happens to a row of outputs on its way out of the registers.
///
/// A type for each, so that the loop over the registers stays small: one that is not unrolled would put all of them into memory.
protocol RowEnding {
    /// The same for the output channels from `channel` on.
    func from(_ channel: Int) -> Self
    /// What becomes of one output.
    func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes
}

/// Nothing happens.
struct PlainEnding: RowEnding {
    func from(_ channel: Int) -> Self { self }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { value }
}

/// The bias [O] is added.
struct BiasEnding: RowEnding {
    let bias: UnsafePointer<Float>
    func from(_ channel: Int) -> Self { BiasEnding(bias: bias + channel) }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { value + bias[channel] }
}

/// The bias [O] is added, then negative values become zero.
struct RectifiedEnding: RowEnding {
    let bias: UnsafePointer<Float>
    func from(_ channel: Int) -> Self { RectifiedEnding(bias: bias + channel) }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { (value + bias[channel]).rectified }
}

/// Zero where a row of activations is not positive: the gradient of a ReLU.
struct ClosedEnding: RowEnding {
    /// Channel 0 of the row.
    let activation: UnsafePointer<Lanes>
    /// From one channel to the next.
    let stride: Int
    func from(_ channel: Int) -> Self { ClosedEnding(activation: activation + channel * stride, stride: stride) }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes {
        value.replacing(with: 0, where: activation[channel &* stride &+ x] .<= 0)
    }
}

/// Weights as the row kernel wants them: for each block of output channels [C, K, K, block], the blocks one after the other.
struct PackedWeights {
    let kernelSize: Int
    let inputChannels: Int
    let outputChannels: Int
    /// The sizes of the blocks of output channels.
    let blocks: [Int]
    let values: UnsafeMutablePointer<Float>

    init(_ arena: LaneArena, inputChannels: Int, outputChannels: Int, kernelSize: Int) {
        self.kernelSize = kernelSize
        self.inputChannels = inputChannels
        self.outputChannels = outputChannels
        blocks = Self.blocks(of: outputChannels)
        values = arena.floats(inputChannels * outputChannels * kernelSize * kernelSize)
    }

    /// Tens and eights that make up `channels`.
    ///
    /// - Precondition: there are such; the published networks have 10 and 8.
    static func blocks(of channels: Int) -> [Int] {
        for eights in 0...channels / 8 where (channels - 8 * eights) % 10 == 0 {
            return Array(repeating: 10, count: (channels - 8 * eights) / 10) + Array(repeating: 8, count: eights)
        }
        preconditionFailure("no register blocks for \(channels) channels")
    }

    /// Packs `weights` [O, C, K, K] for the forward pass.
    func packForward(_ weights: UnsafePointer<Float>) {
        let taps = kernelSize * kernelSize
        pack { output, input, tap in weights[(output * inputChannels + input) * taps + tap] }
    }

    /// Packs `weights` [C, O, K, K] of the layer whose input gradient this computes: flipped, with inputs and outputs exchanged.
    func packInputGradient(_ weights: UnsafePointer<Float>) {
        let taps = kernelSize * kernelSize
        pack { output, input, tap in weights[(input * outputChannels + output) * taps + (taps - 1 - tap)] }
    }

    private func pack(_ weight: (_ output: Int, _ input: Int, _ tap: Int) -> Float) {
        let taps = kernelSize * kernelSize
        var next = values
        var first = 0
        for block in blocks {
            for input in 0..<inputChannels {
                for tap in 0..<taps {
                    for output in first..<first + block {
                        next.pointee = weight(output, input, tap)
                        next += 1
                    }
                }
            }
            first += block
        }
    }
}

enum Convolution {
    /// One row of outputs, all channels.
    ///
    /// - Parameters:
    ///   - output: channel 0 of the row; `outputStride` leads to the next channel.
    ///   - width: outputs in the row.
    static func row<Ending: RowEnding>(
        _ window: RowWindow, weights: PackedWeights, output: UnsafeMutablePointer<Lanes>, outputStride: Int, width: Int, ending: Ending
    ) {
        let taps = weights.kernelSize * weights.kernelSize
        var packed = UnsafePointer(weights.values)
        var first = 0
        for block in weights.blocks {
            let out = output + first * outputStride
            let ending = ending.from(first)
            switch (block, weights.kernelSize, window.rows.count) {
            case (10, 3, 3): ConvolutionBlock<10, 2, 3, 3>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            case (10, 3, 2): ConvolutionBlock<10, 2, 3, 2>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            case (10, 3, 1): ConvolutionBlock<10, 2, 3, 1>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            case (8, 3, 3): ConvolutionBlock<8, 3, 3, 3>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            case (8, 3, 2): ConvolutionBlock<8, 3, 3, 2>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            case (8, 3, 1): ConvolutionBlock<8, 3, 3, 1>.row(window, weights.inputChannels, packed, out, outputStride, width, ending)
            default: preconditionFailure("no kernel for a block of \(block) channels and size \(weights.kernelSize)")
            }
            packed += block * weights.inputChannels * taps
            first += block
        }
    }
}

/// `channels` x `pixels` outputs held in registers while `rows` rows of inputs of each channel stream by.
///
/// All four are known when this is compiled, so that the loops over them vanish and the sums stay in registers.
private enum ConvolutionBlock<let channels: Int, let pixels: Int, let kernel: Int, let rows: Int> {
    @inline(never)
    static func row<Ending: RowEnding>(
        _ window: RowWindow, _ inputChannels: Int, _ weights: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Lanes>, _ outputStride: Int,
        _ width: Int, _ ending: Ending
    ) {
        var offsets = InlineArray<rows, Int>(repeating: 0)
        for row in 0..<rows { offsets[row] = window.offsets[window.rows.lowerBound + row] }
        let weights = weights + window.rows.lowerBound * kernel * channels
        var x = 0
        while x + pixels <= width {
            block(window, offsets, inputChannels, weights, output, outputStride, x, ending)
            x += pixels
        }
        while x < width {
            ConvolutionBlock<channels, 1, kernel, rows>.block(window, offsets, inputChannels, weights, output, outputStride, x, ending)
            x += 1
        }
    }

    @inline(__always)
    static func block<Ending: RowEnding>(
        _ window: RowWindow, _ offsets: InlineArray<rows, Int>, _ inputChannels: Int, _ weights: UnsafePointer<Float>,
        _ output: UnsafeMutablePointer<Lanes>, _ outputStride: Int, _ x: Int, _ ending: Ending
    ) {
        var sums = InlineArray<channels, InlineArray<pixels, Lanes>> { _ in .init { _ in .zero } }
        var plane = window.base + x
        var planeWeights = weights
        for _ in 0..<inputChannels {
            var weight = planeWeights
            for ky in 0..<rows {
                let row = plane + offsets[ky]
                for kx in 0..<kernel {
                    for channel in 0..<channels {
                        let broadcast = Lanes(repeating: weight[channel])
                        for pixel in 0..<pixels { sums[channel][pixel] = sums[channel][pixel].addingProduct(row[kx + pixel], broadcast) }
                    }
                    weight += channels
                }
            }
            plane += window.planeStride
            planeWeights += kernel * kernel * channels
        }
        for channel in 0..<channels {
            for pixel in 0..<pixels {
                output[channel &* outputStride &+ x &+ pixel] = ending(sums[channel][pixel], channel: channel, x: x &+ pixel)
            }
        }
    }
}
