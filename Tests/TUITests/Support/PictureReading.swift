@testable import TUI

/// What a person sees of cells in two greys, and how like another picture it is.
enum PictureReading {
    /// Places along each side at which pictures are compared, two a pixel.
    static let side = 96

    /// The brightness that a terminal shows, [96, 96]; the cells must be 24x12 or 48x24,; nil for cells that are not in greys.
    static func samples(of canvas: Canvas, in rect: Rect) -> [[Float]]? {
        var rows = Array(repeating: Array(repeating: Float(0), count: rect.width * 8), count: rect.height * 8)
        for y in 0..<rect.height {
            for x in 0..<rect.width {
                let cell = canvas[rect.x + x, rect.y + y]
                guard case .grey(let ink) = cell.style.ink, case .grey(let ground) = cell.style.ground else { return nil }
                for row in 0..<8 {
                    for column in 0..<8 {
                        guard let isInk = isInk(cell.character, column, row) else { return nil }
                        rows[y * 8 + row][x * 8 + column] = Float(Greys.levels[isInk ? ink : ground])
                    }
                }
            }
        }
        let (perColumn, perRow) = (rect.width * 8 / side, rect.height * 8 / side)
        return (0..<side).map { y in
            (0..<side).map { x in
                var sum: Float = 0
                for row in 0..<perRow {
                    for column in 0..<perColumn { sum += rows[y * perRow + row][x * perColumn + column] }
                }
                return sum / Float(perRow * perColumn)
            }
        }
    }

    /// Whether a sample of a cell lies under the ink of a block character, written down apart from the matcher's tables.
    private static func isInk(_ character: Character, _ x: Int, _ y: Int) -> Bool? {
        let (left, upper) = (x < 4, y < 4)
        switch character {
        case " ": return false
        case "▘": return left && upper
        case "▝": return !left && upper
        case "▖": return left && !upper
        case "▗": return !left && !upper
        case "▀": return upper
        case "▌": return left
        case "▚": return left == upper
        default: break
        }
        if let eighths = Array("▁▂▃▄▅▆▇").firstIndex(of: character) { return y >= 7 - eighths }
        if let eighths = Array("▏▎▍▌▋▊▉").firstIndex(of: character) { return x <= eighths }
        return nil
    }

    /// A face enlarged linearly to [96, 96].
    static func enlarged(_ pixels: [UInt8]) -> [[Float]] {
        let source = 48
        func position(_ place: Int) -> (Int, Float) {
            let exact = min(max((Float(place) + 0.5) * Float(source) / Float(side) - 0.5, 0), Float(source - 1))
            let low = min(Int(exact), source - 2)
            return (low, exact - Float(low))
        }
        return (0..<side).map { row in
            let (y, v) = position(row)
            return (0..<side).map { column in
                let (x, u) = position(column)
                func at(_ dx: Int, _ dy: Int) -> Float { Float(pixels[(y + dy) * source + x + dx]) }
                return (at(0, 0) * (1 - u) + at(1, 0) * u) * (1 - v) + (at(0, 1) * (1 - u) + at(1, 1) * u) * v
            }
        }
    }

    /// The mean structural similarity of two pictures in windows of eight by eight samples, 1 where they are identical.
    ///
    /// Source: Wang et al. 2004, eq. 13, with its constants for 0...255.
    static func similarity(_ a: [[Float]], _ b: [[Float]]) -> Double {
        var (sum, count) = (0.0, 0)
        for top in stride(from: 0, through: a.count - 8, by: 4) {
            for left in stride(from: 0, through: a[0].count - 8, by: 4) {
                var (sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
                for y in top..<top + 8 {
                    for x in left..<left + 8 {
                        let (p, q) = (Double(a[y][x]), Double(b[y][x]))
                        (sumA, sumB) = (sumA + p, sumB + q)
                        (squareA, squareB, product) = (squareA + p * p, squareB + q * q, product + p * q)
                    }
                }
                let (meanA, meanB) = (sumA / 64, sumB / 64)
                let (varianceA, varianceB) = (squareA / 64 - meanA * meanA, squareB / 64 - meanB * meanB)
                let covariance = product / 64 - meanA * meanB
                let (c1, c2) = (6.5025, 58.5225)
                sum += (2 * meanA * meanB + c1) * (2 * covariance + c2) / ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
                count += 1
            }
        }
        return sum / Double(count)
    }
}
