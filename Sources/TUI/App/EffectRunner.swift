import FaceData
import Platform
import Core
import Synchronization

/// The seam to everything outside the terminal: does what `reduce` wants done and never holds the caller up.
protocol EffectRunner: AnyObject {
    /// Begins; what is found comes as an answer. `.ring`, `.savePicture` and `.leave` are the loop's own.
    func run(_ effect: Effect)
    /// The answers that have come since the last call, in order.
    func answers() -> [Answer]
    /// The run at this moment; nil where none was started.
    func snapshot() -> TrainingSnapshot?
    /// Ends the run, where one is under way, and returns when it has ended and what was to be written is written.
    func finish(_ reason: StopReason)
}

/// The real one: each effect on a thread of its own, writes one after the other.
final class BackgroundEffects: EffectRunner, Sendable {
    private let mailbox = Mailbox()
    private let examinations = LatestOnly()
    private let measurements = LatestOnly()
    private let writes = SerialThread()
    private let inspections: InspectRunner
    private let files: UserFiles
    /// The run that is watched, be it trained here or elsewhere.
    private let watched = Mutex<(any WatchedRun)?>(nil)
    private let index = Mutex<RunIndex?>(nil)

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

    func snapshot() -> TrainingSnapshot? { watched.withLock { $0 }?.snapshot() }

    func finish(_ reason: StopReason) {
        examinations.cancel()
        measurements.cancel()
        inspections.cancel()
        // A run of another process goes on.
        if let session = watched.withLock({ $0 }) as? TrainingSession {
            session.stop(.now(reason))
            session.wait()
        }
        writes.waitUntilIdle()
    }

    func run(_ effect: Effect) {
        switch effect {
        case .list(let path):
            background { .listed(path: path, Result { () throws(DatasetError) in try Folder.entries(of: path, includesHidden: true) }) }
        case .examine(let question, let isBusy, let request): examine(question, isBusy: isBusy, request: request)
        case .cancelExamination: examinations.cancel()
        case .measureCost(let configuration, let faceCount, let classCount, let request):
            measure(configuration, faceCount: faceCount, classCount: classCount, request: request)
        case .cancelMeasurement: measurements.cancel()
        case .complete(let text, let request): background { .completions(PathCompletion.paths(for: text), request: request) }
        case .save(let configuration, let path, let replaces): save(configuration, path: path, replaces: replaces)
        case .load(let path):
            background { .loaded(path: path, Result { () throws(RunError) in try ConfigurationFile.read(Disk.withHome(path)) }) }
        case .inspect(let effect): inspections.run(effect)
        case .start(let configuration): watch(TrainingSession(configuration: configuration))
        case .pause: watched.withLock { $0 }?.pause()
        case .resume: watched.withLock { $0 }?.resume()
        case .setLearningRate(let rate): watched.withLock { $0 }?.setLearningRate(rate)
        case .stop(let stop): watched.withLock { $0 }?.stop(stop)
        case .listRuns(let folder): listRuns(folder)
        case .readCurves(let paths): background { .curves(paths.map { RunCurve(reading: $0) }) }
        case .listCheckpoints(let path): background { .checkpoints(path: path, KeptCheckpoint.all(in: path)) }
        case .keepNote(let note, let path): write { _ throws(FileError) in try note.write(in: path) }
        case .removeRuns(let paths): remove(paths)
        case .attach(let path, let configuration): watch(AttachedRun(path, configuration: configuration))
        case .detach: watch(nil)
        case .takeUp(let path): takeUp(path)
        case .startQueued(let configuration): startQueued(configuration)
        case .goOnInBackground(let folder):
            background {
                .wentOn(
                    folder: folder,
                    Result { () throws(FileError) in try DetachedProcess.start(["train", "--resume", folder], log: folder + "/log") })
            }
        case .remember(let recents): write { files throws(FileError) in try files.write(recents: recents) }
        case .rememberTheme(let name): write { files throws(FileError) in try files.write(theme: name) }
        case .pin(let index, let isPinned): watched.withLock { $0 }?.pin(index, isPinned)
        case .saveReplay(let picture, let format, let path):
            writes.run { [mailbox] in
                guard let bytes = picture.bytes(format) else { return mailbox.put(.failed("nothing was said of this face yet")) }
                let file = FileContent(path: path, suffix: format.rawValue, bytes: bytes)
                do throws(FileError) { mailbox.put(.wrote(path: try file.write())) } catch { mailbox.put(.failed(error.description)) }
            }
        case .write(let file):
            writes.run { [mailbox] in
                do throws(FileError) { mailbox.put(.wrote(path: try file.write())) } catch { mailbox.put(.failed(error.description)) }
            }
        case .ring, .savePicture, .leave: break
        }
    }

