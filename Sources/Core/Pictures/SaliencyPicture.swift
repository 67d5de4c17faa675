import FaceData
import Platform

/// What predictions hang on as a picture: a row a face or class, with the face, where covering it flips the prediction, and by how much the class falls.
package enum SaliencyPicture {
    /// One row.
    package struct Row: Sendable, Equatable {
        /// In front of it, e.g. the class.
        let heading: String
        /// Under the heading.
        let detail: String
        /// [48, 48], 0...255.
        let face: [UInt8]
        /// [48, 48], 0...1.
        let flips: [Double]
        /// [48, 48], -1...1.
        let drops: [Double]

        /// Memberwise.
        package init(heading: String, detail: String, face: [UInt8], flips: [Double], drops: [Double]) {
            (self.heading, self.detail, self.face, self.flips, self.drops) = (heading, detail, face, flips, drops)
        }
    }

    private static let scale = 3
    private static let side = FaceSet.side * scale

    /// Draws at least one row; the strongest colour of a map is its own largest value, which is written under it.
    package static func draw(_ rows: [Row], title: String) -> Raster {
        precondition(!rows.isEmpty, "a picture of nothing")
        let words = rows.map { max(Raster.width(of: $0.heading, scale: 2), Raster.width(of: $0.detail)) }
        let left = 20 + (words.max() ?? 0) + 16
        let (top, stepX, stepY) = (78, side + 16, side + 28)
        var raster = Raster(
            width: max(left + 3 * stepX + 8, Raster.width(of: title, scale: 2) + 40), height: top + rows.count * stepY + 8)
        raster.text(title, x: 20, y: 18, scale: 2)
        for (column, name) in ["face", "prediction flips", "probability falls"].enumerated() {
            raster.text(name, centre: left + column * stepX + side / 2, y: 58)
        }
        for (index, row) in rows.enumerated() {
            let y = top + index * stepY
            raster.text(row.heading, right: left - 16, y: y + side / 2 - 12, scale: 2)
            raster.text(row.detail, right: left - 16, y: y + side / 2 + 10, .faint)
            raster.grey(row.face, side: FaceSet.side, x: left, y: y, scale: scale)
            for (column, map) in [row.flips, row.drops].enumerated() {
                let x = left + (column + 1) * stepX
                drawMap(map, over: row.face, x: x, y: y, on: &raster)
                raster.text("up to \(NumberText.fixed((map.max() ?? 0) * 100, 1)) %", x: x, y: y + side + 5, .faint)
            }
        }
        return raster
    }

    /// A map in red, and where it is below zero in blue, over the fainter face.
    private static func drawMap(_ map: [Double], over face: [UInt8], x: Int, y: Int, on raster: inout Raster) {
        let strongest = max(map.reduce(0) { max($0, abs($1)) }, 1e-9)
        for index in map.indices {
            let ground = Raster.Color.white.mixed(with: Raster.Color(grey: face[index]), 0.55)
            let color = ground.mixed(with: map[index] >= 0 ? Raster.Color(200, 0, 0) : .train, abs(map[index]) / strongest * 0.85)
            let (column, row) = (x + index % FaceSet.side * scale, y + index / FaceSet.side * scale)
            raster.fill(x: column, y: row, width: scale, height: scale, color)
        }
    }
}
