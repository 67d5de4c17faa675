import Platform
import Core
import TUI

/// A canvas as text for standard output: with colours on a terminal that has 256 of them, plain letters elsewhere.
enum CanvasText {
    /// What standard output can show. `NO_COLOR`, whatever its value unless empty, asks for no colours (no-color.org).
    static var capabilities: Capabilities {
        func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.map(variable).first { !$0.isEmpty } ?? "C.UTF-8"
        let isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
        guard isatty(STDOUT_FILENO) == 1 else { return Capabilities(colors: .none, isUnicode: isUnicode) }
        let hasMany = variable("TERM").contains("256color") || ["truecolor", "24bit"].contains(variable("COLORTERM"))
        return Capabilities(colors: hasMany && variable("NO_COLOR").isEmpty ? .many : .none, isUnicode: isUnicode)
    }

    /// Lines with their ends.
    static func text(_ canvas: Canvas) -> String {
        guard canvas.capabilities.colors == .many else { return canvas.text + "\n" }
        return (0..<canvas.height).map { y in
            var line = ""
            var style: Style?
            for x in 0..<canvas.width {
                let cell = canvas[x, y]
                guard cell.character != Cell.rightHalf else { continue }
                if cell.style != style {
                    line += "\u{1B}[0" + code(cell.style.ink, isGround: false) + code(cell.style.ground, isGround: true) + "m"
                    style = cell.style
                }
                line.append(cell.character)
            }
            return line + "\u{1B}[0m\n"
        }.joined()
    }

    /// Cells of a heat map: text over one of the 26 greys, which no user repaints.
    static func shaded(_ text: String, share: Double) -> String {
        let grey = Int((min(max(share, 0), 1) * Double(Greys.count - 1)).rounded())
        return "\u{1B}[48;5;\(Greys.colors[grey])m\u{1B}[38;5;\(share > 0.5 ? 16 : 231)m\(text)\u{1B}[0m"
    }

    /// The terminal's own colours for what has a meaning, so that it follows light and dark.
    private static func code(_ ink: Ink, isGround: Bool) -> String {
        switch ink {
        case .grey(let grey): ";\(isGround ? 48 : 38);5;\(Greys.colors[grey])"
        case .role(let role) where !isGround:
            switch role {
            case .error: ";31"
            case .good: ";32"
            case .highlight, .warning: ";33"
            case .info, .train: ";36"
            case .faint, .secondary: ";2"
            default: ""
            }
        case .role: ""
        }
    }
}
