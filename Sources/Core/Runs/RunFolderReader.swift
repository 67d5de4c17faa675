import Platform

/// A run read from its folder again and again: what has been appended since the last look is read, what was replaced is read anew.
struct RunFolderReader {
    private let path: String
    private var snapshot: TrainingSnapshot?
    private var metrics: GrowingFile
    private var faces: GrowingFile
    private var recordStamp: FileStatus?
    private var resumeStamp: FileStatus?
    /// How metrics.jsonl ends, where it ends with an end.
    private var end: RunEvent?

    init(_ path: String) {
        self.path = path
        metrics = GrowingFile(path + "/metrics.jsonl")
        faces = GrowingFile(path + "/faces.jsonl")
    }

    /// The run as its folder shows it now.
    mutating func look() -> TrainingSnapshot {
        let stamp = RunStamp(path)
        let isHeld = stamp.isHeld(now: RunIndex.now)
        readRecord()
        guard snapshot != nil else { return waiting(isHeld: isHeld) }
        readMetrics()
        readFaces()
        readSteps()
        return told(isHeld: isHeld)
    }

    /// Nothing can be shown yet: it is just beginning, or there is no run.
    private func waiting(isHeld: Bool) -> TrainingSnapshot {
        var snapshot = TrainingSnapshot(configuration: RunConfiguration())
        guard !isHeld else { return snapshot }
        let reason: String
        do throws(RunError) {
            _ = try ConfigurationFile.read(path + "/run.json")
            reason = "\(path): run.json does not say how the run began"
        } catch {
            reason = error.description
        }
        snapshot.phase = .ended(.failed(message: reason, isUsage: false))
        return snapshot
    }

    private mutating func readRecord() {
        let stamp = FileStatus(path + "/run.json")
        guard stamp != recordStamp else { return }
        recordStamp = stamp
        guard let bytes = try? Disk.read(path + "/run.json", limit: 16 << 20), let record = RunRecord(reading: bytes) else { return }
        var fresh = TrainingSnapshot(configuration: record.configuration)
        fresh.dataName = record.start.layout
        fresh.rule = record.start.rule
        fresh.classNames = record.start.classNames
        fresh.runFolder = path
        fresh.parameterCount = record.start.parameters
        fresh.trainingCount = record.start.train
        fresh.validationCount = record.start.validation
        let batchSize = record.configuration.hyperparameters.batchSize
        fresh.stepsPerEpoch = (record.start.train + batchSize - 1) / batchSize
        snapshot = fresh
        // A run that is taken up again has its other files put back too.
        metrics.rewind()
        faces.rewind()
        resumeStamp = nil
    }

    private mutating func readMetrics() {
        let (lines, isAnew) = metrics.newLines()
        if isAnew {
            end = nil
            snapshot?.epochs = []
            snapshot?.best = nil
            snapshot?.warnings = []
            snapshot?.recoveries = []
            snapshot?.changes = []
        }
        for line in lines {
            guard let event = RunEvent(jsonLine: line) else { continue }
            end = nil
            switch event {
            case .epoch(let record): take(record)
            case .warning, .recovery: snapshot?.take(event)
            case .change(let change):
                snapshot?.changes.append(change)
                snapshot?.configuration.hyperparameters.learningRate = change.learningRate
            case .finished, .stopped: end = event
            case .start: break
            }
        }
    }

    private mutating func take(_ record: EpochRecord) {
        guard record.validation.confusion.count == snapshot?.classNames.count else { return }
        snapshot?.epochs.append(record)
        snapshot?.savedEpoch = record.epoch
        if record.validation.accuracy > snapshot?.best?.validation.accuracy ?? -1 { snapshot?.best = record }
        let counts = record.validation.confusion.map { $0.reduce(0, +) }
        snapshot?.majorityShare = Double(counts.max() ?? 0) / Double(max(1, counts.reduce(0, +)))
    }

    private mutating func readFaces() {
        let (lines, isAnew) = faces.newLines()
        var followed = isAnew ? [] : snapshot?.followed ?? []
        guard isAnew || !lines.isEmpty else { return }
        for line in lines {
            guard let line = JSONText.read(FollowedLine.self, from: Array(line)) else { continue }
            line.add(to: &followed, classCount: snapshot?.classNames.count ?? 0)
        }
        snapshot?.followed = followed
    }

