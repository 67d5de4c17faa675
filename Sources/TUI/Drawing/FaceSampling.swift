/// One axis of a picture read at another number of places: linearly where there are more of them, by area where there are fewer.
struct AxisSampling {
    /// For each place the first source position that counts.
    private(set) var starts: [Int] = []
    /// How many positions from there count.
    let taps: Int
    /// [places, taps], the weights of each place summing to 1.
    private(set) var weights: [Float] = []

    /// From `source` positions, at least two, to `places`.
    init(from source: Int, to places: Int) {
        let spacing = Float(source) / Float(places)
        taps = spacing <= 1 ? 2 : min(source, Int(spacing.rounded(.up)) + 1)
        for place in 0..<places {
            if spacing <= 1 {
                let position = min(max((Float(place) + 0.5) * spacing - 0.5, 0), Float(source - 1))
                let start = min(Int(position), source - 2)
                starts.append(start)
                weights += [Float(start + 1) - position, position - Float(start)]
            } else {
                let (left, right) = (Float(place) * spacing, Float(place + 1) * spacing)
                let start = min(Int(left), source - taps)
                starts.append(start)
                weights += (start..<start + taps).map { max(0, min(Float($0 + 1), right) - max(Float($0), left)) / spacing }
            }
        }
    }
}

/// A picture enlarged to eight by eight samples in each of a rectangle's cells.
struct FaceSampling {
    /// Samples along each side of a cell.
    static let perSide = 8
    /// Cells in a row.
    let columns: Int
    /// [rows * 8, columns * 8].
    private let samples: [Float]

    /// Takes `picture` ([side, side]) at the samples of `columns` x `rows` cells.
    init(_ picture: [Float], side: Int, columns: Int, rows: Int) {
        precondition(picture.count == side * side, "a picture is square")
        self.columns = columns
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
        let width = columns * Self.perSide
        var lines = InlineArray<8, Float>(repeating: 0)
        var stripes = InlineArray<8, Float>(repeating: 0)
        var upperLeft: Float = 0
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
        var ink = InlineArray<19, Float>(repeating: 0)
        ink[0] = upperLeft
        ink[1] = upper - upperLeft
        ink[2] = lowerLeft
        ink[3] = lower - lowerLeft
        ink[4] = upper
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
