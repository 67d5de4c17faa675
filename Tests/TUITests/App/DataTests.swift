@testable import FaceData
import Testing

@testable import Core
@testable import TUI

@Suite("Walking folders")
struct DataTests {
    @Test("the first start has the cursor on the demo faces, later ones on what was used last")
    func firstCursor() {
        #expect(Walk().state.data.cursor == .demo)
        #expect(Walk(recents: ["/data/faces", "demo"]).state.data.cursor == .recent("/data/faces"))
        #expect(Walk(recents: ["demo", "/data/faces"]).state.data.cursor == .demo)
    }

    @Test("from a first start, Enter and Enter train on the demo faces")
    func twoKeys() {
        var walk = Walk()
        walk.press(.enter)
        #expect(walk.state.screen == .setup)
        walk.press(.enter)
        #expect(walk.state.screen == .train)
        #expect(walk.effects.contains(.start(RunConfiguration(data: "demo", threads: 2))))
    }

    @Test("data is kept among the recent ones once it could be read, and not where it was refused")
    func remembering() {
        var walk = Walk.inSetup()
        walk.press(.enter)
        var snapshot = TrainingSnapshot(configuration: RunConfiguration(data: "demo", threads: 2))
        walk.hear(snapshot)
        #expect(walk.effects.isEmpty)
        snapshot.phase = .training
        snapshot.runFolder = "runs/one"
        walk.hear(snapshot)
        #expect(walk.effects == [.remember(recents: ["demo"])])
        walk.hear(snapshot)
        #expect(walk.effects.isEmpty)

        var refused = Walk.inSetup()
        refused.press(.enter)
        snapshot.runFolder = nil
        snapshot.phase = .ended(.failed(message: "no such folder", isUsage: false))
        refused.hear(snapshot)
        #expect(!refused.effects.contains { if case .remember = $0 { true } else { false } })
    }

    @Test("the point shows hidden names and hides them, and the cursor stays where its row does")
    func hiddenNames() {
        var walk = Walk()
        let entries = [Folder.Entry(name: ".cache", isFolder: true), Folder.Entry(name: "faces", isFolder: true)]
        walk.answer(.listed(path: "/data", .success(entries)))
        walk.press(.down)
        #expect(walk.state.data.cursor == .entry("faces"))
        walk.press(.character("."))
        #expect(walk.state.data.entries == entries)
        #expect(walk.state.data.cursor == .entry("faces"))
        walk.press(.up, .character("."))
        #expect(walk.state.data.cursor == .entry(".cache"))
        walk.press(.right, .character("."), .character("."))
        walk.answer(.listed(path: "/data/.cache", .success([])))
        walk.press(.left)
        walk.answer(.listed(path: "/data", .success(entries)))
        #expect(walk.state.data.cursor == .entry(".cache"))
        #expect(walk.canvas().text.contains(".cache/"))
    }

    @Test("folders come before files")
    func foldersFirst() {
        #expect(Walk().state.data.entries.map(\.name) == ["faces", "notes", "fer2013.csv", "readme.txt"])
    }

    @Test("letters move as arrows do")
    func letters() {
        var walk = Walk()
        walk.press(.character("j"), .character("j"))
        #expect(walk.state.data.cursor == .entry("notes"))
        walk.press(.character("k"))
        #expect(walk.state.data.cursor == .entry("faces"))
        walk.press(.character("G"))
        #expect(walk.state.data.cursor == .entry("readme.txt"))
        walk.press(.character("g"))
        #expect(walk.state.data.cursor == .demo)
        walk.press(.character("j"), .character("l"))
        #expect(walk.state.data.folder == "/data/faces")
        walk.press(.character("h"))
        #expect(walk.state.data.folder == "/data")
    }

