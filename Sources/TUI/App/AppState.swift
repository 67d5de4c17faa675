import Core

/// Everything the dashboard knows: a plain value that `reduce` changes and `draw` shows.
struct AppState: Sendable {
    /// The places a person can be.
    enum Screen: Sendable, Equatable { case data, setup, train, runs, inspect }

    /// A list that lies over the screen and takes all keys.
    enum Overlay: Sendable, Equatable {
        case help(HelpState)
        case quit(QuitState)
        case themes(ThemeState)
        case findings(FindingsState)
        indirect case pictures(PicturesState)
        case removal(RemovalState)
        case branch(BranchState)
    }

    /// Where the person is.
    var screen = Screen.data
    /// What lies over it.
    var overlay: Overlay?
    /// Walking folders.
    var data: DataState
    /// What is known of the data under the cursor, or of the form's data.
    var doctor = Doctor()
    /// The form.
    var setup: SetupState
    /// The run.
    var train = TrainState()
    /// The table of actions with the person's own keys.
    var keys = Keymap.standard
    /// Whether clicks and the wheel are listened to.
    var usesMouse = true
    /// How a run's end and its warnings are told to who looks elsewhere.
    var notification = Notification.off
    /// Whether nothing moves by itself that need not.
    var reducesMotion = false
    /// The table of runs.
    var runs: RunsState
    /// The run that the dashboard was opened for, until it is found.
    var wantedRun: String?
    /// What a network makes of faces.
    var inspect = InspectState()
    /// What is looked at before anything else; nil: Data comes first.
    var inspectsFirst: InspectionTarget?
    /// How faces are drawn.
    var faceMode = FaceMode.quadrants
    /// All themes that can be chosen; never empty.
    var themes: [Theme]
    /// The index of the theme in use.
    var themeIndex = 0
    /// Theme files that could not be read, a sentence each.
    var themeComplaints: [String] = []
    /// One sentence that has no other place, shown until the next key.
    var notice: String?
    /// The terminal's size in cells at the latest key, for moves that go by rows.
    var terminalSize = (width: 80, height: 24)
    /// The number that the latest request got; answers to others are stale.
    var latestRequest = 0

    /// The dashboard at its start.
    ///
    /// - Parameters:
    ///   - folder: the absolute path of the folder that is shown first.
    ///   - recents: data that was trained on before, the latest first.
    init(configuration: RunConfiguration, folder: String, recents: [String] = [], themes: [Theme] = [.terminal]) {
        precondition(!themes.isEmpty, "there is always a theme")
        data = DataState(folder: folder, recents: recents)
        setup = SetupState(configuration: configuration)
        runs = RunsState(folder: configuration.runsFolder)
        self.themes = themes
    }

    /// The theme in use.
    var theme: Theme { themes[themeIndex] }

    /// Who gets the next key.
    var context: Context {
        switch overlay {
        case .help: return .help
        case .quit(let quit): return quit.asksAgain ? .discard : .quit
        case .themes: return .themes
        case .findings: return .findings
        case .pictures: return .pictures
        case .removal: return .removal
        case .branch: return .branch
        case nil: break
        }
        switch screen {
        case .data: return .data
        case .setup: return setup.file != nil ? .file : setup.entry != nil ? .field : .setup
        case .runs:
            switch (runs.typing, runs.view) {
            case (.filter, _): return .runsFilter
            case (.note, _): return .runsNote
            case (nil, .table): return .runs
            case (nil, .curves): return .curves
            case (nil, .difference): return .difference
            }
        case .train:
            if train.rate != nil { return .rate }
            if train.isLoading { return .loading }
            return train.isEnlarged ? .enlarged : train.hasEnded ? .ended : .training
        case .inspect: return inspect.context
        }
    }

    /// A number for a new request.
    mutating func nextRequest() -> Int {
        latestRequest += 1
        return latestRequest
    }
}

/// Who gets a key; every binding says in which of these it holds.
enum Context: String, Sendable, CaseIterable {
    case data, setup
    /// A field of the form, a path to save or load, the learning rate while it trains: letters are letters.
    case field, file, rate
    case loading, training, enlarged, ended
    /// The table of runs, its filter and a run's note while they are typed, curves, and the difference of two.
    case runs, runsFilter, runsNote, curves, difference
    case help, quit, discard, themes, findings, pictures, removal, branch
    case opening, matrix, faceList, closeUp, whatIf, averages

    /// Whether characters are text here.
    var takesText: Bool {
        switch self {
        case .field, .file, .rate, .help, .runsFilter, .runsNote: true
        default: false
        }
    }

    /// The heading in Help.
    var title: String {
        switch self {
        case .data: "Data"
        case .setup: "Setup"
        case .field: "Setup, editing a field"
        case .file: "Setup, naming a file"
        case .rate: "Train, typing a learning rate"
        case .loading: "Train, loading"
        case .training: "Train"
        case .enlarged: "Train, one panel enlarged"
        case .ended: "Train, run ended"
        case .runs: "Runs"
        case .runsFilter: "Runs, typing a filter"
        case .runsNote: "Runs, writing a note"
        case .curves: "Runs, curves"
        case .difference: "Runs, difference"
        case .help: "Help"
        case .quit: "Ending the run"
        case .discard: "Discarding the run"
        case .themes: "Themes"
        case .findings: "What was noticed"
        case .pictures: "A picture of the screen"
        case .removal: "Deleting runs"
        case .branch: "Choosing a checkpoint"
        case .opening: "Inspect, opening"
        case .matrix: "Inspect, confusions"
        case .faceList: "Inspect, faces"
        case .closeUp: "Inspect, one face"
        case .whatIf: "Inspect, moving the box"
        case .averages: "Inspect, classes on average"
        }
    }
}
