import FaceData
import Platform
import Core
import Synchronization

/// `deep-emotion train`: one run without a screen.
enum TrainCommand {
    /// Returns the process's exit code.
    static func run(_ arguments: TrainArguments) -> Int32 {
        for remark in arguments.remarks { Output.write(remark + "\n", to: STDERR_FILENO) }
        guard arguments.trains else { return 0 }
        StopSignals.install()
        let printer = RunPrinter(printsJSON: arguments.printsJSON, epochs: arguments.configuration.hyperparameters.epochs)
        let session =
            arguments.found.map { TrainingSession(resuming: $0) { printer.note($0) } }
            ?? TrainingSession(configuration: arguments.configuration) { printer.note($0) }
        return exitCode(follow(session, printer.update))
    }

    /// Shows a run until it has ended, and ends it where a signal or a reader that has gone asks for it.
    ///
    /// - Parameter update: gets the run as it is some times a second, and as it has ended twice.
    static func follow(_ session: TrainingSession, _ update: (TrainingSnapshot) -> Void) -> RunOutcome {
        while true {
            let snapshot = session.snapshot()
            update(snapshot)
            if case .ended(let outcome) = snapshot.phase {
                update(snapshot)
                return outcome
            }
            if let reason = StopSignals.reason { session.stop(.now(reason)) }
            if let reason = Output.stopReason { session.stop(.now(reason)) }
            usleep(50_000)
        }
    }

    /// Says on standard error what went wrong with a run, and gives the exit code.
    static func exitCode(_ outcome: RunOutcome) -> Int32 {
        switch outcome {
        case .finished, .discarded:
            guard let reason = Output.stopReason else { return 0 }
            if reason == .diskFull { Output.complain(Output.complaint) }
            return reason.exitCode
        case .stopped(let reason, _, _, _, let message):
            if reason.exitCode == 1 { Output.complain(message ?? Output.complaint) }
            return reason.exitCode
        // Not of a run that this process trains.
        case .crashed: return 1
        case .failed(let message, let isUsage):
            if let reason = StopSignals.reason, message == DatasetError.cancelled.description { return reason.exitCode }
            Output.complain(message)
            return isUsage ? 2 : 1
        }
    }
}
