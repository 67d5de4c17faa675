import Platform
import Core

/// What the shell shows of a run after the dashboard has closed.
struct RunSummary: Sendable, Equatable {
    /// A line each.
    private(set) var lines: [String]

    /// Of a run that goes on in a process of its own.
    init(_ folder: String, goesOnIn process: Int32, left queue: RunQueue?) {
        lines =
            [
                "run \(folder)", "  goes on in the background as process \(process); what it prints is in \(folder)/log",
                "  watch or stop it: deep-emotion watch \(ShellText.quoted(folder))",
            ]
        if let queue { tell(left: queue) }
    }

    /// Of a run of a queue that could not be trained.
    init(refused complaint: String) { lines = ["not trained: \(complaint)"] }

    /// Adds how the runs of a queue are trained that has ended before them.
    mutating func tell(left queue: RunQueue) {
        if let line = queue.leftLine { lines.append(line) }
    }

    /// nil where the run has no folder.
    init?(_ snapshot: TrainingSnapshot) {
        guard let folder = snapshot.runFolder, case .ended(let outcome) = snapshot.phase else { return nil }
        var lines = ["run \(folder)"]
        if let best = snapshot.best {
            lines.append(
                "  best validation accuracy \(Figures.fixed(best.validation.accuracy * 100, 1)) % in epoch \(best.epoch): \(folder)/best.safetensors")
        }
        switch outcome {
        case .finished(let bestEpoch, _, _, .patience):
            let done = snapshot.epochs.last?.epoch ?? bestEpoch
            lines.append(
                "  ended after epoch \(NumberText.grouped(done)), out of patience: \(NumberText.grouped(done - bestEpoch)) epochs were no better; "
                    + "train on: \(ResumableRun.command(folder, patience: 2 * (done - bestEpoch)))")
        case .finished:
            let epochs = snapshot.configuration.hyperparameters.epochs
            lines.append("  finished all \(NumberText.grouped(epochs)) epochs; train on: \(ResumableRun.command(folder, epochs: 2 * epochs))")
        case .stopped(let reason, let epoch, let step, let checkpoint, let message):
            let place = RunState.place(epoch: epoch, step: step, stepsPerEpoch: snapshot.stepsPerEpoch)
            lines.append("  stopped \(place)" + (checkpoint.map { ": \($0)" } ?? ""))
            if let message { lines.append("  \(message)") }
            let rate = snapshot.configuration.hyperparameters.learningRate
            lines.append("  resume: \(ResumableRun.command(folder, after: reason, learningRate: rate))")
        case .crashed, .discarded, .failed: return nil
        }
        self.lines = lines
    }
}
