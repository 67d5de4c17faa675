import Engine
import FaceData
import Platform

/// What a run writes down, and how it ends.
extension Trainer {
    /// Writes an event to metrics.jsonl and tells it to who listens.
    func emit(_ event: RunEvent) throws(FileError) {
        try folder.append(event)
        metrics += Array((event.jsonLine + "\n").utf8)
        listener(event)
    }

    func write(epoch: Int, step: Int, _ body: () throws(FileError) -> Void) throws(Interruption) {
        do throws(FileError) { try body() } catch { throw .file(error, epoch: epoch, step: step) }
    }

    /// The network as it stands, as it is evaluated.
    func checkpoint() -> Checkpoint {
        Checkpoint(
            architecture: engine.architecture, input: values.input, classNames: dataset.training.classNames, epoch: position.epoch - 1,
            validationAccuracy: position.validationAccuracy, state: engine.evaluatedState)
    }

    /// The run as it stands.
    func state() -> ResumeState {
        let snapshot = board.snapshot
        var position = position
        position.runSeconds = runSeconds
        var summary = ResumeState.Summary(
            record: record, configuration: absolute(configuration), classNames: dataset.training.classNames, fingerprint: fingerprint,
            position: position, watch: diagnosis, adamSteps: engine.stepCount, averagedSteps: engine.average?.stepCount, plateau: plateau)
        if !followed.pinned.isEmpty { summary.pinned = followed.pinned }
        return ResumeState(
            summary: summary,
            network: engine.state, firstMoment: engine.firstMoment.values, secondMoment: engine.secondMoment.values, average: engine.average?.state,
            best: best?.checkpoint, followed: followed.state, metrics: metrics, stepLoss: snapshot.stepLoss, stepAccuracy: snapshot.stepAccuracy)
    }

    private func absolute(_ configuration: RunConfiguration) -> RunConfiguration {
        var copy = configuration
        copy.data = dataset.location
        copy.split = configuration.split.absolute
        return copy
    }

    /// Saves what can be saved and says how the run ended.
    func end(_ interruption: Interruption) -> RunOutcome {
        switch interruption {
        case .asked(.discard, let epoch, let step):
            board.closeFolder()
            do throws(FileError) {
                try folder.remove()
                return .discarded
            } catch {
                return .stopped(reason: .user, epoch: epoch, step: step, checkpoint: nil, message: error.description)
            }
        case .asked(let stop, let epoch, let step):
            let reason: StopReason = if case .now(let reason) = stop { reason } else { .user }
            do throws(FileError) {
                // At an epoch's end its own files stand already.
                if stop != .afterEpoch {
                    try folder.writeLast(checkpoint())
                    try folder.writeResume(state().encoded())
                }
                return stopped(reason, epoch, step, nil)
            } catch {
                return stopped(.diskFull, epoch, step, error.description)
            }
        case .notFinite(let epoch, let step):
            let warning = Diagnosis.notFinite(epoch: epoch, step: step, position, configuration)
            let event = RunEvent.warning(warning)
            // As the end itself not of `metrics`: a run that is taken up again goes on from before.
            do throws(FileError) { try folder.append(event) } catch { return stopped(.diskFull, epoch, step, error.description) }
            listener(event)
            board.publish { $0.take(event) }
            return stopped(.notFinite, epoch, step, warning.commandLineText)
        case .file(let error, let epoch, let step):
            board.publish { $0.warnings.append(TrainingWarning(kind: .diskFull, epoch: epoch, message: error.description)) }
            return stopped(.diskFull, epoch, step, error.description)
        }
    }

    private func stopped(_ reason: StopReason, _ epoch: Int, _ step: Int, _ message: String?) -> RunOutcome {
        // The line is not of `metrics`: a run that is taken up again goes on as if there had been no stop.
        let event = RunEvent.stopped(
            RunStop(
                reason: reason, run: folder.path, epoch: epoch, step: step, checkpoint: folder.lastCheckpoint, message: message,
                resume: ResumableRun.command(folder.path, after: reason, learningRate: values.learningRate)))
        do throws(FileError) { try folder.append(event) } catch {
            // The disk is what failed, or fails now too: the listener and the outcome still say so.
            board.publish { $0.warnings.append(TrainingWarning(kind: .diskFull, epoch: epoch, message: error.description)) }
        }
        listener(event)
        return .stopped(reason: reason, epoch: epoch, step: step, checkpoint: folder.lastCheckpoint, message: message)
    }
}
