import Platform
import Synchronization

/// Speaks for a trainer to other processes: says about once a second in status.json how it goes, and hands on what they ask.
///
/// It has a thread of its own, so that a training step stays free of system calls. Write failures are ignored; status.json is advisory.
final class RunControlServer: Sendable {
    private let board: RunMailbox
    private let isOver = Atomic<Bool>(false)

    /// Between two looks at what was asked, in microseconds.
    private static let interval: UInt32 = 200_000
    /// A status at least every so many looks.
    private static let looksPerStatus = 5

    /// Begins; there is something to do as soon as the run has its folder.
    init(_ board: RunMailbox) {
        self.board = board
        // Without a thread the run is trained all the same, but cannot be watched or steered from outside.
        guard let thread = try? spawnThread({ [self] in work() }) else { return }
        pthread_detach(thread)
    }

    /// The run has ended: nothing more is said, and what was left in the folder goes.
    func end() {
        isOver.store(true, ordering: .releasing)
        guard let folder = board.read(\.runFolder) else { return }
        board.whileFolderStands {
            RunControl(of: folder).close()
            // Unless another trainer was quick.
            if RunStatus(in: folder)?.pid == getpid() { unlink(folder + "/" + RunStatus.name) }
        }
        board.closeFolder()
    }

    private func work() {
        var control: RunControl?
        var said: RunStatus?
        var looks = 0
        var refusal: String?
        while !isOver.load(ordering: .acquiring) {
            usleep(Self.interval)
            guard let folder = board.read(\.runFolder) else { continue }
            board.whileFolderStands {
                guard !isOver.load(ordering: .acquiring) else { return }
                let asked = control?.take() ?? []
                if control == nil {
                    // What was asked of a trainer before this one.
                    control = RunControl(of: folder)
                    _ = control?.take()
                }
                for request in asked { refusal = obey(request) }
                guard let status = status(refusal: refusal) else { return }
                looks += 1
                guard looks >= Self.looksPerStatus || status.isNews(after: said) else { return }
                looks = 0
                said = status
                try? status.publish(in: folder)
            }
        }
    }

    /// Does what was asked.
    ///
    /// - Returns: why not, where it cannot be done.
    private func obey(_ request: RunRequest?) -> String? {
        switch request {
        case .pause: board.ask { $0.isPaused = true }
        case .resume: board.ask { $0.isPaused = false }
        case .stopNow: board.ask(for: .now(.user))
        case .stopAfterEpoch: board.ask(for: .afterEpoch)
        case .learningRate(let rate):
            var configuration = board.read(\.configuration)
            do throws(SettingError) {
                try Setting.field(.learningRate).set("\(rate)", in: &configuration)
            } catch {
                return error.description
            }
            board.ask { $0.learningRate = rate }
        case nil: return "something was asked in a way that cannot be read"
        }
        return nil
    }

    /// nil while nothing trains.
    private func status(refusal: String?) -> RunStatus? {
        let ending: String? =
            switch board.stop {
            case nil: nil
            case .afterEpoch: "epoch"
            case .now, .discard: "now"
            }
        return board.read { snapshot in
            let phase: RunStatus.Phase
            switch snapshot.phase {
            case .training: phase = .training
            case .validating: phase = .validating
            case .paused: phase = .paused
            case .loading, .ended: return nil
            }
            return RunStatus(
                phase: phase, epoch: snapshot.epoch, step: snapshot.step, stepsPerEpoch: snapshot.stepsPerEpoch,
                imagesPerSecond: snapshot.imagesPerSecond, learningRate: snapshot.learningRate, secondsRemaining: snapshot.secondsRemaining,
                ending: ending, refusal: refusal)
        }
    }
}

extension RunStatus {
    /// Whether it says more than how far the run has come.
    fileprivate func isNews(after said: RunStatus?) -> Bool {
        guard let said else { return true }
        return (phase == .paused) != (said.phase == .paused) || ending != said.ending || refusal != said.refusal
    }
}
