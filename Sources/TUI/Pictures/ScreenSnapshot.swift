import FaceData
import Platform
import Core

/// A screen of the dashboard drawn once, without a terminal.
package struct ScreenSnapshot: Sendable {
    /// A screen that can be asked for by name.
    ///
    /// To add one: its name, what it shows, and how the state comes there.
    private struct Screen: Sendable {
        let name: String
        let shows: Subject
        let open: @Sendable (inout AppState, ScreenSnapshot) -> [Effect]
    }

    /// What a screen cannot do without.
    private enum Subject: Sendable { case anything, run, network }

    private static let screens: [Screen] = [
        Screen(name: "data", shows: .anything) { _, _ in [] },
        Screen(name: "setup", shows: .anything) { state, _ in state.showSetup() },
        Screen(name: "train", shows: .run) { state, _ in
            state.screen = .train
            return []
        },
        Screen(name: "attention", shows: .run) { state, _ in
            state.screen = .train
            state.train.choosePanel(TrainState.Panel.health.rawValue)
            return []
        },
        Screen(name: "runs", shows: .anything) { state, _ in state.showRuns() },
        Screen(name: "inspect", shows: .network) { state, asked in
            state.openInspection(InspectionTarget(checkpoint: asked.checkpoint ?? asked.run ?? "", data: asked.data))
        },
        Screen(name: "help", shows: .anything) { state, _ in state.perform(.help) },
        Screen(name: "themes", shows: .anything) { state, _ in state.perform(.theme) },
    ]

    /// The screens' names.
    package static var names: [String] { screens.map(\.name) }
    /// The formats' names.
    package static var formats: [String] { PictureFormat.allCases.map(\.rawValue) }

    /// One of `names`.
    package var screen = "train"
    /// The folder of the run that is shown; nil: none.
    package var run: String?
    /// The checkpoint that is inspected, or a run's folder; nil: the best of `run`.
    package var checkpoint: String?
    /// The data whose folder is shown and whose faces are counted, or that a network is asked about; nil: demo faces, or those of the network's run.
    package var data: String?
    /// In cells.
    package var width = 120
    /// In cells.
    package var height = 36
    /// One of `formats`.
    package var format = "text"
    /// By name; nil: the terminal's own colours.
    package var theme: String?
    /// 256, 16, 8 or 0.
    package var colors = 256
    /// Whether only ASCII may be used.
    package var isASCII = false
    /// Whether the paper is light where the theme does not say.
    package var isLight = false
    /// The epoch under the charts' cursor.
    package var epoch: Int?
    /// Keys that are pressed then, as the key file names them.
    package var keys: [String] = []

    /// The screen Train at 120x36.
    package init() {}

    /// Why there is no picture.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// Something was asked for that there is not; exit code 2.
        case usage(String)
        /// A run or data cannot be read; exit code 1.
        case unreadable(String)

        /// One sentence.
        package var description: String {
            switch self {
            case .usage(let sentence), .unreadable(let sentence): sentence
            }
        }
    }

    /// The picture's bytes.
    package func bytes() throws(Failure) -> [UInt8] {
        guard let format = PictureFormat(rawValue: format) else {
            throw .usage("--format '\(format)': expected \(Self.formats.joined(separator: ", "))")
        }
        guard let screen = Self.screens.first(where: { $0.name == screen }) else {
            throw .usage("unknown screen '\(screen)': there are \(Self.names.joined(separator: ", "))")
        }
        guard checkpoint == nil || screen.shows == .network else { throw .usage("--checkpoint: only the screen inspect shows one") }
        let background = Background()
        var state = try state(screen, background)
        for word in keys {
            guard let key = Key(word: word) else { throw .usage("--press '\(word)': expected \(Key.expected)") }
            try background.settle(&state, reduce(&state, .key(key)))
        }
        let steps: Capabilities.Colors = colors >= 256 ? .many : colors >= 16 ? .sixteen : colors >= 8 ? .eight : .none
        let canvas = draw(state, width: width, height: height, capabilities: Capabilities(colors: steps, isUnicode: !isASCII))
        return ScreenPicture(canvas, theme: state.theme, isLight: isLight).bytes(format)
    }

    /// What `replay` can be saved as.
    package static var replayFormats: [String] { ReplayPicture.Format.allCases.map(\.rawValue) }

    /// The replay of a followed face of the run.
    ///
    /// - Parameters:
    ///   - face: as the dashboard counts them, from 1.
    ///   - format: one of `replayFormats`.
    package func replay(face: Int, format: String) throws(Failure) -> [UInt8] {
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

    private func state(_ screen: Screen, _ background: Background) throws(Failure) -> AppState {
        var configuration = RunConfiguration()
        let data = data ?? configuration.data
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
        } else if screen.shows == .run {
            throw .usage("screen \(screen.name) shows a run: --run RUN says which")
        } else if screen.shows == .network, checkpoint == nil {
            throw .usage("screen \(screen.name) shows a network: --run RUN or --checkpoint FILE says which")
        }
        state.terminalSize = (width, height)
        if let epoch {
            guard let extent = state.train.extent, (0...extent.lastEpoch).contains(epoch) else {
                throw .usage("--epoch \(epoch): expected 0...\(state.train.extent?.lastEpoch ?? 0) with --run")
            }
            state.train.view.setCursor(epoch, extent)
        }
        try background.settle(&state, reduce(&state, .opened))
        if data != "demo" { try background.settle(&state, state.pointAtData(named: DataState.name(of: Disk.absolute(data)))) }
        try background.settle(&state, screen.open(&state, self))
        return state
    }
}

/// Does at once what the dashboard does in the background, as far as a picture shows it.
private final class Background {
    /// The network that is inspected, and its faces.
    private var inspector: FaceInspector?

    /// Does `effects`, and what follows from them.
    func settle(_ state: inout AppState, _ effects: [Effect]) throws(ScreenSnapshot.Failure) {
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
            case .listCheckpoints(let path): waiting += reduce(&state, .answer(.checkpoints(path: path, KeptCheckpoint.all(in: path))))
            case .inspect(let effect): for answer in try answers(to: effect) { waiting += reduce(&state, .answer(.inspect(answer))) }
            default: break
            }
        }
    }

    private func answers(to effect: InspectEffect) throws(ScreenSnapshot.Failure) -> [InspectAnswer] {
        if case .open(let target, _, let request) = effect {
            let opened: FaceInspector
            do throws(InspectionError) { opened = try FaceInspector(target) } catch { throw .unreadable(error.description) }
            inspector = opened
            return [.opened(.success(opened.inspection), request: request)]
        }
        guard let inspector else { return [] }
        switch effect {
        case .open, .cancelAverage, .close: return []
        case .look(let face, let theta, let request): return [.looked(inspector.look(at: face, imposing: theta), request: request)]
        case .cover(let face, let request): return [.covered(inspector.saliency(of: face), request: request)]
        case .average(let request):
            var latest: [InspectAnswer] = []
            inspector.averageSaliency(progress: { latest = [.averaging($0, done: $1, all: $2, request: request)] }, isCancelled: { false })
            return latest
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
