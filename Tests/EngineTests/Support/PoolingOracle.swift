/// Max pooling and ReLU by plain loops: PyTorch's max_pool2d without overlap; of equal values the first wins.
struct PoolingOracle {
    let size: Int

    /// Where the winner of each window lies, and its value before the ReLU.
    private func winner(_ image: PlainTensor, _ channel: Int, _ row: Int, _ column: Int) -> (y: Int, x: Int, value: Double) {
        var best = (y: row * size, x: column * size, value: image[channel, row * size, column * size])
        for y in row * size..<(row + 1) * size {
            for x in column * size..<(column + 1) * size where image[channel, y, x] > best.value { best = (y, x, image[channel, y, x]) }
        }
        return best
    }

    func forward(_ image: PlainTensor) -> PlainTensor {
        var pooled = PlainTensor(image.channels, image.height / size, image.width / size)
        for channel in 0..<pooled.channels {
            for row in 0..<pooled.height {
                for column in 0..<pooled.width { pooled[channel, row, column] = max(0, winner(image, channel, row, column).value) }
            }
        }
        return pooled
    }

    func backward(_ pooledGradient: PlainTensor, image: PlainTensor) -> PlainTensor {
        var gradient = PlainTensor(image.channels, image.height, image.width)
        for channel in 0..<pooledGradient.channels {
            for row in 0..<pooledGradient.height {
                for column in 0..<pooledGradient.width {
                    let winner = winner(image, channel, row, column)
                    if winner.value > 0 { gradient[channel, winner.y, winner.x] = pooledGradient[channel, row, column] }
                }
            }
        }
        return gradient
    }
}
