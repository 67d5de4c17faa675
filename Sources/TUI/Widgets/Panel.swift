/// Borders, with the title in the upper one.
package enum Panel {
    /// Draws a border around `rect`, the number (the key that focuses it) before the title; heavy, bold and in the accent colour with the focus.
    package static func draw(_ rect: Rect, title: String, number: Int? = nil, isFocused: Bool = false, on canvas: inout Canvas) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let style = isFocused ? Style(.highlight, bold: true) : Style(.faint)
        let line = isFocused ? (canvas.capabilities.isUnicode ? heavy : heavyPlain) : (canvas.capabilities.isUnicode ? light : plain)
        let (right, bottom) = (rect.x + rect.width - 1, rect.y + rect.height - 1)
        for x in rect.x + 1..<right {
            canvas[x, rect.y] = Cell(line.across, style)
            canvas[x, bottom] = Cell(line.across, style)
        }
        for y in rect.y + 1..<bottom {
            canvas[rect.x, y] = Cell(line.down, style)
            canvas[right, y] = Cell(line.down, style)
        }
        for (corner, position) in zip(line.corners, [(rect.x, rect.y), (right, rect.y), (rect.x, bottom), (right, bottom)]) {
            canvas[position.0, position.1] = Cell(corner, style)
        }

        let text = [number.map(String.init), title.isEmpty ? nil : title].compactMap(\.self).joined(separator: " ")
        guard !text.isEmpty, rect.width > 4 else { return }
        canvas.put(" ", x: rect.x + 1, y: rect.y)
        let written = canvas.put(text, x: rect.x + 2, y: rect.y, Style(isFocused ? .highlight : .text, bold: isFocused), maximum: rect.width - 4)
        canvas.put(" ", x: rect.x + 2 + written, y: rect.y)
    }

    private struct Line {
        let across: Character
        let down: Character
        /// Upper left, upper right, lower left, lower right.
        let corners: [Character]
    }
    private static let light = Line(across: "─", down: "│", corners: Array("┌┐└┘"))
    private static let heavy = Line(across: "━", down: "┃", corners: Array("┏┓┗┛"))
    private static let plain = Line(across: "-", down: "|", corners: Array("++++"))
    private static let heavyPlain = Line(across: "=", down: "|", corners: Array("####"))
}
