/// As what a screen is saved.
package enum PictureFormat: String, Sendable, CaseIterable {
    /// The characters alone.
    case text
    /// With escape sequences for colours, as terminals and `less -R` show them.
    case ansi
    /// A drawing with letters in it.
    case svg
    /// Dots.
    case png

    /// Behind a file's name.
    package var suffix: String {
        switch self {
        case .text: "txt"
        case .ansi: "ansi"
        case .svg: "svg"
        case .png: "png"
        }
    }

    /// As the list of formats calls it.
    var title: String {
        switch self {
        case .text: "text, the characters alone"
        case .ansi: "ANSI, with colours for a terminal"
        case .svg: "SVG, a drawing"
        case .png: "PNG, dots"
        }
    }
}
