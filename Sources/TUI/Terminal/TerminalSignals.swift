import Platform
import CNcurses
import Core
import Synchronization

/// The signals that concern a screen, as flags to look at between keys; the handlers do nothing else.
///
/// They must be taken before ncurses starts, which leaves a signal alone that someone has.
enum TerminalSignals {
    private static let isResized = Atomic<Bool>(false)
    private static let isToStop = Atomic<Bool>(false)
    private static let isContinued = Atomic<Bool>(false)

    /// Takes window changes, Ctrl-Z and being continued.
    static func take() {
        isResized.store(false, ordering: .relaxed)
        isToStop.store(false, ordering: .relaxed)
        isContinued.store(false, ordering: .relaxed)
        shim_catch(SIGWINCH, { _ in TerminalSignals.isResized.store(true, ordering: .relaxed) }, SA_RESTART, nil)
        shim_catch(SIGCONT, { _ in TerminalSignals.isContinued.store(true, ordering: .relaxed) }, SA_RESTART, nil)
        takeStop()
        // Some programs start others with signals held back.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGWINCH, SIGCONT, SIGTSTP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// A process that was started with Ctrl-Z ignored keeps ignoring it.
    private static func takeStop() {
        guard shim_is_ignored(SIGTSTP) == 0 else { return }
        shim_catch(SIGTSTP, { _ in TerminalSignals.isToStop.store(true, ordering: .relaxed) }, SA_RESTART, nil)
    }

    /// Gives them back.
    static func release() {
        for signal in [SIGWINCH, SIGCONT] { shim_default(signal) }
        if shim_is_ignored(SIGTSTP) == 0 { shim_default(SIGTSTP) }
    }

    /// Whether the window's size has changed since the last look.
    static func wasResized() -> Bool { isResized.exchange(false, ordering: .relaxed) }
    /// Whether Ctrl-Z was pressed since the last look.
    static func wasToldToStop() -> Bool { isToStop.exchange(false, ordering: .relaxed) }
    /// Whether the process was stopped from outside and goes on since the last look.
    static func wasContinued() -> Bool { isContinued.exchange(false, ordering: .relaxed) }

    /// Stops the process as Ctrl-Z does without a handler; returns when it goes on.
    static func stop() {
        shim_default(SIGTSTP)
        raise(SIGTSTP)
        takeStop()
        isContinued.store(false, ordering: .relaxed)
    }
}
