public import Core

/// The dashboard: one call that owns the terminal until the person leaves.
public enum Dashboard {
    /// What it shows first.
    public enum Place: Sendable, Equatable {
        /// The choice of data.
        case data
        /// The table of runs.
        case runs
        /// The run in this folder.
        case run(String)
        /// What a network makes of faces.
        case inspection(InspectionTarget)
    }

    /// Runs until the person leaves or a signal ends it.
    ///
    /// - Returns: the process's exit code: 0, 2 where there is no terminal, 128 and the signal's number where one ended it.
    public static func run(configuration: RunConfiguration, at place: Place = .data) -> Int32 {
        // Before the terminal is opened: a signal between would leave it spoilt.
        StopSignals.install()
        let terminal: any Terminal
        do throws(TerminalError) { terminal = try NcursesTerminal.open() } catch {
            print("deep-emotion: \(error.description)", to: STDERR_FILENO)
            return 2
        }
        let files = UserFiles { name in getenv(name).map { String(cString: $0) } }
        let start = ContinuousClock.now
        let effects = BackgroundEffects(files: files)
        var loop = EventLoop(
            state: initialState(configuration, files, place), terminal: terminal, effects: effects, now: { (ContinuousClock.now - start).seconds },
            signal: { StopSignals.number })
        let end = loop.run()
        let summaries = close(terminal, effects, end, loop.state)
        for line in summaries.flatMap(\.lines) { print(line, to: STDOUT_FILENO) }
        if case .signal(let number) = end { return 128 + number }
        return 0
    }

    private static func initialState(_ configuration: RunConfiguration, _ files: UserFiles, _ place: Place) -> AppState {
        let (themes, problems) = Theme.all()
        var state = AppState(configuration: configuration, folder: Disk.absolute("."), recents: files.recents(), themes: themes)
        state.themeComplaints = problems.map(\.description)
        if let name = files.theme(), let index = state.themes.firstIndex(where: { $0.name == name }) { state.themeIndex = index }
        switch place {
        case .data: break
        case .runs: state.screen = .runs
        case .run(let path):
            state.screen = .runs
            state.wantedRun = path
        case .inspection(let target): state.inspectsFirst = target
        }
        return state
    }

    /// Ends what is under way, gives the terminal back, and says what became of the runs.
    private static func close(_ terminal: any Terminal, _ effects: any EffectRunner, _ end: EventLoop.End, _ state: AppState) -> [RunSummary] {
        effects.finish(StopSignals.reason ?? .user)
        terminal.close()
        // The loop has not heard of an end that a signal brought.
        let last = state.train.isActive && !state.train.isAttached ? effects.snapshot().flatMap { RunSummary($0) } : nil
        return state.train.summaries + (last.map { [$0] } ?? [])
    }

    private static func print(_ line: String, to descriptor: Int32) {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Platform.write(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            // Whoever should read it has gone.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
