import Synchronization

/// Ctrl-C, SIGTERM and SIGHUP as a number to look at; the handler does nothing else.
package enum StopSignals {
    private static let latest = Atomic<Int32>(0)

    /// Takes the signals over, and lets a reader that goes away be an error of writing instead of the program's end.
    package static func install() {
        latest.store(0, ordering: .relaxed)
        var numbers = sigset_t()
        sigemptyset(&numbers)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let before = signal(number) { StopSignals.latest.store($0, ordering: .relaxed) }
            sigaddset(&numbers, number)
            // nohup asks for a run that outlives its terminal. A Ctrl-C that a shell ignores for its background jobs still stops us.
            if number == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
        }
        // Some programs start others with signals held back.
        pthread_sigmask(SIG_UNBLOCK, &numbers, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// The signal that came last; nil before any has.
    package static var number: Int32? {
        let number = latest.load(ordering: .relaxed)
        return number == 0 ? nil : number
    }
}
