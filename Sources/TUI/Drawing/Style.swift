/// What a colour means; a theme says which colour that is.
package enum Role: Int, Sendable, CaseIterable {
    case background, panel, selection, faint, secondary, text, error, warning, highlight, good, info, train, validation
}

/// The colour of a cell's text or ground.
package enum Ink: Hashable, Sendable {
    /// By meaning.
    case role(Role)
    /// One of the 26 greys of faces, 0 black to 25 white; the theme does not touch them.
    case grey(Int)
}

/// How a cell is drawn.
package struct Style: Hashable, Sendable {
    /// Of the character.
    package var ink: Ink
    /// Behind it.
    package var ground: Ink
    /// Attributes, which tell by more than colour.
    package var isBold = false
    /// Ink and ground change places.
    package var isReversed = false
    /// A line under the character.
    package var isUnderlined = false
    /// Fainter than the ink alone, where the terminal can.
    package var isDim = false

    /// Two colours by meaning.
    package init(
        _ role: Role = .text, on ground: Role = .background, bold: Bool = false, reversed: Bool = false, underlined: Bool = false, dim: Bool = false
    ) {
        ink = .role(role)
        self.ground = .role(ground)
        isBold = bold
        isReversed = reversed
        isUnderlined = underlined
        isDim = dim
    }

    /// Two greys of a face.
    package init(grey ink: Int, on ground: Int) {
        self.ink = .grey(ink)
        self.ground = .grey(ground)
    }

    /// A colour by meaning over a face's grey.
    package init(_ role: Role, onGrey ground: Int, bold: Bool = false) {
        ink = .role(role)
        self.ground = .grey(ground)
        isBold = bold
    }
}
