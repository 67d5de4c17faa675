import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP as a number to look at; the handler does nothing else.
package enum StopSignals {
    private static let latest = Atomic<Int32>(0)

    /// Takes the signals over, and lets a reader that goes away be an error of writing instead of the program's end.
    package static func install() {
        latest.store(0, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { StopSignals.latest.store($0, ordering: .relaxed) } }
        signal(SIGPIPE, SIG_IGN)
    }

    /// The reason that a signal gives, once one has come.
    package static var reason: StopReason? {
        switch latest.load(ordering: .relaxed) {
        case SIGINT: .interrupt
        case SIGTERM: .terminate
        case SIGHUP: .hangup
        default: nil
        }
    }
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
