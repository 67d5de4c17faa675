/// One character cell.
public struct Cell: Hashable, Sendable {
    public var character: Character
    public var style: Style

    public init(_ character: Character = " ", _ style: Style = Style()) {
        self.character = character
        self.style = style
    }
}

/// A screen as a value: cells that a pure function draws, tests compare and the terminal shows.
///
/// Every character is one cell wide; drawing outside is cut off.
public struct Canvas: Equatable, Sendable {
    public let width: Int
    public let height: Int
    /// What the terminal can show; widgets choose their characters and colours by it.
    public let capabilities: Capabilities
    private var cells: [Cell]

    public init(width: Int, height: Int, capabilities: Capabilities = .full) {
        self.width = width
        self.height = height
        self.capabilities = capabilities
        cells = Array(repeating: Cell(), count: width * height)
    }

    public var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    public subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set {
            guard x >= 0, x < width, y >= 0, y < height else { return }
            cells[y * width + x] = newValue
        }
    }

    /// Writes `text` from (x, y) to the right, cut to `maximum` cells (with … where cut) and to the canvas.
    ///
    /// - Returns: the cells written.
    @discardableResult
    public mutating func put(_ text: String, x: Int, y: Int, _ style: Style = Style(), maximum: Int = .max) -> Int {
        let limit = max(0, min(maximum, width - x))
        let characters = Array(text)
        let isCut = characters.count > limit
        let count = min(characters.count, limit)
        for index in 0..<count {
            let isEllipsis = isCut && index == count - 1
            self[x + index, y] = Cell(isEllipsis ? (capabilities.isUnicode ? "…" : "~") : characters[index], style)
        }
        return count
    }

    /// Fills `rect` with one cell.
    public mutating func fill(_ rect: Rect, _ cell: Cell = Cell()) {
        for y in rect.y..<rect.y + rect.height {
            for x in rect.x..<rect.x + rect.width { self[x, y] = cell }
        }
    }

    /// The characters alone, a line a row, without trailing blanks.
    public var text: String {
        (0..<height).map { y in
            var line = String((0..<width).map { self[$0, y].character })
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

/// What a terminal can show.
public struct Capabilities: Equatable, Sendable {
    public enum Colors: Int, Sendable, Comparable {
        case none, eight, sixteen, many
        public static func < (left: Colors, right: Colors) -> Bool { left.rawValue < right.rawValue }
    }
    /// `many` is 256 and more.
    public var colors: Colors
    /// Whether it shows UTF-8.
    public var isUnicode: Bool

    public init(colors: Colors, isUnicode: Bool) {
        self.colors = colors
        self.isUnicode = isUnicode
    }

    public static let full = Capabilities(colors: .many, isUnicode: true)
}
