import Engine
import FaceData
import Platform

/// Trains one run: epochs of steps, validation behind each, and everything that is written down.
///
/// Lives on the run's own thread. Order of writing at an epoch's end: metrics, followed faces, TensorBoard's file, kept parameters, best, last, and
/// `resume.safetensors` at the end: a run that is taken up again cuts the others back to what that one says, so a crash between them changes nothing.
final class Trainer {
    var configuration: RunConfiguration
    let dataset: Dataset
    let folder: RunFolder
    let board: RunMailbox
    let listener: (RunEvent) -> Void
    /// The run as it was found; nil for a new one.
    let found: ResumableRun?
    let engine: StepEngine
    let evaluator: Evaluator
    /// The faces of the step that trains now.
    private let batch: FaceBatch
    var followed: FollowedFaces
    var diagnosis: Diagnosis
    private var pace: Pace
    var record: RunRecord
    var position = ResumeState.Position()
    /// What schedule `plateau` remembers; counted whatever the schedule, so that it may be changed.
    var plateau = PlateauState()
    /// The best epoch, and the network after it.
    var best: (record: EpochRecord, checkpoint: Checkpoint)?
    /// What metrics.jsonl holds, without the `stopped` line of a run that is resumed.
    var metrics: [UInt8] = []
    let fingerprint: DataFingerprint
    /// Called before each step, on the run's own thread; the tests stop runs with it where they want.
    var willStep: ((_ epoch: Int, _ step: Int) -> Void)?
    private let clock = ContinuousClock()
    private var start = ContinuousClock.now

    var values: Hyperparameters { configuration.hyperparameters }
    /// Steps done and steps left; the batch size may have changed within the epoch.
    var stepsPerEpoch: Int { position.step + (dataset.training.count - position.facesDone + values.batchSize - 1) / values.batchSize }
    /// Of the step that comes next.
    private var learningRate: Double {
        values.learningRate(
            at: ScheduleMoment(
                epoch: position.epoch, facesDone: position.facesDone, facesPerEpoch: dataset.training.count, plateauFactor: plateau.factor))
    }
    /// Whether so many epochs were no better than the best one that the run ends.
    private var isOutOfPatience: Bool {
        guard values.patience > 0, let best else { return false }
        return position.epoch - 1 - best.record.epoch >= values.patience
    }
    /// Spent on the run so far, the sittings before this one included.
    var runSeconds: Double { (found?.state?.summary.position.runSeconds ?? 0) + (clock.now - start).seconds }

    /// Why the loop ends early.
    enum Interruption: Error {
        case asked(TrainingSession.Stop, epoch: Int, step: Int)
        case notFinite(epoch: Int, step: Int)
        case file(FileError, epoch: Int, step: Int)
    }

    /// - Parameters:
    ///   - pool: who trains.
    ///   - initial: what the network starts from; nil: first values by seed.
    ///   - found: the run that is taken up again, with `configuration` as it is to go on; nil for a new one.
    init(
        _ configuration: RunConfiguration, dataset: Dataset, pool: WorkerPool, initial: ParentCheckpoint? = nil, folder: RunFolder, board: RunMailbox,
        found: ResumableRun? = nil,
        listener: @escaping (RunEvent) -> Void
    ) {
        self.configuration = configuration
        self.dataset = dataset
        self.folder = folder
        self.board = board
        self.found = found
        self.listener = listener
        let values = configuration.hyperparameters
        let classNames = dataset.training.classNames
        engine = StepEngine(values, classCount: classNames.count, pool: pool)
        engine.setTargets(
            weights: values.classWeights.weights(counts: dataset.training.countsPerClass), smoothing: values.labelSmoothing,
            shares: !dataset.training.targets.isEmpty)
        if let initial = initial?.state {
            engine.state = initial
            if engine.average != nil { engine.average = WeightAverage(initial, stepCount: 0) }
        }
        batch = FaceBatch(faces: dataset.training, positions: 0..<0, input: values.input, chance: nil)
        evaluator = Evaluator(faces: dataset.validation, input: values.input)
        followed = FollowedFaces(from: dataset.validation, seed: values.seed)
        diagnosis = Diagnosis(trainingCounts: dataset.training.countsPerClass, classNames: classNames)
        pace = Pace(facesPerEpoch: dataset.training.count, epochs: values.epochs)
        fingerprint = DataFingerprint(dataset)
        var absolute = configuration
        absolute.data = dataset.location
        absolute.split = configuration.split.absolute
        absolute.parent = configuration.parent.map(Disk.absolute)
        var start = RunStart(run: folder.path, parameters: engine.layout.count, dataset: dataset, configuration: configuration)
        if let difference = initial?.difference { start.notes = (start.notes ?? []) + [difference] }
        record = RunRecord(configuration: absolute, start: start)
    }

