import Testing

@testable import TUI

@Suite("Typing a line of text")
struct TextEntryTests {
    @Test("characters go where the cursor is")
    func inserting() {
        var entry = TextEntry("ac")
        entry.take(.left)
        entry.take(.character("b"))
        #expect(entry.text == "abc")
        #expect(entry.cursor == 2)
        entry.take(.home)
        entry.take(.character("é"))
        #expect(entry.text == "éabc")
    }

    @Test("deleting holds at both ends")
    func deleting() {
        var entry = TextEntry("ab")
        entry.take(.delete)
        entry.take(.backspace)
        #expect(entry.text == "a")
        entry.take(.home)
        entry.take(.backspace)
        entry.take(.delete)
        entry.take(.delete)
        #expect(entry.text.isEmpty)
        #expect(entry.cursor == 0)
    }

    @Test("whole parts go at once")
    func parts() {
        var entry = TextEntry("/data/faces")
        entry.take(.control("w"))
        #expect(entry.text == "/data/")
        entry.take(.control("w"))
        #expect(entry.text == "/")
        entry = TextEntry("abcd")
        entry.take(.left)
        entry.take(.control("u"))
        #expect(entry.text == "d")
        entry = TextEntry("abcd")
        entry.take(.home)
        entry.take(.right)
        entry.take(.control("k"))
        #expect(entry.text == "a")
        let meansAnything = entry.take(.function(5))
        #expect(!meansAnything)
    }
}
