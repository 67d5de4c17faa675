/// Which colours roles have.
public struct Theme: Sendable, Equatable {
    /// A colour of a theme.
    public enum Color: Sendable, Equatable {
        /// The terminal's own foreground or background.
        case standard
        /// One of the terminal's own 16.
        case terminal(Int)
        /// Red, green, blue, 0...255.
        case rgb(UInt8, UInt8, UInt8)
    }
    public let name: String
    /// By `Role.rawValue`.
    public let colors: [Color]

    /// The terminal's own 16 colours, so that it follows the user's light or dark.
    public static let terminal = Theme(name: "terminal", colors: Role.allCases.map { _ in .standard })
}
