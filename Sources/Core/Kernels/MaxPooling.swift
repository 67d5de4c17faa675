// Max pooling followed by ReLU, a row of pooled outputs at a time, and its gradient.
// Shapes: rows [C, size, W] -> pooled [C, W / size] with the winner's number 0..<size*size, row by row, or -1 where the ReLU closed.
// Winners' numbers are floats, since comparisons of whole-number lanes do not become vector code.
// Source: PyTorch's max_pool2d; of equal values the first wins.

/// Max pooling with a square window that does not overlap, then ReLU.
enum MaxPooling<let size: Int> {
    /// Pools `size` rows; `channelStride` leads from one channel's rows to the next one's.
    static func forwardRow(
        _ rows: UnsafePointer<Lanes>, rowStride: Int, channelStride: Int, channels: Int, pooledWidth: Int,
        pooled: UnsafeMutablePointer<Lanes>, pooledStride: Int, winners: UnsafeMutablePointer<Lanes>, winnerStride: Int
    ) {
        for channel in 0..<channels {
            let source = rows + channel * channelStride
            for x in 0..<pooledWidth {
                var best = source[x * size]
                var winner = Lanes.zero
                for ky in 0..<size {
                    for kx in 0..<size where ky + kx > 0 {
                        let value = source[ky * rowStride + x * size + kx]
                        let isGreater = value .> best
                        best.replace(with: value, where: isGreater)
                        winner.replace(with: Float(ky * size + kx), where: isGreater)
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
        _ gradient: UnsafePointer<Lanes>, gradientStride: Int, winners: UnsafePointer<Lanes>, winnerStride: Int, channels: Int, pooledWidth: Int,
        rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>, sums: UnsafeMutablePointer<Lanes>
    ) {
        for channel in 0..<channels {
            let values = gradient + channel * gradientStride
            let numbers = winners + channel * winnerStride
            for ky in 0..<size {
                let target = rows(channel, ky)
                for x in 0..<pooledWidth {
                    for kx in 0..<size {
                        target[x * size + kx] = Lanes.zero.replacing(with: values[x], where: numbers[x] .== Float(ky * size + kx))
                    }
                }
            }
            var sum = Lanes.zero
            for x in 0..<pooledWidth { sum += values[x].replacing(with: 0, where: numbers[x] .< 0) }
            sums[channel] += sum
        }
    }
}
