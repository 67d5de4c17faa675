@testable import Platform
import TestSupport
import CNcurses
import Core
import Testing

@testable import TUI

/// ncurses without a terminal: it writes to a file and reads from a pipe, and its screen is read back cell by cell.
@Suite(.serialized) struct NcursesTerminalTests {
    /// A terminal whose bytes and keys are the test's.
    private final class Wired {
        let terminal: NcursesTerminal
        private let folder: TemporaryFolder
        private let keyboard: Int32
        private let file: String

        init(_ type: String = "xterm-256color", isUnicode: Bool = true, allowsColors: Bool = true) throws {
            setlocale(LC_CTYPE, isUnicode ? "C.UTF-8" : "C")
            folder = try TemporaryFolder()
            file = folder.path + "/screen"
            let output = open(file, O_RDWR | O_CREAT, 0o600)
            var ends: [Int32] = [0, 0]
            pipe(&ends)
            keyboard = ends[1]
            terminal = try NcursesTerminal(type: type, output: output, input: ends[0], isUnicode: isUnicode, allowsColors: allowsColors)
        }

        deinit {
            terminal.close()
            close(keyboard)
        }

        /// Bytes that the terminal has been sent so far.
        var sent: [UInt8] { (try? Disk.read(file)) ?? [] }

        func press(_ text: String) { Array(text.utf8).withUnsafeBytes { _ = SystemCalls.write(keyboard, $0) } }

        var canvas: Canvas { Canvas(width: terminal.width, height: terminal.height, capabilities: terminal.capabilities) }

        /// What ncurses keeps for a cell: its text, its colours and its attributes.
        func cell(_ x: Int, _ y: Int) -> (text: String, ink: Int32, ground: Int32, attributes: attr_t) {
            var cell = cchar_t()
            mvwin_wch(shim_stdscr(), Int32(y), Int32(x), &cell)
            var (text, attributes, shortPair, pair) = ([wchar_t](repeating: 0, count: 6), attr_t(), Int16(), Int32())
            getcchar(&cell, &text, &attributes, &shortPair, &pair)
            var (ink, ground): (Int32, Int32) = (-1, -1)
            if pair != 0 { extended_pair_content(pair, &ink, &ground) }
            let characters = text.prefix { $0 != 0 }.compactMap { Unicode.Scalar(UInt32($0)).map(Character.init) }
            return (String(characters), ink, ground, attributes & (shim_bold() | shim_reverse() | shim_underline() | shim_dim()))
        }
    }

    @Test func showsCharactersColoursAndAttributes() throws {
        let wired = try Wired()
        #expect(wired.terminal.capabilities == .full)
        var canvas = wired.canvas
        canvas.put("aé日b", x: 0, y: 0, Style(.error, bold: true))
        canvas[10, 0] = Cell("▘", Style(grey: 3, on: 25))
        canvas.put("s", x: 12, y: 0, Style(.text, on: .selection))
        canvas[canvas.width - 1, canvas.height - 1] = Cell("█", Style(.good))
        wired.terminal.show(canvas, theme: .terminal)

        #expect(wired.cell(0, 0) == ("a", 1, -1, shim_bold()))
        #expect(wired.cell(1, 0).text == "é")
        #expect(wired.cell(2, 0).text == "日")
        #expect(wired.cell(4, 0).text == "b")
        #expect(wired.cell(10, 0) == ("▘", 234, 231, 0))
        #expect(wired.cell(12, 0) == ("s", -1, -1, shim_reverse()))
        #expect(wired.cell(13, 0) == (" ", -1, -1, 0))
        #expect(wired.cell(canvas.width - 1, canvas.height - 1) == ("█", 2, -1, 0))
    }

    @Test func showsEveryPairOfGreys() throws {
        let wired = try Wired()
        var canvas = wired.canvas
        for ink in 0..<26 {
            for ground in 0..<26 { canvas[ink * 3 + ground % 3, ground / 3] = Cell("▀", Style(grey: ink, on: ground)) }
        }
        wired.terminal.show(canvas, theme: .highContrast)
        for ink in 0..<26 {
            for ground in 0..<26 {
                #expect(wired.cell(ink * 3 + ground % 3, ground / 3) == ("▀", Int32(Greys.colors[ink]), Int32(Greys.colors[ground]), 0))
            }
        }
    }

    @Test func sendsOnlyWhatChanged() throws {
        let wired = try Wired()
        var canvas = wired.canvas
        FacePicture.draw(DrawnFace.smiling, in: canvas.bounds, on: &canvas, mode: .quadrants, contrast: 0...255)
        wired.terminal.show(canvas, theme: .terminal)
        let first = wired.sent.count
        #expect(first > 1000)

        wired.terminal.show(canvas, theme: .terminal)
        #expect(wired.sent.count == first)
        canvas[0, 0] = Cell("x")
        wired.terminal.show(canvas, theme: .terminal)
        #expect((1...40).contains(wired.sent.count - first))
        canvas[0, 0] = Cell("x", Style(.text, bold: true))
        let second = wired.sent.count
        wired.terminal.show(canvas, theme: .terminal)
        #expect(wired.sent.count > second)
    }

    @Test func changesColoursWithTheTheme() throws {
        let wired = try Wired()
        var canvas = wired.canvas
        canvas.put("x", x: 0, y: 0, Style(.train))
        for (theme, ink) in [(Theme.terminal, Int32(12)), (.highContrast, 117), (.terminal, 12)] {
            let before = wired.sent.count
            wired.terminal.show(canvas, theme: theme)
            #expect(wired.cell(0, 0).ink == ink)
            #expect(wired.sent.count > before)
        }
    }

