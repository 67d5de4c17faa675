/// A key as a person pressed it.
package enum Key: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 to F12.
    case function(Int)
    /// Ctrl with a letter, in lower case.
    case control(Character)
    /// The terminal has another size now.
    case resize
}

/// The seam to the terminal; ncurses behind it, a fake in tests.
package protocol Terminal: AnyObject {
    /// In cells.
    var width: Int { get }
    /// In cells.
    var height: Int { get }
    /// What it can show.
    var capabilities: Capabilities { get }
    /// What the person should be told about the terminal, once; nil where all is as it should be.
    var notice: String? { get }
    /// Shows a canvas; sends only what changed.
    func show(_ canvas: Canvas, theme: Theme)
    /// The next key; nil where none came within the time.
    func key(withinMilliseconds timeout: Int32) -> Key?
    /// Gives the terminal back as it was.
    func close()
}

extension Terminal {
    package var notice: String? { nil }
}
