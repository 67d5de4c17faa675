import Platform

/// What the localisation network says about one face: an affine map from output to input coordinates, both in [-1, 1].
///
/// Source: Jaderberg et al. 2015, eq. 1; row-major 2x3 as in PyTorch's `affine_grid`.
package struct Theta: Sendable, Equatable, Codable {
    /// Row-major 2x3: x = a*u + b*v + c, y = d*u + e*v + f for output position (u, v).
    package var values: [Float]

    /// The map that leaves everything where it is.
    package static let identity = Theta([1, 0, 0, 0, 1, 0])

    /// The map with these six values, row-major.
    package init(_ values: [Float]) {
        precondition(values.count == 6, "theta has six values")
        self.values = values
    }

    /// The input position, in [-1, 1], that output position (u, v) is read from.
    package func map(_ u: Float, _ v: Float) -> (x: Float, y: Float) {
        (values[0] * u + values[1] * v + values[2], values[3] * u + values[4] * v + values[5])
    }

    /// The box's side relative to the image's: the square root of the map's area factor.
    package var scale: Float { abs(values[0] * values[4] - values[1] * values[3]).squareRoot() }

    /// The rotation of the box's upper side, in degrees, clockwise on screen positive.
    package var angleDegrees: Float { atan2f(values[3], values[0]) * 180 / .pi }

    /// The cosine between the box's two sides: 0 where they stand upright on each other.
    package var shear: Float {
        let lengths = (values[0] * values[0] + values[3] * values[3]).squareRoot() * (values[1] * values[1] + values[4] * values[4]).squareRoot()
        return lengths > 0 ? (values[0] * values[1] + values[3] * values[4]) / lengths : 0
    }

    /// The centre of the box, in [-1, 1] of the image where it lies inside.
    package var shift: (x: Float, y: Float) { (values[2], values[5]) }

    /// The Euclidean distance of the six values from the identity's.
    package var distanceFromIdentity: Float {
        zip(values, Theta.identity.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    /// The share of a grid of `side` x `side` positions over the output that is read from outside the image, 0...1.
    ///
    /// Of the face's own grid unless another is asked for, so that the number is what the crop's picture shows.
    package func outsideShare(side: Int = FaceSet.side) -> Double {
        let limit: Float = 1 + 1e-5
        let last = Float(side - 1)
        var inside = 0
        for row in 0..<side {
            let v = Float(row) * 2 / last - 1
            // The columns u for which both coordinates stay within the image, as an interval: a test of each costs every epoch too much.
            var (first, end): (Float, Float) = (-1, 1)
            for (slope, offset) in [(values[0], values[1] * v + values[2]), (values[3], values[4] * v + values[5])] {
                let (low, high) = ((-limit - offset) / slope, (limit - offset) / slope)
                if abs(slope) < 1e-12 {
                    // Written so that NaN counts as outside.
                    if !(abs(offset) <= limit) { end = -2 }
                } else if low.isNaN || high.isNaN {
                    end = -2
                } else {
                    (first, end) = (max(first, min(low, high)), min(end, max(low, high)))
                }
            }
            guard first <= end else { continue }
            // Rounding must not lose a column that lies on the edge.
            let columns = (((first + 1) / 2 * last - 1e-3).rounded(.up), ((end + 1) / 2 * last + 1e-3).rounded(.down))
            inside += max(0, Int(columns.1) - Int(columns.0) + 1)
        }
        return 1 - Double(inside) / Double(side * side)
    }

    /// Reads an array of six numbers.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.singleValueContainer().decode([Float].self)
        guard values.count == 6 else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "theta has six values, not \(values.count)"))
        }
        self.values = values
    }

    /// Writes an array of six numbers.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}
