import Core

/// What the shell shows of a run after the dashboard has closed.
struct RunSummary: Sendable, Equatable {
    /// A line each.
    let lines: [String]

    /// nil where the run has no folder.
    init?(_ snapshot: TrainingSnapshot) {
        guard let folder = snapshot.runFolder, case .ended(let outcome) = snapshot.phase else { return nil }
        var lines = ["run \(folder)"]
        if let best = snapshot.best {
            lines.append(
                "  best validation accuracy \(Figures.fixed(best.validation.accuracy * 100, 1)) % in epoch \(best.epoch): \(folder)/best.safetensors")
        }
        switch outcome {
        case .finished: lines.append("  finished all \(SetupField.grouped(snapshot.configuration.hyperparameters.epochs)) epochs")
        case .stopped(_, let epoch, let step, let checkpoint, let message):
            let place = RunState.place(epoch: epoch, step: step, stepsPerEpoch: snapshot.stepsPerEpoch)
            lines.append("  stopped \(place)" + (checkpoint.map { ": \($0)" } ?? ""))
            if let message { lines.append("  \(message)") }
        case .discarded, .failed: return nil
        }
        self.lines = lines
    }
}
