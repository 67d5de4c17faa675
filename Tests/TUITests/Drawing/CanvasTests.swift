import Testing

@testable import TUI

@Suite struct CanvasTests {
    private func line(_ text: String, width: Int = 10, x: Int = 0, maximum: Int = .max, isUnicode: Bool = true) -> String {
        var canvas = Canvas(width: width, height: 1, capabilities: Capabilities(colors: .none, isUnicode: isUnicode))
        canvas.put(text, x: x, y: 0, maximum: maximum)
        return canvas.text
    }

    @Test func cutsTextAtTheEdgeAndSaysSo() {
        #expect(line("0123456789") == "0123456789")
        #expect(line("0123456789a") == "012345678…")
        #expect(line("0123456789a", isUnicode: false) == "012345678~")
        #expect(line("abcdef", maximum: 3) == "ab…")
        #expect(line("abcdef", x: 8) == "        a…")
        #expect(line("abc", maximum: 0) == "")
        #expect(line("abc", x: 10) == "")
        #expect(line("abc", x: -1) == "bc")
    }

    @Test func tellsHowManyCellsItWrote() {
        var canvas = Canvas(width: 5, height: 1)
        #expect(canvas.put("abc", x: 0, y: 0) == 3)
        #expect(canvas.put("abcdef", x: 2, y: 0) == 3)
        #expect(canvas.put("日本", x: 0, y: 0) == 4)
        #expect(canvas.put("abc", x: 9, y: 0) == 0)
    }

    @Test func givesWideCharactersTwoCells() {
        #expect(line("日本語", width: 6) == "日本語")
        // The third would need the cell of the ellipsis.
        #expect(line("日本語", width: 5) == "日本…")
        #expect(line("日本語", width: 4) == "日…")
        #expect(line("日本語", isUnicode: false) == "???")
        #expect(line("👩‍👩‍👧x") == "👩x")
    }

    /// Names of files may hold anything.
    @Test func drawsNoControlCharacters() {
        #expect(line("a\u{1B}[31m\nb") == "a�[31m�b")
        #expect(line("a\u{202E}b\u{200B}c") == "abc")
        #expect(line("e\u{301}\u{85}") == "e\u{301}�")
    }

    @Test func writesASCIIWhereThereIsNoUTF8() {
        #expect(line("é·●→∞ß", isUnicode: false) == "e-*>?s")
        var canvas = Canvas(width: 2, height: 1, capabilities: .plain)
        canvas[0, 0] = Cell("━")
        canvas[1, 0] = Cell("▌")
        #expect(canvas.text == "=#")
    }

    @Test func ignoresCellsOutside() {
        var canvas = Canvas(width: 2, height: 2)
        for (x, y) in [(-1, 0), (0, -1), (2, 0), (0, 2)] { canvas[x, y] = Cell("x") }
        canvas.put("abc", x: 0, y: 7)
        canvas.fill(Rect(x: 1, y: 1, width: 9, height: 9), Cell("#"))
        #expect(canvas.text == "\n #")
    }

    @Test func hasNoNegativeRectangles() {
        #expect(Rect(x: 1, y: 1, width: 1, height: 5).inner == Rect(x: 2, y: 2, width: 0, height: 3))
    }
}
