import Platform

/// Why a run ended before its last epoch.
package enum StopReason: String, Sendable, Codable {
    /// Ctrl-C.
    case interrupt
    /// SIGTERM.
    case terminate
    /// SIGHUP.
    case hangup
    /// By a key or a call.
    case user
    /// A loss or a parameter was NaN or infinite.
    case notFinite
    /// The run's folder, or what its events are printed to, could not be written.
    case diskFull
}

/// Why a run came to its end.
package enum FinishReason: String, Sendable, Codable {
    /// All epochs were trained.
    case epochs
    /// Validation accuracy had not bettered for as many epochs as were asked for.
    case patience
}

/// How a run ended.
package enum RunOutcome: Sendable, Equatable {
    /// It came to its own end.
    case finished(bestEpoch: Int, bestValidationAccuracy: Double, checkpoint: String, reason: FinishReason = .epochs)
    /// It was stopped in `epoch` (from 1) after `step` of its steps; `checkpoint` is what was saved last, nil where nothing was.
    case stopped(reason: StopReason, epoch: Int, step: Int, checkpoint: String?, message: String?)
    /// The run's folder was deleted at a person's wish.
    case discarded
    /// Its process died in `epoch` (from 1), as far as is known after `step` of its steps; what `checkpoint` holds is left.
    case crashed(epoch: Int, step: Int, checkpoint: String)
    /// It could not begin.
    case failed(message: String, isUsage: Bool)
}

extension StopReason {
    /// The process's exit code where a run ended so.
    package var exitCode: Int32 {
        switch self {
        case .interrupt: 128 + SIGINT
        case .terminate: 128 + SIGTERM
        case .hangup: 128 + SIGHUP
        case .notFinite, .diskFull: 1
        case .user: 0
        }
    }
}

extension StopSignals {
    /// The reason that a signal gives, once one has come.
    package static var reason: StopReason? {
        switch number {
        case SIGINT: .interrupt
        case SIGTERM: .terminate
        case SIGHUP: .hangup
        default: nil
        }
    }
}
