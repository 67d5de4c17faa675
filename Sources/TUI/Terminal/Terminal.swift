import Platform

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
    /// Not a key, but it comes the same way.
    case mouse(Mouse)
}

/// A click or a turn of the wheel, at a cell.
package struct Mouse: Hashable, Sendable {
    /// What the hand did.
    package enum Gesture: Hashable, Sendable { case press, wheelUp, wheelDown }

    /// What the hand did.
    package var gesture: Gesture
    /// Column, 0 at the left.
    package var x: Int
    /// Row, 0 on top.
    package var y: Int

    /// Memberwise.
    package init(_ gesture: Gesture, x: Int, y: Int) {
        self.gesture = gesture
        self.x = x
        self.y = y
    }
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
    /// Whether clicks and the wheel come as keys; where not, they are the terminal's own.
    func listenToMouse(_ isOn: Bool)
    /// Calls a person who looks elsewhere.
    ///
    /// - Parameter message: shown outside the screen where the terminal can; nil: the bell alone.
    func ring(_ message: String?)
    /// The next key; nil where none came within the time.
    func key(withinMilliseconds timeout: Int32) -> Key?
    /// Gives the terminal back as it was.
    func close()
}

extension Terminal {
    package var notice: String? { nil }
    package func listenToMouse(_ isOn: Bool) {}
    package func ring(_ message: String?) {}
}
