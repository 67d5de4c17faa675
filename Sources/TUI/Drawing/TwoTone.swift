/// A character that divides its cell into ink and ground.
struct TwoTone {
    /// A block character; ink stands where it is drawn.
    let character: Character
    /// Of the cell's 64 samples, those under ink.
    let inkCount: Float

    /// Quadrants (the other half of them is the same with ink and ground changed), then lower and left eighths, in the order of `CellSums.sums`.
    static let shapes: [TwoTone] =
        "▘▝▖▗".map { TwoTone(character: $0, inkCount: 16) } + "▀▌▚".map { TwoTone(character: $0, inkCount: 32) }
        + zip("▁▂▃▅▆▇", eighths).map { TwoTone(character: $0, inkCount: $1) } + zip("▏▎▍▋▊▉", eighths).map { TwoTone(character: $0, inkCount: $1) }

    /// The place of the upper half block among `shapes`.
    static let upperHalf = 4

    private static let eighths: [Float] = [8, 16, 24, 40, 48, 56]

    /// The shape and the two greys whose squared error over the cell is least; a blank where one grey is as good.
    static func best(_ ink: InlineArray<19, Float>, total: Float) -> Cell {
        let solid = Greys.nearest(to: total / 64)
        let level = Float(Greys.levels[solid])
        // The sum of the squared samples is the same for all, so it is left out.
        var least = 64 * level * level - 2 * level * total
        var cell = Cell(" ", Style(grey: solid, on: solid))
        shapes.withUnsafeBufferPointer { shapes in
            for index in shapes.indices {
                let (inkSum, inkCount) = (ink[index], shapes[index].inkCount)
                let (groundSum, groundCount) = (total - inkSum, 64 - inkCount)
                let inkGrey = Greys.nearest(to: inkSum / inkCount)
                let groundGrey = Greys.nearest(to: groundSum / groundCount)
                let (inkLevel, groundLevel) = (Float(Greys.levels[inkGrey]), Float(Greys.levels[groundGrey]))
                let error =
                    inkLevel * (inkCount * inkLevel - 2 * inkSum) + groundLevel * (groundCount * groundLevel - 2 * groundSum)
                // A margin, so that rounding does not choose between equals.
                if error < least - 0.5 {
                    least = error
                    cell = Cell(shapes[index].character, Style(grey: inkGrey, on: groundGrey))
                }
            }
        }
        return cell
    }
}