    @Test func showsSmallerAndLargerCanvases() throws {
        let wired = try Wired()
        var large = Canvas(width: 200, height: 100)
        large.fill(large.bounds, Cell("#"))
        wired.terminal.show(large, theme: .terminal)
        #expect(wired.cell(79, 23).text == "#")
        var small = Canvas(width: 2, height: 1)
        // Half of a wide character, as an overlay may leave it.
        small[1, 0] = Cell("日")
        wired.terminal.show(small, theme: .terminal)
        #expect(wired.cell(1, 0).text == " ")
        #expect(wired.cell(79, 23).text == " ")
    }

    @Test(arguments: [
        ("xterm-256color", true, Capabilities.Colors.many), ("xterm-256color", false, .none), ("linux", true, .eight), ("vt100", true, .none),
    ]) func knowsWhatTheTerminalHas(type: String, allowsColors: Bool, colors: Capabilities.Colors) throws {
        let wired = try Wired(type, allowsColors: allowsColors)
        #expect(wired.terminal.capabilities.colors == colors)
        var canvas = wired.canvas
        for (x, role) in Role.allCases.enumerated() {
            for (y, ground) in Role.allCases.enumerated() { canvas[x, y] = Cell("x", Style(role, on: ground)) }
        }
        for theme in Theme.builtIn { wired.terminal.show(canvas, theme: theme) }
        #expect(wired.cell(0, 0).text == "x")
        // With 64 pairs at most, all that stand on the common grounds must still differ from them.
        #expect(wired.cell(Role.text.rawValue, Role.background.rawValue).ink == (colors == .none ? -1 : colors == .eight ? 7 : 255))
        #expect((wired.cell(Role.text.rawValue, Role.selection.rawValue).attributes & shim_reverse() != 0) == (colors == .none))
    }

    @Test func writesLettersWithoutUTF8() throws {
        let wired = try Wired(isUnicode: false)
        var canvas = Canvas(width: 4, height: 1)
        canvas.put("é●日", x: 0, y: 0)
        wired.terminal.show(canvas, theme: .terminal)
        #expect((0..<4).map { wired.cell($0, 0).text } == ["e", "*", "?", " "])
        #expect(wired.sent.allSatisfy { $0 < 128 })
    }

    @Test(arguments: [
        ("a", [Key.character("a")]), ("é日", [.character("é"), .character("日")]), ("\r", [.enter]), ("\n", [.enter]), ("\t", [.tab]),
        ("\u{7F}", [.backspace]),
        ("\u{8}", [.backspace]), ("\u{13}", [.control("s")]), ("\u{1}", [.control("a")]), ("\u{1B}", [.escape]),
        ("\u{1B}q", [.escape, .character("q")]),
        ("\u{1B}OA", [.up]), ("\u{1B}[A", [.up]), ("\u{1B}OB", [.down]), ("\u{1B}OC", [.right]), ("\u{1B}[D", [.left]), ("\u{1B}OH", [.home]),
        ("\u{1B}[4~", [.end]), ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[3~", [.delete]), ("\u{1B}[2~", [.insert]),
        ("\u{1B}[Z", [.backTab]), ("\u{1B}OP", [.function(1)]), ("\u{1B}[15~", [.function(5)]), ("\u{1B}[24~", [.function(12)]),
        ("\u{1B}[11~", [.function(1)]),
        ("\u{1B}[1;5A", [.up]), ("\u{1B}OM", [.enter]),
        // What nothing here listens to is swallowed whole: its letters are no commands.
        ("\u{1B}[200~q", [.character("q")]), ("\u{1B}[<0;10;10Mq", [.character("q")]), ("\u{1B}[Iq", [.character("q")]),
    ]) func readsKeys(bytes: String, keys: [Key]) throws {
        let wired = try Wired()
        wired.press(bytes)
        #expect(keys.map { _ in wired.terminal.key(withinMilliseconds: 1000) } == keys)
        #expect(wired.terminal.key(withinMilliseconds: 0) == nil)
    }

    @Test func waitsNoLongerThanAsked() throws {
        let wired = try Wired()
        let start = ContinuousClock.now
        #expect(wired.terminal.key(withinMilliseconds: 60) == nil)
        #expect(ContinuousClock.now - start >= .milliseconds(59))
        #expect(wired.sent.allSatisfy { $0 != UInt8(ascii: " ") })
    }

    @Test func closesOnce() throws {
        let wired = try Wired()
        wired.terminal.show(wired.canvas, theme: .terminal)
        wired.terminal.close()
        let sent = wired.sent
        #expect(String(decoding: sent, as: UTF8.self).contains("\u{1B}[?1049l"))
        wired.terminal.close()
        wired.terminal.show(Canvas(width: 1, height: 1), theme: .highContrast)
        #expect(wired.terminal.key(withinMilliseconds: 10) == nil)
        #expect(wired.sent == sent)
    }

    @Test func refusesATypeThatNobodyKnows() {
        #expect(throws: TerminalError.refused("no-such-terminal")) {
            try NcursesTerminal(type: "no-such-terminal", output: open("/dev/null", O_RDWR), input: open("/dev/null", O_RDWR), isUnicode: false)
        }
    }
}
