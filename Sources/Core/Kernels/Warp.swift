// The spatial transformer's sampler over lanes of faces: an affine grid and bilinear reading, and the gradients of both.
// Shapes: image [C, H, W], theta [6] row-major 2x3, output [C, H, W].
// Source: Jaderberg et al. 2015, eq. 1 and 5-7; conventions as `Sampler` says.

/// Where a sampler's output grid lies and what counts as inside.
struct WarpGrid: Sendable {
    let side: Int
    /// Grid positions in [-1, 1], [side].
    let positions: [Float]
    /// Input pixel = (s + 1) * half + shift.
    let half: Float
    let shift: Float
    /// Whether everything from x < 0 and from x >= side - 1 on is exactly zero, without a taper.
    let clipsCorners: Bool

    init(_ sampler: Sampler, side: Int) {
        self.side = side
        let isHalfpixel = sampler == .halfpixel
        positions = (0..<side).map { Float(isHalfpixel ? Double(2 * $0 + 1) / Double(side) - 1 : 2 * Double($0) / Double(side - 1) - 1) }
        shift = isHalfpixel ? -0.5 : 0
        switch sampler {
        case .halfpixel:
            half = 0.5 * Float(side)
            clipsCorners = false
        case .corners:
            half = 0.5 * Float(side - 1)
            clipsCorners = false
        case .stn:
            half = 0.5 * Float(side - 2)
            clipsCorners = true
        }
    }

    /// The four neighbours of one output position in every lane.
    struct Neighbours {
        /// Pixel numbers row * side + column, clamped to the image: upper left, upper right, lower left, lower right.
        var pixels: InlineArray<4, IntegerLanes>
        /// 1 where the neighbour lies inside, else 0.
        var inside: InlineArray<4, Lanes>
        /// Distances from the left and right column and from the upper and lower row, floor's convention.
        var left: Lanes, right: Lanes, upper: Lanes, lower: Lanes

        /// Bilinear weights, zero outside.
        @inline(__always) var weights: InlineArray<4, Lanes> {
            [right * lower * inside[0], left * lower * inside[1], right * upper * inside[2], left * upper * inside[3]]
        }
    }

    /// What output position (row, column) reads under `theta`.
    @inline(__always)
    func neighbours(_ theta: UnsafePointer<Lanes>, row: Int, column: Int) -> Neighbours {
        let (u, v) = (positions[column], positions[row])
        let x = pixel(theta[2].addingProduct(theta[0], Lanes(repeating: u)).addingProduct(theta[1], Lanes(repeating: v)))
        let y = pixel(theta[5].addingProduct(theta[3], Lanes(repeating: u)).addingProduct(theta[4], Lanes(repeating: v)))
        let (x0, y0) = (x.rounded(.down), y.rounded(.down))
        let last = Float(side - 1)
        let one = Lanes(repeating: 1)
        func isInside(_ value: Lanes) -> Lanes { Lanes.zero.replacing(with: one, where: (value .>= 0) .& (value .<= last)) }
        var (insideLeft, insideRight, insideUpper, insideLower) = (isInside(x0), isInside(x0 + 1), isInside(y0), isInside(y0 + 1))
        if clipsCorners {
            insideLeft *= insideRight
            insideRight = insideLeft
            insideUpper *= insideLower
            insideLower = insideUpper
        }
        let clampedX0 = x0.clamped(lowerBound: Lanes(repeating: 0), upperBound: Lanes(repeating: last))
        let clampedX1 = (x0 + 1).clamped(lowerBound: Lanes(repeating: 0), upperBound: Lanes(repeating: last))
        let rowAbove = y0.clamped(lowerBound: Lanes(repeating: 0), upperBound: Lanes(repeating: last)) * Float(side)
        let rowBelow = (y0 + 1).clamped(lowerBound: Lanes(repeating: 0), upperBound: Lanes(repeating: last)) * Float(side)
        return Neighbours(
            pixels: [
                IntegerLanes(truncating: rowAbove + clampedX0), IntegerLanes(truncating: rowAbove + clampedX1),
                IntegerLanes(truncating: rowBelow + clampedX0), IntegerLanes(truncating: rowBelow + clampedX1),
            ],
            inside: [insideLeft * insideUpper, insideRight * insideUpper, insideLeft * insideLower, insideRight * insideLower],
            left: x - x0, right: x0 + 1 - x, upper: y - y0, lower: y0 + 1 - y)
    }

    /// The input pixel of a position in [-1, 1]; far outside, and where it is not a number, it stays just outside, so that no conversion overflows.
    @inline(__always)
    private func pixel(_ position: Lanes) -> Lanes {
        let value = (position + 1) * half + shift
        let bound = Lanes(repeating: Float(4 * side))
        // Comparisons with NaN are false, so NaN takes the bound too.
        return bound.replacing(with: value, where: (value .>= -bound) .& (value .<= bound))
    }
}

