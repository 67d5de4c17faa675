import Platform

/// Scales by averaging the area that each output pixel covers, exactly, in whole numbers.
package enum AreaFilter {
    private static let target = FaceSet.side

    /// The square about the centre, scaled to 48x48; a 48x48 image stays as it is.
    package static func face(_ image: ImageFile.Grey) -> [UInt8] {
        let side = min(image.width, image.height)
        let (left, top) = ((image.width - side) / 2, (image.height - side) / 2)
        if side == target {
            guard image.width != image.height else { return image.pixels }
            var pixels: [UInt8] = []
            for y in top..<top + target {
                let start = y * image.width + left
                pixels += image.pixels[start..<start + target]
            }
            return pixels
        }
        // In units of 1/48 of a source row, output i covers side i ..< side (i + 1): it is the difference of what lies above either edge.
        var above = [Int](repeating: 0, count: (target + 1) * target)
        var (sum, row) = ([Int](repeating: 0, count: target), [Int](repeating: 0, count: target))
        var edge = 0
        for y in 0...side {
            if y < side { read(image.pixels, from: (top + y) * image.width + left, count: side, into: &row) }
            while edge <= target, side * edge / target == y {
                let part = side * edge % target
                for x in 0..<target { above[edge * target + x] = target * sum[x] + part * row[x] }
                edge += 1
            }
            for x in 0..<target { sum[x] += row[x] }
        }
        let area = side * side
        return (0..<target * target).map { UInt8((above[$0 + target] - above[$0] + area / 2) / area) }
    }

    /// The same along one row of `count` pixels.
    private static func read(_ pixels: [UInt8], from start: Int, count: Int, into row: inout [Int]) {
        var (sum, x, previous) = (0, 0, 0)
        for edge in 1...target {
            while x < count * edge / target {
                sum += Int(pixels[start + x])
                x += 1
            }
            let part = count * edge % target
            let left = target * sum + (part > 0 ? part * Int(pixels[start + x]) : 0)
            row[edge - 1] = left - previous
            previous = left
        }
    }
}
