@testable import Engine

/// The spatial transformer's samplers by their definitions (docs/NETWORKS.md, Samplers), one face, plain loops.
struct WarpOracle {
    let sampler: Sampler
    /// Row-major 2x3.
    let theta: [Double]

    /// What one output position reads: up to four pixels with their weights and the weights' slopes along x and y in pixels.
    struct Tap {
        var y: Int
        var x: Int
        var weight: Double
        var slopeX: Double
        var slopeY: Double
    }

    /// The position in [-1, 1] of an output pixel.
    func grid(_ index: Int, _ side: Int) -> Double {
        sampler == .halfpixel ? Double(2 * index + 1) / Double(side) - 1 : 2 * Double(index) / Double(side - 1) - 1
    }

    /// Input pixels that a step of 1 in [-1, 1] makes.
    func half(_ side: Int) -> Double { 0.5 * Double(sampler == .halfpixel ? side : sampler == .corners ? side - 1 : side - 2) }

    /// The input pixel of a position in [-1, 1].
    func pixel(_ position: Double, _ side: Int) -> Double { (position + 1) * half(side) - (sampler == .halfpixel ? 0.5 : 0) }

    func taps(row: Int, column: Int, side: Int) -> [Tap] {
        let (u, v) = (grid(column, side), grid(row, side))
        let x = pixel(theta[0] * u + theta[1] * v + theta[2], side)
        let y = pixel(theta[3] * u + theta[4] * v + theta[5], side)
        let last = Double(side - 1)
        // stn clips corners before it takes the weights: from x < 0 and x >= N-1 on both corners are one, and their weights cancel.
        if sampler == .stn, !(x >= 0 && x < last && y >= 0 && y < last) { return [] }
        guard x >= -1, x < last + 1, y >= -1, y < last + 1 else { return [] }
        let (x0, y0) = (x.rounded(.down), y.rounded(.down))
        var taps: [Tap] = []
        for (py, wy, dy) in [(y0, y0 + 1 - y, -1.0), (y0 + 1, y - y0, 1.0)] where py >= 0 && py <= last {
            for (px, wx, dx) in [(x0, x0 + 1 - x, -1.0), (x0 + 1, x - x0, 1.0)] where px >= 0 && px <= last {
                taps.append(Tap(y: Int(py), x: Int(px), weight: wx * wy, slopeX: dx * wy, slopeY: wx * dy))
            }
        }
        return taps
    }

    func forward(_ image: PlainTensor) -> PlainTensor {
        var output = PlainTensor(image.channels, image.height, image.width)
        for row in 0..<image.height {
            for column in 0..<image.width {
                let taps = taps(row: row, column: column, side: image.width)
                for channel in 0..<image.channels {
                    output[channel, row, column] = taps.reduce(0) { $0 + $1.weight * image[channel, $1.y, $1.x] }
                }
            }
        }
        return output
    }

    func backward(_ outputGradient: PlainTensor, image: PlainTensor) -> (image: PlainTensor, theta: [Double]) {
        let side = image.width
        let half = half(side)
        var imageGradient = PlainTensor(image.channels, image.height, image.width)
        var thetaGradient = [Double](repeating: 0, count: 6)
        for row in 0..<side {
            for column in 0..<side {
                var (byX, byY) = (0.0, 0.0)
                for tap in taps(row: row, column: column, side: side) {
                    for channel in 0..<image.channels {
                        let gradient = outputGradient[channel, row, column]
                        imageGradient[channel, tap.y, tap.x] += gradient * tap.weight
                        byX += gradient * tap.slopeX * image[channel, tap.y, tap.x] * half
                        byY += gradient * tap.slopeY * image[channel, tap.y, tap.x] * half
                    }
                }
                let (u, v) = (grid(column, side), grid(row, side))
                for (index, factor) in [u, v, 1].enumerated() {
                    thetaGradient[index] += byX * factor
                    thetaGradient[3 + index] += byY * factor
                }
            }
        }
        return (imageGradient, thetaGradient)
    }
}
