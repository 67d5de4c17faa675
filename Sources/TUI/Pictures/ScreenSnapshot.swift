import Core

/// A screen of the dashboard drawn once, without a terminal.
public struct ScreenSnapshot: Sendable {
    /// A screen that can be asked for by name.
    ///
    /// To add one: its name, what it shows, and how the state comes there.
    private struct Screen: Sendable {
        let name: String
        let needsRun: Bool
        let open: @Sendable (inout AppState) -> [Effect]
    }

    private static let screens: [Screen] = [
        Screen(name: "data", needsRun: false) { _ in [] },
        Screen(name: "setup", needsRun: false) { $0.showSetup() },
        Screen(name: "train", needsRun: true) { state in
            state.screen = .train
            return []
        },
        Screen(name: "attention", needsRun: true) { state in
            state.screen = .train
            state.train.choosePanel(TrainState.Panel.health.rawValue)
            return []
        },
        Screen(name: "runs", needsRun: false) { $0.showRuns() },
        Screen(name: "help", needsRun: false) { $0.perform(.help) },
        Screen(name: "themes", needsRun: false) { $0.perform(.theme) },
    ]

    /// The screens' names.
    public static var names: [String] { screens.map(\.name) }
    /// The formats' names.
    public static var formats: [String] { PictureFormat.allCases.map(\.rawValue) }

    /// One of `names`.
    public var screen = "train"
    /// The folder of the run that is shown; nil: none.
    public var run: String?
    /// The data whose folder is shown and whose faces are counted.
    public var data = "demo"
    /// In cells.
    public var width = 120
    /// In cells.
    public var height = 36
    /// One of `formats`.
    public var format = "text"
    /// By name; nil: the terminal's own colours.
    public var theme: String?
    /// 256, 16, 8 or 0.
    public var colors = 256
    /// Whether only ASCII may be used.
    public var isASCII = false
    /// Whether the paper is light where the theme does not say.
    public var isLight = false
    /// The epoch under the charts' cursor.
    public var epoch: Int?
    /// Keys that are pressed then, as the key file names them.
    public var keys: [String] = []

    /// The screen Train at 120x36.
    public init() {}

    /// Why there is no picture.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// Something was asked for that there is not; exit code 2.
        case usage(String)
        /// A run or data cannot be read; exit code 1.
        case unreadable(String)

        /// One sentence.
        public var description: String {
            switch self {
            case .usage(let sentence), .unreadable(let sentence): sentence
            }
        }
    }

    /// The picture's bytes.
    public func bytes() throws(Failure) -> [UInt8] {
        guard let format = PictureFormat(rawValue: format) else {
            throw .usage("--format '\(format)': expected \(Self.formats.joined(separator: ", "))")
        }
        guard let screen = Self.screens.first(where: { $0.name == screen }) else {
            throw .usage("unknown screen '\(screen)': there are \(Self.names.joined(separator: ", "))")
        }
        var state = try state(screen)
        for word in keys {
            guard let key = Key(word: word) else { throw .usage("--press '\(word)': expected \(Key.expected)") }
            settle(&state, reduce(&state, .key(key)))
        }
        let steps: Capabilities.Colors = colors >= 256 ? .many : colors >= 16 ? .sixteen : colors >= 8 ? .eight : .none
        let canvas = draw(state, width: width, height: height, capabilities: Capabilities(colors: steps, isUnicode: !isASCII))
        return ScreenPicture(canvas, theme: state.theme, isLight: isLight).bytes(format)
    }

    /// What `replay` can be saved as.
    public static var replayFormats: [String] { ReplayPicture.Format.allCases.map(\.rawValue) }

    /// The replay of a followed face of the run.
    ///
    /// - Parameters:
    ///   - face: as the dashboard counts them, from 1.
    ///   - format: one of `replayFormats`.
    public func replay(face: Int, format: String) throws(Failure) -> [UInt8] {
        guard let format = ReplayPicture.Format(rawValue: format) else {
            throw .usage("--format '\(format)': expected \(Self.replayFormats.joined(separator: " or "))")
        }
        guard let run else { throw .usage("a replay is one of a run: --run RUN says which") }
        let snapshot = try recorded(run)
        guard snapshot.followed.indices.contains(face - 1) else {
            throw .usage("--face \(face): the run follows \(snapshot.followed.count) faces")
        }
        let picture = ReplayPicture(face: snapshot.followed[face - 1], classNames: snapshot.classNames)
        guard let bytes = picture.bytes(format) else { throw .unreadable("\(run): nothing was said of face \(face) yet") }
        return bytes
    }

    private func recorded(_ run: String) throws(Failure) -> TrainingSnapshot {
        do throws(RunError) { return try RecordedRun.snapshot(of: run) } catch { throw .unreadable(error.description) }
    }

    private func state(_ screen: Screen) throws(Failure) -> AppState {
        var configuration = RunConfiguration()
        configuration.data = data
        if let run { configuration.runsFolder = DataState.parent(of: Disk.absolute(run)) ?? "/" }
        let themes = Theme.all().themes
        let folder = data == "demo" ? Disk.absolute(".") : DataState.parent(of: Disk.absolute(data)) ?? "/"
        var state = AppState(configuration: configuration, folder: folder, themes: themes)
        if let theme {
            guard let index = themes.firstIndex(where: { $0.name == theme }) else {
                throw .usage("unknown theme '\(theme)': there are \(themes.map(\.name).joined(separator: ", "))")
            }
            state.themeIndex = index
        }
        if let run {
            state.train.take(try recorded(run))
            var shown = state.train.snapshot?.configuration ?? configuration
            shown.runsFolder = configuration.runsFolder
            state.setup = SetupState(configuration: shown)
        } else if screen.needsRun {
            throw .usage("screen \(screen.name) shows a run: --run RUN says which")
        }
        if let epoch {
            guard let extent = state.train.extent, (0...extent.lastEpoch).contains(epoch) else {
                throw .usage("--epoch \(epoch): expected 0...\(state.train.extent?.lastEpoch ?? 0) with --run")
            }
            state.train.view.setCursor(epoch, extent)
        }
        settle(&state, reduce(&state, .opened))
        if data != "demo" { settle(&state, state.pointAtData(named: DataState.name(of: Disk.absolute(data)))) }
        settle(&state, screen.open(&state))
        return state
    }

    /// Does at once what the dashboard does in the background, as far as a picture shows it.
    private func settle(_ state: inout AppState, _ effects: [Effect]) {
        var waiting = effects
        while !waiting.isEmpty {
            let effect = waiting.removeFirst()
            switch effect {
            case .list(let path):
                let entries = Result { () throws(DatasetError) in try Folder.entries(of: path, includesHidden: true) }
                waiting += reduce(&state, .answer(.listed(path: path, entries)))
            case .examine(let question, _, let request):
                let report = Result { () throws(DatasetError) in try question.report() }
                waiting += reduce(&state, .answer(.examined(report, request: request)))
            case .listRuns(let folder):
                let runs = Result { () throws(FileError) in try RunIndex(folder).runs() }
                waiting += reduce(&state, .answer(.runs(folder: folder, runs)))
            case .readCurves(let paths): waiting += reduce(&state, .answer(.curves(paths.map { RunCurve(reading: $0) })))
            default: break
            }
        }
    }
}

extension AppState {
    /// Puts Data's cursor on an entry of the folder that is shown.
    fileprivate mutating func pointAtData(named name: String) -> [Effect] {
        guard let place = data.rows.firstIndex(of: .entry(name)), let here = data.rows.firstIndex(of: data.cursor) else { return [] }
        data.move(by: place - here)
        return examineCursor()
    }
}
