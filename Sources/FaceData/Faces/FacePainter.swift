import Platform

/// A grey picture of 48x48 that shapes are painted on, each with soft edges, in the coordinates of a head that is moved, turned and scaled.
///
/// Head coordinates: x to the right, y downwards, the head about 1 from its centre to its chin.
struct FacePainter {
    /// Where a head lies in the picture.
    struct Pose {
        /// Of the head's centre, in pixels.
        var centre: SIMD2<Float>
        /// Pixels for each unit of head coordinates.
        var scale: Float
        /// In radians, clockwise on screen positive.
        var angle: Float
    }

    /// [48, 48] grey values, 0 black to 1 white; values outside are cut off at the end.
    private(set) var pixels = [Float](repeating: 0, count: FaceSet.pixelsPerFace)
    private let pose: Pose
    /// The first row and second row of the map from pixels to head coordinates.
    private let across: SIMD2<Float>
    private let down: SIMD2<Float>

    init(pose: Pose) {
        self.pose = pose
        across = SIMD2(cosf(pose.angle), sinf(pose.angle)) / pose.scale
        down = SIMD2(-sinf(pose.angle), cosf(pose.angle)) / pose.scale
    }

    /// Head coordinates of a pixel's centre.
    @inline(__always) private func head(_ column: Int, _ row: Int) -> SIMD2<Float> {
        let offset = SIMD2(Float(column) + 0.5, Float(row) + 0.5) - pose.centre
        return SIMD2((offset * across).sum(), (offset * down).sum())
    }

    /// Sets every pixel from its place in the picture, both 0...1.
    mutating func background(_ tone: (SIMD2<Float>) -> Float) {
        let side = FaceSet.side
        for row in 0..<side {
            for column in 0..<side { pixels[row * side + column] = tone(SIMD2(Float(column), Float(row)) / Float(side - 1)) }
        }
    }

    /// Changes the pixels within `radius` of `centre` (head coordinates) to what `change` makes of their value and place.
    @inline(__always)
    mutating func change(around centre: SIMD2<Float>, radius: Float, _ change: (Float, SIMD2<Float>) -> Float) {
        let side = FaceSet.side
        let (cosine, sine) = (cosf(pose.angle), sinf(pose.angle))
        let middle = pose.centre + pose.scale * SIMD2(cosine * centre.x - sine * centre.y, sine * centre.x + cosine * centre.y)
        let reach = radius * pose.scale + 1
        func span(_ middle: Float) -> Range<Int> {
            let lower = min(max(Int((middle - reach).rounded(.down)), 0), side)
            return lower..<min(max(Int((middle + reach).rounded(.up)) + 1, lower), side)
        }
        for row in span(middle.y) {
            for column in span(middle.x) {
                let index = row * side + column
                pixels[index] = change(pixels[index], head(column, row))
            }
        }
    }

    /// Fills where `distance` (head coordinates, negative inside) is below 0, with an edge one pixel wide.
    @inline(__always)
    mutating func fill(around centre: SIMD2<Float>, radius: Float, tone: Float, opacity: Float = 1, distance: (SIMD2<Float>) -> Float) {
        let scale = pose.scale
        change(around: centre, radius: radius) { value, place in
            let coverage = min(max(0.5 - distance(place) * scale, 0), 1) * opacity
            return value + (tone - value) * coverage
        }
    }

    /// An ellipse with the given half axes.
    mutating func ellipse(_ centre: SIMD2<Float>, _ radii: SIMD2<Float>, tone: Float, opacity: Float = 1) {
        fill(around: centre, radius: max(radii.x, radii.y), tone: tone, opacity: opacity) { Self.ellipseDistance($0 - centre, radii) }
    }

    /// A soft spot that adds `amount` at its middle.
    mutating func glow(_ centre: SIMD2<Float>, _ radii: SIMD2<Float>, amount: Float) {
        change(around: centre, radius: max(radii.x, radii.y)) { value, place in
            let part = (place - centre) / radii
            let rest = max(0, 1 - (part * part).sum())
            return value + amount * rest * rest
        }
    }

    /// A curved line from `start` over the control point `bend` to `end`, with round ends; `width` is its thickness.
    mutating func stroke(_ start: SIMD2<Float>, _ bend: SIMD2<Float>, _ end: SIMD2<Float>, width: Float, tone: Float, opacity: Float = 1) {
        let pieces = 5
        var points = InlineArray<6, SIMD2<Float>>(repeating: start)
        for index in 1...pieces {
            let t = Float(index) / Float(pieces)
            points[index] = start * ((1 - t) * (1 - t)) + bend * (2 * t * (1 - t)) + end * (t * t)
        }
        let centre = (start + end) * 0.25 + bend * 0.5
        let reach = max(Self.length(start - centre), Self.length(end - centre)) + width
        // A line thinner than a pixel is drawn a pixel wide and fainter.
        let half = max(width / 2, 0.5 / pose.scale)
        fill(around: centre, radius: reach, tone: tone, opacity: opacity * min(1, width / 2 / half)) { place in
            var nearest = Float.infinity
            for index in 0..<pieces {
                let (first, second) = (points[index], points[index + 1])
                let along = second - first
                let share = ((place - first) * along).sum() / max((along * along).sum(), 1e-9)
                nearest = min(nearest, Self.squaredLength(place - first - along * min(max(share, 0), 1)))
            }
            return nearest.squareRoot() - half
        }
    }

    /// Grey bytes, with noise of the given deviation (0...1 scale) on each pixel.
    func bytes(noise: Float, random: inout RandomBits) -> [UInt8] {
        pixels.map { value in
            // Four bytes' sum: near enough to a bell, and quick.
            let bits = random.next()
            let sum = Float(bits & 255) + Float(bits >> 8 & 255) + Float(bits >> 16 & 255) + Float(bits >> 24 & 255)
            return UInt8(min(max((value + (sum - 510) / 147.8 * noise) * 255, 0), 255).rounded())
        }
    }

    /// About how far `place` (from the centre) lies outside an ellipse; negative inside.
    @inline(__always) static func ellipseDistance(_ place: SIMD2<Float>, _ radii: SIMD2<Float>) -> Float {
        let scaled = length(place / radii)
        let slope = length(place / (radii * radii))
        return slope > 1e-6 ? scaled * (scaled - 1) / slope : -min(radii.x, radii.y)
    }

    @inline(__always) static func squaredLength(_ vector: SIMD2<Float>) -> Float { (vector * vector).sum() }
    @inline(__always) static func length(_ vector: SIMD2<Float>) -> Float { squaredLength(vector).squareRoot() }
}