    /// Trains to the end, or to where it is stopped.
    func run() -> RunOutcome {
        start = clock.now
        do throws(FileError) {
            if let found, let state = found.state { try takeUp(state, found) } else { try begin() }
        } catch {
            return withdraw(error)
        }
        do throws(Interruption) {
            while position.epoch <= values.epochs, !isOutOfPatience { try train() }
            guard let best else { preconditionFailure("a run has an epoch") }
            let reason = position.epoch <= values.epochs ? FinishReason.patience : .epochs
            try write(epoch: position.epoch - 1, step: stepsPerEpoch) { () throws(FileError) in
                try emit(
                    .finished(
                        RunFinish(
                            run: folder.path, bestEpoch: best.record.epoch, bestValidationAccuracy: best.record.validation.accuracy,
                            checkpoint: folder.bestCheckpoint, epochs: position.epoch - 1, reason: reason, seconds: runSeconds)))
            }
            return .finished(
                bestEpoch: best.record.epoch, bestValidationAccuracy: best.record.validation.accuracy, checkpoint: folder.bestCheckpoint,
                reason: reason)
        } catch {
            return end(error)
        }
    }

    /// Trains from where the run stands to the epoch's end.
    private func train() throws(Interruption) {
        let epoch = position.epoch
        let rate = learningRate
        position.learningRate = position.learningRate ?? rate
        board.publish { snapshot in
            snapshot.phase = .training
            snapshot.epoch = epoch
            snapshot.step = position.step
            snapshot.stepsPerEpoch = stepsPerEpoch
            snapshot.learningRate = rate
        }
        var random = RandomBits(seed: values.seed, .order, epoch)
        batch.order = random.permutation(dataset.training.count)
        batch.chance = values.chance(epoch: epoch)
        while position.facesDone < dataset.training.count {
            willStep?(epoch, position.step)
            try obey()
            try step()
        }
        try finish()
    }

    private func step() throws(Interruption) {
        let before = clock.now
        batch.positions = position.facesDone..<min(position.facesDone + values.batchSize, dataset.training.count)
        let rate = learningRate
        let score = engine.step(batch, values.update(learningRate: rate))
        guard score.isFinite else { throw .notFinite(epoch: position.epoch, step: position.step + 1) }
        let seconds = (clock.now - before).seconds
        position.step += 1
        position.facesDone = batch.positions.upperBound
        position.lossSum += score.loss
        position.correct += score.correct
        position.seconds += seconds
        position.validationAccuracy = nil
        pace.note(faces: batch.faceCount, seconds: seconds)
        board.publish { snapshot in
            snapshot.step = position.step
            snapshot.learningRate = rate
            snapshot.stepLoss.append(score.loss / Double(batch.faceCount))
            snapshot.stepAccuracy.append(Double(score.correct) / Double(batch.faceCount))
            snapshot.imagesPerSecond = pace.imagesPerSecond
            snapshot.secondsRemaining = pace.secondsRemaining(epoch: position.epoch, facesDone: position.facesDone)
        }
    }

