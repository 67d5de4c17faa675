/// Trains one run: epochs of steps, validation behind each, and everything that is written down.
///
/// Lives on the run's own thread. Order of writing at an epoch's end: metrics, followed faces, best, last.
final class Trainer {
    private var configuration: RunConfiguration
    private let dataset: Dataset
    private let folder: RunFolder
    private let board: RunBoard
    private let listener: (RunEvent) -> Void
    private let engine: StepEngine
    private let evaluator: Evaluator
    /// The faces of the step that trains now.
    private let batch: FaceBatch
    private var followed: FollowedFaces
    private var watch: CollapseWatch
    private var pace: Pace
    private var best: EpochRecord?
    private let clock = ContinuousClock()

    private var values: Hyperparameters { configuration.hyperparameters }
    private var stepsPerEpoch: Int { (dataset.training.count + values.batchSize - 1) / values.batchSize }

    /// Why the loop ends early.
    private enum Interruption: Error {
        case asked(TrainingSession.Stop, epoch: Int, step: Int)
        case notFinite(epoch: Int, step: Int)
        case file(FileError, epoch: Int, step: Int)
    }

    init(_ configuration: RunConfiguration, dataset: Dataset, folder: RunFolder, board: RunBoard, listener: @escaping (RunEvent) -> Void) {
        self.configuration = configuration
        self.dataset = dataset
        self.folder = folder
        self.board = board
        self.listener = listener
        let values = configuration.hyperparameters
        let classNames = dataset.training.classNames
        engine = StepEngine(values, classCount: classNames.count, threads: configuration.threads)
        batch = FaceBatch(faces: dataset.training, positions: 0..<0, input: values.input, chance: nil)
        evaluator = Evaluator(faces: dataset.validation, input: values.input)
        followed = FollowedFaces(from: dataset.validation, seed: values.seed)
        watch = CollapseWatch(trainingCounts: dataset.training.countsPerClass, classNames: classNames)
        pace = Pace(facesPerEpoch: dataset.training.count, epochs: values.epochs)
    }

    /// Trains to the end, or to where it is stopped.
    func run() -> RunOutcome {
        let start = clock.now
        do throws(FileError) {
            try begin()
        } catch {
            return withdraw(error)
        }
        do throws(Interruption) {
            for epoch in 1...values.epochs { try train(epoch) }
            guard let best else { preconditionFailure("a run has an epoch") }
            try write(epoch: values.epochs, step: stepsPerEpoch) { () throws(FileError) in
                try emit(
                    .finished(
                        RunFinish(
                            run: folder.path, bestEpoch: best.epoch, bestValidationAccuracy: best.validation.accuracy,
                            checkpoint: folder.bestCheckpoint,
                            epochs: values.epochs, seconds: (clock.now - start).seconds)))
            }
            return .finished(bestEpoch: best.epoch, bestValidationAccuracy: best.validation.accuracy, checkpoint: folder.bestCheckpoint)
        } catch {
            return end(error)
        }
    }

    /// Writes what is known before the first step: run.json, the start, the first parameters, the followed faces.
    private func begin() throws(FileError) {
        let start = RunStart(run: folder.path, parameters: engine.layout.count, dataset: dataset, configuration: configuration)
        let finding = evaluator.evaluate(engine)
        watch.startSpread = finding.logitSpread
        let line = followed.note(evaluator, epoch: 0, firstWrong: finding.firstWrong)
        var absolute = configuration
        absolute.data = dataset.location
        try folder.write(RunRecord(configuration: absolute, start: start))
        try folder.writeLast(checkpoint(epoch: 0, accuracy: finding.score.accuracy))
        try folder.append(line)
        try emit(.start(start))
        let largest = dataset.validation.countsPerClass.max() ?? 0
        board.publish { snapshot in
            snapshot.phase = .training
            snapshot.dataName = dataset.layout
            snapshot.rule = dataset.rule.sentence
            snapshot.classNames = dataset.training.classNames
            snapshot.runFolder = folder.path
            snapshot.parameterCount = engine.layout.count
            snapshot.trainingCount = dataset.training.count
            snapshot.validationCount = dataset.validation.count
            snapshot.stepsPerEpoch = stepsPerEpoch
            snapshot.majorityShare = Double(largest) / Double(dataset.validation.count)
            snapshot.followed = followed.faces
            snapshot.savedEpoch = 0
        }
    }