enum Warp {
    /// output = image read at theta's grid.
    ///
    /// Both tensors lie without a border.
    static func forward(_ image: LaneTensor, theta: UnsafePointer<Lanes>, grid: WarpGrid, output: LaneTensor) {
        let plane = image.planeStride
        let values = UnsafeRawPointer(image.base).assumingMemoryBound(to: Float.self)
        let results = UnsafeMutableRawPointer(output.base).assumingMemoryBound(to: Float.self)
        for row in 0..<grid.side {
            for column in 0..<grid.side {
                let neighbours = grid.neighbours(theta, row: row, column: column)
                let weights = neighbours.weights
                let target = row * grid.side + column
                for lane in 0..<Lanes.scalarCount {
                    let offsets = offsets(neighbours, lane)
                    let (w0, w1, w2, w3) = (weights[0][lane], weights[1][lane], weights[2][lane], weights[3][lane])
                    var start = 0
                    for _ in 0..<image.channels {
                        let source = values + start
                        results[start + target * Lanes.scalarCount + lane] =
                            (w0 * source[offsets.0]).addingProduct(w1, source[offsets.1]).addingProduct(w2, source[offsets.2])
                            .addingProduct(w3, source[offsets.3])
                        start += plane * Lanes.scalarCount
                    }
                }
            }
        }
    }

    /// Gradients of `forward`.
    ///
    /// - Parameters:
    ///   - imageGradient: overwritten; nil where the image needs none.
    ///   - thetaGradient: [6], overwritten.
    static func backward(
        _ outputGradient: LaneTensor, image: LaneTensor, theta: UnsafePointer<Lanes>, grid: WarpGrid, imageGradient: LaneTensor?,
        thetaGradient: UnsafeMutablePointer<Lanes>
    ) {
        let plane = image.planeStride * Lanes.scalarCount
        let values = UnsafeRawPointer(image.base).assumingMemoryBound(to: Float.self)
        let gradients = UnsafeRawPointer(outputGradient.base).assumingMemoryBound(to: Float.self)
        let results = imageGradient.map { UnsafeMutableRawPointer($0.base).assumingMemoryBound(to: Float.self) }
        imageGradient.map { $0.base.update(repeating: .zero, count: $0.count) }
        for index in 0..<6 { thetaGradient[index] = .zero }
        for row in 0..<grid.side {
            for column in 0..<grid.side {
                let neighbours = grid.neighbours(theta, row: row, column: column)
                let weights = neighbours.weights
                let inside = neighbours.inside
                let target = (row * grid.side + column) * Lanes.scalarCount
                var (byX, byY) = (Lanes.zero, Lanes.zero)
                for lane in 0..<Lanes.scalarCount {
                    let offsets = offsets(neighbours, lane)
                    let (w0, w1, w2, w3) = (weights[0][lane], weights[1][lane], weights[2][lane], weights[3][lane])
                    // Sums over the channels of gradient * neighbour; the slopes follow from these four.
                    var (s0, s1, s2, s3): (Float, Float, Float, Float) = (0, 0, 0, 0)
                    var start = 0
                    for _ in 0..<image.channels {
                        let gradient = gradients[start + target + lane]
                        let source = values + start
                        s0 = s0.addingProduct(gradient, source[offsets.0])
                        s1 = s1.addingProduct(gradient, source[offsets.1])
                        s2 = s2.addingProduct(gradient, source[offsets.2])
                        s3 = s3.addingProduct(gradient, source[offsets.3])
                        if let results {
                            let result = results + start
                            result[offsets.0] = result[offsets.0].addingProduct(gradient, w0)
                            result[offsets.1] = result[offsets.1].addingProduct(gradient, w1)
                            result[offsets.2] = result[offsets.2].addingProduct(gradient, w2)
                            result[offsets.3] = result[offsets.3].addingProduct(gradient, w3)
                        }
                        start += plane
                    }
                    s0 *= inside[0][lane]
                    s1 *= inside[1][lane]
                    s2 *= inside[2][lane]
                    s3 *= inside[3][lane]
                    byX[lane] = (s1 - s0) * neighbours.lower[lane] + (s3 - s2) * neighbours.upper[lane]
                    byY[lane] = (s2 - s0) * neighbours.right[lane] + (s3 - s1) * neighbours.left[lane]
                }
                byX *= grid.half
                byY *= grid.half
                let (u, v) = (grid.positions[column], grid.positions[row])
                thetaGradient[0] += byX * u
                thetaGradient[1] += byX * v
                thetaGradient[2] += byX
                thetaGradient[3] += byY * u
                thetaGradient[4] += byY * v
                thetaGradient[5] += byY
            }
        }
    }

    /// Where one lane's four neighbours lie within a channel, in numbers.
    @inline(__always)
    private static func offsets(_ neighbours: WarpGrid.Neighbours, _ lane: Int) -> (Int, Int, Int, Int) {
        let lanes = Lanes.scalarCount
        return (
            Int(neighbours.pixels[0][lane]) * lanes + lane, Int(neighbours.pixels[1][lane]) * lanes + lane,
            Int(neighbours.pixels[2][lane]) * lanes + lane, Int(neighbours.pixels[3][lane]) * lanes + lane
        )
    }
}

extension SIMD16<Int32> {
    /// The whole parts of numbers that are known to fit.
    @inline(__always) init(truncating values: Lanes) {
        self = .zero
        for lane in 0..<Lanes.scalarCount { self[lane] = Int32(values[lane]) }
    }
}
