@testable import FaceData
@testable import Platform
import Testing

@testable import Core
@testable import TUI

/// Effects that are only written down; answers and the run's news are what a test puts in.
private final class ScriptedEffects: EffectRunner {
    var done: [Effect] = []
    var waiting: [Answer] = []
    var run: TrainingSnapshot?
    var looks = 0
    var reasons: [StopReason] = []

    func run(_ effect: Effect) { done.append(effect) }

    func answers() -> [Answer] {
        defer { waiting = [] }
        return waiting
    }

    func snapshot() -> TrainingSnapshot? {
        looks += 1
        return run
    }

    func finish(_ reason: StopReason) { reasons.append(reason) }
}

@Suite("The event loop")
struct EventLoopTests {
    private static func loop(
        _ terminal: FakeTerminal, _ effects: ScriptedEffects, now: @escaping () -> Double = { 0 }, signal: @escaping () -> Int32? = { nil }
    ) -> EventLoop {
        EventLoop(
            state: AppState(configuration: RunConfiguration(threads: 2), folder: "/data"), terminal: terminal, effects: effects, now: now,
            signal: signal)
    }

    @Test("it opens, does what keys ask for and ends with q")
    func leaving() {
        let terminal = FakeTerminal(keys: [.enter, nil, .character("q")])
        let effects = ScriptedEffects()
        var loop = Self.loop(terminal, effects)
        #expect(loop.run() == .left)
        #expect(effects.done.prefix(2) == [.list(path: "/data"), .list(path: "/")])
        #expect(loop.state.screen == .setup)
        #expect(terminal.text.contains("Start training"))
        #expect(!effects.done.contains(.leave))
    }

    @Test("an idle screen is drawn once and sends nothing")
    func idle() {
        let terminal = FakeTerminal(keys: Array(repeating: nil, count: 50) + [.character("q")])
        var loop = Self.loop(terminal, ScriptedEffects())
        #expect(loop.run() == .left)
        #expect(terminal.canvases.count == 1)
    }

    @Test("two clicks that come at once both mean the row that they are on")
    func doubleClick() throws {
        let listed = Walk()
        let lines = listed.canvas().text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("faces/") })
        let click = Key.mouse(Mouse(.press, x: 30, y: line))
        let terminal = FakeTerminal(keys: [nil, click, click, nil, .character("q")])
        let effects = ScriptedEffects()
        effects.waiting = [.listed(path: "/data", .success(Walk.entries))]
        var loop = Self.loop(terminal, effects)
        _ = loop.run()
        #expect(loop.state.data.cursor == .entry("faces") && loop.state.data.wanted == .entry("faces"))
    }

    @Test("answers are shown without a key")
    func answering() {
        let terminal = FakeTerminal(keys: [nil, nil, .character("q")])
        let effects = ScriptedEffects()
        effects.waiting = [.listed(path: "/data", .success(Walk.entries))]
        var loop = Self.loop(terminal, effects)
        _ = loop.run()
        #expect(terminal.text.contains("fer2013.csv"))
    }

    @Test("many waiting keys are drawn once")
    func heldKeys() {
        let terminal = FakeTerminal(keys: [.enter] + Array(repeating: .down, count: 20) + [nil, .character("q")])
        var loop = Self.loop(terminal, ScriptedEffects())
        _ = loop.run()
        #expect(terminal.canvases.count == 2)
    }

    @Test("a new size is drawn at once, a small one says what it needs")
    func resizing() {
        let terminal = FakeTerminal(keys: [nil, nil, nil, .character("q")])
        var asked = 0
        terminal.onKey = { terminal in
            asked += 1
            if asked == 2 { terminal.resize(width: 40, height: 10) }
        }
        var loop = Self.loop(terminal, ScriptedEffects())
        _ = loop.run()
        #expect(terminal.canvases.last?.width == 40)
        #expect(terminal.text.contains("60×18"))
    }

    @Test("the run is looked at five times a second, its faces twice")
    func pacing() {
        let terminal = FakeTerminal(keys: [.enter, .enter] + Array(repeating: nil, count: 100) + [.character("q"), .end, .enter, nil])
        let effects = ScriptedEffects()
        effects.run = SyntheticRun.snapshot()
        var time = 0.0
        terminal.onKey = { terminal in
            time += 0.02
            effects.run?.followed[0].history.append(FollowedEpoch(epoch: Int(time * 50), theta: .identity, probabilities: [1, 0, 0, 0, 0, 0, 0]))
            if terminal.keys.isEmpty { effects.run?.phase = .ended(.discarded) }
            if time > 4 { terminal.keys = [.character("q")] }
        }
        var loop = Self.loop(terminal, effects, now: { time })
        #expect(loop.run() == .left)
        #expect((8...14).contains(effects.looks))
    }

    @Test("faces wait half a second where charts wait a fifth")
    func facesWait() {
        let terminal = FakeTerminal(keys: [.enter, .enter])
        let effects = ScriptedEffects()
        effects.run = SyntheticRun.snapshot()
        var time = 0.0
        var loop = Self.loop(terminal, effects, now: { time }, signal: { time > 2 ? SIGTERM : nil })
        terminal.onKey = { _ in
            time += 0.05
            effects.run?.step += 1
            effects.run?.followed[0].history.append(FollowedEpoch(epoch: 0, theta: .identity, probabilities: [1, 0, 0, 0, 0, 0, 0]))
        }
        #expect(loop.run() == .signal(SIGTERM))
        let latest = loop.state.train.snapshot
        #expect((9...11).contains(effects.looks))
        // The charts are as old as the latest look, the faces up to half a second older.
        #expect((latest?.step ?? 0) >= SyntheticRun.snapshot().step + 35)
        #expect((latest?.followed[0].history.count ?? 0) <= 12 + 40 - 4)
    }

    @Test("a signal ends it at once")
    func signals() {
        let terminal = FakeTerminal()
        var asked = 0
        var loop = Self.loop(
            terminal, ScriptedEffects(),
            signal: {
                asked += 1
                return asked > 3 ? SIGHUP : nil
            })
        #expect(loop.run() == .signal(SIGHUP))
        #expect(asked == 4)
    }

    @Test("what the terminal has to say is shown first")
    func notice() {
        let terminal = FakeTerminal(keys: [nil, .character("q")])
        terminal.notice = "TERM is not set; taken for xterm-256color"
        var loop = Self.loop(terminal, ScriptedEffects())
        _ = loop.run()
        #expect(terminal.canvases.first?.text.contains("TERM is not set") == true)
    }
}

