/// What happens to outputs on their way out of the registers.
enum ConvolutionEpilogue {
    /// Nothing.
    case plain
    /// The bias [O] is added.
    case bias(UnsafePointer<Float>)
    /// The bias [O] is added, then negative values become zero.
    case rectified(UnsafePointer<Float>)
    /// Zero where a row of activations, given by its channel 0, is not positive: the gradient of a ReLU. `stride` leads to the next channel,
    /// `rowStride` to the row below.
    case reluGradient(UnsafePointer<Lanes>, stride: Int, rowStride: Int)
}

/// Where one or two rows of outputs go.
struct RowTarget {
    /// Channel 0 of the first row.
    let base: UnsafeMutablePointer<Lanes>
    /// From one channel to the next.
    let stride: Int
    /// From the first row to the second.
    var rowStride = 0
    let width: Int

    /// The same for the channels from `channel` on.
    func from(_ channel: Int) -> RowTarget { RowTarget(base: base + channel * stride, stride: stride, rowStride: rowStride, width: width) }
}

extension RowTarget {
    /// The row `y` of a tensor, and the one below.
    init(_ tensor: LaneTensor, y: Int, width: Int) {
        self.init(base: tensor.row(0, y), stride: tensor.planeStride, rowStride: tensor.rowStride, width: width)
    }

    /// The row `y` of a ring, and the one below where its depth and `y` are even.
    init(_ ring: RowRing, y: Int, width: Int) {
        self.init(base: ring.row(0, y), stride: ring.planeStride, rowStride: ring.rowStride, width: width)
    }
}

/// A `ConvolutionEpilogue` as a type of its own, so that the loop over the registers stays small: one that is not unrolled would put all of them into memory.
protocol ChannelEpilogue {
    /// The same for the channels from `channel` on.
    func from(_ channel: Int) -> Self
    /// The same for the row below.
    func below() -> Self
    /// What becomes of an output.
    func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes
}

/// `ConvolutionEpilogue.plain`.
struct PlainEpilogue: ChannelEpilogue {
    func from(_ channel: Int) -> Self { self }
    func below() -> Self { self }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { value }
}

/// `ConvolutionEpilogue.bias`.
struct BiasEpilogue: ChannelEpilogue {
    let bias: UnsafePointer<Float>
    func from(_ channel: Int) -> Self { BiasEpilogue(bias: bias + channel) }
    func below() -> Self { self }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { value + bias[channel] }
}

/// `ConvolutionEpilogue.rectified`.
struct ReLUEpilogue: ChannelEpilogue {
    let bias: UnsafePointer<Float>
    func from(_ channel: Int) -> Self { ReLUEpilogue(bias: bias + channel) }
    func below() -> Self { self }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes { (value + bias[channel]).rectified }
}

/// `ConvolutionEpilogue.reluGradient`.
struct ReLUGradientEpilogue: ChannelEpilogue {
    let activation: UnsafePointer<Lanes>
    let stride: Int
    var rowStride = 0
    func from(_ channel: Int) -> Self { ReLUGradientEpilogue(activation: activation + channel * stride, stride: stride, rowStride: rowStride) }
    func below() -> Self { ReLUGradientEpilogue(activation: activation + rowStride, stride: stride, rowStride: rowStride) }
    @inline(__always) func callAsFunction(_ value: Lanes, channel: Int, x: Int) -> Lanes {
        value.replacing(with: 0, where: activation[channel &* stride &+ x] .<= 0)
    }
}