    /// Watches another run, or none; one of another process that was watched goes on.
    private func watch(_ run: (any WatchedRun)?) {
        watched.withLock { watched in
            (watched as? AttachedRun)?.close()
            watched = run
        }
    }

    private func listRuns(_ folder: String) {
        let index = index.withLock { index in
            if index == nil || index?.folder != RunIndex(folder).folder { index = RunIndex(folder) }
            return index ?? RunIndex(folder)
        }
        background { .runs(folder: folder, Result { () throws(FileError) in try index.runs() }) }
    }

    private func remove(_ paths: [String]) {
        writes.run { [mailbox] in
            var complaints: [String] = []
            for path in paths {
                do throws(ResumeError) { try RunRemoval.remove(path) } catch { complaints.append(error.description) }
            }
            mailbox.put(.removed(paths, complaints: complaints))
        }
    }

    /// Reads what a run needs to go on, which takes a moment, and begins.
    private func takeUp(_ path: String) {
        watch(nil)
        detachThread { [self] in
            do throws(ResumeError) {
                let run = try ResumableRun(path, runsFolder: path)
                if let nothingLeft = run.nothingLeftBriefly {
                    mailbox.put(.takenUp(refusal: nothingLeft))
                } else {
                    watch(TrainingSession(resuming: run))
                    mailbox.put(.takenUp(refusal: nil))
                }
            } catch {
                mailbox.put(.takenUp(refusal: error.description))
            }
        }
    }

    private func startQueued(_ configuration: RunConfiguration) {
        watch(nil)
        detachThread { [self] in
            do {
                switch try SweepStep(configuration) {
                case .begin(let configuration): watch(TrainingSession(configuration: configuration))
                case .goOn(let run): watch(TrainingSession(resuming: run))
                case .done: mailbox.put(.queueSkipped(complaint: nil))
                }
            } catch {
                mailbox.put(.queueSkipped(complaint: "\(error)"))
            }
        }
    }

    private func background(_ work: @escaping @Sendable () -> Answer) {
        detachThread { [mailbox] in mailbox.put(work()) }
    }

    private func examine(_ question: DoctorQuestion, isBusy: Bool, request: Int) {
        let isCancelled = examinations.begin()
        detachThread { [mailbox] in
            // Names first: Enter needs no more.
            if case .path(let path) = question.source { mailbox.put(.recognised(DatasetReport.looksLikeFaces(path: path), request: request)) }
            usleep(Self.examinationDelay)
            guard !isCancelled() else { return }
            let result = Result { () throws(DatasetError) in
                try question.report(
                    threads: isBusy ? 1 : ProcessorCount.online, progress: { mailbox.put(.examining($0, request: request)) },
                    isCancelled: isCancelled)
            }
            if !isCancelled() { mailbox.put(.examined(result, request: request)) }
        }
    }

    private func measure(_ configuration: RunConfiguration, faceCount: Int, classCount: Int, request: Int) {
        let isCancelled = measurements.begin()
        detachThread { [mailbox] in
            usleep(Self.measurementDelay)
            guard !isCancelled(),
                let cost = CostEstimate.measure(configuration, faceCount: faceCount, classCount: classCount, isCancelled: isCancelled)
            else { return }
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
