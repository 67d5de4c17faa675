@testable import TUI

/// A terminal without a screen: it answers with scripted keys and keeps every canvas that it was shown.
final class FakeTerminal: Terminal {
    private(set) var width: Int
    private(set) var height: Int
    let capabilities: Capabilities
    var notice: String?
    /// What `key` still answers with, nil standing for a time in which no key came.
    var keys: [Key?]
    /// Called before each key, e.g. to let time pass or to stop a loop that waits for more.
    var onKey: (FakeTerminal) -> Void = { _ in }
    /// All that was shown, oldest first.
    private(set) var canvases: [Canvas] = []
    private(set) var themes: [Theme] = []
    /// How long each key was waited for, in milliseconds.
    private(set) var timeouts: [Int32] = []
    private(set) var closings = 0

    init(width: Int = 80, height: Int = 24, capabilities: Capabilities = .full, keys: [Key?] = []) {
        self.width = width
        self.height = height
        self.capabilities = capabilities
        self.keys = keys
    }

    var isClosed: Bool { closings > 0 }
    /// What is on the screen now.
    var text: String { canvases.last?.text ?? "" }

    /// Changes the size; the next key tells of it.
    func resize(width: Int, height: Int) {
        self.width = width
        self.height = height
        keys.insert(.resize, at: 0)
    }

    /// Queues the characters of `text` as keys.
    func type(_ text: String) { keys += text.map { .character($0) } }

    func show(_ canvas: Canvas, theme: Theme) {
        precondition(!isClosed, "shown after close")
        canvases.append(canvas)
        themes.append(theme)
    }

    func key(withinMilliseconds timeout: Int32) -> Key? {
        precondition(!isClosed, "read after close")
        timeouts.append(timeout)
        onKey(self)
        return keys.isEmpty ? nil : keys.removeFirst()
    }

    func close() { closings += 1 }
}
