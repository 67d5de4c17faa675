import Platform
import Core

/// The main thread's work: keys, answers and the run's news go into `reduce`, what it wants done goes out, and what has changed is shown.
///
/// It never waits for anything but a key, and for that only a moment.
struct EventLoop {
    /// How the dashboard ended.
    enum End: Equatable {
        /// The person left.
        case left
        /// The number of the signal that ended it.
        case signal(Int32)
    }

    /// What `reduce` has made of everything so far.
    private(set) var state: AppState
    private let terminal: any Terminal
    private let effects: any EffectRunner
    private let now: () -> Double
    private let signal: () -> Int32?
    private var shown: (canvas: Canvas, theme: Theme)?
    /// Whether anything has happened since the screen was drawn; drawing costs more than waiting.
    private var hasNews = true
    private var lastSnapshot = -Double.infinity
    private var lastFaces = -Double.infinity
    /// nil while nothing moves by itself.
    private var lastTick: Double?
    private var listensToMouse = false
    private var lastRuns = -Double.infinity

    /// Seconds between two looks at the run.
    static let snapshotInterval = 0.2
    /// The same where motion is reduced.
    static let calmInterval = 2.0
    /// Seconds between two changes of the faces, which cost most to draw and mean most when they stand still.
    static let facesInterval = 0.5
    /// Seconds between two looks at the table of runs.
    static let runsInterval = 1.0
    /// The wait for a key, in milliseconds; also how late an answer may be shown.
    static let keyTimeout: Int32 = 40

    /// - Parameters:
    ///   - now: a clock in seconds.
    ///   - signal: the signal that asks for the end, once there is one.
    init(
        state: AppState, terminal: any Terminal, effects: any EffectRunner, now: @escaping () -> Double, signal: @escaping () -> Int32?
    ) {
        self.state = state
        self.terminal = terminal
        self.effects = effects
        self.now = now
        self.signal = signal
    }

    /// Runs until the person leaves or a signal comes.
    mutating func run() -> End {
        state.notice = terminal.notice ?? state.notice
        var hasLeft = dispatch(.opened)
        while !hasLeft {
            show()
            if let number = signal() { return .signal(number) }
            // All keys that are there already, so that a held key does not draw each step.
            var key = terminal.key(withinMilliseconds: Self.keyTimeout)
            var count = 0
            while let pressed = key, !hasLeft {
                // What a click means is counted from where the key before it has led.
                if case .mouse = pressed { show() }
                hasLeft = dispatch(action(of: pressed))
                count += 1
                key = count < 64 && !hasLeft ? terminal.key(withinMilliseconds: 0) : nil
            }
            for answer in effects.answers() where !hasLeft { hasLeft = dispatch(.answer(answer)) }
            if !hasLeft { hasLeft = look() }
            if !hasLeft { hasLeft = lookAtRuns() }
            if !hasLeft { tick() }
        }
        return .left
    }

    /// Takes news of the run, a few times a second; the end at once.
    private mutating func look() -> Bool {
        guard state.train.isActive, now() - lastSnapshot >= (state.reducesMotion ? Self.calmInterval : Self.snapshotInterval),
            var snapshot = effects.snapshot()
        else { return false }
        lastSnapshot = now()
        let before = state.train.snapshot?.followed ?? []
        // Faces change with an epoch's end, all at once.
        let haveChanged =
            snapshot.followed.count != before.count || snapshot.followed.first?.history.count != before.first?.history.count
            || snapshot.followed.map(\.isPinned) != before.map(\.isPinned)
        if haveChanged, before.isEmpty || snapshot.hasEnded || now() - lastFaces >= Self.facesInterval {
            lastFaces = now()
        } else {
            snapshot.followed = before
        }
        return dispatch(.snapshot(snapshot))
    }

    /// What a key is, by itself or by what it points at on the screen that is shown.
    private func action(of key: Key) -> Action {
        guard case .mouse(let mouse) = key else { return .key(key) }
        return .pointed(mouse.gesture, shown?.canvas.target(x: mouse.x, y: mouse.y))
    }

    /// Lets time pass for what moves by itself.
    private mutating func tick() {
        guard let interval = state.tickInterval else {
            lastTick = nil
            return
        }
        // The first one only after a whole interval, or where it begins would not be seen.
        guard now() - (lastTick ?? now()) >= interval else {
            lastTick = lastTick ?? now()
            return
        }
        lastTick = now()
        _ = dispatch(.tick)
    }

    /// The screen as it is now, in a file of the working folder.
    private func save(_ format: PictureFormat) {
        let canvas = draw(state, width: terminal.width, height: terminal.height, capabilities: terminal.capabilities)
        let bytes = ScreenPicture(canvas, theme: state.theme).bytes(format)
        effects.run(.write(FileContent(path: "deep-emotion-\(state.screen)", suffix: format.suffix, bytes: bytes)))
    }

    /// Asks for the table of runs while it is in sight; others change it too.
    private mutating func lookAtRuns() -> Bool {
        guard state.screen == .runs, now() - lastRuns >= Self.runsInterval else { return false }
        lastRuns = now()
        return dispatch(.runsAreDue)
    }

    /// - Returns: whether the dashboard should end.
    private mutating func dispatch(_ action: Action) -> Bool {
        hasNews = true
        state.terminalSize = (terminal.width, terminal.height)
        var hasLeft = false
        for effect in reduce(&state, action) {
            switch effect {
            case .leave: hasLeft = true
            case .ring(let message): terminal.ring(message)
            case .savePicture(let format): save(format)
            default: effects.run(effect)
            }
        }
        return hasLeft
    }

    /// Shows what has changed, and nothing else.
    private mutating func show() {
        guard hasNews || shown?.canvas.width != terminal.width || shown?.canvas.height != terminal.height else { return }
        hasNews = false
        if state.usesMouse != listensToMouse {
            listensToMouse = state.usesMouse
            terminal.listenToMouse(listensToMouse)
        }
        let canvas = draw(state, width: terminal.width, height: terminal.height, capabilities: terminal.capabilities)
        if shown?.canvas != canvas || shown?.theme != state.theme { terminal.show(canvas, theme: state.theme) }
        // What can be clicked may have changed where nothing is to be seen of it.
        shown = (canvas, state.theme)
    }
}
