/// Dots, two wide and four high in each cell, that become braille characters; where a cell has dots of two kinds, the later one's style wins.
struct DotGrid {
    /// How a kind of dots looks.
    struct Pen {
        /// Of the cell that has such dots last.
        var style: Style
        /// What stands for a cell with such dots where there is no UTF-8.
        var plain: Character
    }

    /// In dots.
    let width: Int
    /// In dots.
    let height: Int
    private var bits: [UInt8]
    private var pens: [Pen?]

    /// A grid over `columns` x `rows` cells.
    init(columns: Int, rows: Int) {
        width = columns * 2
        height = rows * 4
        bits = Array(repeating: 0, count: columns * rows)
        pens = Array(repeating: nil, count: columns * rows)
    }

    /// Sets a dot; outside the grid nothing happens.
    mutating func set(_ x: Int, _ y: Int, _ pen: Pen) {
        guard x >= 0, x < width, y >= 0, y < height else { return }
        let cell = (y >> 2) * (width >> 1) + x >> 1
        bits[cell] |= Self.bit[(y & 3) * 2 + x & 1]
        pens[cell] = pen
    }

    /// Sets the dots from one position to another, both included; they may lie outside, but not far.
    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ pen: Pen) {
        let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
        let (stepX, stepY) = ((end.x - start.x).signum(), (end.y - start.y).signum())
        var (x, y, error) = (start.x, start.y, dx + dy)
        while true {
            set(x, y, pen)
            if x == end.x, y == end.y { return }
            let twice = 2 * error
            if twice >= dy {
                error += dy
                x += stepX
            }
            if twice <= dx {
                error += dx
                y += stepY
            }
        }
    }

    /// Calls `body` with the column, row, character and style of each cell that has dots.
    func forEachCell(isUnicode: Bool, _ body: (_ column: Int, _ row: Int, _ character: Character, _ style: Style) -> Void) {
        let columns = width >> 1
        for (cell, bits) in bits.enumerated() {
            guard let pen = pens[cell] else { continue }
            body(cell % columns, cell / columns, isUnicode ? Self.braille[Int(bits)] : pen.plain, pen.style)
        }
    }

    /// Draws the cells that have dots, the first one at (x, y).
    func draw(x: Int, y: Int, on canvas: inout Canvas) {
        forEachCell(isUnicode: canvas.capabilities.isUnicode) { column, row, character, style in
            canvas[x + column, y + row] = Cell(character, style)
        }
    }

    // Unicode numbers the dots down the left column, down the right one, and the fourth row last.
    private static let bit: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    private static let braille: [Character] = (0..<256).map { Character(Unicode.Scalar(0x2800 + $0) ?? " ") }
}
