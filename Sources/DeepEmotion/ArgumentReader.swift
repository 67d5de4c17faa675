import Platform
import Core

/// Words of a command line that cannot be used; exit code 2.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}

extension UsageError {
    /// An option that `command` does not have.
    init(unknown option: String, of command: String, known: [String]) {
        let hint = Spelling.nearest(to: option, among: known + ["--help"]).map { "; did you mean \($0)?" } ?? "; see deep-emotion \(command) --help"
        self.init(description: "unknown option \(option)\(hint)")
    }
}

/// Reads options and their values one after the other.
struct ArgumentReader {
    private var words: ArraySlice<String>
    /// Whether `--` has come, behind which every word is a path.
    private var hasEndedOptions = false

    init(_ words: some Sequence<String>) { self.words = ArraySlice(words) }

    /// An option as it was written, with the value that stands in the same word (`--name=value`), if any.
    struct Option {
        let name: String
        let attached: String?
    }

    /// The next option; nil at the end.
    ///
    /// - Throws: `UsageError` for a word that is no option.
    mutating func nextOption() throws(UsageError) -> Option? {
        guard let word = words.popFirst() else { return nil }
        guard word.hasPrefix("-"), word.count > 1 else { throw UsageError(description: "'\(word)' is no option; see deep-emotion --help") }
        guard let equals = word.firstIndex(of: "=") else { return Option(name: word, attached: nil) }
        return Option(name: String(word[..<equals]), attached: String(word[word.index(after: equals)...]))
    }

    /// The next option; every word before it that is not an option goes to `take`.
    mutating func nextOption(path take: (String) throws(UsageError) -> Void) throws(UsageError) -> Option? {
        while let path = nextPath() { try take(path) }
        return try nextOption()
    }

    /// The next word where it is not an option; `-` alone is a word. nil at the end or before an option.
    private mutating func nextPath() -> String? {
        if !hasEndedOptions, words.first == "--" {
            hasEndedOptions = true
            words.removeFirst()
        }
        guard let word = words.first, hasEndedOptions || !word.hasPrefix("-") || word == "-" else { return nil }
        words.removeFirst()
        return word
    }

    /// The value of `option` as `read` understands it.
    mutating func value<Value>(of option: Option, _ expected: String, _ read: (String) -> Value?) throws(UsageError) -> Value {
        let word = try value(of: option, expected: expected)
        guard let value = read(word) else { throw UsageError(description: "\(option.name) '\(word)': expected \(expected)") }
        return value
    }

    /// The value of `option`, a whole number in `range`.
    mutating func number(of option: Option, in range: ClosedRange<Int>) throws(UsageError) -> Int {
        try value(of: option, "\(NumberText.grouped(range.lowerBound))...\(NumberText.grouped(range.upperBound))") { word in
            Int(word).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// The value of `option`, one of its type's words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(of option: Option) throws(UsageError) -> Choice {
        let words = Choice.allCases.map(\.rawValue)
        return try value(of: option, words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")) { Choice(rawValue: $0) }
    }

    /// The value of `option`, which must follow.
    mutating func value(of option: Option, expected: String) throws(UsageError) -> String {
        if let attached = option.attached { return attached }
        guard let word = words.first, !Self.looksLikeOption(word) else { throw UsageError(description: "\(option.name) needs a value: \(expected)") }
        words.removeFirst()
        return word
    }

    /// The value of `option` as `field` takes it; a flag needs none.
    mutating func value(of option: Option, for field: Setting) throws(UsageError) -> String {
        field.isFlag ? try isOn(option) ? "on" : "off" : try value(of: option, expected: field.range)
    }

    /// What a switch says, which needs no value: Python's True and False, or the words of our own toggles.
    mutating func isOn(_ option: Option, expected: String = "on or off") throws(UsageError) -> Bool {
        guard let word = optionalValue(of: option) else { return true }
        guard let value = Setting.truth(word) else { throw UsageError(description: "\(option.name) '\(word)': expected \(expected)") }
        return value
    }

    /// The value of `option`, if one follows.
    mutating func optionalValue(of option: Option) -> String? {
        if let attached = option.attached { return attached }
        guard let word = words.first, !Self.looksLikeOption(word) else { return nil }
        words.removeFirst()
        return word
    }

    /// The next word, if `isWanted` says so.
    mutating func nextWord(where isWanted: (String) -> Bool) -> String? {
        guard let word = words.first, isWanted(word) else { return nil }
        return words.removeFirst()
    }

    /// Negative numbers are values.
    private static func looksLikeOption(_ word: String) -> Bool {
        word.hasPrefix("-") && word.count > 1 && !(word.dropFirst().first?.isNumber ?? false) && !word.hasPrefix("-.")
    }
}

/// The known word that is nearest to a mistyped one.
enum Spelling {
    /// nil where none is near: a third of the letters may differ, or two, but never all. Dashes in front and case do not count.
    static func nearest(to word: String, among known: [String]) -> String? {
        func letters(_ word: String) -> String { word.drop { $0 == "-" }.lowercased() }
        let wanted = letters(word)
        let best = known.map { ($0, distance(wanted, letters($0))) }.min { $0.1 < $1.1 }
        guard let best, best.1 < wanted.count, best.1 <= max(2, wanted.count / 3) else { return nil }
        return best.0
    }

    /// Insertions, deletions and exchanges that make one word of the other (Levenshtein).
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
