import Testing

@testable import Core
@testable import TUI

@Suite("The mouse") struct PointingTests {
    /// Points at the first cell of `text` on the screen.
    private func point(_ gesture: Mouse.Gesture, at text: String, _ walk: inout Walk, width: Int = 80, height: Int = 24) throws {
        let canvas = walk.canvas(width: width, height: height)
        let lines = canvas.text.split(separator: "\n", omittingEmptySubsequences: false)
        let y = try #require(lines.firstIndex { $0.contains(text) })
        let x = lines[y].distance(from: lines[y].startIndex, to: try #require(lines[y].firstRange(of: text)).lowerBound)
        walk.effects = reduce(&walk.state, .pointed(gesture, canvas.target(x: x, y: y)))
    }

    @Test("a click focuses a panel, a second one enlarges it, a third takes that back")
    func panels() throws {
        var walk = Walk.inTrain()
        try point(.press, at: "4 attention", &walk)
        #expect(walk.state.train.panel == .attention && !walk.state.train.isEnlarged)
        try point(.press, at: "4 attention", &walk)
        #expect(walk.state.train.isEnlarged)
        try point(.press, at: "4 attention", &walk)
        #expect(!walk.state.train.isEnlarged)
    }

    @Test("a click in the footer does what stands there")
    func footer() throws {
        var walk = Walk.inTrain()
        try point(.press, at: "space pause", &walk)
        #expect(walk.effects == [.pause])
    }

    @Test("a click moves a list's cursor; on its line it is Enter")
    func lists() throws {
        var walk = Walk()
        try point(.press, at: "notes", &walk)
        #expect(walk.state.data.cursor == .entry("notes"))
        try point(.press, at: "demo faces", &walk)
        #expect(walk.state.data.cursor == .demo)
        try point(.press, at: "▸demo faces", &walk)
        #expect(walk.state.screen == .setup)
        walk.press(.character("t"))
        try point(.press, at: "high contrast", &walk)
        #expect(walk.state.theme.name == "high contrast")
        try point(.press, at: "high contrast", &walk)
        #expect(walk.state.overlay == nil && walk.effects == [.rememberTheme("high contrast")])
    }

    @Test("a box covers what lies below it")
    func covered() {
        var walk = Walk.inTrain()
        walk.press(.character("q"))
        let canvas = walk.canvas()
        #expect(canvas.target(x: 1, y: 2) == .cover)
        _ = reduce(&walk.state, .pointed(.press, .cover))
        #expect(walk.state.context == .quit)
    }

    @Test("the wheel zooms charts, goes through faces and scrolls lists")
    func wheel() throws {
        var walk = Walk.inTrain()
        try point(.wheelUp, at: "2 accuracy", &walk)
        #expect(walk.state.train.view.window != .whole)
        try point(.wheelDown, at: "2 accuracy", &walk)
        #expect(walk.state.train.view.window == .whole)
        try point(.wheelDown, at: "3 original", &walk)
        #expect(walk.state.train.faceIndex == 1)
        walk.press(.character("?"))
        try point(.wheelDown, at: "Train", &walk)
        guard case .help(let help) = walk.state.overlay else {
            Issue.record("no help")
            return
        }
        #expect(help.selection == 3)
    }

    @Test("a key turns it off")
    func off() throws {
        var walk = Walk.inTrain()
        walk.press(.character("M"))
        #expect(!walk.state.usesMouse)
        try point(.press, at: "4 attention", &walk)
        #expect(walk.state.train.panel == .loss)
    }

    @Test("xterm's SGR form", arguments: [("<0;11;5M", Mouse(.press, x: 10, y: 4)), ("<64;1;1M", Mouse(.wheelUp, x: 0, y: 0))])
    func sequences(text: String, mouse: Mouse) { #expect(KeyDecoder.mouse(sequence: Array(text.utf8)) == mouse) }

    @Test("releases, moves and nonsense are nothing", arguments: ["<0;11;5m", "<35;11;5M", "<0;0;5M", "<0;5M", "0;11;5M", "<a;b;cM"])
    func nothing(text: String) { #expect(KeyDecoder.mouse(sequence: Array(text.utf8)) == nil) }
}
