/// The last rows of a convolution's input, transformed along x: for each row [6 points, tiles, C].
///
/// Rows come in order, two at a time, and each is transformed once for all rows of outputs that read it.
struct TransformedRows {
    private let base: UnsafeMutablePointer<Lanes>
    let channels: Int
    let tiles: Int
    /// Columns that exist; what a tile reads beyond them is zero.
    private let width: Int

    /// Rows that are kept.
    private let depth: Int

    /// Rows that two rows of outputs read.
    private static let window = 4

    /// - Parameters:
    ///   - outputs: along a row.
    ///   - pairs: of rows of outputs whose rows of inputs are kept at the same time.
    init(_ scratch: ScratchArena, channels: Int, width: Int, outputs: Int, pairs: Int = 1) {
        (self.channels, self.width) = (channels, width)
        tiles = Self.tiles(outputs: outputs)
        depth = Winograd.tileHeight * pairs + Self.window - Winograd.tileHeight
        base = scratch.lanes(depth * Winograd.columnPoints * tiles * channels)
    }

    /// Tiles of a row of so many outputs.
    static func tiles(outputs: Int) -> Int { (outputs + Winograd.tileWidth - 1) / Winograd.tileWidth }

    /// From one point to the next.
    var pointStride: Int { tiles * channels }

    /// The row `y`, which must be one of the last ones.
    func row(_ y: Int) -> UnsafeMutablePointer<Lanes> { base + (y % depth) * Winograd.columnPoints * pointStride }

    /// Takes up what is new in a window of four rows that begins at `y`, which is even: all of it at the top, the last two rows further down.
    func fill(_ y: Int, _ window: RowWindow) {
        for index in (y == 0 ? 0 : Self.window - Winograd.tileHeight)..<Self.window {
            let target = row(y + index)
            if window.rows.contains(index) {
                fill(target, window.base + window.offsets[index], window.planeStride)
            } else {
                target.update(repeating: .zero, count: Winograd.columnPoints * pointStride)
            }
        }
    }

    private func fill(_ target: UnsafeMutablePointer<Lanes>, _ source: UnsafePointer<Lanes>, _ planeStride: Int) {
        let whole = max(0, min(tiles, (width - 2) / Winograd.tileWidth))
        for tile in 0..<whole { Self.transform(target + tile * channels, pointStride, source + tile * Winograd.tileWidth, planeStride, channels) }
        for tile in whole..<tiles {
            let first = tile * Winograd.tileWidth
            for channel in 0..<channels {
                let line = source + channel * planeStride
                let values = InlineArray<6, Lanes> { first + $0 < width ? line[first + $0] : .zero }
                Winograd.transformInputs(
                    values[0], values[1], values[2], values[3], values[4], values[5], target + (tile * channels + channel), pointStride)
            }
        }
    }

    /// One tile of all channels.
    @inline(never)
    private static func transform(
        _ target: UnsafeMutablePointer<Lanes>, _ pointStride: Int, _ source: UnsafePointer<Lanes>, _ planeStride: Int, _ channels: Int
    ) {
        for channel in 0..<channels {
            let line = source + channel &* planeStride
            Winograd.transformInputs(line[0], line[1], line[2], line[3], line[4], line[5], target + channel, pointStride)
        }
    }
}
