import Core

/// The seam to everything outside the terminal: does what `reduce` wants done and never holds the caller up.
protocol EffectRunner: AnyObject {
    /// Begins; what is found comes as an answer. `.leave` is the loop's own.
    func run(_ effect: Effect)
    /// The answers that have come since the last call, in order.
    func answers() -> [Answer]
    /// The run at this moment; nil where none was started.
    func snapshot() -> TrainingSnapshot?
    /// Ends the run, where one is under way, and returns when it has ended and what was to be written is written.
    func finish(_ reason: StopReason)
}

/// The real one: each effect on a thread of its own, writes one after the other.
final class BackgroundEffects: EffectRunner {
    private let mailbox = Mailbox()
    private let examinations = LatestOnly()
    private let measurements = LatestOnly()
    private let writes = SerialThread()
    private let inspections: InspectRunner
    private let files: UserFiles
    private var session: TrainingSession?

    /// So long the cursor must rest before data is read, in microseconds.
    private static let examinationDelay: UInt32 = 150_000
    /// So long the form must rest before steps are timed, in microseconds.
    private static let measurementDelay: UInt32 = 300_000

    /// Keeps what is to be kept in `files`.
    init(files: UserFiles) {
        self.files = files
        inspections = InspectRunner(mailbox: mailbox)
    }

    func answers() -> [Answer] { mailbox.takeAll() }

    func snapshot() -> TrainingSnapshot? { session?.snapshot() }

    func finish(_ reason: StopReason) {
        examinations.cancel()
        measurements.cancel()
        inspections.cancel()
        session?.stop(.now(reason))
        session?.wait()
        writes.waitUntilIdle()
    }

    func run(_ effect: Effect) {
        switch effect {
        case .list(let path):
            background { .listed(path: path, Result { () throws(DatasetError) in try Folder.entries(of: path, includesHidden: true) }) }
        case .examine(let source, let isBusy, let request): examine(source, isBusy: isBusy, request: request)
        case .cancelExamination: examinations.cancel()
        case .measureCost(let configuration, let faceCount, let request): measure(configuration, faceCount: faceCount, request: request)
        case .cancelMeasurement: measurements.cancel()
        case .complete(let text, let request): background { .completions(PathCompletion.paths(for: text), request: request) }
        case .save(let configuration, let path, let replaces): save(configuration, path: path, replaces: replaces)
        case .load(let path):
            background { .loaded(path: path, Result { () throws(RunError) in try ConfigurationFile.read(Disk.withHome(path)) }) }
        case .start(let configuration): session = TrainingSession(configuration: configuration)
        case .pause: session?.pause()
        case .resume: session?.resume()
        case .setLearningRate(let rate): session?.setLearningRate(rate)
        case .stop(let stop): session?.stop(stop)
        case .inspect(let effect): inspections.run(effect)
        case .remember(let recents): write { files throws(FileError) in try files.write(recents: recents) }
        case .rememberTheme(let name): write { files throws(FileError) in try files.write(theme: name) }
        case .leave: break
        }
    }

    private func background(_ work: @escaping @Sendable () -> Answer) {
        detachThread { [mailbox] in mailbox.put(work()) }
    }

    private func examine(_ source: DataSource, isBusy: Bool, request: Int) {
        let isCancelled = examinations.begin()
        detachThread { [mailbox] in
            // Names first: Enter needs no more.
            if case .path(let path) = source { mailbox.put(.recognised(DatasetReport.looksLikeFaces(path: path), request: request)) }
            usleep(Self.examinationDelay)
            guard !isCancelled() else { return }
            let result = Result { () throws(DatasetError) in
                try DatasetReport.examine(
                    source, threads: isBusy ? 1 : ProcessorCount.online, progress: { mailbox.put(.examining($0, request: request)) },
                    isCancelled: isCancelled)
            }
            if !isCancelled() { mailbox.put(.examined(result, request: request)) }
        }
    }

    private func measure(_ configuration: RunConfiguration, faceCount: Int, request: Int) {
        let isCancelled = measurements.begin()
        detachThread { [mailbox] in
            usleep(Self.measurementDelay)
            guard !isCancelled(), let cost = CostEstimate.measure(configuration, faceCount: faceCount, isCancelled: isCancelled) else { return }
            var now = time(nil)
            var parts = tm()
            localtime_r(&now, &parts)
            mailbox.put(.measured(cost, minuteOfDay: Int(parts.tm_hour) * 60 + Int(parts.tm_min), request: request))
        }
    }

    private func save(_ configuration: RunConfiguration, path: String, replaces: Bool) {
        writes.run { [mailbox] in
            let target = Disk.withHome(path)
            guard replaces || !Disk.exists(target) else {
                mailbox.put(.saved(path: path, .exists))
                return
            }
            do throws(RunError) {
                try ConfigurationFile.write(configuration, to: target)
                mailbox.put(.saved(path: path, .done))
            } catch {
                mailbox.put(.saved(path: path, .failed(error.description)))
            }
        }
    }

    private func write(_ body: @escaping @Sendable (UserFiles) throws(FileError) -> Void) {
        writes.run { [mailbox, files] in
            do throws(FileError) { try body(files) } catch { mailbox.put(.failed(error.description)) }
        }
    }
}
