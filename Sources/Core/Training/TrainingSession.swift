import Engine
import FaceData
package import Platform
import Synchronization

/// One run from loading to its end, on a thread of its own. Views ask for snapshots; the run never waits for a view.
package final class TrainingSession: WatchedRun {
    /// How a person ends a run.
    package enum Stop: Sendable, Equatable {
        /// After the epoch that trains now, with its validation and checkpoint.
        case afterEpoch
        /// After the step that trains now; saves.
        case now(StopReason)
        /// After the step that trains now; deletes the run's folder.
        case discard
    }

    private let board: RunMailbox
    private let isOver = Atomic<Bool>(false)

    /// Begins at once.
    ///
    /// - Parameter listener: gets every event of the run, in order, on the run's own thread.
    package convenience init(configuration: RunConfiguration, listener: @escaping @Sendable (RunEvent) -> Void = { _ in }) {
        self.init(configuration: configuration, files: Disk(), listener: listener)
    }

    /// Goes on with a run that was taken hold of, at once.
    ///
    /// - Parameter listener: as for a new run; the start says where it was taken up, and what was before is not told again.
    package convenience init(resuming run: ResumableRun, listener: @escaping @Sendable (RunEvent) -> Void = { _ in }) {
        self.init(run.configuration) { board in Self.resume(run, board: board, listener: listener) }
    }

    package convenience init(
        configuration: RunConfiguration, files: any FileStore, listener: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) {
        self.init(configuration) { board in Self.train(configuration, board: board, files: files, listener: listener) }
    }

    private init(_ configuration: RunConfiguration, body: @escaping @Sendable (RunMailbox) -> RunOutcome) {
        let board = RunMailbox(configuration)
        self.board = board
        do throws(ThreadError) {
            pthread_detach(
                try spawnThread { [self] in
                    let warden = RunControlServer(board)
                    let outcome = body(board)
                    warden.end()
                    end(outcome)
                })
        } catch {
            end(.failed(message: error.description, isUsage: false))
        }
    }

    private func end(_ outcome: RunOutcome) {
        board.publish { $0.phase = .ended(outcome) }
        isOver.store(true, ordering: .releasing)
    }

    /// The run at this moment.
    package func snapshot() -> TrainingSnapshot { board.snapshot }

    /// Pauses after the step that trains now.
    package func pause() { board.ask { $0.isPaused = true } }

    /// Goes on.
    package func resume() { board.ask { $0.isPaused = false } }

    /// Ends the run. What was asked first counts, but that a stop at once overtakes one after the epoch.
    package func stop(_ stop: Stop) { board.ask(for: stop) }

    /// Sets the schedule's base from the next step on; recorded as a `LiveChange`.
    package func setLearningRate(_ rate: Double) { board.ask { $0.learningRate = rate } }

    /// Keeps a validation face in sight, which is followed from the next validation on where it was not; or lets it go again.
    package func pin(_ index: Int, _ isPinned: Bool) { board.ask { $0.pins[index] = isPinned } }

    /// Returns when the run has ended.
    package func wait() {
        while !isOver.load(ordering: .acquiring) { usleep(5000) }
    }

    private static func train(
        _ configuration: RunConfiguration, board: RunMailbox, files: any FileStore, listener: @escaping @Sendable (RunEvent) -> Void
    ) -> RunOutcome {
        do {
            try RunFolder.check(configuration)
            var configuration = configuration
            if let parent = configuration.parent {
                configuration.parent = try CheckpointFile.path(of: parent, runsFolder: configuration.runsFolder)
            }
            let dataset = try load(configuration, board: board)
            // Before the folder is made: a checkpoint that does not fit, or workers that cannot be had, leave none behind.
            let initial = try parent(of: configuration, dataset)
            let pool = try WorkerPool(count: configuration.threads)
            let folder = try RunFolder(in: configuration, files: files)
            return Trainer(configuration, dataset: dataset, pool: pool, initial: initial, folder: folder, board: board, listener: listener).run()
        } catch RunError.nameTaken(let path) {
            return .failed(message: RunError.nameTaken(path: path).description, isUsage: true)
        } catch {
            return .failed(message: "\(error)", isUsage: false)
        }
    }

    private static func resume(_ run: ResumableRun, board: RunMailbox, listener: @escaping @Sendable (RunEvent) -> Void) -> RunOutcome {
        do throws(ResumeError) {
            let dataset: Dataset
            do throws(DatasetError) {
                dataset = try load(run.asSplitBefore, board: board)
            } catch .cancelled {
                return .failed(message: DatasetError.cancelled.description, isUsage: false)
            } catch {
                throw ResumeError.noData(run: run.path, reason: error.description)
            }
            try run.check(dataset)
            let initial: ParentCheckpoint?
            do throws(CheckpointError) { initial = run.startsOver ? try parent(of: run.configuration, dataset) : nil } catch { throw .damaged(error) }
            let pool: WorkerPool
            do throws(ThreadError) {
                pool = try WorkerPool(count: run.configuration.threads)
            } catch {
                return .failed(message: error.description, isUsage: false)
            }
            return Trainer(
                run.configuration, dataset: dataset, pool: pool, initial: initial, folder: run.folder, board: board, found: run, listener: listener
            ).run()
        } catch {
            return .failed(message: error.description, isUsage: error.isUsage)
        }
    }

    /// What the run starts from, where that is a checkpoint.
    private static func parent(of configuration: RunConfiguration, _ dataset: Dataset) throws(CheckpointError) -> ParentCheckpoint? {
        guard let path = configuration.parent else { return nil }
        return try ParentCheckpoint(
            reading: Disk.withHome(path), configuration.hyperparameters, classNames: dataset.training.classNames)
    }

    private static func load(_ configuration: RunConfiguration, board: RunMailbox) throws(DatasetError) -> Dataset {
        let values = configuration.hyperparameters
        let dataset = try DatasetLoader.load(
            DataSource(configuration.data), options: configuration.loadOptions,
            progress: { progress in board.publish { $0.phase = .loading(progress) } }, isCancelled: { board.stop != nil }
        ).limited(to: values.limit, seed: values.seed)
        guard board.stop == nil else { throw .cancelled }
        return dataset
    }
}
