import CNcurses

/// What ncurses reads, as keys.
enum KeyDecoder {
    /// A key that ncurses has a code for; nil for those that nothing here listens to.
    static func key(code: Int32) -> Key? {
        switch code {
        case KEY_UP: .up
        case KEY_DOWN: .down
        case KEY_LEFT: .left
        case KEY_RIGHT: .right
        case KEY_HOME: .home
        case KEY_END: .end
        case KEY_PPAGE: .pageUp
        case KEY_NPAGE: .pageDown
        case KEY_ENTER: .enter
        case KEY_BACKSPACE: .backspace
        case KEY_BTAB: .backTab
        case KEY_DC: .delete
        case KEY_IC: .insert
        case KEY_RESIZE: .resize
        case KEY_SLEFT: .left
        case KEY_SRIGHT: .right
        case KEY_SR: .up
        case KEY_SF: .down
        case KEY_SHOME: .home
        case KEY_SEND: .end
        case KEY_SDC: .delete
        case KEY_SPREVIOUS: .pageUp
        case KEY_SNEXT: .pageDown
        case KEY_F0 + 1...KEY_F0 + 12: .function(Int(code - KEY_F0))
        default: keyname(code).flatMap { key(name: String(cString: $0)) }
        }
    }

    /// A key with Shift, Alt or Ctrl, which ncurses numbers as it likes but names after terminfo's extensions: `kUP5`, `kRIT3`.
    private static func key(name: String) -> Key? {
        switch name.prefix(while: { !$0.isNumber }) {
        case "kUP": .up
        case "kDN": .down
        case "kLFT": .left
        case "kRIT": .right
        case "kHOM": .home
        case "kEND": .end
        case "kPRV": .pageUp
        case "kNXT": .pageDown
        case "kDC": .delete
        case "kIC": .insert
        default: nil
        }
    }

    /// A key that comes as a character.
    static func key(character value: UInt32) -> Key? {
        switch value {
        case 9: .tab
        case 10, 13: .enter
        case 8, 127: .backspace
        case 27: .escape
        case 0: .control(" ")
        case 1...26: .control(Character(Unicode.Scalar(UInt8(value) + 96)))
        case ..<32: nil
        default: Unicode.Scalar(value).map { .character(Character($0)) }
        }
    }

    /// What ncurses has read of the mouse; nil for what nothing here listens to.
    static func mouse() -> Mouse? {
        var (x, y): (Int32, Int32) = (0, 0)
        let gesture: Mouse.Gesture? =
            switch shim_mouse(&x, &y) {
            case 1: .press
            case 4: .wheelUp
            case 5: .wheelDown
            default: nil
            }
        return gesture.map { Mouse($0, x: Int(x), y: Int(y)) }
    }

    /// The mouse in a sequence after `ESC [` that terminfo does not have: `<0;11;5M`, xterm's SGR form, counted from 1.
    static func mouse(sequence: [UInt8]) -> Mouse? {
        guard sequence.first == UInt8(ascii: "<"), sequence.last == UInt8(ascii: "M") else { return nil }
        let numbers = String(decoding: sequence.dropFirst().dropLast(), as: UTF8.self).split(separator: ";").map { Int($0) ?? -1 }
        guard numbers.count == 3, numbers[1] > 0, numbers[2] > 0 else { return nil }
        let gesture: Mouse.Gesture? =
            switch numbers[0] {
            case 0: .press
            case 64: .wheelUp
            case 65: .wheelDown
            default: nil
            }
        return gesture.map { Mouse($0, x: numbers[1] - 1, y: numbers[2] - 1) }
    }

    /// The key of a sequence after `ESC [` or `ESC O` that terminfo does not have: as other terminals send it, or with Shift, Alt or Ctrl.
    static func key(sequence: [UInt8]) -> Key? {
        guard let last = sequence.last else { return nil }
        switch last {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return .right
        case UInt8(ascii: "D"): return .left
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "M"): return sequence.count == 1 ? .enter : nil
        case UInt8(ascii: "P")...UInt8(ascii: "S"): return .function(Int(last - UInt8(ascii: "P")) + 1)
        case UInt8(ascii: "~"): break
        default: return nil
        }
        switch Int(String(decoding: sequence.prefix { $0 >= 48 && $0 <= 57 }, as: UTF8.self)) {
        case 1, 7: return .home
        case 2: return .insert
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        case let number? where (11...15).contains(number): return .function(number - 10)
        case let number? where (17...21).contains(number): return .function(number - 11)
        case let number? where (23...24).contains(number): return .function(number - 12)
        default: return nil
        }
    }
}
