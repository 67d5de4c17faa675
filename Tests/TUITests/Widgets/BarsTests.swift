import Testing

@testable import TUI

@Suite struct BarsTests {
    @Test func drawsTheLastValues() {
        #expect(Bars.sparkline([0, 1, 2, 3, 4, 5, 6, 7], width: 8, isUnicode: true) == "▁▂▃▄▅▆▇█")
        #expect(Bars.sparkline([9, 9, 0, 1], width: 2, isUnicode: true) == "▁█")
        #expect(Bars.sparkline([1, 2], width: 5, isUnicode: true) == "▁█   ")
        #expect(Bars.sparkline([0, 1, 2, 3, 4, 5, 6], width: 7, isUnicode: false) == ".:-=+*#")
        #expect(Bars.sparkline([0.25, 0.5], width: 2, isUnicode: true, range: 0...1) == "▃▅")
    }

    @Test func survivesWhatIsNoNumber() {
        #expect(Bars.sparkline([1, .nan, .infinity, 2], width: 4, isUnicode: true) == "▁  █")
        #expect(Bars.sparkline([.nan], width: 2, isUnicode: true) == "  ")
        #expect(Bars.sparkline([3, 3, 3], width: 3, isUnicode: true) == "▁▁▁")
        #expect(Bars.sparkline([], width: 3, isUnicode: true) == "   ")
        #expect(Bars.sparkline([1], width: 0, isUnicode: true) == "")
        #expect(Bars.bar(.nan, width: 3, isUnicode: true) == "   ")
    }

    @Test(arguments: [
        (0.0, "    "), (1.0, "████"), (0.5, "██  "), (0.28125, "█▏  "), (0.46875, "█▉  "), (2.0, "████"), (-1.0, "    "),
        (0.99, "████"), (0.03125, "▏   "),
    ]) func fillsBarsByEighths(fraction: Double, text: String) { #expect(Bars.bar(fraction, width: 4, isUnicode: true) == text) }

    @Test func fillsBarsWithLetters() {
        #expect(Bars.bar(0.5, width: 4, isUnicode: false, filler: "-") == "##--")
        #expect(Bars.bar(0.5, width: 0, isUnicode: false) == "")
    }
}