@Suite("What is done in the background")
struct BackgroundEffectsTests {
    private static func temporaryFolder() throws -> String {
        var name = Array("/tmp/deep-emotion-tui-XXXXXX".utf8CString)
        _ = try #require(mkdtemp(&name))
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test("from a first start, Enter and Enter train the demo faces, and q leaves with the run saved", .timeLimit(.minutes(2)))
    func wholeWay() throws {
        let folder = try Self.temporaryFolder()
        defer { try? Disk().remove(folder) }
        var configuration = RunConfiguration(runsFolder: folder + "/runs", threads: 2)
        configuration.hyperparameters.epochs = 1
        configuration.hyperparameters.limit = 64
        let terminal = FakeTerminal(keys: [.enter, .enter])
        let effects = BackgroundEffects(files: UserFiles(folder: folder + "/state"))
        var loop = EventLoop(
            state: AppState(configuration: configuration, folder: folder), terminal: terminal, effects: effects,
            now: { Double(clock()) / Double(CLOCKS_PER_SEC) }, signal: { nil })
        terminal.onKey = { terminal in
            usleep(1000)
            if terminal.text.contains("finished, best") { terminal.keys = [.character("q")] }
        }
        #expect(loop.run() == .left)
        effects.finish(.user)
        let run = try #require(loop.state.train.snapshot?.runFolder)
        #expect(Disk.exists(run + "/best.safetensors"))
        #expect(UserFiles(folder: folder + "/state").recents() == ["demo"])
    }

    @Test("lists, saves, loads and completes, and says what failed")
    func files() throws {
        let folder = try Self.temporaryFolder()
        defer { try? Disk().remove(folder) }
        let effects = BackgroundEffects(files: UserFiles(folder: folder + "/state"))
        func answer(to effect: Effect) -> Answer? {
            effects.run(effect)
            for _ in 0..<2000 {
                if let answer = effects.answers().first { return answer }
                usleep(1000)
            }
            return nil
        }
        let configuration = RunConfiguration(preset: .paper, threads: 3)
        let path = folder + "/form.json"
        guard case .saved(path, .done) = answer(to: .save(configuration, path: path, replaces: false)) else {
            Issue.record("not saved")
            return
        }
        guard case .saved(path, .exists) = answer(to: .save(configuration, path: path, replaces: false)) else {
            Issue.record("replaced")
            return
        }
        guard case .loaded(path, .success(configuration)) = answer(to: .load(path: path)) else {
            Issue.record("not loaded")
            return
        }
        guard case .completions([path], request: 3) = answer(to: .complete(text: folder + "/fo", request: 3)) else {
            Issue.record("not completed")
            return
        }
        guard case .listed(folder, .success(let entries)) = answer(to: .list(path: folder)) else {
            Issue.record("not listed")
            return
        }
        #expect(entries.map(\.name) == ["form.json"])
        guard case .saved(_, .failed(let sentence)) = answer(to: .save(configuration, path: folder + "/none/form.json", replaces: false)) else {
            Issue.record("saved into nothing")
            return
        }
        #expect(sentence.contains("none/form.json"))
    }

    @Test("an examination that another replaces is not answered")
    func examining() throws {
        let folder = try Self.temporaryFolder()
        defer { try? Disk().remove(folder) }
        let effects = BackgroundEffects(files: UserFiles(folder: folder))
        effects.run(.examine(DoctorQuestion(.path(folder), RunConfiguration()), isBusy: true, request: 1))
        effects.run(.examine(DoctorQuestion(.path(folder + "/none"), RunConfiguration()), isBusy: true, request: 2))
        var examined: [Int] = []
        for _ in 0..<3000 where examined.isEmpty {
            usleep(1000)
            for case .examined(_, let request) in effects.answers() { examined.append(request) }
        }
        #expect(examined == [2])
    }

    @Test("recent data and the theme are kept, and what cannot be kept is no crash")
    func userFiles() throws {
        let folder = try Self.temporaryFolder()
        defer { try? Disk().remove(folder) }
        let files = UserFiles { $0 == "XDG_STATE_HOME" ? folder : nil }
        #expect(files.recents().isEmpty && files.theme() == nil)
        try files.write(recents: ["/data/a b", "demo"])
        try files.write(recents: ["/data/ü", "demo"])
        try files.write(theme: "high contrast")
        #expect(files.recents() == ["/data/ü", "demo"])
        #expect(files.theme() == "high contrast")
        #expect(UserFiles { $0 == "HOME" ? "/home/a" : nil }.folder == "/home/a/.local/state/deep-emotion")
        #expect(UserFiles { $0 == "HOME" ? "/home/a" : "relative" }.folder == "/home/a/.local/state/deep-emotion")
        #expect(throws: FileError.self) { try UserFiles(folder: "/proc/none").write(theme: "x") }
    }
}
