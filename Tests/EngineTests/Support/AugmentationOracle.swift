@testable import Platform
@testable import Engine

/// What a transformation makes of a face, pixel by pixel in double precision: each step undone by itself, from the picture back to the face.
enum AugmentationOracle {
    /// [48, 48] greys within 0...255.
    static func greys(_ face: [UInt8], _ transformation: FaceTransformation) -> [Double] {
        let mean = Double(face.reduce(0) { $0 + Int($1) }) / 2304
        return (0..<2304).map { place in
            let (row, column) = (place / 48, place % 48)
            if let erased = transformation.erased, erased.rows.contains(row), erased.columns.contains(column) {
                return min(max(mean + 255 * transformation.brightness, 0), 255)
            }
            let source = position(row: row, column: column, transformation)
            let grey = bilinear(face, x: source.x, y: source.y)
            return min(max(mean + (grey - mean) * transformation.contrast + 255 * transformation.brightness, 0), 255)
        }
    }

    private static func position(row: Int, column: Int, _ transformation: FaceTransformation) -> (x: Double, y: Double) {
        // From the centre, before the shift.
        let (shiftedX, shiftedY) = (Double(column) - 23.5 - transformation.shiftX, Double(row) - 23.5 - transformation.shiftY)
        // Turned back: rows run downwards, so this is against the clock.
        let angle = transformation.degrees / 180 * Double.pi
        let (turnedX, turnedY) = (cos(angle) * shiftedX + sin(angle) * shiftedY, cos(angle) * shiftedY - sin(angle) * shiftedX)
        let (x, y) = (turnedX / transformation.size + 23.5, turnedY / transformation.size + 23.5)
        return (transformation.isMirrored ? 47 - x : x, y)
    }

    /// Beyond the face its edge goes on.
    private static func bilinear(_ face: [UInt8], x: Double, y: Double) -> Double {
        func pixel(_ x: Double, _ y: Double) -> Double { Double(face[Int(min(max(y, 0), 47)) * 48 + Int(min(max(x, 0), 47))]) }
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (right, below) = (x - left, y - top)
        return (1 - below) * ((1 - right) * pixel(left, top) + right * pixel(left + 1, top))
            + below * ((1 - right) * pixel(left, top + 1) + right * pixel(left + 1, top + 1))
    }
}

extension RandomBits {
    /// A face of noise, in which every pixel counts.
    mutating func face() -> [UInt8] { (0..<2304).map { _ in UInt8(truncatingIfNeeded: next()) } }

    /// Something of every kind, anywhere within the options' ranges.
    mutating func transformation() -> FaceTransformation {
        func within(_ bound: Double) -> Double { (2 * uniform() - 1) * bound }
        let (top, left) = (below(30), below(30))
        return FaceTransformation(
            isMirrored: below(2) == 1, shiftX: within(16), shiftY: within(16), degrees: within(45), size: 1 + within(0.5), brightness: within(0.5),
            contrast: 1 + within(0.9),
            erased: below(2) == 0 ? nil : .init(rows: top..<top + 1 + below(18), columns: left..<left + 1 + below(18)))
    }
}
