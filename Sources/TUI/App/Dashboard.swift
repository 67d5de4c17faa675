import Platform
package import Core

/// What a person asks of the dashboard in its command line; nil leaves it as it is remembered.
package struct DashboardOptions: Sendable {
    /// Whether nothing moves by itself that need not.
    package var reducesMotion = false
    /// Whether clicks and the wheel are listened to.
    package var usesMouse: Bool?
    /// How a run's end and its warnings are told.
    package var notification: Notification?

    /// As remembered.
    package init() {}
}

/// The dashboard: one call that owns the terminal until the person leaves.
package enum Dashboard {
    /// What it shows first.
    package enum Place: Sendable, Equatable {
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
    package static func run(
        configuration: RunConfiguration, options: DashboardOptions = DashboardOptions(), at place: Place = .data
    ) -> Int32 {
        // Before the terminal is opened: a signal between would leave it spoilt.
        StopSignals.install()
        let terminal: any Terminal
        do throws(TerminalError) { terminal = try NcursesTerminal.open() } catch {
            print("deep-emotion: \(error.description)", to: STDERR_FILENO)
            return 2
        }
        let files = UserFiles(environment: environment)
        let initial = initialState(configuration, options, files, place)
        let start = ContinuousClock.now
        let effects = BackgroundEffects(files: files)
        var loop = EventLoop(
            state: initial, terminal: terminal, effects: effects, now: { (ContinuousClock.now - start).seconds },
            signal: { StopSignals.number })
        let end = loop.run()
        let summaries = close(terminal, effects, end, loop.state)
        // What cannot be remembered is not worth a word at the end.
        if loop.state.preferences != files.preferences() { try? files.write(loop.state.preferences) }
        for line in summaries.flatMap(\.lines) { print(line, to: STDOUT_FILENO) }
        if case .signal(let number) = end { return 128 + number }
        return 0
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static func initialState(
        _ configuration: RunConfiguration, _ options: DashboardOptions, _ files: UserFiles, _ place: Place
    ) -> AppState {
        let (themes, problems) = Theme.all()
        var state = AppState(configuration: configuration, folder: Disk.absolute("."), recents: files.recents(), themes: themes)
        state.themeComplaints = problems.map(\.description)
        if let name = files.theme(), let index = state.themes.firstIndex(where: { $0.name == name }) { state.themeIndex = index }
        state.preferences = files.preferences()
        state.reducesMotion = options.reducesMotion
        if let usesMouse = options.usesMouse { state.usesMouse = usesMouse }
        if let notification = options.notification { state.notification = notification }
        let (keys, complaints) = KeyFile.read(KeyFile.path(environment: environment))
        state.keys = keys
        if let first = complaints.first {
            state.notice = first.description + (complaints.count > 1 ? " (and \(complaints.count - 1) more: deep-emotion keys)" : "")
        }
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
        var last = state.train.isActive && !state.train.isAttached ? effects.snapshot().flatMap { RunSummary($0) } : nil
        if let queue = state.train.queue { last?.tell(left: queue) }
        return state.train.summaries + (last.map { [$0] } ?? [])
    }

    private static func print(_ line: String, to descriptor: Int32) {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { SystemCalls.write(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            // Whoever should read it has gone.
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
