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

    @Test("rows of Runs: a click moves the cursor, one on its row opens the run, one on a heading sorts, the wheel scrolls")
    func runs() throws {
        var walk = Walk.inRuns()
        try point(.press, at: "crashed", &walk)
        #expect(walk.state.runs.run?.name == "crashed" && walk.state.screen == .runs)
        try point(.press, at: "val  epoch", &walk)
        #expect(walk.state.runs.order == RunOrder(.validation, isDescending: true) && walk.state.runs.run?.name == "crashed")
        try point(.press, at: "val  epoch", &walk)
        #expect(!walk.state.runs.order.isDescending)
        walk.press(.home)
        try point(.wheelDown, at: "paused", &walk)
        #expect(walk.state.runs.cursor == walk.state.runs.shown[3].path)
        walk.point(atRun: "stopped")
        try point(.press, at: "stopped", &walk)
        #expect(walk.state.screen == .train && walk.effects.contains { if case .attach("runs/stopped", _) = $0 { true } else { false } })
    }

    @Test("answers and checkpoints are lines of a list")
    func questions() throws {
        var walk = Walk.inRuns()
        walk.point(atRun: "crashed")
        walk.press(.character("x"))
        try point(.press, at: "yes, delete", &walk)
        #expect(walk.effects.isEmpty)
        try point(.press, at: "yes, delete", &walk)
        #expect(walk.effects == [.removeRuns(["runs/crashed"])])
        let kept = [(2, "best"), (4, "last")].map { KeptCheckpoint(path: "runs/crashed/\($1).safetensors", title: $1, epoch: $0, accuracy: 0.3) }
        walk.answer(.checkpoints(path: "runs/crashed", kept))
        try point(.press, at: "last ", &walk)
        try point(.press, at: "last ", &walk)
        #expect(walk.state.screen == .setup && walk.state.setup.configuration.parent == "runs/crashed/last.safetensors")
    }

    @Test("a click chooses a cell of the matrix, then its faces, a face, then the face large; the wheel steps through large ones")
    func inspect() throws {
        var walk = Walk.inInspect()
        let canvas = walk.canvas()
        let cells = canvas.targets.compactMap { if case .cell(let row, let column) = $0.target { (row, column, $0.rect) } else { nil } }
        #expect(cells.count == 49)
        let sad = try #require(cells.first { $0.0 == 4 && $0.1 == 4 })
        func click() { walk.effects = reduce(&walk.state, .pointed(.press, canvas.target(x: sad.2.x + 1, y: sad.2.y))) }
        click()
        #expect(walk.state.inspect.cell == (4, 4) && walk.state.inspect.view == .matrix)
        click()
        #expect(walk.state.inspect.view == .faces && walk.state.inspect.filter.truth == 4)
        _ = reduce(&walk.state, .pointed(.press, .face(1)))
        #expect(walk.state.inspect.position == 1 && walk.state.inspect.view == .faces)
        walk.effects = reduce(&walk.state, .pointed(.press, .face(1)))
        #expect(walk.state.inspect.view == .face && walk.effects.count == 1)
        _ = reduce(&walk.state, .pointed(.wheelDown, nil))
        #expect(walk.state.inspect.position == 2)
    }

    @Test("a face beside the matrix becomes large at once")
    func besideTheMatrix() throws {
        var walk = Walk.inInspect()
        let faces = walk.state.inspect.cellFaces
        let target = try #require(walk.canvas(width: 120, height: 36).targets.last { $0.target == .face(1) })
        walk.effects = reduce(&walk.state, .pointed(.press, target.target))
        #expect(walk.state.inspect.view == .face && walk.state.inspect.faceIndex == faces[1])
        #expect(walk.effects == [.inspect(.look(face: faces[1], theta: nil, request: walk.state.inspect.close.lookRequest))])
    }

    @Test("screens' names and folders beside the one in sight are ways there")
    func ways() throws {
        var walk = Walk()
        try point(.press, at: "home", &walk)
        #expect(walk.state.data.folder == "/" && walk.state.data.cursor == .entry("home"))
        try point(.press, at: "Setup", &walk)
        #expect(walk.state.screen == .setup)
        try point(.press, at: "Runs", &walk)
        #expect(walk.state.screen == .runs && walk.effects.contains(.listRuns(folder: "runs")))
        try point(.press, at: "Data", &walk)
        #expect(walk.state.screen == .data)
        try point(.press, at: "Train", &walk)
        #expect(walk.state.screen == .data)
    }

    @Test("a click in Help chooses a line, one on that line does it")
    func help() throws {
        var walk = Walk.inTrain()
        walk.press(.character("?"))
        walk.type("smooth")
        try point(.press, at: "Smooth the charts", &walk)
        #expect(walk.state.overlay == nil && walk.state.train.view.smoothing != ChartView().smoothing)
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