    /// What the charts show of single steps stands in resume.safetensors, as it was at the latest saving; without it they have a value an epoch.
    private mutating func readSteps() {
        let stamp = FileStatus(path + "/resume.safetensors")
        guard stamp == nil || stamp != resumeStamp else { return }
        resumeStamp = stamp
        if stamp != nil, let state = try? ResumeState(reading: path + "/resume.safetensors") {
            snapshot?.stepLoss = state.stepLoss
            snapshot?.stepAccuracy = state.stepAccuracy
        } else if let records = snapshot?.epochs, let steps = snapshot?.stepsPerEpoch, steps > 0 {
            snapshot?.stepLoss = StepHistory(epochs: records.map(\.train.loss), stepsPerEpoch: steps)
            snapshot?.stepAccuracy = StepHistory(epochs: records.map(\.train.accuracy), stepsPerEpoch: steps)
        }
    }

    /// What is going on, by its trainer's own word, its end, or neither.
    private func told(isHeld: Bool) -> TrainingSnapshot {
        guard var told = snapshot else { return TrainingSnapshot(configuration: RunConfiguration()) }
        told.epoch = told.epochs.last?.epoch ?? 0
        told.step = told.epoch > 0 ? told.stepsPerEpoch : 0
        told.learningRate = told.epochs.last?.learningRate ?? told.learningRate
        told.imagesPerSecond = told.epochs.last?.imagesPerSecond ?? 0
        guard !isHeld else {
            guard let status = RunStatus(in: path) else { return told }
            told.phase = status.phase == .paused ? .paused : status.phase == .validating ? .validating : .training
            (told.epoch, told.step, told.stepsPerEpoch) = (status.epoch, status.step, status.stepsPerEpoch)
            (told.imagesPerSecond, told.learningRate) = (status.imagesPerSecond, status.learningRate)
            told.secondsRemaining = status.secondsRemaining
            told.refusal = status.refusal
            return told
        }
        switch end {
        case .finished(let finish):
            told.phase = .ended(
                .finished(
                    bestEpoch: finish.bestEpoch, bestValidationAccuracy: finish.bestValidationAccuracy, checkpoint: path + "/best.safetensors",
                    reason: finish.reason ?? .epochs))
        case .stopped(let stop):
            (told.epoch, told.step) = (stop.epoch, stop.step)
            told.phase = .ended(
                .stopped(reason: stop.reason, epoch: stop.epoch, step: stop.step, checkpoint: path + "/last.safetensors", message: stop.message))
        default:
            told.phase = .ended(.crashed(epoch: max(1, told.epoch), step: told.step, checkpoint: path + "/last.safetensors"))
        }
        return told
    }
}

/// A file that others append whole lines to, or replace.
struct GrowingFile {
    private let path: String
    private var offset = 0
    private var inode: UInt64?

    init(_ path: String) { self.path = path }

    /// The next look reads it from its beginning.
    mutating func rewind() { inode = nil }

    /// The whole lines that have come since the last look, and whether they are all that count.
    mutating func newLines() -> (lines: [ArraySlice<UInt8>], isAnew: Bool) {
        guard let status = FileStatus(path) else { return ([], false) }
        let isAnew = status.inode != inode || status.size < offset
        if isAnew { (offset, inode) = (0, status.inode) }
        guard status.size > offset, let bytes = try? Disk.read(path, from: offset, limit: min(status.size - offset, 1 << 30)),
            let last = bytes.lastIndex(of: UInt8(ascii: "\n"))
        else { return ([], isAnew) }
        offset += last + 1
        return (bytes[...last].split(separator: UInt8(ascii: "\n")), isAnew)
    }
}

extension StepHistory {
    /// Of a run of which only the epochs are known.
    fileprivate init(epochs: [Double], stepsPerEpoch: Int) {
        let shown = epochs.suffix(Self.capacity)
        self =
            StepHistory(
                buckets: shown.map { Bucket(mean: $0, minimum: $0, maximum: $0) }, stepsPerBucket: stepsPerEpoch, count: shown.count * stepsPerEpoch)
            ?? StepHistory()
    }
}
