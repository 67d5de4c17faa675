import Engine
import FaceData
import Platform

/// How a run begins, and how it is taken up again.
extension Trainer {
    /// Writes what is known before the first step: run.json, the start, the first parameters, the followed faces.
    func begin() throws(FileError) {
        // What a run left that was ended before its first checkpoint.
        if found != nil { try folder.clear() }
        // Before run.json: what that tells of can be repeated. And before anything is computed: a run without one cannot start over.
        if let manifest = SplitManifest(dataset) { try folder.write(manifest) }
        try folder.write(record)
        let finding = evaluator.evaluate(engine)
        diagnosis.begin(logitSpread: finding.logitSpread)
        let line = followed.note(evaluator, epoch: 0, firstWrong: finding.firstWrong)
        position.validationAccuracy = finding.score.accuracy
        try folder.writeLast(checkpoint())
        try folder.append(line)
        try beginTensorBoard()
        try emit(.start(record.start))
        publishBeginning()
        try warnOfEmptyClasses()
    }

    /// Names the classes that balanced weights leave out.
    private func warnOfEmptyClasses() throws(FileError) {
        let names = zip(dataset.training.classNames, dataset.training.countsPerClass).filter { $0.1 == 0 }.map(\.0)
        guard values.classWeights == .balanced, !names.isEmpty else { return }
        let warning = TrainingWarning(
            kind: .emptyClass, epoch: position.epoch,
            message: "no training face shows \(names.joined(separator: ", ")): with balanced class weights "
                + "\(names.count == 1 ? "it counts" : "they count") nothing in the loss")
        try emit(.warning(warning))
        board.publish { $0.warnings.append(warning) }
    }

    /// Puts everything back as it was and cuts the files back to it.
    ///
    /// Whatever was changed is saved at once, so that it counts from here on even if the process is killed before it has trained an epoch.
    func takeUp(_ state: ResumeState, _ run: ResumableRun) throws(FileError) {
        engine.state = state.network
        engine.firstMoment.assign(state.firstMoment)
        engine.secondMoment.assign(state.secondMoment)
        engine.stepCount = state.summary.adamSteps
        plateau = state.summary.plateau ?? PlateauState()
        followed = FollowedFaces(from: dataset.validation, state.followed, pinned: state.summary.pinned ?? [])
        diagnosis = state.summary.watch
        position = state.summary.position
        takeUpAverage(state)
        metrics = state.metrics
        let events = state.events
        for case .epoch(let epoch) in events where epoch.epoch == state.best?.epoch { best = state.best.map { (epoch, $0) } }
        let began = record.start
        record = run.folder.record ?? state.summary.record
        record.configuration.hyperparameters = values
        record.configuration.data = dataset.location
        record.configuration.split = configuration.split.absolute
        record.configuration.keepEvery = configuration.keepEvery
        record.configuration.tensorBoard = configuration.tensorBoard
        let before: RunStop? = if case .stopped(let stop)? = folder.latestEvent { stop } else { nil }
        record.sittings =
            (record.sittings ?? []) + [
                Sitting(
                    epoch: position.epoch, step: position.step, before: before, changes: run.changes.map(\.text), threads: configuration.threads,
                    version: Version.text)
            ]
        try folder.restore(record, metrics: metrics, faces: followed.lines, best: best?.checkpoint, last: checkpoint())
        try takeUpTensorBoard(events)
        var resumed = began
        resumed.resumed = Resumption(epoch: position.epoch, step: position.step)
        listener(.start(resumed))
        publishBeginning()
        publishPast(state, events)
        if !run.changes.isEmpty {
            if run.changes.contains(where: { $0.id == .learningRate }) { try setLearningRate(values.learningRate) }
            if let text = run.incomparable {
                let warning = TrainingWarning(kind: .changed, epoch: position.epoch, message: text)
                try emit(.warning(warning))
                board.publish { $0.warnings.append(warning) }
            }
            if run.changes.contains(where: { $0.id == .classWeights }) { try warnOfEmptyClasses() }
            try folder.writeResume(self.state().encoded())
        }
    }

    /// The average as it was; where none was kept it begins with the parameters.
    private func takeUpAverage(_ state: ResumeState) {
        guard engine.average != nil else {
            // What was validated was the average, not what is evaluated now.
            if state.average != nil { position.validationAccuracy = nil }
            return
        }
        engine.average = WeightAverage(state.average ?? state.network, stepCount: state.summary.averagedSteps ?? 0)
    }

    private func publishBeginning() {
        let largest = dataset.validation.countsPerClass.max() ?? 0
        board.publish { snapshot in
            snapshot.phase = .training
            snapshot.dataName = dataset.layout
            snapshot.rule = dataset.split
            snapshot.classNames = dataset.training.classNames
            snapshot.runFolder = folder.path
            snapshot.parameterCount = engine.layout.count
            snapshot.trainingCount = dataset.training.count
            snapshot.validationCount = dataset.validation.count
            snapshot.stepsPerEpoch = stepsPerEpoch
            snapshot.majorityShare = Double(largest) / Double(dataset.validation.count)
            snapshot.followed = followed.faces
            snapshot.savedEpoch = position.epoch - 1
        }
    }

    private func publishPast(_ state: ResumeState, _ events: [RunEvent]) {
        board.publish { snapshot in
            snapshot.epoch = position.epoch
            snapshot.step = position.step
            snapshot.stepLoss = state.stepLoss
            snapshot.stepAccuracy = state.stepAccuracy
            snapshot.best = best?.record
            for event in events {
                switch event {
                case .epoch(let record): snapshot.epochs.append(record)
                case .warning, .recovery: snapshot.take(event)
                case .change(let change): snapshot.changes.append(change)
                case .start, .finished, .stopped: break
                }
            }
        }
    }

    /// Leaves no folder behind of a run that could not begin; one that was there stays.
    func withdraw(_ error: FileError) -> RunOutcome {
        guard found == nil else { return .failed(message: error.description, isUsage: false) }
        board.closeFolder()
        do throws(FileError) {
            try folder.remove()
            return .failed(message: error.description, isUsage: false)
        } catch let second {
            return .failed(message: "\(error.description); \(second.description)", isUsage: false)
        }
    }
}
