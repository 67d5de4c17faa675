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
    ///
    /// Which columns and rows lie outside stands as masks: of factors 0 and 1 that are made from comparisons the compiler takes vectors apart.
    struct Neighbours {
        typealias Mask = SIMDMask<IntegerLanes>

        /// Where they lie in a plane of lanes, in numbers, clamped to the image: upper left, upper right, lower left, lower right.
        var offsets: (IntegerLanes, IntegerLanes, IntegerLanes, IntegerLanes)
        /// Whether the left and right column and the upper and lower row lie outside.
        var leftIsOutside: Mask, rightIsOutside: Mask, upperIsOutside: Mask, lowerIsOutside: Mask
        /// Distances from the left and right column and from the upper and lower row, floor's convention.
        var left: Lanes, right: Lanes, upper: Lanes, lower: Lanes

        /// Bilinear weights, zero outside, in the order of `offsets`.
        @inline(__always) var weights: (Lanes, Lanes, Lanes, Lanes) {
            let (byLeft, byRight) = (right.replacing(with: 0, where: leftIsOutside), left.replacing(with: 0, where: rightIsOutside))
            let (byUpper, byLower) = (lower.replacing(with: 0, where: upperIsOutside), upper.replacing(with: 0, where: lowerIsOutside))
            return (byLeft * byUpper, byRight * byUpper, byLeft * byLower, byRight * byLower)
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
        @inline(__always) func isOutside(_ value: Lanes) -> Neighbours.Mask { (value .< 0) .| (value .> last) }
        var (leftIsOutside, rightIsOutside) = (isOutside(x0), isOutside(x0 + 1))
        var (upperIsOutside, lowerIsOutside) = (isOutside(y0), isOutside(y0 + 1))
        if clipsCorners {
            leftIsOutside = leftIsOutside .| rightIsOutside
            rightIsOutside = leftIsOutside
            upperIsOutside = upperIsOutside .| lowerIsOutside
            lowerIsOutside = upperIsOutside
        }
        @inline(__always) func clamped(_ value: Lanes) -> Lanes {
            value.replacing(with: 0, where: value .< 0).replacing(with: last, where: value .> last)
        }
        let (left, right) = (clamped(x0), clamped(x0 + 1))
        let (above, below) = (clamped(y0) * Float(side), clamped(y0 + 1) * Float(side))
        return Neighbours(
            offsets: (Self.offsets(above + left), Self.offsets(above + right), Self.offsets(below + left), Self.offsets(below + right)),
            leftIsOutside: leftIsOutside, rightIsOutside: rightIsOutside, upperIsOutside: upperIsOutside, lowerIsOutside: lowerIsOutside,
            left: x - x0, right: x0 + 1 - x, upper: y - y0, lower: y0 + 1 - y)
    }

    /// Where pixels with these numbers lie among lanes.
    @inline(__always)
    private static func offsets(_ pixels: Lanes) -> IntegerLanes {
        pixels.wholeNumbers &* Int32(Lanes.scalarCount) &+ IntegerLanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
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

/// Reads images at theta's grid, and hands gradients back. One worker owns one of these.
///
/// What lanes read and write each at a place of its own goes through memory, since registers would have to be taken apart for it: a stretch of a row at a
/// time, so that it stays in the first-level cache, first where everything lies, then what is there, then the arithmetic.
struct Warp {
    private let grid: WarpGrid
    /// Positions that are looked at together, at most.
    private static let stretch = 16
    // Of these, [stretch, 4]: where each corner lies, its weight, what was read there, and the sum over the channels of gradient * corner.
    private let offsets: UnsafeMutablePointer<IntegerLanes>
    private let weights: UnsafeMutablePointer<Lanes>
    private let corners: UnsafeMutablePointer<Lanes>
    private let slopes: UnsafeMutablePointer<Lanes>

    init(_ arena: LaneArena, _ sampler: Sampler, side: Int) {
        grid = WarpGrid(sampler, side: side)
        offsets = arena.take(4 * Self.stretch, of: IntegerLanes.self, zero: .zero)
        weights = arena.lanes(4 * Self.stretch)
        corners = arena.lanes(4 * Self.stretch)
        slopes = arena.lanes(4 * Self.stretch)
    }

    /// output = image read at theta's grid.
    func forward(_ image: LaneTensor, theta: UnsafePointer<Lanes>, output: LaneTensor) {
        let origin = Self.origin(image)
        forEachStretch { row, columns in
            locate(theta, row, columns)
            for channel in 0..<image.channels {
                gather(from: origin + channel * image.planeStride * Lanes.scalarCount, columns.count)
                let target = output.row(channel, row) + columns.lowerBound
                for column in 0..<columns.count {
                    let (weight, corner) = (weights + 4 * column, corners + 4 * column)
                    target[column] =
                        (weight[0] * corner[0]).addingProduct(weight[1], corner[1]).addingProduct(weight[2], corner[2])
                        .addingProduct(weight[3], corner[3])
                }
            }
        }
    }

    /// Gradients of `forward`.
    ///
    /// - Parameters:
    ///   - imageGradient: overwritten; nil where the image needs none. It lies as `image` does, without a border.
    ///   - thetaGradient: [6], overwritten.
    func backward(
        _ outputGradient: LaneTensor, image: LaneTensor, theta: UnsafePointer<Lanes>, imageGradient: LaneTensor?,
        thetaGradient: UnsafeMutablePointer<Lanes>
    ) {
        let plane = image.planeStride * Lanes.scalarCount
        let origin = Self.origin(image)
        let results = imageGradient.map(Self.origin)
        imageGradient.map { $0.base.update(repeating: .zero, count: $0.count) }
        for index in 0..<6 { thetaGradient[index] = .zero }
        forEachStretch { row, columns in
            locate(theta, row, columns)
            slopes.update(repeating: .zero, count: 4 * columns.count)
            for channel in 0..<image.channels {
                gather(from: origin + channel * plane, columns.count)
                let gradient = outputGradient.row(channel, row) + columns.lowerBound
                for column in 0..<columns.count {
                    let (slope, corner) = (slopes + 4 * column, corners + 4 * column)
                    for index in 0..<4 { slope[index] = slope[index].addingProduct(gradient[column], corner[index]) }
                    guard let results else { continue }
                    // One corner after the other: two of them may be the same pixel.
                    for index in 0..<4 { scatter(gradient[column], 4 * column + index, to: results + channel * plane) }
                }
            }
            addThetaGradient(theta, row, columns, thetaGradient)
        }
    }

    @inline(__always)
    private func forEachStretch(_ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        for row in 0..<grid.side {
            var first = 0
            while first < grid.side {
                let end = min(first + Self.stretch, grid.side)
                body(row, first..<end)
                first = end
            }
        }
    }

    /// Where positions read, and with what weights.
    private func locate(_ theta: UnsafePointer<Lanes>, _ row: Int, _ columns: Range<Int>) {
        for column in 0..<columns.count {
            let neighbours = grid.neighbours(theta, row: row, column: columns.lowerBound + column)
            let (place, weight) = (offsets + 4 * column, weights + 4 * column)
            (place[0], place[1], place[2], place[3]) = neighbours.offsets
            (weight[0], weight[1], weight[2], weight[3]) = neighbours.weights
        }
    }

    private func gather(from source: UnsafePointer<Float>, _ count: Int) {
        let places = UnsafeRawPointer(offsets).assumingMemoryBound(to: Int32.self)
        let target = UnsafeMutableRawPointer(corners).assumingMemoryBound(to: Float.self)
        for index in 0..<4 * count * Lanes.scalarCount { target[index] = source[Int(places[index])] }
    }

    /// Adds a gradient times a corner's weight to where the corner lies.
    @inline(__always)
    private func scatter(_ gradient: Lanes, _ index: Int, to target: UnsafeMutablePointer<Float>) {
        let places = UnsafeRawPointer(offsets + index).assumingMemoryBound(to: Int32.self)
        let weight = weights[index]
        for lane in 0..<Lanes.scalarCount {
            let place = target + Int(places[lane])
            place.pointee = place.pointee.addingProduct(gradient[lane], weight[lane])
        }
    }

    private func addThetaGradient(
        _ theta: UnsafePointer<Lanes>, _ row: Int, _ columns: Range<Int>, _ thetaGradient: UnsafeMutablePointer<Lanes>
    ) {
        var sums = InlineArray<6, Lanes> { thetaGradient[$0] }
        let v = grid.positions[row]
        for column in columns {
            let neighbours = grid.neighbours(theta, row: row, column: column)
            let slope = slopes + 4 * (column - columns.lowerBound)
            let upperLeft = slope[0].replacing(with: 0, where: neighbours.upperIsOutside .| neighbours.leftIsOutside)
            let upperRight = slope[1].replacing(with: 0, where: neighbours.upperIsOutside .| neighbours.rightIsOutside)
            let lowerLeft = slope[2].replacing(with: 0, where: neighbours.lowerIsOutside .| neighbours.leftIsOutside)
            let lowerRight = slope[3].replacing(with: 0, where: neighbours.lowerIsOutside .| neighbours.rightIsOutside)
            let byX = ((upperRight - upperLeft) * neighbours.lower + (lowerRight - lowerLeft) * neighbours.upper) * grid.half
            let byY = ((lowerLeft - upperLeft) * neighbours.right + (lowerRight - upperRight) * neighbours.left) * grid.half
            let u = grid.positions[column]
            sums[0] += byX * u
            sums[1] += byX * v
            sums[2] += byX
            sums[3] += byY * u
            sums[4] += byY * v
            sums[5] += byY
        }
        for index in 0..<6 { thetaGradient[index] = sums[index] }
    }

    /// Lane 0 of element (0, 0, 0).
    private static func origin(_ tensor: LaneTensor) -> UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(tensor.base).assumingMemoryBound(to: Float.self)
    }
}
