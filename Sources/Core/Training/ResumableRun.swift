import Engine
import FaceData
package import Platform

/// A run on disk that this process has taken hold of, to train it on.
package struct ResumableRun: Sendable {
    /// A setting that goes on with another value.
    struct Change: Sendable, Equatable {
        let id: Setting.ID
        /// E.g. `epochs 60 instead of 45`.
        let text: String
    }

    /// How it will be trained: as before, but for what `change` was told.
    package private(set) var configuration: RunConfiguration
    let folder: RunFolder
    /// Where it stands; nil where it was ended before its first checkpoint, so that it starts over.
    let state: ResumeState?
    private(set) var changes: [Change] = []

    /// Finds a run and locks it until this value and all copies are gone.
    ///
    /// - Parameter name: the run's folder, or its name in `runsFolder`.
    /// - Throws: `ResumeError`; nothing in the folder is changed.
    package init(_ name: String, runsFolder: String) throws(ResumeError) { try self.init(name, runsFolder: runsFolder, files: Disk()) }

    package init(_ name: String, runsFolder: String, files: any FileStore) throws(ResumeError) {
        guard let path = RunIndex.path(of: name, in: runsFolder) else { throw .noRun(name: name, runsFolder: runsFolder) }
        // Before anything is read: what is read must not be written by another meanwhile.
        folder = try RunFolder(existing: path, files: files)
        if Disk.exists(folder.resumeFile) {
            let state = try ResumeState(reading: folder.resumeFile)
            self.state = state
            configuration = state.summary.configuration
            let network = configuration.hyperparameters.network
            if let other = folder.record?.start.hyperparameters.network, other != network {
                throw .unusable(path: folder.resumeFile, reason: "it is of network \(network.rawValue), the run of \(other.rawValue)")
            }
        } else {
            state = nil
            do throws(RunError) { configuration = try ConfigurationFile.read(folder.recordFile) } catch { throw .record(error) }
        }
    }

    /// The run's folder.
    package var path: String { folder.path }

    /// Whether nothing of its training is there, so that it starts over from its run.json.
    package var startsOver: Bool { state == nil }

    /// Takes other settings for what is still to be trained.
    ///
    /// - Throws: `ResumeError.fixed` for those that a run keeps.
    package mutating func change(to asked: RunConfiguration) throws(ResumeError) {
        var changes: [Change] = []
        for field in Setting.all {
            let (was, now) = (field.text(in: configuration), field.text(in: asked))
            guard was != now else { continue }
            switch field.id {
            case .threads, .keepEvery, .tensorBoard, .data, .skipBad: break
            case .epochs, .patience, .batchSize, .learningRate, .schedule, .warmUp, .decayEvery, .decayFactor, .plateauPatience, .momentum,
                .weightDecay, .clip, .average, .classWeights, .labelSmoothing, .dropout, .l2, .flip, .shift, .rotation, .scale,
                .brightness, .contrast, .erasing, .convolution:
                changes.append(Change(id: field.id, text: "\(field.label) \(now) instead of \(was)"))
            default:
                guard startsOver, field.id != .name, field.id != .runs else {
                    throw .fixed(option: field.option, value: was, reason: Self.reasonToKeep(field.id))
                }
            }
        }
        configuration = asked
        self.changes = startsOver ? [] : changes
    }

    private static func reasonToKeep(_ id: Setting.ID) -> String {
        switch id {
        case .seed: "the order of its faces and what validates follow from it"
        case .limit: "it decides which faces train"
        case .split, .validationFraction, .testFraction, .splitSeed, .folds, .fold: "it decides which faces train and which validate"
        case .labels, .ties, .contempt, .unknown: "it decides what its faces are trained to"
        case .optimiser: "what it remembers of past gradients belongs to that one; --from takes the parameters alone"
        case .`init`: "its first parameters are long drawn"
        case .name, .runs: "it stays where it lies"
        default: "its parameters belong to that network"
        }
    }

    /// Its configuration, but that its own manifest stands for the one that it was begun with, which may be gone.
    var asSplitBefore: RunConfiguration {
        var configuration = configuration
        if configuration.split.manifest != nil, Disk.exists(folder.splitFile) { configuration.split.manifest = folder.splitFile }
        return configuration
    }

    /// Refuses faces that the run was not trained on.
    ///
    /// - Throws: `ResumeError`.
    func check(_ dataset: Dataset) throws(ResumeError) {
        guard let state else { return }
        if let difference = DataFingerprint(dataset).difference(from: state.summary.fingerprint) {
            throw .otherData(run: path, data: dataset.location, reason: difference)
        }
        guard state.followed.allSatisfy({ $0.index < dataset.validation.count }) else {
            throw .unusable(path: folder.resumeFile, reason: "it follows faces that are not there")
        }
        guard state.summary.classNames == dataset.training.classNames else {
            throw .unusable(path: folder.resumeFile, reason: "its classes are not those of the faces")
        }
    }

    /// Why there is nothing to train, with the command that trains on; nil where there is.
    package var nothingLeft: String? {
        switch end {
        case .patience(let patience, let sinceBest):
            "\(path): none of the last \(NumberText.grouped(sinceBest)) epochs was better than the best, which ends a run of "
                + "patience \(NumberText.grouped(patience)): nothing is left to do; to train on: " + Self.command(path, patience: 2 * sinceBest)
        case .epochs(let done):
            "\(path): \(counted(done, "epoch is", "epochs are")) trained, nothing is left to do; to train on: "
                + Self.command(path, epochs: 2 * done)
        case nil: nil
        }
    }

    /// The same where path and command have no room, and the run can be branched.
    package var nothingLeftBriefly: String? {
        switch end {
        case .patience(_, let sinceBest): "out of patience: \(NumberText.grouped(sinceBest)) epochs were no better; branch it to train on"
        case .epochs(let done): "\(counted(done, "epoch is", "epochs are")) trained, nothing is left to do; branch it to train on"
        case nil: nil
        }
    }

    /// How a run came to its end.
    private enum End {
        case patience(Int, sinceBest: Int)
        case epochs(Int)
    }

    private var end: End? {
        guard let state else { return nil }
        let (done, epochs, isWithin) = (state.epochsDone, configuration.hyperparameters.epochs, state.summary.position.step > 0)
        let patience = configuration.hyperparameters.patience
        // A run that was killed between its last epoch and its last line is still to be finished.
        if patience > 0, state.epochsSinceBest >= patience, isWithin || isFinished {
            return .patience(patience, sinceBest: state.epochsSinceBest)
        }
        return done > epochs || done == epochs && (isWithin || isFinished) ? .epochs(done) : nil
    }

    private var isFinished: Bool { if case .finished? = folder.latestEvent { true } else { false } }

    /// The command that takes up the run in `folder`.
    package static func command(_ folder: String) -> String { "deep-emotion train --resume " + ShellText.quoted(folder) }

    /// The command that trains it to more epochs.
    package static func command(_ folder: String, epochs: Int) -> String { command(folder) + " --epochs \(min(epochs, 100_000))" }

    /// The command that trains it on with more patience.
    package static func command(_ folder: String, patience: Int) -> String { command(folder) + " --patience \(min(patience, 100_000))" }

    /// The same for a run that ended for `reason`: where numbers ran away, the same again would end the same.
    package static func command(_ folder: String, after reason: StopReason, learningRate: Double) -> String {
        command(folder) + (reason == .notFinite ? " --learning-rate \(NumberText.shortest((learningRate / 10).rounded(digits: 3)))" : "")
    }

    /// What is no longer comparable after the changes; nil where everything is.
    var incomparable: String? {
        guard let state else { return nil }
        let (old, new) = (state.summary.configuration.hyperparameters, configuration.hyperparameters)
        // More epochs are just more epochs, unless the schedule stretches over them all; patience changes nothing before it ends.
        let counted = changes.filter { $0.id != .patience && ($0.id != .epochs || new.schedule.stretches) }
        guard !counted.isEmpty else { return nil }
        let (epoch, step) = (state.summary.position.epoch, state.summary.position.step)
        var text = "taken up in epoch \(epoch) after \(step) steps with \(counted.map(\.text).joined(separator: ", ")): the epochs before cannot be "
        text += "compared with those from here on, nor the whole with a run that had these settings from its start."
        if old.epochs != new.epochs, new.schedule.stretches {
            let faces = state.summary.fingerprint.training
            let was = old.learningRate(at: ScheduleMoment(epoch: max(1, epoch - 1), facesPerEpoch: faces))
            let now = new.learningRate(at: ScheduleMoment(epoch: epoch, facesPerEpoch: faces))
            let (wasText, nowText) = (NumberText.shortest(was.rounded(digits: 3)), NumberText.shortest(now.rounded(digits: 3)))
            text += " The \(new.schedule == .cosine ? "cosine" : "cycle") now stretches over \(new.epochs) epochs: the learning rate was "
            text += "\(wasText) in epoch \(max(1, epoch - 1)) and is \(nowText) in epoch \(epoch)."
        }
        return text
    }
}
