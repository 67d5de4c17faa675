/// One line of text while it is typed.
struct TextEntry: Sendable, Equatable {
    /// What stands there, one character a cell.
    private(set) var characters: [Character]
    /// Characters before the cursor.
    private(set) var cursor: Int

    /// Starts with `text` and the cursor behind it.
    init(_ text: String = "") {
        characters = Array(text)
        cursor = characters.count
    }

    /// What stands there.
    var text: String { String(characters) }

    /// Replaces everything.
    mutating func replace(with text: String) { self = TextEntry(text) }

    /// Does what `key` means in a line of text.
    ///
    /// - Returns: whether it means anything here.
    @discardableResult
    mutating func take(_ key: Key) -> Bool {
        switch key {
        case .character(let character):
            characters.insert(character, at: cursor)
            cursor += 1
        case .backspace:
            if cursor > 0 {
                cursor -= 1
                characters.remove(at: cursor)
            }
        case .delete: if cursor < characters.count { characters.remove(at: cursor) }
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(characters.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = characters.count
        case .control("u"):
            characters.removeFirst(cursor)
            cursor = 0
        case .control("k"): characters.removeLast(characters.count - cursor)
        case .control("w"): removeWord()
        default: return false
        }
        return true
    }

    /// Removes back to the slash or blank before the cursor.
    private mutating func removeWord() {
        let end = cursor
        while cursor > 0, Self.isBreak(characters[cursor - 1]) { cursor -= 1 }
        while cursor > 0, !Self.isBreak(characters[cursor - 1]) { cursor -= 1 }
        characters.removeSubrange(cursor..<end)
    }

    private static func isBreak(_ character: Character) -> Bool { character == "/" || character == " " }
}
