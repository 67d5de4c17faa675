extension String {
    /// With blanks in front up to `width`.
    func paddedLeft(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// With blanks behind up to `width`.
    func paddedRight(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// Lines of at most `width` characters, broken at blanks but for those before a per cent sign, or within words that are longer than a line.
    ///
    /// - Parameter first: how long the first line may be, where it has less room.
    func wrapped(_ width: Int, first: Int? = nil) -> [String] {
        var words: [String] = []
        for word in split(separator: " ") {
            if word.first == "%", let last = words.popLast() { words.append(last + " " + word) } else { words.append(String(word)) }
        }
        return words.wrapped(width, first: first)
    }

    /// Its beginning and, as that tells names of one family apart, more of its end around an ellipsis, where it is longer than `width`.
    func keepingEnds(_ width: Int) -> String {
        guard count > width, width > 4 else { return self }
        return prefix(width / 3) + "…" + suffix(width - width / 3 - 1)
    }

    /// The end of it behind an ellipsis, where it is longer than `width`: of a path the end tells most.
    func keepingEnd(_ width: Int) -> String { count <= width || width < 1 ? self : "…" + suffix(width - 1) }
}

extension [String] {
    /// These words in lines of at most `width` characters, the first of at most `first`; words that are longer than a line are cut.
    func wrapped(_ width: Int, first: Int? = nil) -> [String] {
        guard width > 0, first ?? width > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in self {
            var word = word[...]
            func room() -> Int { lines.isEmpty ? first ?? width : width }
            if !line.isEmpty, line.count + 1 + word.count > room() {
                lines.append(line)
                line = ""
            }
            while word.count > room() {
                // Rather behind a slash than anywhere.
                let head = word.prefix(room())
                let cut = head.lastIndex(of: "/").map { word.index(after: $0) } ?? head.endIndex
                lines.append(String(word[..<cut]))
                word = word[cut...]
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

/// Signs that need another stand-in without UTF-8 than the canvas gives them.
struct TerminalSymbols {
    /// Whether the terminal shows UTF-8.
    let isUnicode: Bool

    /// The prediction is the true class.
    var right: String { isUnicode ? "✓" : "right" }
    /// The prediction is another class, or a value cannot be taken.
    var wrong: String { isUnicode ? "✗" : "wrong" }
    /// Before what a person should know.
    var warning: String { isUnicode ? "▲" : "!" }
    /// Before what is over and done with.
    var over: String { isUnicode ? "△" : "-" }
    /// Behind an angle; a word would not fit beside it.
    var degree: String { isUnicode ? "°" : "" }

    /// `text` from outside (a file's name, the system's words) without what cannot be drawn, so that its length can be reckoned with.
    func legible(_ text: String) -> String { String(text.compactMap { isUnicode ? $0.drawable : $0.drawable?.inASCII }) }
}

extension Canvas {
    /// The characters for these capabilities.
    var glyphs: TerminalSymbols { TerminalSymbols(isUnicode: capabilities.isUnicode) }

    /// Writes `text` so that it ends before `right`.
    mutating func put(_ text: String, endingAt right: Int, y: Int, _ style: Style = Style()) {
        put(text, x: right - text.count, y: y, style)
    }

    /// Writes lines one below the other, as many as there is room for, cut at the right.
    ///
    /// - Returns: the lines written.
    @discardableResult
    mutating func put(_ lines: [String], in rect: Rect, _ style: Style = Style()) -> Int {
        for (offset, line) in lines.prefix(rect.height).enumerated() { put(line, x: rect.x, y: rect.y + offset, style, maximum: rect.width) }
        return min(lines.count, max(0, rect.height))
    }

    /// Writes pieces behind each other, each in its style.
    ///
    /// - Returns: where the next would stand.
    @discardableResult
    mutating func put(_ pieces: [(String, Style)], x: Int, y: Int, maximum: Int = .max) -> Int {
        var position = x
        for (text, style) in pieces where position - x < maximum {
            position += put(text, x: position, y: y, style, maximum: maximum - (position - x))
        }
        return position
    }
}
