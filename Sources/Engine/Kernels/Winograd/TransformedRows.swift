/// The last rows of a convolution's input, transformed along x, six points a tile.
///
/// Rows come in order, and each is transformed once for all rows of outputs that read it.
struct TransformedRows {
    /// How the rows of one method are cut and kept.
    struct Tiling {
        /// Outputs of a tile along a row.
        let width: Int
        /// Rows of outputs that are made together.
        let height: Int
        let kernelSize: Int
        /// Whether a row is [6 points, C, tiles]; otherwise [tiles, 6 points, C].
        let isByChannel: Bool
        /// Whether rows that do not exist are read too, as zeros.
        let readsAbsentRows: Bool

        /// Rows of inputs that rows of outputs made together read.
        var window: Int { kernelSize + height - 1 }

        /// Tiles of a row of so many outputs.
        func tiles(outputs: Int) -> Int { (outputs + width - 1) / width }
    }

    private let base: UnsafeMutablePointer<Lanes>
    let channels: Int
    let tiles: Int
    private let tiling: Tiling
    /// Columns that exist; what a tile reads beyond them is zero.
    private let width: Int
    /// Rows that are kept.
    private let depth: Int
    /// From one point to the next.
    let pointStride: Int
    /// From one tile to the next.
    let tileStride: Int
    /// From one channel to the next.
    let channelStride: Int

    /// - Parameters:
    ///   - width: columns of the rows that come.
    ///   - outputs: along a row.
    ///   - together: so many times the rows of outputs that are made together, all of whose inputs are kept at the same time.
    init(_ scratch: ScratchArena, _ tiling: Tiling, channels: Int, width: Int, outputs: Int, together: Int = 1) {
        (self.tiling, self.channels, self.width) = (tiling, channels, width)
        tiles = tiling.tiles(outputs: outputs)
        (pointStride, tileStride, channelStride) =
            tiling.isByChannel ? (tiles * channels, 1, tiles) : (channels, Winograd.columnPoints * channels, 1)
        depth = tiling.height * together + tiling.window - tiling.height
        base = scratch.lanes(depth * Winograd.columnPoints * tiles * channels)
    }

    /// Of a row.
    private var size: Int { Winograd.columnPoints * tiles * channels }

    /// The row `y`, which must be one of the last ones.
    func row(_ y: Int) -> UnsafeMutablePointer<Lanes> { base + (y % depth) * size }

    /// Takes up what is new in a window that begins at `y`: all of it at the top, the last rows further down.
    func fill(_ y: Int, _ window: RowWindow) {
        for index in (y == 0 ? 0 : tiling.window - tiling.height)..<tiling.window {
            let target = row(y + index)
            if window.rows.contains(index) {
                fill(target, window.base + window.offsets[index], window.planeStride)
            } else if tiling.readsAbsentRows {
                target.update(repeating: .zero, count: size)
            }
        }
    }

    private func fill(_ target: UnsafeMutablePointer<Lanes>, _ source: UnsafePointer<Lanes>, _ planeStride: Int) {
        let whole = max(0, min(tiles, (width - Winograd.columnPoints + tiling.width) / tiling.width))
        for tile in 0..<whole {
            Self.transform(target + tile * tileStride, pointStride, channelStride, source + tile * tiling.width, planeStride, channels)
        }
        for tile in whole..<tiles {
            let first = tile * tiling.width
            for channel in 0..<channels {
                let line = source + channel * planeStride
                let values = InlineArray<6, Lanes> { first + $0 < width ? line[first + $0] : .zero }
                Winograd.transformInputs(
                    values[0], values[1], values[2], values[3], values[4], values[5], target + (tile * tileStride + channel * channelStride),
                    pointStride)
            }
        }
    }

    /// One tile of all channels.
    @inline(never)
    private static func transform(
        _ target: UnsafeMutablePointer<Lanes>, _ pointStride: Int, _ channelStride: Int, _ source: UnsafePointer<Lanes>, _ planeStride: Int,
        _ channels: Int
    ) {
        for channel in 0..<channels {
            let line = source + channel &* planeStride
            Winograd.transformInputs(line[0], line[1], line[2], line[3], line[4], line[5], target + channel &* channelStride, pointStride)
        }
    }
}
