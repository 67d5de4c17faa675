import Core

/// Watching a run.
struct TrainState: Sendable {
    /// A panel that can have the focus; the raw value is its number in the border.
    enum Panel: Int, Sendable, CaseIterable {
        case loss = 1, accuracy, original, attention, face, classes, health
    }

    /// The run at the latest look; nil where none was started.
    var snapshot: TrainingSnapshot?
    /// Which followed face is shown.
    private(set) var faceIndex = 0
    /// The panel that has the focus.
    private(set) var panel = Panel.loss
    /// Whether that panel has the whole screen.
    private(set) var isEnlarged = false
    /// How the charts are looked at, and which epoch.
    var view = ChartView()
    /// The learning rate while it is typed.
    var rate: TextEntry?
    /// Whether a pause was asked for and not taken back.
    private(set) var wantsPause = false
    /// What end was asked for.
    private(set) var stop: TrainingSession.Stop?
    /// Whether the dashboard closes with the run's end.
    var leavesWhenEnded = false
    /// Whether the run goes on in a process of its own when it is saved.
    var goesOnInBackground = false
    /// Whether the run is watched through its folder: another process trains it, or it has ended.
    private(set) var isAttached = false
    /// Whether the run in sight was ended before its last epoch and lies where it can be taken up.
    var canResume: Bool {
        switch snapshot?.phase {
        case .ended(.stopped), .ended(.crashed): snapshot?.runFolder != nil
        default: false
        }
    }
    /// What is still to be trained after this run.
    var queue: RunQueue?
    /// Warnings that were hidden.
    private(set) var hiddenWarnings = 0
    /// Runs that have ended since the dashboard was opened.
    var summaries: [RunSummary] = []

    /// Without a run.
    init() {}

    /// Before another run: what was chosen by eye stays, what belongs to the run before does not.
    init(after last: TrainState) {
        summaries = last.summaries
        (panel, isEnlarged) = (last.panel, last.isEnlarged)
        view = last.view
        view.beginAnew()
    }

    /// Whether a run was started and has not ended.
    var isActive: Bool { snapshot.map { !$0.hasEnded } ?? false }
    /// Whether the run has ended.
    var hasEnded: Bool { snapshot?.hasEnded ?? false }
    /// Whether the run still reads its data.
    var isLoading: Bool { if case .loading = snapshot?.phase { true } else { false } }
    /// Whether the run waits, or will after this step.
    var isPaused: Bool { wantsPause }

    /// Everything that was noticed, the newest first; what was reported twice is there once.
    var findings: [TrainingWarning] { Self.newestFirst(snapshot?.warnings[...] ?? []) }

    /// What still holds and a person has not hidden, the newest first.
    var visibleFindings: [TrainingWarning] {
        guard let snapshot else { return [] }
        return Self.newestFirst(snapshot.warnings.dropFirst(hiddenWarnings)).filter { snapshot.recovery(from: $0) == nil }
    }

    private static func newestFirst(_ warnings: ArraySlice<TrainingWarning>) -> [TrainingWarning] {
        var said: Set<String> = []
        return warnings.reversed().filter { said.insert("\($0.epoch) \($0.message)").inserted }
    }

    /// The followed face that is shown, as of the epoch under the cursor; nil before there are any.
    var face: FollowedFace? {
        guard let faces = shown?.followed, faces.indices.contains(faceIndex) else { return nil }
        return faces[faceIndex]
    }

    /// What is wrong with the learning rate that is typed; nil where it can be taken.
    var rateError: SettingError? {
        guard let rate, var copy = snapshot?.configuration else { return nil }
        do throws(SettingError) { try Setting.field(.learningRate).set(rate.text, in: &copy) } catch { return error }
        return nil
    }

    /// Watches the run in `path`.
    mutating func attach(to path: String, _ configuration: RunConfiguration) {
        isAttached = true
        snapshot = TrainingSnapshot(configuration: configuration)
        snapshot?.runFolder = path
    }

    /// Takes the run's news.
    mutating func take(_ snapshot: TrainingSnapshot) {
        // Somebody else may have paused it, or let it go on.
        if snapshot.phase == .paused { wantsPause = true } else if self.snapshot?.phase == .paused { wantsPause = false }
        self.snapshot = snapshot
        faceIndex = min(faceIndex, max(0, snapshot.followed.count - 1))
    }

    /// Goes through the followed faces, round and round.
    mutating func moveFace(by distance: Int) {
        guard let count = snapshot?.followed.count, count > 0 else { return }
        faceIndex = (faceIndex + distance + count) % count
    }

    /// Goes through the panels, round and round.
    mutating func movePanel(by distance: Int) {
        let all = Panel.allCases
        panel = all[(panel.rawValue - 1 + distance + all.count) % all.count]
    }

    /// Goes to a panel by its number.
    mutating func choosePanel(_ number: Int) { panel = Panel(rawValue: number) ?? panel }

    /// Gives the focused panel the whole screen, or takes it back.
    mutating func setEnlarged(_ isEnlarged: Bool) { self.isEnlarged = isEnlarged }

    /// Pauses or goes on.
    mutating func togglePause() -> [Effect] {
        wantsPause.toggle()
        return [wantsPause ? .pause : .resume]
    }

    /// Hides what is shown of warnings; later ones are shown again.
    mutating func hideWarnings() { hiddenWarnings = snapshot?.warnings.count ?? 0 }

    /// Asks for the run's end.
    mutating func askForEnd(_ stop: TrainingSession.Stop, leaves: Bool) -> [Effect] {
        self.stop = stop
        leavesWhenEnded = leaves
        wantsPause = false
        return [.stop(stop)]
    }
}