    /// Leaves no folder behind of a run that could not begin.
    private func withdraw(_ error: FileError) -> RunOutcome {
        do throws(FileError) {
            try folder.remove()
            return .failed(message: error.description, isUsage: false)
        } catch let second {
            return .failed(message: "\(error.description); \(second.description)", isUsage: false)
        }
    }

    private func train(_ epoch: Int) throws(Interruption) {
        let rateAtStart = values.schedule.rate(base: values.learningRate, epoch: epoch, epochs: values.epochs)
        board.publish { snapshot in
            snapshot.phase = .training
            snapshot.epoch = epoch
            snapshot.step = 0
            snapshot.learningRate = rateAtStart
        }
        var random = RandomBits(seed: values.seed, .order, epoch)
        batch.order = random.permutation(dataset.training.count)
        batch.chance = values.chance(epoch: epoch)
        var (loss, correct) = (0.0, 0)
        var trainedSeconds = 0.0
        for step in 0..<stepsPerEpoch {
            try obey(epoch: epoch, step: step)
            let before = clock.now
            batch.positions = step * values.batchSize..<min((step + 1) * values.batchSize, dataset.training.count)
            let rate = values.schedule.rate(base: values.learningRate, epoch: epoch, epochs: values.epochs)
            let score = engine.step(
                batch, StepEngine.Update(adam: Adam(learningRate: rate, epsilon: values.adamEpsilon, step: 0), l2: values.l2))
            guard score.isFinite else { throw .notFinite(epoch: epoch, step: step + 1) }
            loss += score.loss
            correct += score.correct
            let seconds = (clock.now - before).seconds
            trainedSeconds += seconds
            pace.note(faces: batch.faceCount, seconds: seconds)
            board.publish { snapshot in
                snapshot.step = step + 1
                snapshot.stepLoss.append(score.loss / Double(batch.faceCount))
                snapshot.stepAccuracy.append(Double(score.correct) / Double(batch.faceCount))
                snapshot.imagesPerSecond = pace.imagesPerSecond
                snapshot.secondsRemaining = pace.secondsRemaining(epoch: epoch, facesDone: batch.positions.upperBound)
            }
        }
        let count = Double(dataset.training.count)
        try finish(
            epoch, train: Score(loss: loss / count, accuracy: Double(correct) / count), learningRate: rateAtStart, seconds: trainedSeconds)
    }

    /// Validates, takes down, saves.
    private func finish(_ epoch: Int, train: Score, learningRate: Double, seconds: Double) throws(Interruption) {
        board.publish { $0.phase = .validating }
        let before = clock.now
        let finding = evaluator.evaluate(engine)
        guard finding.score.loss.isFinite else { throw .notFinite(epoch: epoch, step: stepsPerEpoch) }
        let record = EpochRecord(
            epoch: epoch, train: train, validation: finding.score, l2: engine.l2Loss(values.l2), learningRate: learningRate, seconds: seconds,
            imagesPerSecond: Double(dataset.training.count) / max(seconds, 1e-9), meanScale: finding.meanScale, meanOutside: finding.meanOutside)
        let isBest = record.validation.accuracy > best?.validation.accuracy ?? -1
        let warning = watch.look(at: record, logitSpread: finding.logitSpread)
        let line = followed.note(evaluator, epoch: epoch, firstWrong: finding.firstWrong)
        try write(epoch: epoch, step: stepsPerEpoch) { () throws(FileError) in
            try emit(.epoch(record))
            if let warning { try emit(.warning(warning)) }
            try folder.append(line)
            let saved = checkpoint(epoch: epoch, accuracy: record.validation.accuracy)
            if isBest { try folder.writeBest(saved) }
            try folder.writeLast(saved)
        }
        if isBest { best = record }
        pace.noteEpochEnd(seconds: (clock.now - before).seconds)
        board.publish { snapshot in
            snapshot.epochs.append(record)
            snapshot.best = best
            snapshot.savedEpoch = epoch
            snapshot.followed = followed.faces
            if let warning { snapshot.warnings.append(warning) }
            snapshot.secondsRemaining = pace.secondsRemaining(epoch: epoch, facesDone: dataset.training.count)
        }
        if board.stop == .afterEpoch, epoch < values.epochs { throw .asked(.afterEpoch, epoch: epoch, step: stepsPerEpoch) }
    }

