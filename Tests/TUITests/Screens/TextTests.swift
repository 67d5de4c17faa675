@testable import Platform
import Core
import Testing

@testable import TUI

@Suite("Numbers and words on screens")
struct TextTests {
    @Test(
        "four significant digits in five cells",
        arguments: [
            (1.0424, "1.042"), (0.84219, "0.842"), (9.9996, "10.00"), (12.345, "12.35"), (99.996, "100.0"), (104.23, "104.2"), (1042.4, " 1042"),
            (.nan, "  nan"), (.infinity, "  inf"), (1e9, "  1e9"),
        ])
    func four(value: Double, text: String) { #expect(Figures.four(value) == text) }

    @Test("shares as percentages in four cells", arguments: [(0.579, "57.9"), (0.04, " 4.0"), (1, " 100"), (0.9996, " 100"), (0, " 0.0")])
    func percent(share: Double, text: String) { #expect(Figures.percent(share) == text) }

    @Test("shares in three cells", arguments: [(0.44, ".44"), (0.004, ".00"), (0.9951, "1.0"), (0.99, ".99"), (.nan, "nan")])
    func share(value: Double, text: String) { #expect(Figures.share(value) == text) }

    @Test("learning rates in six cells", arguments: [(3e-4, "3.0e-4"), (0.003, "3.0e-3"), (9.96e-5, "1.0e-4"), (1, " 1.0e0"), (0, "     0")])
    func rate(value: Double, text: String) { #expect(Figures.rate(value) == text) }

    @Test("signed shifts", arguments: [(0.06, "+.06"), (-0.02, "-.02"), (-0.001, "+.00"), (1.25, "+1.25"), (-7.6e11, "-8e11"), (.nan, " nan")])
    func signed(value: Double, text: String) { #expect(Figures.signed(value) == text) }

    @Test("times", arguments: [(70, "1:10"), (3723, "1:02:03"), (0.4, "0:00"), (-1, "0:00"), (59.6, "1:00")])
    func clock(seconds: Double, text: String) { #expect(NumberText.clock(seconds) == text) }

    @Test("sizes and times of day")
    func others() {
        #expect(Figures.bytes(112_400_000) == "112 MB")
        #expect(Figures.bytes(1_440_000_000) == "1.4 GB")
        #expect(Figures.bytes(2304) == "2 kB")
        #expect(Figures.timeOfDay(9 * 60 + 5) == "09:05")
        #expect(Figures.timeOfDay(25 * 60) == "01:00")
        #expect(Figures.fixed(-0.04, 1) == "0.0")
        #expect(Figures.fixed(2.5, 0) == "3")
    }

    @Test("words are wrapped, and only too long ones are cut")
    func wrapping() {
        #expect("one two three".wrapped(7) == ["one two", "three"])
        #expect("".wrapped(7).isEmpty)
        #expect("/a/very/long/path here".wrapped(8) == ["/a/very/", "long/", "path", "here"])
        #expect("abcdefghij".wrapped(4) == ["abcd", "efgh", "ij"])
        #expect(["a", "b  c"].wrapped(10) == ["a b  c"])
        // A number keeps its per cent sign.
        #expect("for 100 % of them".wrapped(7) == ["for", "100 %", "of them"])
        #expect("one two three four".wrapped(11, first: 7) == ["one two", "three four"])
        #expect("one two three".wrapped(20, first: 2) == ["on", "e two three"])
        #expect("/data/faces".keepingEnd(6) == "…faces")
        for width in 1...20 { #expect("a longer sentence with/some/slashes".wrapped(width).allSatisfy { $0.count <= width }) }
    }

    @Test("the cursor's line is always in sight", arguments: [1, 5, 12, 40])
    func window(height: Int) {
        for count in [1, 10, 100] {
            for cursor in 0..<count {
                let start = ListWindow.start(cursor: cursor, count: count, height: height)
                #expect(start >= 0 && start <= cursor && cursor < start + height)
            }
        }
    }
}

@Suite("Train's layout")
struct TrainLayoutTests {
    @Test("80x24 is what the design draws, cell for cell")
    func smallestFull() throws {
        let layout = TrainLayout(width: 80, height: 24)
        #expect(layout.loss == Rect(x: 0, y: 1, width: 40, height: 7))
        #expect(layout.accuracy == Rect(x: 40, y: 1, width: 40, height: 7))
        let faces = try #require(layout.faces)
        #expect(faces.original == Rect(x: 0, y: 8, width: 26, height: 14))
        #expect(faces.attention == Rect(x: 26, y: 8, width: 26, height: 14))
        #expect(faces.info == Rect(x: 52, y: 8, width: 28, height: 14))
        #expect(layout.classes == nil && layout.others == nil && layout.notice == nil)
    }

    @Test("faces grow with the terminal and are always 2:1", arguments: [(60, 18, 16), (80, 24, 24), (100, 32, 32), (120, 36, 40), (200, 60, 48)])
    func faces(width: Int, height: Int, face: Int) throws {
        let faces = try #require(TrainLayout(width: width, height: height).faces)
        #expect(faces.original.inner.width == face)
        #expect(faces.original.inner.height * 2 == face)
    }

    @Test("a warning's lines come from the faces first, which shrink and then go")
    func warnings() throws {
        let usual = TrainLayout(width: 80, height: 24, noticeLines: 4)
        #expect(usual.notice == Rect(x: 0, y: 18, width: 80, height: 4))
        #expect(usual.faces?.original.inner.width == 16)
        #expect(usual.loss.height == 7)
        let small = TrainLayout(width: 60, height: 18, noticeLines: 5)
        #expect(small.faces == nil)
        #expect(small.notice?.height == 5)
    }

    @Test("panels fill the screen and never overlap")
    func tiling() {
        for width in stride(from: 60, through: 220, by: 7) {
            for height in 18...70 {
                for lines in [0, 3, 6] {
                    let layout = TrainLayout(width: width, height: height, noticeLines: lines)
                    let rects = [layout.loss, layout.accuracy, layout.classes, layout.faces?.original, layout.faces?.attention, layout.faces?.info]
                    let all = (rects + [layout.others, layout.notice]).compactMap(\.self)
                    #expect(all.reduce(0) { $0 + $1.width * $1.height } == width * (height - 3), "\(width)x\(height)")
                    #expect(all.allSatisfy { $0.x >= 0 && $0.y >= 1 && $0.x + $0.width <= width && $0.y + $0.height <= height - 2 })
                    #expect(layout.loss.height >= 4)
                }
            }
        }
    }
}
