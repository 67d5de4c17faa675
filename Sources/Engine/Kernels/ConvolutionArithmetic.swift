/// The sizes of a convolution: [inputs, inputSide, inputSide] -> [outputs, convolvedSide, convolvedSide].
struct ConvolutionShape: Sendable, Equatable {
    let inputs: Int
    let outputs: Int
    let kernelSize: Int
    /// Zeros on each side of the input.
    let padding: Int
    let inputSide: Int

    var convolvedSide: Int { inputSide + 2 * padding - kernelSize + 1 }
}

/// How the convolution of one layer is computed: forward, for its input's gradient and for its weights'. One worker owns one of these.
///
/// Rows of outputs come `rowsAtOnce` at a time and in order, from row 0 on in each pass.
protocol ConvolutionArithmetic: AnyObject {
    /// Rows of outputs, or of gradients, that are computed together; a window then has one row of inputs more for each beyond the first.
    var rowsAtOnce: Int { get }
    /// [O], the sums of the bias gradient, a vector each until `addTotals`.
    var biasSums: UnsafeMutablePointer<Lanes> { get }

    /// Takes `weights` [O, C, K, K] for the forward pass, those of each output times its `scale`.
    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)?)
    /// Takes `weights` [O, C, K, K] for the input gradient.
    func packInputGradient(_ weights: UnsafePointer<Float>)
    /// Computes output rows from `y` on; `window` holds the rows of inputs that they read.
    func forward(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue)
    /// Computes rows of the input's gradient from `y` on; `window` holds the rows of output gradients that they read, from the left border on.
    func inputGradient(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue)
    /// Forgets the sums of the weights' and the bias's gradient.
    func clearSums()
    /// Adds the rows of output gradients from `y` on to the weights' gradient; `window` is the forward pass's.
    func addWeightGradient(_ y: Int, _ gradient: GradientRows, _ window: RowWindow)
    /// Adds one row of output gradients to the bias's gradient.
    func addBiasGradient(_ gradient: GradientRows)
    /// Adds the lanes' totals to `weights` [O, C, K, K] and `bias` [O].
    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>)
}

/// One or two rows of output gradients, all channels.
struct GradientRows {
    /// Channel 0 of the first row.
    let base: UnsafePointer<Lanes>
    /// From one channel to the next.
    let stride: Int
    /// From the first row to the second.
    var rowStride = 0
    let width: Int

    /// Adds each channel's sum over the first row to `sums` [O], the bias's gradient.
    func addSums(to sums: UnsafeMutablePointer<Lanes>, channels: Int) {
        for channel in 0..<channels {
            var sum = Lanes.zero
            for x in 0..<width { sum += base[channel * stride + x] }
            sums[channel] += sum
        }
    }
}

extension GradientRows {
    /// The row `y` of a ring, and the one below where its depth and `y` are even.
    init(_ ring: RowRing, y: Int, width: Int) {
        self.init(base: UnsafePointer(ring.row(0, y)), stride: ring.planeStride, rowStride: ring.rowStride, width: width)
    }
}

/// Every tap multiplied: any number of channels, kernels of 3, 5 and 7, a row at a time.
final class DirectConvolution: ConvolutionArithmetic {
    private let weights: PackedWeights
    private let flipped: PackedWeights?
    private let gradient: WeightGradient

    /// - Parameter needsInputGradient: without, no room for flipped weights is taken.
    init(_ shape: ConvolutionShape, needsInputGradient: Bool, _ arena: LaneArena) {
        let (inputs, outputs, kernelSize) = (shape.inputs, shape.outputs, shape.kernelSize)
        weights = PackedWeights(arena, inputChannels: inputs, outputChannels: outputs, kernelSize: kernelSize)
        flipped = needsInputGradient ? PackedWeights(arena, inputChannels: outputs, outputChannels: inputs, kernelSize: kernelSize) : nil
        gradient = WeightGradient(arena, inputChannels: inputs, outputChannels: outputs, kernelSize: kernelSize)
    }

    var rowsAtOnce: Int { 1 }
    var biasSums: UnsafeMutablePointer<Lanes> { gradient.biasSums }

    func packForward(_ weights: UnsafePointer<Float>, scale: ((_ output: Int) -> Float)?) { self.weights.packForward(weights, scale: scale) }

    func packInputGradient(_ weights: UnsafePointer<Float>) { flipped?.packInputGradient(weights) }

    func forward(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        Convolution.row(window, weights: weights, target, ending)
    }

    func inputGradient(_ y: Int, _ window: RowWindow, _ target: RowTarget, _ ending: ConvolutionEpilogue) {
        guard let flipped else { preconditionFailure("a layer that needs no input gradient") }
        Convolution.row(window, weights: flipped, target, ending)
    }

    func clearSums() { gradient.clear() }

    func addWeightGradient(_ y: Int, _ gradient: GradientRows, _ window: RowWindow) {
        self.gradient.addRow(gradient.base, gradientStride: gradient.stride, width: gradient.width, inputs: window)
    }

    func addBiasGradient(_ gradient: GradientRows) { gradient.addSums(to: biasSums, channels: self.gradient.outputChannels) }

    func addTotals(weights: UnsafeMutablePointer<Float>, bias: UnsafeMutablePointer<Float>) { gradient.addTotals(weights: weights, bias: bias) }
}
