import Engine
import FaceData
import Platform

/// A run's `resume.safetensors`: the network's tensors under their own names, moments, average and the best epoch's under the same names with a prefix,
/// followed faces, metrics.jsonl as bytes, and a summary as JSON in the header.
extension ResumeState {
    /// Files of another kind say something else, or nothing.
    private static let content = "deep-emotion resume 1"
    /// Larger files are refused.
    private static let sizeLimit = 1 << 30

    /// The file's bytes.
    func encoded() -> [UInt8] {
        let layout = ParameterLayout(summary.architecture)
        var summary = summary
        summary.stepLoss = Steps(count: stepLoss.count, perBucket: stepLoss.stepsPerBucket)
        summary.stepAccuracy = Steps(count: stepAccuracy.count, perBucket: stepAccuracy.stepsPerBucket)
        summary.bestEpoch = best?.epoch
        summary.bestAccuracy = best?.validationAccuracy
        var file = Safetensors()
        file.tensors =
            network.tensors(layout) + layout.tensors(firstMoment, prefix: "firstMoment.") + layout.tensors(secondMoment, prefix: "secondMoment.")
            + (average?.tensors(layout, prefix: "average.") ?? []) + (best?.state.tensors(layout, prefix: "best.") ?? []) + followedTensors()
        file.tensors += [Self.tensor("stepLoss", stepLoss), Self.tensor("stepAccuracy", stepAccuracy)]
        file.tensors.append(Safetensors.Tensor(name: "metrics", shape: [metrics.count], values: .uint8(metrics)))
        let values = summary.configuration.hyperparameters
        file.metadata = [
            "content": Self.content, "format": "pt", "version": Version.text, "network": values.network.rawValue, "sampler": values.sampler.rawValue,
            "normalisation": values.normalisation.rawValue, "width": String(values.width), "input": values.input.rawValue,
            "classes": JSONText.line(summary.classNames), "summary": JSONText.line(summary),
            "chance": "every random number is a function of the seed (\(values.seed)), the epoch and the position in the epoch's order",
        ]
        return file.encoded()
    }

    private func followedTensors() -> [Safetensors.Tensor] {
        let sayings = followed.flatMap(\.history)
        let classCount = summary.classNames.count
        return [
            .init(name: "followed.index", shape: [followed.count], values: .int64(followed.map { Int64($0.index) })),
            .init(name: "followed.firstEpoch", shape: [followed.count], values: .int64(followed.map { Int64($0.history.first?.epoch ?? 0) })),
            .init(name: "followed.epochs", shape: [followed.count], values: .int64(followed.map { Int64($0.history.count) })),
            .init(name: "followed.theta", shape: [sayings.count, 6], values: .float32(sayings.flatMap(\.theta.values))),
            .init(name: "followed.probabilities", shape: [sayings.count, classCount], values: .float32(sayings.flatMap(\.probabilities))),
        ]
    }

    private static func tensor(_ name: String, _ history: StepHistory) -> Safetensors.Tensor {
        .init(
            name: name, shape: [history.buckets.count, 3],
            values: .float32(history.buckets.flatMap { [Float($0.mean), Float($0.minimum), Float($0.maximum)] }))
    }

    /// Reads a run's file.
    ///
    /// - Throws: `ResumeError`; every number is checked, so that what comes out can be trained on.
    init(reading path: String) throws(ResumeError) {
        let file: Safetensors
        do throws(CheckpointError) {
            let bytes: [UInt8]
            do throws(FileError) { bytes = try Disk.read(path, limit: Self.sizeLimit) } catch { throw .file(error) }
            file = try Safetensors(decoding: bytes, path: path)
        } catch {
            throw .damaged(error)
        }
        var tensors = ResumeTensors(file, path: path)
        guard file.metadata["content"] == Self.content else {
            throw tensors.unusable("it is no '\(Self.content)' but '\(file.metadata["content"] ?? "something else")'")
        }
        guard let text = file.metadata["summary"], let summary = JSONText.read(Summary.self, from: Array(text.utf8)) else {
            throw tensors.unusable("its summary cannot be read")
        }
        self.summary = summary
        let classCount = summary.classNames.count
        guard (1...16).contains(classCount) else { throw tensors.unusable("it has \(classCount) classes") }
        if let complaint = ConfigurationFile.complaint(about: summary.configuration) { throw tensors.unusable(complaint) }
        let layout = ParameterLayout(summary.architecture)
        network = try tensors.takeNetwork(layout)
        firstMoment = try tensors.takeParameters(layout, prefix: "firstMoment.")
        secondMoment = try tensors.takeParameters(layout, prefix: "secondMoment.", isSum: true)
        if summary.averagedSteps != nil { average = try tensors.takeNetwork(layout, prefix: "average.") }
        metrics = try tensors.takeBytes("metrics")
        stepLoss = try tensors.takeHistory("stepLoss", summary.stepLoss)
        stepAccuracy = try tensors.takeHistory("stepAccuracy", summary.stepAccuracy)
        followed = try tensors.takeFollowed(classCount: classCount)
        if let epoch = summary.bestEpoch {
            best = checkpoint(try tensors.takeNetwork(layout, prefix: "best."), epoch: epoch, accuracy: summary.bestAccuracy)
        }
        try tensors.refuseRest()
        if let reason = contradiction { throw tensors.unusable(reason) }
    }

    /// What cannot be, though each part for itself is whole; nil for a sound state.
    private var contradiction: String? {
        let position = summary.position
        let faces = summary.fingerprint.training
        guard (1...100_001).contains(position.epoch), (0..<max(1, faces)).contains(position.facesDone),
            (0...position.facesDone).contains(position.step),
            (position.step == 0) == (position.facesDone == 0), (0...position.facesDone).contains(position.correct), position.lossSum.isFinite,
            (position.step...1 << 48).contains(summary.adamSteps), (0...summary.adamSteps).contains(summary.averagedSteps ?? 0)
        else { return "it claims to stand in epoch \(position.epoch) after \(position.step) steps and \(position.facesDone) faces" }
        let events = events
        guard case .start? = events.first else { return "its metrics do not begin with a start" }
        let records = events.compactMap { if case .epoch(let record) = $0 { record } else { nil } }
        let epochs = records.map(\.epoch)
        let classCount = summary.classNames.count
        let sides = [Int](repeating: classCount, count: classCount)
        guard records.allSatisfy({ $0.validation.recall.count == classCount && $0.validation.confusion.map(\.count) == sides }) else {
            return "its metrics are not of \(classCount) classes"
        }
        guard summary.watch.isValid(classCount: classCount) else { return "what it noticed in its epochs cannot be" }
        guard summary.plateau?.isValid != false else { return "its count of epochs on a plateau cannot be" }
        guard epochs == Array(1..<position.epoch) else { return "its metrics have \(epochs.count) epochs where \(position.epoch - 1) are done" }
        guard (best == nil) == epochs.isEmpty else { return "it has \(epochs.count) epochs and \(best == nil ? "no best" : "a best") one" }
        guard followed.allSatisfy({ $0.history.last?.epoch == position.epoch - 1 }) else { return "its followed faces are not of its last epoch" }
        return nil
    }
}
