/// A key as a person pressed it.
public enum Key: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
    /// Ctrl with a letter, in lower case.
    case control(Character)
    case resize
}

/// The seam to the terminal; ncurses behind it, a fake in tests.
public protocol Terminal: AnyObject {
    var width: Int { get }
    var height: Int { get }
    var capabilities: Capabilities { get }
    /// Shows a canvas; sends only what changed.
    func show(_ canvas: Canvas, theme: Theme)
    /// The next key; nil where none came within the time.
    func key(withinMilliseconds timeout: Int32) -> Key?
    /// Gives the terminal back as it was.
    func close()
}