    /// Does what was asked since the last step; waits while paused.
    private func obey(epoch: Int, step: Int) throws(Interruption) {
        var wasPaused = false
        while true {
            let requests = board.requests()
            if let rate = requests.learningRate {
                configuration.hyperparameters.learningRate = rate
                let change = LiveChange(epoch: epoch, step: step, learningRate: rate)
                try write(epoch: epoch, step: step) { () throws(FileError) in try emit(.change(change)) }
                board.publish { snapshot in
                    snapshot.changes.append(change)
                    snapshot.configuration.hyperparameters.learningRate = rate
                    snapshot.learningRate = values.schedule.rate(base: rate, epoch: epoch, epochs: values.epochs)
                }
            }
            if let stop = requests.stop, stop != .afterEpoch { throw .asked(stop, epoch: epoch, step: step) }
            guard requests.isPaused, requests.stop == nil else { break }
            if !wasPaused { board.publish { $0.phase = .paused } }
            wasPaused = true
            usleep(20_000)
        }
        if wasPaused { board.publish { $0.phase = .training } }
    }

    /// Saves what can be saved and says how the run ended.
    private func end(_ interruption: Interruption) -> RunOutcome {
        switch interruption {
        case .asked(.discard, let epoch, let step):
            do throws(FileError) {
                try folder.remove()
                return .discarded
            } catch {
                return .stopped(reason: .user, epoch: epoch, step: step, checkpoint: nil, message: error.description)
            }
        case .asked(let stop, let epoch, let step):
            let reason: StopReason = if case .now(let reason) = stop { reason } else { .user }
            do throws(FileError) {
                // At an epoch's end its own checkpoint stands already.
                if stop != .afterEpoch { try folder.writeLast(checkpoint(epoch: epoch - 1, accuracy: nil)) }
                return stopped(reason, epoch, step, nil)
            } catch {
                return stopped(.diskFull, epoch, step, error.description)
            }
        case .notFinite(let epoch, let step):
            let message =
                "the loss or a parameter is no longer a number in epoch \(epoch), step \(step); the checkpoint of epoch \(epoch - 1) is kept. "
                + "Try a lower --learning-rate (it was \(NumberText.shortest(values.learningRate))) or --input signed."
            board.publish { $0.warnings.append(TrainingWarning(kind: .notFinite, epoch: epoch, message: message)) }
            return stopped(.notFinite, epoch, step, message)
        case .file(let error, let epoch, let step):
            board.publish { $0.warnings.append(TrainingWarning(kind: .diskFull, epoch: epoch, message: error.description)) }
            return stopped(.diskFull, epoch, step, error.description)
        }
    }

    private func stopped(_ reason: StopReason, _ epoch: Int, _ step: Int, _ message: String?) -> RunOutcome {
        let event = RunEvent.stopped(
            RunStop(reason: reason, run: folder.path, epoch: epoch, step: step, checkpoint: folder.lastCheckpoint, message: message))
        do throws(FileError) { try folder.append(event) } catch {
            // The disk is what failed, or fails now too: the listener and the outcome still say so.
            board.publish { $0.warnings.append(TrainingWarning(kind: .diskFull, epoch: epoch, message: error.description)) }
        }
        listener(event)
        return .stopped(reason: reason, epoch: epoch, step: step, checkpoint: folder.lastCheckpoint, message: message)
    }

    private func emit(_ event: RunEvent) throws(FileError) {
        try folder.append(event)
        listener(event)
    }

    private func write(epoch: Int, step: Int, _ body: () throws(FileError) -> Void) throws(Interruption) {
        do throws(FileError) { try body() } catch { throw .file(error, epoch: epoch, step: step) }
    }

    private func checkpoint(epoch: Int, accuracy: Double?) -> Checkpoint {
        Checkpoint(
            network: values.network, sampler: values.sampler, input: values.input, classNames: dataset.training.classNames, epoch: epoch,
            validationAccuracy: accuracy, parameters: engine.parameters.values)
    }
}
