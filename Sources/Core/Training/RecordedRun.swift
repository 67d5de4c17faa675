/// A run that nobody trains, read once from its folder as a view shows it.
package enum RecordedRun {
    /// The run's settings, epochs, followed faces and steps; its phase is that of a run that has ended.
    ///
    /// - Throws: `RunError` where there is no run.json that says how the run began.
    package static func snapshot(of path: String) throws(RunError) -> TrainingSnapshot {
        let file = path + "/run.json"
        let configuration = try ConfigurationFile.read(file)
        guard let bytes = try? Disk.read(file), let record = JSONText.read(RunRecord.self, from: bytes) else {
            throw .configuration(path: file, reason: "it does not say how the run began")
        }
        var snapshot = TrainingSnapshot(configuration: configuration)
        snapshot.dataName = record.start.layout
        snapshot.rule = record.start.rule
        snapshot.classNames = record.start.classNames
        snapshot.runFolder = path
        snapshot.parameterCount = record.start.parameters
        snapshot.trainingCount = record.start.train
        snapshot.validationCount = record.start.validation
        let batchSize = configuration.hyperparameters.batchSize
        snapshot.stepsPerEpoch = (record.start.train + batchSize - 1) / batchSize
        for line in lines(path + "/metrics.jsonl") { if let event = RunEvent(jsonLine: line) { note(event, in: &snapshot) } }
        for line in lines(path + "/faces.jsonl") {
            if let line = JSONText.read(FollowedLine.self, from: Array(line)) { note(line, in: &snapshot) }
        }
        if let state = try? ResumeState(reading: path + "/resume.safetensors") {
            (snapshot.stepLoss, snapshot.stepAccuracy) = (state.stepLoss, state.stepAccuracy)
        }
        let done = snapshot.epochs.last?.epoch ?? 0
        (snapshot.epoch, snapshot.step, snapshot.savedEpoch) = (done, done > 0 ? snapshot.stepsPerEpoch : 0, done)
        let counts = snapshot.epochs.last?.validation.confusion.map { $0.reduce(0, +) } ?? []
        snapshot.majorityShare = Double(counts.max() ?? 0) / Double(max(1, counts.reduce(0, +)))
        if !snapshot.hasEnded {
            snapshot.phase = .ended(
                .stopped(reason: .user, epoch: snapshot.epoch, step: snapshot.step, checkpoint: path + "/last.safetensors", message: nil))
        }
        return snapshot
    }

    private static func lines(_ path: String) -> [ArraySlice<UInt8>] {
        guard let bytes = try? Disk.read(path) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n"))
    }

    private static func note(_ event: RunEvent, in snapshot: inout TrainingSnapshot) {
        switch event {
        case .epoch(let record):
            snapshot.epochs.append(record)
            if record.validation.accuracy > snapshot.best?.validation.accuracy ?? -1 { snapshot.best = record }
        case .warning, .recovery: snapshot.take(event)
        case .change(let change): snapshot.changes.append(change)
        case .finished(let finish):
            snapshot.phase = .ended(
                .finished(
                    bestEpoch: finish.bestEpoch, bestValidationAccuracy: finish.bestValidationAccuracy, checkpoint: finish.checkpoint,
                    reason: finish.reason ?? .epochs))
        case .stopped(let stop):
            snapshot.phase = .ended(
                .stopped(reason: stop.reason, epoch: stop.epoch, step: stop.step, checkpoint: stop.checkpoint, message: stop.message))
        case .start: break
        }
    }

    private static func note(_ line: FollowedLine, in snapshot: inout TrainingSnapshot) {
        for face in line.faces ?? [] {
            let digits = face.pixels.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 * FaceSet.pixelsPerFace else { continue }
            let pixels = (0..<FaceSet.pixelsPerFace).map { UInt8(digits[2 * $0] << 4 | digits[2 * $0 + 1]) }
            snapshot.followed.append(FollowedFace(index: face.index, pixels: pixels, label: face.label))
        }
        if let pinned = line.pinned {
            for place in snapshot.followed.indices { snapshot.followed[place].isPinned = pinned.contains(snapshot.followed[place].index) }
        }
        for saying in line.sayings where saying.theta.values.count == 6 {
            guard let place = snapshot.followed.firstIndex(where: { $0.index == saying.index }) else { continue }
            snapshot.followed[place].history.append(FollowedEpoch(epoch: line.epoch, theta: saying.theta, probabilities: saying.probabilities))
        }
    }
}
