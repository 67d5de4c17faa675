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
        /// Where they lie in a plane of lanes, in numbers, clamped to the image: upper left, upper right, lower left, lower right.
        var offsets: InlineArray<4, IntegerLanes>
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
        @inline(__always) func isInside(_ value: Lanes) -> Lanes {
            Lanes.zero.replacing(with: Lanes(repeating: 1), where: (value .>= 0) .& (value .<= last))
        }
        var (insideLeft, insideRight, insideUpper, insideLower) = (isInside(x0), isInside(x0 + 1), isInside(y0), isInside(y0 + 1))
        if clipsCorners {
            insideLeft *= insideRight
            insideRight = insideLeft
            insideUpper *= insideLower
            insideLower = insideUpper
        }
        @inline(__always) func clamped(_ value: Lanes) -> Lanes {
            value.replacing(with: 0, where: value .< 0).replacing(with: last, where: value .> last)
        }
        let (left, right) = (clamped(x0), clamped(x0 + 1))
        let (above, below) = (clamped(y0) * Float(side), clamped(y0 + 1) * Float(side))
        return Neighbours(
            offsets: [Self.offsets(above + left), Self.offsets(above + right), Self.offsets(below + left), Self.offsets(below + right)],
            inside: [insideLeft * insideUpper, insideRight * insideUpper, insideLeft * insideLower, insideRight * insideLower],
            left: x - x0, right: x0 + 1 - x, upper: y - y0, lower: y0 + 1 - y)
    }

    /// Where pixels with these numbers lie among lanes.
    ///
    /// The numbers are whole, not negative and small: added to 2^23 they are a float's low bits. A conversion would ask each lane whether it fits.
    @inline(__always)
    private static func offsets(_ pixels: Lanes) -> IntegerLanes {
        let bits = unsafeBitCast(pixels + 8_388_608, to: IntegerLanes.self) &- 0x4B00_0000
        return bits &* Int32(Lanes.scalarCount) &+ IntegerLanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
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
    static func forward(_ image: LaneTensor, theta: UnsafePointer<Lanes>, grid: WarpGrid, output: LaneTensor) {
        let origin = Self.origin(image)
        withScratch { scratch in
            for row in 0..<grid.side {
                for column in 0..<grid.side {
                    let neighbours = grid.neighbours(theta, row: row, column: column)
                    let weights = neighbours.weights
                    for corner in 0..<4 { scratch.offsets[corner] = neighbours.offsets[corner] }
                    for channel in 0..<image.channels {
                        scratch.gather(from: origin + channel * image.planeStride * Lanes.scalarCount)
                        let read = scratch.read
                        output.row(channel, row)[column] =
                            (weights[0] * read[0]).addingProduct(weights[1], read[1]).addingProduct(weights[2], read[2])
                            .addingProduct(weights[3], read[3])
                    }
                }
            }
        }
    }

    /// Gradients of `forward`.
    ///
    /// - Parameters:
    ///   - imageGradient: overwritten; nil where the image needs none. It lies as `image` does, without a border.
    ///   - thetaGradient: [6], overwritten.
    static func backward(
        _ outputGradient: LaneTensor, image: LaneTensor, theta: UnsafePointer<Lanes>, grid: WarpGrid, imageGradient: LaneTensor?,
        thetaGradient: UnsafeMutablePointer<Lanes>
    ) {
        let plane = image.planeStride * Lanes.scalarCount
        let origin = Self.origin(image)
        let results = imageGradient.map(Self.origin)
        imageGradient.map { $0.base.update(repeating: .zero, count: $0.count) }
        for index in 0..<6 { thetaGradient[index] = .zero }
        withScratch { scratch in
            for row in 0..<grid.side {
                for column in 0..<grid.side {
                    let neighbours = grid.neighbours(theta, row: row, column: column)
                    let weights = neighbours.weights
                    for corner in 0..<4 { scratch.offsets[corner] = neighbours.offsets[corner] }
                    // Sums over the channels of gradient * neighbour; the slopes follow from these four.
                    var sums = InlineArray<4, Lanes> { _ in .zero }
                    for channel in 0..<image.channels {
                        let gradient = outputGradient.row(channel, row)[column]
                        scratch.gather(from: origin + channel * plane)
                        for corner in 0..<4 { sums[corner] = sums[corner].addingProduct(gradient, scratch.read[corner]) }
                        guard let results else { continue }
                        // One corner after the other: two of them may be the same pixel.
                        for corner in 0..<4 { scratch.scatter(gradient, times: weights[corner], to: results + channel * plane, corner: corner) }
                    }
                    for corner in 0..<4 { sums[corner] *= neighbours.inside[corner] }
                    let byX = ((sums[1] - sums[0]) * neighbours.lower + (sums[3] - sums[2]) * neighbours.upper) * grid.half
                    let byY = ((sums[2] - sums[0]) * neighbours.right + (sums[3] - sums[1]) * neighbours.left) * grid.half
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
    }

    /// Lane 0 of element (0, 0, 0).
    private static func origin(_ tensor: LaneTensor) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(tensor.base).assumingMemoryBound(to: Float.self)
    }

    /// Memory for what lanes read and write each at a place of its own: loads and stores of scalars, which registers would have to be taken apart for.
    private struct Scratch {
        /// [4], where each corner lies.
        let offsets: UnsafeMutablePointer<IntegerLanes>
        /// [4], what was read there.
        let read: UnsafeMutablePointer<Lanes>

        @inline(__always)
        func gather(from source: UnsafePointer<Float>) {
            let places = UnsafeRawPointer(offsets).assumingMemoryBound(to: Int32.self)
            let target = UnsafeMutableRawPointer(read).assumingMemoryBound(to: Float.self)
            for index in 0..<4 * Lanes.scalarCount { target[index] = source[Int(places[index])] }
        }

        @inline(__always)
        func scatter(_ gradient: Lanes, times weight: Lanes, to target: UnsafeMutablePointer<Float>, corner: Int) {
            let places = UnsafeRawPointer(offsets + corner).assumingMemoryBound(to: Int32.self)
            for lane in 0..<Lanes.scalarCount {
                let place = target + Int(places[lane])
                place.pointee = place.pointee.addingProduct(gradient[lane], weight[lane])
            }
        }
    }

    /// On the stack: a step allocates nothing.
    @inline(__always)
    private static func withScratch(_ body: (Scratch) -> Void) {
        withUnsafeTemporaryAllocation(of: IntegerLanes.self, capacity: 4) { offsets in
            withUnsafeTemporaryAllocation(of: Lanes.self, capacity: 4) { read in
                guard let offsets = offsets.baseAddress, let read = read.baseAddress else { return }
                body(Scratch(offsets: offsets, read: read))
            }
        }
    }
}
