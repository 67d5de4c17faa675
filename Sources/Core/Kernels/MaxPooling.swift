// Max pooling followed by ReLU, a row of pooled outputs at a time, and its gradient.
// Shapes: rows [C, size, W] -> pooled [C, W / size] with the winner's number 0..<size*size, row by row, or -1 where the ReLU closed.
// Winners' numbers are floats, since comparisons of whole-number lanes do not become vector code.
// Source: PyTorch's max_pool2d; of equal values the first wins.

/// Max pooling with a square window that does not overlap, then ReLU. Windows of 2 or 4 pixels a side.
enum MaxPooling {
    /// Pools the first `size` rows of `rows` to row `y` of `pooled` and `winners`.
    static func forwardRow(_ rows: LaneTensor, y: Int, size: Int, pooled: LaneTensor, winners: LaneTensor) {
        switch size {
        case 2: Window<2>.forwardRow(rows, y, pooled, winners)
        case 4: Window<4>.forwardRow(rows, y, pooled, winners)
        default: preconditionFailure("no window of \(size)")
        }
    }

    /// Hands the gradient of pooled row `y` to the winners; all `size` rows of windows are written. Returns nothing where the ReLU closed.
    ///
    /// - Parameters:
    ///   - rows: where the gradient of a channel's row goes.
    ///   - sums: [C], gets the sum of what was handed on: the gradient of a bias before the pooling.
    static func backwardRow(
        _ gradient: LaneTensor, y: Int, size: Int, winners: LaneTensor, rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>,
        sums: UnsafeMutablePointer<Lanes>?
    ) {
        switch size {
        case 2: Window<2>.backwardRow(gradient, y, winners, rows, sums)
        case 4: Window<4>.backwardRow(gradient, y, winners, rows, sums)
        default: preconditionFailure("no window of \(size)")
        }
    }

    private enum Window<let size: Int> {
        static func forwardRow(_ rows: LaneTensor, _ y: Int, _ pooled: LaneTensor, _ winners: LaneTensor) {
            for channel in 0..<pooled.channels {
                let source = rows.row(channel, 0)
                let (target, numbers) = (pooled.row(channel, y), winners.row(channel, y))
                for x in 0..<pooled.width {
                    var best = source[x * size]
                    var winner = Lanes.zero
                    for ky in 0..<size {
                        for kx in 0..<size where ky + kx > 0 {
                            let value = source[ky * rows.rowStride + x * size + kx]
                            let isGreater = value .> best
                            best.replace(with: value, where: isGreater)
                            winner.replace(with: Float(ky * size + kx), where: isGreater)
                        }
                    }
                    let isClosed = best .<= 0
                    best.replace(with: 0, where: isClosed)
                    winner.replace(with: -1, where: isClosed)
                    target[x] = best
                    numbers[x] = winner
                }
            }
        }

        static func backwardRow(
            _ gradient: LaneTensor, _ y: Int, _ winners: LaneTensor, _ rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>,
            _ sums: UnsafeMutablePointer<Lanes>?
        ) {
            for channel in 0..<gradient.channels {
                let (values, numbers) = (gradient.row(channel, y), winners.row(channel, y))
                for ky in 0..<size {
                    let target = rows(channel, ky)
                    for x in 0..<gradient.width {
                        for kx in 0..<size {
                            target[x * size + kx] = Lanes.zero.replacing(with: values[x], where: numbers[x] .== Float(ky * size + kx))
                        }
                    }
                }
                guard let sums else { continue }
                var sum = Lanes.zero
                for x in 0..<gradient.width { sum += values[x].replacing(with: 0, where: numbers[x] .< 0) }
                sums[channel] += sum
            }
        }
    }
}