    /// Validates, takes down, saves, and moves on to the next epoch.
    private func finish() throws(Interruption) {
        let (epoch, step) = (position.epoch, position.step)
        board.publish { $0.phase = .validating }
        let before = clock.now
        let finding = evaluator.evaluate(engine)
        guard finding.score.loss.isFinite else { throw .notFinite(epoch: epoch, step: step) }
        let record = EpochRecord(position, faces: dataset.training.count, finding, l2: engine.l2Loss(values.l2))
        let batches = (dataset.training.count + values.batchSize - 1) / values.batchSize
        let findings = diagnosis.look(at: record, configuration: configuration, stepsPerEpoch: batches)
        let line = followed.note(evaluator, epoch: epoch, firstWrong: finding.firstWrong)
        plateau.note(loss: record.validation.loss, values)
        position = ResumeState.Position(epoch: epoch + 1, validationAccuracy: record.validation.accuracy)
        let saved = checkpoint()
        let isBest = record.validation.accuracy > best?.record.validation.accuracy ?? -1
        try write(epoch: epoch, step: step) { () throws(FileError) in
            try emit(.epoch(record))
            for finding in findings { try emit(finding) }
            try folder.append(line)
            try logForTensorBoard(record)
            if let every = configuration.keepEvery, epoch % every == 0 { try folder.writeKept(saved) }
            if isBest {
                try folder.writeBest(saved)
                best = (record, saved)
            }
            try folder.writeLast(saved)
            try folder.writeResume(state().encoded())
        }
        pace.noteEpochEnd(seconds: (clock.now - before).seconds)
        board.publish { snapshot in
            snapshot.epochs.append(record)
            snapshot.best = best?.record
            snapshot.savedEpoch = epoch
            snapshot.followed = followed.faces
            for finding in findings { snapshot.take(finding) }
            snapshot.secondsRemaining = pace.secondsRemaining(epoch: epoch, facesDone: dataset.training.count)
        }
        if board.stop == .afterEpoch, epoch < values.epochs, !isOutOfPatience { throw .asked(.afterEpoch, epoch: epoch, step: step) }
    }

    /// Does what was asked since the last step; waits while paused.
    private func obey() throws(Interruption) {
        var wasPaused = false
        while true {
            let requests = board.requests()
            if let rate = requests.learningRate {
                try write(epoch: position.epoch, step: position.step) { () throws(FileError) in try setLearningRate(rate) }
            }
            if !requests.pins.isEmpty {
                for (index, isPinned) in requests.pins.sorted(by: { $0.key < $1.key }) { followed.pin(index, isPinned) }
                board.publish { $0.followed = followed.faces }
            }
            if let stop = requests.stop, stop != .afterEpoch { throw .asked(stop, epoch: position.epoch, step: position.step) }
            guard requests.isPaused, requests.stop == nil else { break }
            if !wasPaused { board.publish { $0.phase = .paused } }
            wasPaused = true
            usleep(20_000)
        }
        if wasPaused { board.publish { $0.phase = .training } }
    }

    /// Sets the schedule's base and takes it down.
    func setLearningRate(_ rate: Double) throws(FileError) {
        configuration.hyperparameters.learningRate = rate
        let change = LiveChange(epoch: position.epoch, step: position.step, learningRate: rate)
        try emit(.change(change))
        board.publish { snapshot in
            snapshot.changes.append(change)
            snapshot.configuration.hyperparameters.learningRate = rate
            snapshot.learningRate = learningRate
        }
    }
}

extension EpochRecord {
    /// The epoch whose steps are summed up in `position`, and what its validation found.
    init(_ position: ResumeState.Position, faces: Int, _ finding: Evaluator.Finding, l2: Double) {
        self.init(
            epoch: position.epoch, train: Score(loss: position.lossSum / Double(faces), accuracy: Double(position.correct) / Double(faces)),
            validation: finding.score, l2: l2, learningRate: position.learningRate ?? 0, seconds: position.seconds,
            imagesPerSecond: Double(faces) / max(position.seconds, 1e-9), meanScale: finding.attention.scale.mean, meanOutside: finding.meanOutside,
            attention: finding.attention, logitSpread: finding.logitSpread)
    }
}
