import Core

/// A screen as SVG: grounds and shapes as paths, letters as text in whatever monospaced font there is.
enum SVGPicture {
    /// Of a cell, in the drawing's units.
    private static let (width, height) = (8.4, 17.0)

    /// The whole document.
    static func text(_ picture: ScreenPicture) -> String {
        let canvas = picture.canvas
        let palette = picture.palette(isDirect: true)
        let rows = (0..<canvas.height).map { y in (0..<canvas.width).map { x in picture.paint(canvas[x, y].style, palette) } }
        let size = "\(number(Double(canvas.width) * width)) \(number(Double(canvas.height) * height))"
        let sides = size.split(separator: " ")
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" width=\"\(sides[0])\" height=\"\(sides[1])\" "
                + "font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"\(picture.paper.hexadecimal)\"/>",
        ]
        lines += grounds(rows, paper: picture.paper)
        lines += shapes(canvas, rows)
        lines += (0..<canvas.height).flatMap { letters(canvas, rows[$0], y: $0) }
        return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    /// Neighbouring cells of one ground as one rectangle, all of one colour as one path.
    private static func grounds(_ rows: [[ScreenPicture.Paint]], paper: RGB) -> [String] {
        var paths: [RGB: String] = [:]
        for (y, row) in rows.enumerated() {
            var x = 0
            while x < row.count {
                let end = row[x...].firstIndex { $0.ground != row[x].ground } ?? row.count
                if row[x].ground != paper {
                    paths[row[x].ground, default: ""] += box(Double(x) * width, Double(y) * height, Double(end) * width, Double(y + 1) * height)
                }
                x = end
            }
        }
        return elements(paths)
    }

    /// Blocks, dots and lines.
    private static func shapes(_ canvas: Canvas, _ rows: [[ScreenPicture.Paint]]) -> [String] {
        var paths: [RGB: String] = [:]
        for y in 0..<canvas.height {
            for x in 0..<canvas.width {
                guard let parts = CellGeometry.parts(of: canvas[x, y].character, aspect: width / height) else { continue }
                let (left, top) = (Double(x) * width, Double(y) * height)
                for part in parts {
                    paths[rows[y][x].ink, default: ""] += box(
                        left + part.left * width, top + part.top * height, left + part.right * width, top + part.bottom * height)
                }
            }
        }
        return elements(paths)
    }

    /// Letters of one look as one text, whose length is that of its cells.
    private static func letters(_ canvas: Canvas, _ row: [ScreenPicture.Paint], y: Int) -> [String] {
        func isLetter(_ x: Int) -> Bool {
            let character = canvas[x, y].character
            return character != Cell.rightHalf && CellGeometry.parts(of: character, aspect: 1) == nil
        }
        var lines: [String] = []
        var x = 0
        while x < canvas.width {
            guard isLetter(x), canvas[x, y].character != " " || row[x].isUnderlined else {
                x += 1
                continue
            }
            var end = x
            while end < canvas.width, isLetter(end), row[end].ink == row[x].ink, row[end].isBold == row[x].isBold,
                row[end].isUnderlined == row[x].isUnderlined
            { end += 1 }
            while end > x + 1, canvas[end - 1, y].character == " ", !row[x].isUnderlined { end -= 1 }
            let text = String((x..<end).map { canvas[$0, y].character }).escapedForXML
            let attributes = (row[x].isBold ? " font-weight=\"bold\"" : "") + (row[x].isUnderlined ? " text-decoration=\"underline\"" : "")
            lines.append(
                "<text x=\"\(number(Double(x) * width))\" y=\"\(number(Double(y) * height + 13))\" "
                    + "textLength=\"\(number(Double(end - x) * width))\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" "
                    + "fill=\"\(row[x].ink.hexadecimal)\"\(attributes)>\(text)</text>")
            x = end
        }
        return lines
    }

    private static func elements(_ paths: [RGB: String]) -> [String] {
        paths.sorted { $0.key.hexadecimal < $1.key.hexadecimal }.map {
            "<path fill=\"\($0.key.hexadecimal)\" shape-rendering=\"crispEdges\" d=\"\($0.value)\"/>"
        }
    }

    private static func box(_ left: Double, _ top: Double, _ right: Double, _ bottom: Double) -> String {
        "M\(number(left)) \(number(top))H\(number(right))V\(number(bottom))H\(number(left))z"
    }

    private static func number(_ value: Double) -> String { Figures.short(value) }
}

extension String {
    /// With entities for what XML takes for its own.
    fileprivate var escapedForXML: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            default: text.append(character)
            }
        }
    }
}
