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

    /// The signal that came last; nil before any has.
    package static var number: Int32? {
        let number = latest.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
