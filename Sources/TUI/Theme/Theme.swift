/// Which colours roles have.
package struct Theme: Sendable, Equatable {
    /// A colour of a theme.
    package enum Color: Sendable, Hashable {
        /// The terminal's own foreground or background.
        case standard
        /// One of the terminal's own 16.
        case terminal(Int)
        /// Red, green, blue, 0...255.
        case rgb(UInt8, UInt8, UInt8)
    }

    /// As a person chooses it.
    package let name: String
    /// By `Role.rawValue`.
    package let colors: [Color]
    /// Whether its ground is light; nil where the terminal decides.
    package let isLight: Bool?

    /// A theme with a colour for each role.
    package init(name: String, isLight: Bool? = nil, _ color: (Role) -> Color) {
        self.name = name
        self.isLight = isLight
        colors = Role.allCases.map(color)
    }

    /// The colour of a role.
    package func color(of role: Role) -> Color { colors[role.rawValue] }
}
