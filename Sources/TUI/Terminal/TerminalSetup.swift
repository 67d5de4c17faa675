import Platform
import CNcurses
import Core

/// What the surroundings say about the terminal, before there is a screen.
enum TerminalSetup {
    /// Takes the user's locale over for characters alone (numbers keep their point) and says whether it writes UTF-8.
    ///
    /// `LC_ALL=C` is obeyed. A UTF-8 locale that is not installed, and no locale at all (as in containers), become C.UTF-8.
    static func adoptLocale() -> Bool {
        let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first
        let isAdopted = setlocale(LC_CTYPE, "") != nil
        let saysUTF8 = wanted.map { $0.lowercased().hasSuffix("utf-8") || $0.lowercased().hasSuffix("utf8") } ?? true
        if wanted == nil || (!isAdopted && saysUTF8) { setlocale(LC_CTYPE, "C.UTF-8") }
        return String(cString: nl_langinfo(Int32(CODESET))).uppercased() == "UTF-8"
    }

    /// A descriptor to read keys from, which the caller owns; standard input may be a pipe. Negative where there is none.
    static func keyboard() -> Int32 { isatty(STDIN_FILENO) == 1 ? dup(STDIN_FILENO) : open("/dev/tty", O_RDWR | O_CLOEXEC) }

    /// The type to drive the terminal as, and what to tell the person where it is not the one in TERM.
    static func type(output: Int32) throws(TerminalError) -> (name: String, notice: String?) {
        let name = environment("TERM")
        let fallback = "xterm-256color"
        if let name {
            switch shim_terminal_type(name, output) {
            case 1: return (name, nil)
            case 0: throw .cannotPlaceCursor(name)
            default: break
            }
        }
        guard shim_terminal_type(fallback, output) == 1 else { throw .unknownType(name) }
        return (fallback, "\(name.map { "The terminal type '\($0)' is unknown here" } ?? "TERM is not set"): drawing as on \(fallback).")
    }

    /// Whether the user wants no colours.
    ///
    /// Source: no-color.org.
    static var allowsColors: Bool { environment("NO_COLOR") == nil }

    /// A variable that is set and not empty.
    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }

    /// Whether the current terminal keeps what the shell shows beside the dashboard.
    static var hasScreenOfItsOwn: Bool { shim_capability("rmcup") != nil }

    /// Whether the terminal may be asked for what terminfo does not say; the Linux console would print the question.
    static var answersQuestions: Bool { !(environment("TERM") ?? "linux").hasPrefix("linux") }

    /// What shows a message outside the terminal's window; empty where that would print it.
    ///
    /// OSC 9, which iTerm2, kitty, WezTerm, foot, Ghostty and Windows Terminal take; rxvt has OSC 777. tmux and screen keep both to themselves.
    static func notification(_ message: String) -> String {
        let type = environment("TERM") ?? "linux"
        guard answersQuestions, !type.hasPrefix("screen"), !type.hasPrefix("tmux") else { return "" }
        // A semicolon would part the message, a control character end it.
        let text = String(message.map { $0 == ";" ? "," : $0.drawable ?? " " })
        return type.hasPrefix("rxvt") ? "\u{1B}]777;notify;deep-emotion;\(text)\u{07}" : "\u{1B}]9;\(text)\u{07}"
    }

    /// What gives the current terminal back: the shell's screen, cursor, colours and key mode.
    static func resetSequence() -> [UInt8] {
        ["sgr0", "op", "rmkx", "cnorm", "rmcup"].flatMap { name -> [UInt8] in
            guard let text = shim_capability(name) else { return [] }
            return withoutPadding(Array(String(cString: text).utf8))
        } + Array("\u{1B}[?1000l\u{1B}[?1006l\u{1B}[?2026l".utf8) + Array((hasScreenOfItsOwn ? "\r" : "\r\n").utf8)
    }

    /// Terminfo's delays, `$<5>`, left out.
    static func withoutPadding(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
            }
        }
        return result
    }
}
