import Core

/// A screen as dots: shapes by geometry, letters from the small font of the reports.
enum PixelPicture {
    /// Dots of a cell.
    private static let (width, height) = (12, 24)
    /// Dots of a letter's dot.
    private static let scale = 2

    /// As a PNG file.
    static func bytes(_ picture: ScreenPicture) -> [UInt8] {
        let canvas = picture.canvas
        let palette = picture.palette(isDirect: true)
        var raster = Raster(width: max(1, canvas.width) * width, height: max(1, canvas.height) * height, Raster.Color(picture.paper))
        for y in 0..<canvas.height {
            for x in 0..<canvas.width where canvas[x, y].character != Cell.rightHalf {
                draw(canvas[x, y].character, picture.paint(canvas[x, y].style, palette), x: x * width, y: y * height, on: &raster)
            }
        }
        return raster.png
    }

    private static func draw(_ character: Character, _ paint: ScreenPicture.Paint, x: Int, y: Int, on raster: inout Raster) {
        raster.fill(x: x, y: y, width: width * character.cellWidth, height: height, Raster.Color(paint.ground))
        let ink = Raster.Color(paint.ink)
        if paint.isUnderlined { raster.fill(x: x, y: y + height - 3, width: width, height: 1, ink) }
        guard character != " " else { return }
        if let parts = CellGeometry.parts(of: character, aspect: Double(width) / Double(height)) {
            for part in parts {
                let (left, right) = (Int((part.left * Double(width)).rounded()), Int((part.right * Double(width)).rounded()))
                let (top, bottom) = (Int((part.top * Double(height)).rounded()), Int((part.bottom * Double(height)).rounded()))
                raster.fill(x: x + left, y: y + top, width: max(1, right - left), height: max(1, bottom - top), ink)
            }
            return
        }
        let rows = symbols[character] ?? BitmapFont.rows(character.inASCII)
        // The reports' font has no room below its line; here there is.
        let drop = "gpqy".contains(character) ? 2 * scale : 0
        let place = (x: x + 1, y: y + (height - 7 * scale) / 2 + drop)
        for (row, bits) in rows.enumerated() {
            for column in 0..<5 where bits >> UInt8(4 - column) & 1 == 1 {
                raster.fill(x: place.x + column * scale, y: place.y + row * scale, width: scale + (paint.isBold ? 1 : 0), height: scale, ink)
            }
        }
    }

    /// Signs of the screens that the reports' font does not have, drawn like its letters.
    private static let symbols: [Character: [UInt8]] = [
        "▸": [0, 8, 12, 14, 12, 8, 0], "▶": [16, 24, 28, 30, 28, 24, 16], "▴": [0, 0, 4, 14, 31, 0, 0], "▲": [0, 4, 4, 14, 14, 31, 0],
        "△": [0, 4, 10, 10, 17, 31, 0], "●": [0, 14, 31, 31, 31, 14, 0], "○": [0, 14, 17, 17, 17, 14, 0], "◆": [0, 4, 14, 31, 14, 4, 0],
        "★": [4, 4, 31, 14, 14, 27, 17], "✓": [0, 1, 1, 2, 18, 12, 4], "✗": [0, 17, 10, 4, 10, 17, 0], "·": [0, 0, 0, 4, 0, 0, 0],
        "…": [0, 0, 0, 0, 0, 0, 21], "°": [6, 9, 6, 0, 0, 0, 0], "±": [4, 4, 31, 4, 4, 0, 31], "×": [0, 0, 17, 10, 4, 10, 17],
        "→": [0, 4, 2, 31, 2, 4, 0], "←": [0, 4, 8, 31, 8, 4, 0], "↑": [4, 14, 21, 4, 4, 4, 0], "↓": [0, 4, 4, 4, 21, 14, 4],
    ]
}

extension Raster.Color {
    fileprivate init(_ color: RGB) { self.init(color.red, color.green, color.blue) }
}
