import FaceData
import Core

/// What shapes need to know of a face in each cell of a rectangle: sums over eight by eight samples.
struct CellSums {
    /// Samples along each side of a cell.
    private static let perSide = 8
    /// Whether half a cell is a pixel: the sums are of pixels then, and only those of the upper half and of all.
    let isExact: Bool
    /// Cells in a row.
    private let columns: Int
    /// [rows * 8, columns * 8], or the pixels themselves where they are exact.
    private let samples: [Float]

    /// Takes `picture` ([48, 48]) at the samples of `columns` x `rows` cells.
    init(_ picture: [Float], columns: Int, rows: Int) {
        let side = FaceSet.side
        self.columns = columns
        isExact = columns == side && rows * 2 == side
        guard !isExact else {
            samples = picture
            return
        }
        let across = AxisSampling(from: side, to: columns * Self.perSide)
        let down = AxisSampling(from: side, to: rows * Self.perSide)
        let width = across.starts.count

        let wide = [Float](unsafeUninitializedCapacity: side * width) { wide, count in
            for row in 0..<side {
                for place in 0..<width {
                    var sum: Float = 0
                    for tap in 0..<across.taps { sum += picture[row * side + across.starts[place] + tap] * across.weights[place * across.taps + tap] }
                    wide[row * width + place] = sum
                }
            }
            count = side * width
        }
        samples = [Float](unsafeUninitializedCapacity: down.starts.count * width) { samples, count in
            samples.initialize(repeating: 0)
            for (place, start) in down.starts.enumerated() {
                for tap in 0..<down.taps {
                    let weight = down.weights[place * down.taps + tap]
                    for x in 0..<width { samples[place * width + x] += wide[(start + tap) * width + x] * weight }
                }
            }
            count = down.starts.count * width
        }
    }

    /// The sums of one cell's samples under each of `TwoTone.shapes`, and of all 64.
    func sums(column: Int, row: Int) -> (ink: InlineArray<19, Float>, total: Float) {
        var ink = InlineArray<19, Float>(repeating: 0)
        guard !isExact else {
            let upper = samples[2 * row * columns + column]
            ink[TwoTone.upperHalf] = upper * 32
            return (ink, (upper + samples[(2 * row + 1) * columns + column]) * 32)
        }
        var lines = InlineArray<8, Float>(repeating: 0)
        var stripes = InlineArray<8, Float>(repeating: 0)
        var upperLeft: Float = 0
        let width = columns * Self.perSide
        samples.withUnsafeBufferPointer { samples in
            var index = row * Self.perSide * width + column * Self.perSide
            for y in 0..<8 {
                var line: Float = 0
                for x in 0..<8 {
                    let value = samples[index + x]
                    line += value
                    stripes[x] += value
                    if x < 4, y < 4 { upperLeft += value }
                }
                lines[y] = line
                index += width
            }
        }

        let upper = lines[0] + lines[1] + lines[2] + lines[3]
        let lower = lines[4] + lines[5] + lines[6] + lines[7]
        let left = stripes[0] + stripes[1] + stripes[2] + stripes[3]
        let lowerLeft = left - upperLeft
        ink[0] = upperLeft
        ink[1] = upper - upperLeft
        ink[2] = lowerLeft
        ink[3] = lower - lowerLeft
        ink[TwoTone.upperHalf] = upper
        ink[5] = left
        ink[6] = upperLeft + lower - lowerLeft
        var (fromBelow, fromLeft): (Float, Float) = (0, 0)
        for eighths in 1...7 {
            fromBelow += lines[8 - eighths]
            fromLeft += stripes[eighths - 1]
            if eighths == 4 { continue }
            let place = eighths < 4 ? eighths - 1 : eighths - 2
            ink[7 + place] = fromBelow
            ink[13 + place] = fromLeft
        }
        return (ink, upper + lower)
    }
}
