/// One character cell.
package struct Cell: Hashable, Sendable {
    /// What stands in it.
    package var character: Character
    /// How it is drawn.
    package var style: Style

    /// Memberwise; a blank without arguments.
    package init(_ character: Character = " ", _ style: Style = Style()) {
        self.character = character
        self.style = style
    }

    /// Stands in the right half of a character that is two cells wide; nothing draws it.
    package static let rightHalf: Character = "\u{0}"
}

/// A screen as a value: cells that a pure function draws, tests compare and the terminal shows.
///
/// Drawing outside is cut off. Where there is no UTF-8, every character becomes the nearest one of ASCII.
package struct Canvas: Equatable, Sendable {
    /// In cells.
    package let width: Int
    /// In cells.
    package let height: Int
    /// What the terminal can show; widgets choose their characters and colours by it.
    package let capabilities: Capabilities
    private var cells: [Cell]
    /// What can be clicked, the uppermost last.
    private(set) var targets: [(rect: Rect, target: Target)] = []

    /// Blank cells.
    package init(width: Int, height: Int, capabilities: Capabilities = .full) {
        precondition(width >= 0 && height >= 0, "a canvas has no negative size")
        self.width = width
        self.height = height
        self.capabilities = capabilities
        cells = Array(repeating: Cell(), count: width * height)
    }

    /// All of it.
    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    /// The cell at a column and a row; reading must stay inside, writing outside does nothing.
    package subscript(x: Int, y: Int) -> Cell {
        get {
            precondition(x >= 0 && x < width && y >= 0 && y < height, "no cell (\(x), \(y)) in \(width)x\(height)")
            return cells[y * width + x]
        }
        set {
            guard x >= 0, x < width, y >= 0, y < height else { return }
            cells[y * width + x] = newValue
            if !capabilities.isUnicode { cells[y * width + x].character = newValue.character.inASCII }
        }
    }

    /// Writes `text` from (x, y) to the right, cut to `maximum` cells (with … where cut) and to the canvas.
    ///
    /// Control characters, which names of files may hold, become �; characters of two cells take two.
    /// - Returns: the cells written.
    @discardableResult
    package mutating func put(_ text: String, x: Int, y: Int, _ style: Style = Style(), maximum: Int = .max) -> Int {
        let limit = max(0, min(maximum, width - x))
        let characters = text.compactMap(\.drawable)
        let isUnicode = capabilities.isUnicode
        let total = isUnicode ? characters.reduce(0) { $0 + $1.cellWidth } : characters.count
        let room = total > limit ? limit - 1 : limit
        guard limit > 0 else { return 0 }

        var column = 0
        for character in characters {
            let cellWidth = isUnicode ? character.cellWidth : 1
            guard column + cellWidth <= room else { break }
            self[x + column, y] = Cell(character, style)
            if cellWidth == 2 { self[x + column + 1, y] = Cell(Cell.rightHalf, style) }
            column += cellWidth
        }
        if total > limit {
            self[x + column, y] = Cell("…", style)
            column += 1
        }
        return column
    }

    /// The same cells; what can be clicked does not make a difference.
    package static func == (left: Canvas, right: Canvas) -> Bool {
        left.width == right.width && left.height == right.height && left.capabilities == right.capabilities && left.cells == right.cells
    }

    /// Lets clicks in `rect` mean `target`, over what they meant there before.
    mutating func listen(in rect: Rect, for target: Target) { targets.append((rect, target)) }

    /// What a click at a cell means; nil where nothing listens.
    func target(x: Int, y: Int) -> Target? {
        targets.last { x >= $0.rect.x && x < $0.rect.x + $0.rect.width && y >= $0.rect.y && y < $0.rect.y + $0.rect.height }?.target
    }

    /// Fills `rect` with one cell.
    package mutating func fill(_ rect: Rect, _ cell: Cell = Cell()) {
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width { self[x, y] = cell }
        }
    }

    /// The characters alone, a line a row, without trailing blanks.
    package var text: String {
        (0..<height).map { y in
            var line = (0..<width).map { self[$0, y].character }.filter { $0 != Cell.rightHalf }
            while line.last == " " { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }
}
