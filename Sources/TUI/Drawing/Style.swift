/// What a colour means; a theme says which colour that is.
public enum Role: Int, Sendable, CaseIterable {
    case background, panel, selection, faint, secondary, text, error, warning, highlight, good, info, train, validation
}

/// The colour of a cell's text or ground.
public enum Ink: Hashable, Sendable {
    /// By meaning.
    case role(Role)
    /// One of the 26 greys of faces, 0 black to 25 white; the theme does not touch them.
    case grey(Int)
}

/// How a cell is drawn.
public struct Style: Hashable, Sendable {
    /// Of the character.
    public var ink: Ink
    /// Behind it.
    public var ground: Ink
    /// Attributes, which tell by more than colour.
    public var isBold = false
    public var isReversed = false
    public var isUnderlined = false
    public var isDim = false

    public init(_ role: Role = .text, on ground: Role = .background, bold: Bool = false, reversed: Bool = false, underlined: Bool = false, dim: Bool = false) {
        ink = .role(role)
        self.ground = .role(ground)
        isBold = bold
        isReversed = reversed
        isUnderlined = underlined
        isDim = dim
    }

    /// Two greys of a face.
    public init(grey ink: Int, on ground: Int) {
        self.ink = .grey(ink)
        self.ground = .grey(ground)
    }
}

/// A rectangle of cells.
public struct Rect: Equatable, Sendable {
    public var x: Int
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Without a border of one cell.
    public var inner: Rect { Rect(x: x + 1, y: y + 1, width: width - 2, height: height - 2) }
}
