/// Why there is no screen to draw on.
package enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// Standard output goes elsewhere.
    case noScreen
    /// Neither standard input nor /dev/tty is a terminal.
    case noKeyboard
    /// Terminfo knows neither this type (nil where TERM is not set) nor xterm-256color.
    case unknownType(String?)
    /// The type is known as one without a cursor to place, e.g. `dumb`.
    case cannotPlaceCursor(String)
    /// ncurses would not start, for a reason that it does not tell.
    case refused(String)

    /// One sentence.
    package var description: String {
        switch self {
        case .noScreen: "the dashboard needs a terminal, and standard output is none; deep-emotion train works without"
        case .noKeyboard: "the dashboard needs a keyboard, and standard input is no terminal; deep-emotion train works without"
        case .unknownType(let name):
            (name.map { "the terminal type '\($0)' is unknown here" } ?? "TERM is not set")
                + ", and so is xterm-256color: install terminfo (ncurses-base) or set TERM to one that `toe` lists"
        case .cannotPlaceCursor(let name):
            "TERM is '\(name)', a terminal that cannot place its cursor: set TERM to what it really is, e.g. xterm-256color"
        case .refused(let name): "ncurses cannot drive this terminal (TERM is '\(name)')"
        }
    }
}
