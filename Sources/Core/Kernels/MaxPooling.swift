// Max pooling followed by ReLU, a row of pooled outputs at a time, and its gradient.
// Shapes: rows [C, size, W] -> pooled [C, W / size] with the winner's number 0..<size*size, row by row, or -1 where the ReLU closed.
// Source: PyTorch's max_pool2d; of equal values the first wins.

/// Max pooling with a square window that does not overlap, then ReLU.
enum MaxPooling<let size: Int> {
    /// Pools `size` rows; `channelStride` leads from one channel's rows to the next one's.
    static func forwardRow(
        _ rows: UnsafePointer<Lanes>, rowStride: Int, channelStride: Int, channels: Int, pooledWidth: Int,
        pooled: UnsafeMutablePointer<Lanes>, pooledStride: Int, winners: UnsafeMutablePointer<IntegerLanes>, winnerStride: Int
    ) {
        for channel in 0..<channels {
            let source = rows + channel * channelStride
            for x in 0..<pooledWidth {
                var best = source[x * size]
                var winner = IntegerLanes.zero
                for ky in 0..<size {
                    for kx in 0..<size where ky + kx > 0 {
                        let value = source[ky * rowStride + x * size + kx]
                        let isGreater = value .> best
                        best.replace(with: value, where: isGreater)
                        winner.replace(with: Int32(ky * size + kx), where: isGreater)
                    }
                }
                let isClosed = best .<= 0
                best.replace(with: 0, where: isClosed)
                winner.replace(with: -1, where: isClosed)
                pooled[channel * pooledStride + x] = best
                winners[channel * winnerStride + x] = winner
            }
        }
    }

    /// Hands the gradient of a pooled row to the winners; all `size` rows are written. Returns nothing where the ReLU closed.
    ///
    /// - Parameter sums: [C], gets the sum of what was handed on: the gradient of a bias before the pooling.
    static func backwardRow(
        _ gradient: UnsafePointer<Lanes>, gradientStride: Int, winners: UnsafePointer<IntegerLanes>, winnerStride: Int, channels: Int, pooledWidth: Int,
        rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>, sums: UnsafeMutablePointer<Lanes>
    ) {
        for channel in 0..<channels {
            var sum = Lanes.zero
            for ky in 0..<size {
                let target = rows(channel, ky)
                for x in 0..<pooledWidth {
                    let value = gradient[channel * gradientStride + x]
                    let winner = winners[channel * winnerStride + x]
                    for kx in 0..<size {
                        let handed = value.replacing(with: 0, where: winner .!= Int32(ky * size + kx))
                        target[x * size + kx] = handed
                        sum += handed
                    }
                }
            }
            sums[channel] += sum
        }
    }
}
