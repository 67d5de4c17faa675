@testable import FaceData
@testable import Core
@testable import TUI

/// A person at the keyboard of a dashboard without terminal or threads: keeps the state, and the effects of the latest action.
struct Walk {
    var state: AppState
    var effects: [Effect] = []

    /// In /data, which holds a file, a folder of faces and another one; listed and with nothing examined.
    init(recents: [String] = []) {
        state = AppState(configuration: RunConfiguration(threads: 2), folder: "/data", recents: recents, themes: Theme.builtIn)
        effects = reduce(&state, .opened)
        answer(.listed(path: "/data", .success(Self.entries)))
        answer(.listed(path: "/", .success([Folder.Entry(name: "data", isFolder: true), Folder.Entry(name: "home", isFolder: true)])))
    }

    static let entries = [
        Folder.Entry(name: "faces", isFolder: true), Folder.Entry(name: "fer2013.csv", isFolder: false), Folder.Entry(name: "notes", isFolder: true),
        Folder.Entry(name: "readme.txt", isFolder: false),
    ]

    mutating func press(_ keys: Key...) {
        for key in keys { effects = reduce(&state, .key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    mutating func answer(_ answer: Answer) { effects = reduce(&state, .answer(answer)) }

    mutating func hear(_ snapshot: TrainingSnapshot) { effects = reduce(&state, .snapshot(snapshot)) }

    /// Moves Data's cursor onto an entry.
    mutating func point(at name: String) {
        press(.home)
        while state.data.cursor != .entry(name) {
            let before = state.data.cursor
            press(.down)
            precondition(state.data.cursor != before, "no entry \(name)")
        }
    }

    /// Moves Setup's cursor onto a field.
    mutating func point(at id: Setting.ID) {
        press(.home)
        while state.setup.cursor != .field(id) { press(.down) }
    }

    /// On Setup with the demo faces.
    static func inSetup() -> Walk {
        var walk = Walk()
        walk.press(.enter)
        return walk
    }

    /// On Train with a run under way.
    static func inTrain(_ snapshot: TrainingSnapshot = SyntheticRun.snapshot()) -> Walk {
        var walk = inSetup()
        walk.press(.enter)
        walk.hear(snapshot)
        return walk
    }

    func canvas(width: Int = 80, height: Int = 24, capabilities: Capabilities = .full) -> Canvas {
        draw(state, width: width, height: height, capabilities: capabilities)
    }
}
