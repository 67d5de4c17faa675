package import FaceData

/// Faces in rows as a picture: each with theta's box, and beside it what the attention makes of it.
package enum FaceGridPicture {
    /// One face and what is said of it.
    package struct Tile: Sendable, Equatable {
        /// [48, 48], 0...255.
        let pixels: [UInt8]
        let theta: Theta
        /// Under the face, e.g. `fear .97`.
        let caption: String
        /// Whether the prediction is the true class; nil where the face has no label.
        let isRight: Bool?

        /// Memberwise.
        package init(pixels: [UInt8], theta: Theta, caption: String, isRight: Bool?) {
            (self.pixels, self.theta, self.caption, self.isRight) = (pixels, theta, caption, isRight)
        }
    }

    /// Faces under one heading.
    package struct Row: Sendable, Equatable {
        let heading: String
        let tiles: [Tile]

        /// Memberwise.
        package init(heading: String, tiles: [Tile]) { (self.heading, self.tiles) = (heading, tiles) }
    }

    private static let scale = 2
    private static let side = FaceSet.side * scale
    private static let step = (x: 2 * side + 20, y: side + 26)

    /// Draws rows that are not all empty.
    package static func draw(_ rows: [Row], title: String) -> Raster {
        let left = 20 + (rows.map { Raster.width(of: $0.heading, scale: 2) }.max() ?? 0) + 16
        let columns = max(1, rows.map(\.tiles.count).max() ?? 1)
        let top = 50
        var raster = Raster(
            width: max(left + columns * step.x + 8, Raster.width(of: title, scale: 2) + 40), height: top + max(1, rows.count) * step.y + 8)
        raster.text(title, x: 20, y: 18, scale: 2)
        for (index, row) in rows.enumerated() {
            let y = top + index * step.y
            raster.text(row.heading, right: left - 16, y: y + side / 2 - 7, scale: 2)
            for (column, tile) in row.tiles.enumerated() { draw(tile, x: left + column * step.x, y: y, on: &raster) }
        }
        return raster
    }

    /// One face with its box and its crop, without words.
    static func pair(_ pixels: [UInt8], _ theta: Theta, scale: Int = scale) -> Raster {
        var raster = Raster(width: 2 * FaceSet.side * scale, height: FaceSet.side * scale)
        drawPair(pixels, theta, x: 0, y: 0, scale: scale, on: &raster)
        return raster
    }

    private static func draw(_ tile: Tile, x: Int, y: Int, on raster: inout Raster) {
        drawPair(tile.pixels, tile.theta, x: x, y: y, scale: scale, on: &raster)
        let mark = tile.isRight.map { $0 ? "= " : "x " } ?? ""
        let color: Raster.Color = tile.isRight.map { $0 ? .right : .wrong } ?? .text
        let room = (2 * side) / (BitmapFont.width + 1)
        raster.text(String((mark + tile.caption).prefix(room)), x: x, y: y + side + 5, color)
    }

    private static func drawPair(_ pixels: [UInt8], _ theta: Theta, x: Int, y: Int, scale: Int, on raster: inout Raster) {
        let side = FaceSet.side * scale
        raster.grey(pixels, side: FaceSet.side, x: x, y: y, scale: scale)
        var picture = Raster(width: side, height: side)
        picture.grey(pixels, side: FaceSet.side, x: 0, y: 0, scale: scale)
        drawBox(theta, scale: scale, on: &picture)
        for row in 0..<side { for column in 0..<side { raster[x + column, y + row] = picture[column, row] } }
        let crop = AttentionCrop(face: pixels, theta: theta)
        raster.grey(crop.pixels, side: FaceSet.side, x: x + side, y: y, scale: scale)
        // What lies outside the face is blue, not the black that it reads as.
        for index in crop.outside.indices where crop.outside[index] {
            let (column, row) = (x + side + index % FaceSet.side * scale, y + index / FaceSet.side * scale)
            raster.fill(x: column, y: row, width: scale, height: scale, Raster.Color.train.mixed(with: .white, 0.5))
        }
    }

    /// Theta's outline over a face that lies in the picture's upper left corner, with a tick at its upper side.
    private static func drawBox(_ theta: Theta, scale: Int, on raster: inout Raster) {
        func place(_ u: Float, _ v: Float) -> (x: Double, y: Double) {
            let position = theta.map(u, v)
            // -1 and 1 are the middles of the outer pixels.
            func pixel(_ value: Float) -> Double { ((Double(value) + 1) / 2 * Double(FaceSet.side - 1) + 0.5) * Double(scale) - 0.5 }
            return (pixel(position.x), pixel(position.y))
        }
        let corners = [place(-1, -1), place(1, -1), place(1, 1), place(-1, 1)]
        for index in corners.indices { raster.line(from: corners[index], to: corners[(index + 1) % 4], .box, thickness: 2) }
        raster.line(from: place(0, -1), to: place(0, -0.8), .box, thickness: 2)
    }
}
