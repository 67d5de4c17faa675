import Platform
import CNcurses
import Core

/// Keys from the current ncurses terminal, without waiting longer than asked.
final class KeyReader {
    private let descriptor: Int32
    /// A pad, since reading from a window draws it.
    private let pad: UnsafeMutablePointer<WINDOW>?
    private var queue: [Key] = []
    private var isReadable = false
    /// Whether clicks and the wheel are keys.
    var listensToMouse = false
    /// Whether the terminal has answered that it can show a whole screen at once.
    private(set) var knowsSynchronisedOutput = false

    /// A signal that comes between a look and the wait is noticed after so many milliseconds.
    private static let longestWait = 50
    /// The rest of a character or of a sequence may be on its way that long, in milliseconds.
    private static let patience: Int32 = 25

    /// Reads the current terminal, whose keyboard is `descriptor`.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        pad = newpad(1, 1)
        keypad(pad, true)
    }

    /// Gives the pad back.
    func close() { delwin(pad) }

    /// Milliseconds of the monotonic clock.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// A key that has come; nil where there is none.
    func next() -> Key? {
        if !queue.isEmpty { return queue.removeFirst() }
        while let value = read(isReadable ? Self.patience : 0) {
            isReadable = false
            if value.isCode, Int32(bitPattern: value.number) == KEY_MOUSE {
                // A terminal may report the mouse without being asked: its position must not be taken as typed text.
                guard listensToMouse else {
                    _ = sequence()
                    continue
                }
                if let mouse = KeyDecoder.mouse() { return .mouse(mouse) }
            } else if value.isCode {
                if let key = KeyDecoder.key(code: Int32(bitPattern: value.number)) { return key }
            } else if value.number == 27 {
                if let key = afterEscape() { return key }
            } else if let key = KeyDecoder.key(character: value.number) {
                return key
            }
        }
        isReadable = false
        return nil
    }

    /// Waits until something can be read, a signal comes or the time is over, at most 50 ms.
    func wait(milliseconds: Int) {
        guard milliseconds > 0 else { return }
        let time = Int32(min(milliseconds, Self.longestWait))
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, time) > 0 else { return }
        isReadable = request.revents & Int16(POLLIN) != 0
        if request.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
            // A terminal that is gone without a signal of its own ends the program as the signal would.
            if StopSignals.reason == nil, isatty(descriptor) == 1 || errno == EIO { kill(getpid(), SIGHUP) }
            poll(nil, 0, time)
        }
    }

    private func read(_ timeout: Int32) -> (isCode: Bool, number: UInt32)? {
        wtimeout(pad, timeout)
        var value = wint_t()
        switch wget_wch(pad, &value) {
        case OK: return (false, UInt32(value))
        case KEY_CODE_YES: return (true, UInt32(value))
        default: return nil
        }
    }

    /// Esc alone, or a sequence that ncurses does not know: swallowed whole, so that its letters are not taken for commands.
    private func afterEscape() -> Key? {
        guard let second = read(0) else { return .escape }
        guard !second.isCode, second.number == UInt32(UInt8(ascii: "[")) || second.number == UInt32(UInt8(ascii: "O")) else {
            // Alt with a key is Esc and the key.
            if let key = second.isCode ? KeyDecoder.key(code: Int32(bitPattern: second.number)) : KeyDecoder.key(character: second.number) {
                queue.append(key)
            }
            return .escape
        }
        let sequence = sequence()
        if sequence == Array("?2026;1$y".utf8) || sequence == Array("?2026;2$y".utf8) {
            knowsSynchronisedOutput = true
            return nil
        }
        if listensToMouse, let mouse = KeyDecoder.mouse(sequence: sequence) { return .mouse(mouse) }
        return KeyDecoder.key(sequence: sequence)
    }

    /// The rest of a control sequence, up to the letter that ends it.
    private func sequence() -> [UInt8] {
        var sequence: [UInt8] = []
        while sequence.count < 32, let value = read(Self.patience), !value.isCode, value.number < 128 {
            sequence.append(UInt8(value.number))
            // Linux' console sends its function keys as two brackets and a letter.
            if (0x40...0x7E).contains(value.number), sequence != [UInt8(ascii: "[")] { break }
        }
        return sequence
    }
}