    @Test("opening asks for both lists and examines the demo faces")
    func opening() {
        var state = AppState(configuration: RunConfiguration(), folder: "/data/faces")
        let effects = reduce(&state, .opened)
        #expect(
            effects == [
                .list(path: "/data/faces"), .list(path: "/data"), .examine(DoctorQuestion(.demo, RunConfiguration()), isBusy: false, request: 1),
            ])
    }

    @Test("the cursor's data is examined, and answers to what was left are dropped")
    func staleAnswers() {
        var walk = Walk()
        walk.point(at: "fer2013.csv")
        let request = walk.state.doctor.request
        #expect(walk.effects == [.examine(DoctorQuestion(.path("/data/fer2013.csv"), RunConfiguration()), isBusy: false, request: request)])
        walk.answer(.examining(LoadProgress(done: 1, total: 4, unit: .bytes), request: request))
        #expect(walk.state.doctor.progress?.fraction == 0.25)
        walk.press(.down)
        walk.answer(.examined(.success(SyntheticRun.report()), request: request))
        walk.answer(.recognised(true, request: request))
        walk.answer(.examining(LoadProgress(done: 3, total: 4, unit: .bytes), request: request))
        #expect(walk.state.doctor.outcome == nil)
        #expect(walk.state.doctor.looksLikeFaces == nil)
        #expect(walk.state.doctor.progress == nil)
    }

    @Test("Enter waits for what names say: faces are taken, other folders are entered")
    func takeOrEnter() {
        var taking = Walk()
        taking.point(at: "faces")
        taking.press(.enter)
        #expect(taking.state.screen == .data)
        taking.answer(.recognised(true, request: taking.state.doctor.request))
        #expect(taking.state.screen == .setup)
        #expect(taking.state.setup.configuration.data == "/data/faces")

        var entering = Walk()
        entering.point(at: "notes")
        entering.answer(.recognised(false, request: entering.state.doctor.request))
        entering.press(.enter)
        #expect(entering.state.data.folder == "/data/notes")
        #expect(entering.effects.prefix(2) == [.list(path: "/data/notes"), .list(path: "/data")])
    }

    @Test("Enter that was pressed on another row is forgotten")
    func movedOn() {
        var walk = Walk()
        walk.point(at: "faces")
        walk.press(.enter, .down, .up)
        walk.answer(.recognised(true, request: walk.state.doctor.request))
        #expect(walk.state.screen == .data)
    }

    @Test("data that cannot be used is not taken, and the reason is said")
    func refusals() {
        var walk = Walk()
        walk.point(at: "fer2013.csv")
        walk.answer(.recognised(true, request: walk.state.doctor.request))
        walk.answer(.examined(.failure(.unlabelled(path: "/data/fer2013.csv")), request: walk.state.doctor.request))
        walk.press(.enter)
        #expect(walk.state.screen == .data)
        #expect(walk.state.notice == DatasetError.unlabelled(path: "/data/fer2013.csv").description)
        walk.point(at: "readme.txt")
        walk.answer(.recognised(false, request: walk.state.doctor.request))
        walk.press(.enter)
        #expect(walk.state.screen == .data)
        #expect(walk.state.notice?.contains("no faces recognised in this file") == true)
    }

    @Test("right always enters, left leaves and stands on what was left")
    func walking() {
        var walk = Walk()
        walk.point(at: "faces")
        walk.answer(.recognised(true, request: walk.state.doctor.request))
        walk.press(.right)
        #expect(walk.state.data.folder == "/data/faces")
        #expect(walk.effects.contains(.cancelExamination))
        walk.answer(.listed(path: "/data/faces", .success([Folder.Entry(name: "train", isFolder: true)])))
        #expect(walk.state.data.cursor == .entry("train"))
        walk.press(.left)
        #expect(walk.state.data.folder == "/data")
        walk.answer(.listed(path: "/data", .success(Walk.entries)))
        #expect(walk.state.data.cursor == .entry("faces"))
        walk.press(.left, .left, .left)
        #expect(walk.state.data.folder == "/")
    }

    @Test("lists of folders that were left are dropped, and an empty folder takes nothing")
    func lateLists() {
        var walk = Walk()
        walk.point(at: "notes")
        walk.press(.right)
        walk.answer(.listed(path: "/home", .success(Walk.entries)))
        #expect(walk.state.data.listing == .loading)
        walk.answer(.listed(path: "/data/notes", .success([])))
        #expect(walk.state.data.cursorIndex == nil)
        walk.press(.enter)
        #expect(walk.state.screen == .data)
        walk.press(.up)
        #expect(walk.state.data.cursor == .demo)
    }

    @Test("a folder that cannot be read says so")
    func unreadable() {
        var walk = Walk()
        walk.point(at: "notes")
        walk.press(.right)
        let error = DatasetError.unreadable(path: "/data/notes", reason: "Permission denied")
        walk.answer(.listed(path: "/data/notes", .failure(error)))
        #expect(walk.state.data.listing == .failed(error.description))
        #expect(walk.canvas(width: 120).text.contains("Permission"))
    }

    @Test("what was trained on is kept on top, each once, at most eight")
    func recents() {
        var data = DataState(folder: "/data", recents: (1...8).map { "/old/\($0)" })
        let third = data.remember("/old/3")
        #expect(third == [.remember(recents: ["/old/3", "/old/1", "/old/2", "/old/4", "/old/5", "/old/6", "/old/7", "/old/8"])])
        let relative = data.remember("new")
        #expect(relative == [.remember(recents: ["/data/new"] + data.recents.dropFirst())])
        #expect(data.recents.count == 8)
        let demo = data.remember("demo")
        #expect(demo == [.remember(recents: ["demo"] + data.recents.prefix(7))])
        #expect(data.recents.first == "/data/new")
    }
}
