/// A convolution, max pooling and ReLU, without ever holding the convolution's whole output: [C, H, W] -> [O, H'/size, W'/size].
///
/// Forward, `size` rows at a time are convolved into scratch and pooled. Backward, the pooled gradient is handed to the winners a row of windows at a time.
struct PooledConvolution<let size: Int> {
    let input: LaneTensor
    let pooled: LaneTensor
    let weights: PackedWeights
    let gradient: WeightGradient
    /// Width of the convolution's output.
    let width: Int
    /// Numbers of the winning pixels, [O, H, W].
    private let winners: UnsafeMutablePointer<Lanes>
    private let rows: LaneTensor

    /// - Parameters:
    ///   - input: with its border, if the convolution is a "same" one.
    ///   - pooled: the result's place.
    init(_ arena: LaneArena, input: LaneTensor, pooled: LaneTensor, kernelSize: Int) {
        self.input = input
        self.pooled = pooled
        width = pooled.width * size
        weights = PackedWeights(arena, inputChannels: input.channels, outputChannels: pooled.channels, kernelSize: kernelSize)
        gradient = WeightGradient(arena, inputChannels: input.channels, outputChannels: pooled.channels, kernelSize: kernelSize)
        winners = arena.lanes(pooled.count)
        rows = arena.tensor(channels: pooled.channels, height: size, width: width)
    }

    /// Fills `pooled` from `input`, whose first read row is `y = -top` (the border of a "same" convolution).
    func forward(bias: UnsafePointer<Float>, top: Int = 0) {
        for y in 0..<pooled.height {
            for row in 0..<size {
                let window = RowWindow(input, y: y * size + row - top, kernelSize: weights.kernelSize, x: -top)
                Convolution.row(
                    window, weights: weights, output: rows.row(0, row), outputStride: rows.planeStride, width: width, ending: BiasEnding(bias: bias))
            }
            MaxPooling<size>.forwardRow(
                rows.base, rowStride: rows.rowStride, channelStride: rows.planeStride, channels: pooled.channels, pooledWidth: pooled.width,
                pooled: pooled.row(0, y), pooledStride: pooled.planeStride, winners: winners + y * pooled.width,
                winnerStride: pooled.height * pooled.width)
        }
    }

    /// Hands row `y` of `pooledGradient` to `size` rows of `ring` and adds them to the weight gradient.
    func backwardRow(_ y: Int, pooledGradient: LaneTensor, ring: RowRing, top: Int = 0) {
        MaxPooling<size>.backwardRow(
            pooledGradient.row(0, y), gradientStride: pooledGradient.planeStride, winners: winners + y * pooled.width,
            winnerStride: pooled.height * pooled.width, channels: pooled.channels, pooledWidth: pooled.width,
            rows: { channel, row in ring.row(channel, y * size + row) }, sums: gradient.biasSums)
        for row in 0..<size {
            let window = RowWindow(input, y: y * size + row - top, kernelSize: weights.kernelSize, x: -top)
            gradient.addRow(ring.row(0, y * size + row), gradientStride: ring.planeStride, width: width, inputs: window)
        }
    }
}
