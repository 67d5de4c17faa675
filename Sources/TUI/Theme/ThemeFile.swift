import Platform

/// What is wrong with a theme's file.
package enum ThemeError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    /// A value that is not a colour.
    case badColor(path: String, line: Int, key: String, found: String)
    /// Keys of the sixteen that no line has.
    case missingColors(path: String, keys: [String])

    /// One sentence with file, line and what was expected.
    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .badColor(let path, let line, let key, let found):
            "\(path), line \(line): \(key) should be six hexadecimal digits such as \"#1a2b3c\", found \"\(found)\""
        case .missingColors(let path, let keys):
            "\(path): a base16 scheme has the colours base00 to base0F, and \(keys.joined(separator: ", ")) \(keys.count == 1 ? "is" : "are") missing"
        }
    }
}

/// A base16 scheme as published: `system`, `name`, `variant` and `palette`, or the older flat form with `scheme`.
///
/// Just the lines `key: value` of YAML, wherever they stand, since schemes consist of nothing else; other keys are left alone.
/// Source: github.com/tinted-theming/home, "styling" specification 0.11.
struct ThemeFile {
    private static let keys = (0..<16).map { "base0" + String($0, radix: 16, uppercase: true) }

    /// From `name` or `scheme`, else the file's name up to its first point.
    let name: String
    /// From `variant`, else from what is lighter, ground or text.
    let isLight: Bool
    /// base00 to base0F.
    let palette: [RGB]

    /// Reads a file's text; `path` is for its name and for complaints.
    init(_ text: String, path: String) throws(ThemeError) {
        var colors: [String: RGB] = [:]
        var words: [String: String] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            guard let (key, value) = Self.entry(of: line) else { continue }
            if let known = Self.keys.first(where: { $0.lowercased() == key.lowercased() }) {
                guard let color = Self.color(value) else { throw .badColor(path: path, line: index + 1, key: known, found: value) }
                colors[known] = color
            } else {
                words[key.lowercased()] = value
            }
        }
        let missing = Self.keys.filter { colors[$0] == nil }
        guard missing.isEmpty else { throw .missingColors(path: path, keys: missing) }
        palette = Self.keys.compactMap { colors[$0] }

        let file = path.split(separator: "/").last.map(String.init) ?? path
        let fallback = String(file.prefix { $0 != "." })
        name = [words["name"], words["scheme"]].compactMap(\.self).first { !$0.isEmpty } ?? fallback
        isLight =
            switch words["variant"]?.lowercased() {
            case "light": true
            case "dark": false
            default: palette[0].luminance > palette[5].luminance
            }
    }

    /// The roles' colours.
    var theme: Theme {
        Theme(name: name, isLight: isLight) { role in
            let color = palette[Self.base(of: role)]
            return .rgb(color.red, color.green, color.blue)
        }
    }

    private static func base(of role: Role) -> Int {
        switch role {
        case .background: 0x0
        case .panel: 0x1
        case .selection: 0x2
        case .faint: 0x3
        case .secondary: 0x4
        case .text: 0x5
        case .error: 0x8
        case .warning: 0x9
        case .highlight: 0xA
        case .good: 0xB
        case .info: 0xC
        case .train: 0xD
        case .validation: 0xE
        }
    }

    /// `key: value` with quotes and comments taken off; nil for any other line.
    private static func entry(of line: Substring) -> (key: String, value: String)? {
        let line = trimmed(line.drop { $0 == "\u{FEFF}" })
        guard line.first != "#", let colon = line.firstIndex(of: ":") else { return nil }
        let key = unquoted(trimmed(line[..<colon]))
        let value = trimmed(line[line.index(after: colon)...])
        guard !key.isEmpty, !value.isEmpty else { return nil }
        return (key, unquoted(value))
    }

    /// What stands in quotes, or the text up to a comment. A `#` that begins the value is a colour that someone forgot to quote.
    private static func unquoted(_ text: Substring) -> String {
        if let quote = text.first, quote == "\"" || quote == "'" {
            let rest = text.dropFirst()
            return String(rest[..<(rest.firstIndex(of: quote) ?? rest.endIndex)])
        }
        var previous: Character = "\0"
        var value = ""
        for character in text {
            if character == "#", previous == " " || previous == "\t" { break }
            value.append(character)
            previous = character
        }
        return String(trimmed(value[...]))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    private static func color(_ text: String) -> RGB? {
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
        return RGB(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }
}
