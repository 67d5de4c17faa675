// Max pooling followed by ReLU, a row of pooled outputs at a time, and its gradient.
// Shapes: rows [C, size, W] -> pooled [C, W / size] with the winner's number 0..<size*size, row by row, or size*size where the ReLU closed.
// In registers winners' numbers are floats, since comparisons of whole-number lanes do not become vector code; in memory they are bytes.
// Source: PyTorch's max_pool2d; of equal values the first wins.

/// Max pooling with a square window that does not overlap, then ReLU. Windows of 2 or 4 pixels a side.
enum MaxPooling {
    /// The winners of one window, one a face.
    typealias Winner = SIMD16<UInt8>

    /// Pools the first `size` rows of `rows` to row `y` of `pooled` and of `winners` [C, H, W], which lie without a border.
    static func forwardRow(_ rows: LaneTensor, y: Int, size: Int, pooled: LaneTensor, winners: UnsafeMutablePointer<Winner>) {
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
        _ gradient: LaneTensor, y: Int, size: Int, winners: UnsafePointer<Winner>, rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>,
        sums: UnsafeMutablePointer<Lanes>?
    ) {
        switch size {
        case 2: Window<2>.backwardRow(gradient, y, winners, rows, sums)
        case 4: Window<4>.backwardRow(gradient, y, winners, rows, sums)
        default: preconditionFailure("no window of \(size)")
        }
    }

    /// Small whole numbers are a float's low bits once 2^23 is added: a conversion would ask each lane whether it fits.
    @inline(__always) private static func pack(_ winner: Lanes) -> Winner {
        Winner(truncatingIfNeeded: unsafeBitCast(winner + 8_388_608, to: SIMD16<UInt32>.self))
    }

    @inline(__always) private static func unpack(_ winner: Winner) -> Lanes {
        var bits = SIMD16<UInt32>.zero
        for lane in 0..<Lanes.scalarCount { bits[lane] = UInt32(truncatingIfNeeded: winner[lane]) }
        return unsafeBitCast(bits | 0x4B00_0000, to: Lanes.self) - 8_388_608
    }

    private enum Window<let size: Int> {
        static func forwardRow(_ rows: LaneTensor, _ y: Int, _ pooled: LaneTensor, _ winners: UnsafeMutablePointer<Winner>) {
            for channel in 0..<pooled.channels {
                let source = rows.row(channel, 0)
                let (target, numbers) = (pooled.row(channel, y), winners + (channel * pooled.height + y) * pooled.width)
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
                    winner.replace(with: Float(size * size), where: isClosed)
                    target[x] = best
                    numbers[x] = pack(winner)
                }
            }
        }

        static func backwardRow(
            _ gradient: LaneTensor, _ y: Int, _ winners: UnsafePointer<Winner>, _ rows: (_ channel: Int, _ row: Int) -> UnsafeMutablePointer<Lanes>,
            _ sums: UnsafeMutablePointer<Lanes>?
        ) {
            for channel in 0..<gradient.channels {
                let (values, numbers) = (gradient.row(channel, y), winners + (channel * gradient.height + y) * gradient.width)
                for ky in 0..<size {
                    let target = rows(channel, ky)
                    for x in 0..<gradient.width {
                        let winner = unpack(numbers[x])
                        for kx in 0..<size {
                            target[x * size + kx] = Lanes.zero.replacing(with: values[x], where: winner .== Float(ky * size + kx))
                        }
                    }
                }
                guard let sums else { continue }
                var sum = Lanes.zero
                for x in 0..<gradient.width { sum += values[x].replacing(with: 0, where: unpack(numbers[x]) .== Float(size * size)) }
                sums[channel] += sum
            }
        }
    }
}
