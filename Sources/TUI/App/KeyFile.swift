import Platform
import Core

/// A line of the key file that cannot be taken.
package struct KeyFileError: Error, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// From 1; nil where the whole file cannot be read.
    package let line: Int?
    /// What is wrong, and what is expected.
    package let reason: String

    /// One sentence.
    package var description: String { path + (line.map { " line \($0)" } ?? "") + ": " + reason }
}

/// The file of a person's own keys, `$XDG_CONFIG_HOME/deep-emotion/keys`: a line for each action, its name, ` = ` and its keys.
///
/// Actions that are not in it keep their keys; none behind the sign takes an action's keys away. Lines with `#` in front are remarks.
/// A line that cannot be taken is told and left out, the others hold.
enum KeyFile {
    /// Where it lies.
    ///
    /// - Parameter environment: looks a variable up; nil where it is not set.
    static func path(environment: (String) -> String?) -> String {
        let base = environment("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil } ?? (environment("HOME") ?? "") + "/.config"
        return base + "/deep-emotion/keys"
    }

    /// The keys in a file; the standard ones where there is none.
    static func read(_ path: String) -> (keys: Keymap, problems: [KeyFileError]) {
        guard Disk.exists(path) else { return (.standard, []) }
        do throws(FileError) {
            return parse(String(decoding: try Disk.read(path, limit: 1 << 20), as: UTF8.self), path: path)
        } catch {
            return (.standard, [KeyFileError(path: path, line: nil, reason: String(cString: strerror(error.code)))])
        }
    }

    /// The keys in a file's text, and a sentence for each line that cannot be taken.
    static func parse(_ text: String, path: String) -> (keys: Keymap, problems: [KeyFileError]) {
        var changes: [String: (keys: [Key], line: Int)] = [:]
        var problems: [KeyFileError] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" }).map(String.init)
            guard let name = words.first, !name.hasPrefix("#") else { continue }
            func complain(_ reason: String) { problems.append(KeyFileError(path: path, line: index + 1, reason: reason)) }
            guard words.count >= 2, words[1] == "=" else {
                complain("expected an action, ' = ' and its keys, as in 'pause = space'")
                continue
            }
            guard Keymap.names.contains(name) else {
                complain("'\(name)' is no action; deep-emotion keys lists them all")
                continue
            }
            if let first = changes[name] {
                complain("'\(name)' has its keys in line \(first.line) already")
                continue
            }
            let keys = words.dropFirst(2).map { (word: $0, key: Key(word: $0)) }
            if let unknown = keys.first(where: { $0.key == nil }) {
                complain("'\(unknown.word)' is no key; expected \(Key.expected)")
                continue
            }
            changes[name] = (keys.compactMap(\.key), index + 1)
        }
        while let (name, reason) = fault(changes.mapValues(\.keys), lines: changes.mapValues(\.line)) {
            problems.append(KeyFileError(path: path, line: changes[name]?.line, reason: reason))
            changes[name] = nil
        }
        return (Keymap(changes: changes.mapValues(\.keys)), problems.sorted { $0.line ?? 0 < $1.line ?? 0 })
    }

    /// The changed action that cannot have its keys, the one in the later line of two, and why.
    private static func fault(_ changes: [String: [Key]], lines: [String: Int]) -> (name: String, reason: String)? {
        let bindings = Array(zip(Keymap(changes: changes).bindings, Keymap.names))
        for context in Context.allCases {
            var holders: [Key: (name: String, binding: Binding)] = [:]
            let here = bindings.filter { $0.0.contexts.contains(context) }
            for (binding, name) in here {
                for key in binding.keys {
                    if context.takesText, case .character = key, changes[name] != nil {
                        return (name, "'\(key.label(isUnicode: false))' is text in '\(context.title)', and cannot be a command there")
                    }
                    if let holder = holders[key], holder.name != name {
                        let later = lines[name] ?? 0 >= lines[holder.name] ?? 0 ? (name, holder.name) : (holder.name, name)
                        return (later.0, "'\(key.label(isUnicode: false))' is the key of '\(later.1)' already in '\(context.title)'")
                    }
                    holders[key] = (name, binding)
                }
            }
            let ways: Set<Command> = [.quit, .cancel]
            let out = here.filter { ways.contains($0.0.command) }
            if out.allSatisfy({ $0.0.keys.isEmpty }), let name = out.map(\.1).first(where: { changes[$0] != nil }) {
                return (name, "without a key there is no way out of '\(context.title)'")
            }
        }
        return nil
    }

    /// All actions with their keys, in the file's own format.
    static func text(_ keys: Keymap, path: String) -> String {
        var lines = [
            "# The keys of deep-emotion: an action, ' = ' and its keys. What is left out keeps the keys it has; F1 or ? shows what holds.",
            "# deep-emotion keys > \(path)",
        ]
        var seen: Set<String> = []
        var heading: String?
        for (binding, name) in zip(keys.bindings, Keymap.names) where seen.insert(name).inserted {
            if let title = binding.contexts.first?.title, title != heading {
                lines += ["", "# \(title)"]
                heading = title
            }
            lines.append("# \(binding.help)")
            lines.append(([name, "="] + binding.keys.map { $0.label(isUnicode: false).replacingBlanks }).joined(separator: " "))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// `page up` as one word.
    fileprivate var replacingBlanks: String { String(map { $0 == " " ? "-" : $0 }) }
}

extension Key {
    /// What the key file takes, in words.
    static let expected =
        "a character, space, enter, esc, tab, shift-tab, backspace, delete, insert, up, down, left, right, home, end, page-up, "
        + "page-down, F1 to F12, or ctrl- and a letter"

    /// Keys that have names, but for those with numbers and letters.
    private static let named: [Key] = [
        .character(" "), .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown,
    ]
    /// What Ctrl makes of these letters is another key, or a signal.
    private static let taken: Set<Character> = ["c", "h", "i", "j", "m"]

    /// The key of this name; nil where there is none.
    init?(word: String) {
        if let key = Self.named.first(where: { $0.label(isUnicode: false).replacingBlanks == word.lowercased() }), word.count > 1 {
            self = key
        } else if word.count == 1, let character = word.first {
            self = .character(character)
        } else if let first = word.first, first == "F" || first == "f", let number = Int(word.dropFirst()), (1...12).contains(number) {
            self = .function(number)
        } else if word.lowercased().hasPrefix("ctrl-"), word.count == 6, let letter = word.lowercased().last, letter.isASCII, letter.isLetter,
            !Self.taken.contains(letter)
        {
            self = .control(letter)
        } else {
            return nil
        }
    }
}
