import Platform
import Synchronization

/// A run that is watched through its folder: one that another process trains, or one that has ended.
///
/// What is asked of it goes to its trainer through the folder as well. To stop watching changes nothing for the run.
package final class AttachedRun: WatchedRun {
    /// The run's folder.
    package let path: String
    private let latest: Mutex<TrainingSnapshot>
    private let isClosed = Atomic<Bool>(false)
    /// Why the latest request could not even be made.
    private let complaint = Mutex<String?>(nil)

    /// Between two looks at the folder, in microseconds.
    private static let interval: UInt32 = 400_000

    /// Begins to watch; the first snapshots may still say that it loads.
    ///
    /// - Parameter configuration: what is known of it before its folder is read.
    package init(_ path: String, configuration: RunConfiguration) {
        self.path = path
        latest = Mutex(TrainingSnapshot(configuration: configuration))
        detachThread { [weak self] in
            var view = RunFolderReader(path)
            while let self, !self.isClosed.load(ordering: .acquiring) {
                let snapshot = view.look()
                self.latest.withLock { $0 = snapshot }
                guard !snapshot.hasEnded else { return }
                usleep(Self.interval)
            }
        }
    }

    /// Stops watching.
    package func close() { isClosed.store(true, ordering: .releasing) }

    /// The run as its folder showed it a moment ago.
    package func snapshot() -> TrainingSnapshot {
        var snapshot = latest.withLock { $0 }
        snapshot.refusal = complaint.withLock { $0 } ?? snapshot.refusal
        return snapshot
    }

    /// Asks its trainer to pause.
    package func pause() { ask(.pause) }
    /// Asks its trainer to go on.
    package func resume() { ask(.resume) }
    /// Asks its trainer for another learning rate.
    package func setLearningRate(_ rate: Double) { ask(.learningRate(rate)) }

    /// A run of another process can be stopped, not discarded.
    package func stop(_ stop: TrainingSession.Stop) { ask(stop == .afterEpoch ? .stopAfterEpoch : .stopNow) }

    private func ask(_ request: RunRequest) {
        let sentence: String?
        do throws(FileError) {
            try RunControl(of: path).post(request)
            sentence = nil
        } catch {
            sentence = error.description
        }
        complaint.withLock { $0 = sentence }
    }
}
