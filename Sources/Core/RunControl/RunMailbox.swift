import Platform
import Synchronization

/// Where the trainer and those who watch it meet: the snapshot it publishes and what they ask of it.
final class RunMailbox: Sendable {
    /// What was asked and not yet done.
    struct Requests: Sendable {
        var stop: TrainingSession.Stop?
        var isPaused = false
        var learningRate: Double?
        /// Faces to pin (true) or to let go, by index in the validation set.
        var pins: [Int: Bool] = [:]
    }

    private let snapshotLock: Mutex<TrainingSnapshot>
    private let requestsLock = Mutex(Requests())
    /// Whether there is anything in `requests`; the trainer looks at this once a step and takes no lock otherwise.
    private let hasRequests = Atomic<Bool>(false)

    /// Whether the run's folder may be written by others than the trainer.
    private let isFolderOpen = Mutex(true)

    init(_ configuration: RunConfiguration) { snapshotLock = Mutex(TrainingSnapshot(configuration: configuration)) }

    var snapshot: TrainingSnapshot { snapshotLock.withLock { $0 } }

    /// What `body` makes of the snapshot, without a copy that would make the trainer's next change dearer.
    func read<Result: Sendable>(_ body: (TrainingSnapshot) -> Result) -> Result { snapshotLock.withLock { body($0) } }

    func publish(_ change: (inout TrainingSnapshot) -> Void) { snapshotLock.withLock { change(&$0) } }

    func ask(_ change: (inout Requests) -> Void) {
        requestsLock.withLock { change(&$0) }
        hasRequests.store(true, ordering: .releasing)
    }

    /// Asks for the end. What was asked first counts, but that a stop at once overtakes one after the epoch.
    func ask(for stop: TrainingSession.Stop) {
        ask { requests in
            if requests.stop == nil || requests.stop == .afterEpoch { requests.stop = stop }
        }
    }

    /// What is asked right now; a new learning rate is handed over once.
    func requests() -> Requests {
        guard hasRequests.load(ordering: .acquiring) else { return Requests() }
        return requestsLock.withLock { requests in
            let current = requests
            requests.learningRate = nil
            requests.pins = [:]
            if requests.stop == nil, !requests.isPaused { hasRequests.store(false, ordering: .releasing) }
            return current
        }
    }

    /// How the run is to end, if it was asked to; nothing is taken by looking.
    var stop: TrainingSession.Stop? { requestsLock.withLock { $0.stop } }

    /// Calls `body` unless the folder is to go, which then waits for it.
    func whileFolderStands(_ body: () -> Void) { isFolderOpen.withLock { if $0 { body() } } }

    /// After this only the caller writes into the run's folder.
    func closeFolder() { isFolderOpen.withLock { $0 = false } }
}
