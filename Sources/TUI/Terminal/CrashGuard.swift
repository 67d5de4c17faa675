import Platform
import CNcurses
import Core
import Synchronization

/// Gives the terminal back when the program crashes: a failed precondition is SIGILL or SIGTRAP.
///
/// The handler is C that neither allocates nor locks. Then the signal ends the program, unless SWIFT_BACKTRACE is set: who debugs gets
/// Swift's backtrace, which on a terminal asks what to do and waits.
enum CrashGuard {
    // A pointer as a number, since an atomic one would have to be of a type that can be sent.
    private static let record = Atomic<UInt>(0)
    // The last five are what batch systems and limits send; the program does not handle them otherwise, and each would end it.
    private static let signals = [
        SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGXFSZ,
    ]
    private static let stackSize = 64 << 10

    /// Watches from now on; `sequence` is what the terminal must be sent, `errors` where standard error went before it was diverted.
    static func arm(output: Int32, modes: termios?, sequence: [UInt8], errors: Int32, diverted: Int32) {
        disarm()
        var rescue = shim_rescue()
        rescue.output = output
        rescue.has_modes = modes == nil ? 0 : 1
        if let modes { rescue.modes = modes }
        rescue.errors = errors
        rescue.is_chained = getenv("SWIFT_BACKTRACE") == nil ? 0 : 1
        rescue.diverted = diverted
        withUnsafeMutableBytes(of: &rescue.sequence) { place in
            rescue.length = 0
            for byte in sequence.prefix(place.count) {
                place[Int(rescue.length)] = byte
                rescue.length += 1
            }
        }
        let pointer = UnsafeMutablePointer<shim_rescue>.allocate(capacity: 1)
        pointer.initialize(to: rescue)
        record.store(UInt(bitPattern: pointer), ordering: .releasing)

        // Of its own, because a stack that has overflown has no room for a handler.
        var stack = stack_t()
        sigaltstack(nil, &stack)
        if stack.ss_flags & Int32(SS_DISABLE) != 0 {
            stack = stack_t()
            stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
            stack.ss_size = stackSize
            sigaltstack(&stack, nil)
        }
        for signal in signals {
            withUnsafeMutableBytes(of: &pointer.pointee.previous) { previous in
                shim_catch(
                    signal, { CrashGuard.rescue($0) }, SA_ONSTACK | Int32(bitPattern: UInt32(SA_NODEFER)),
                    previous.assumingMemoryBound(to: sigaction.self).baseAddress.map { $0 + Int(signal) })
            }
        }
    }

    /// Stops watching.
    static func disarm() {
        guard let pointer = UnsafeMutablePointer<shim_rescue>(bitPattern: record.exchange(0, ordering: .acquiringAndReleasing)) else { return }
        for signal in signals {
            withUnsafeBytes(of: &pointer.pointee.previous) { previous in
                shim_restore(signal, previous.assumingMemoryBound(to: sigaction.self).baseAddress.map { $0 + Int(signal) })
            }
        }
        pointer.deallocate()
    }

    private static func rescue(_ signal: Int32) {
        guard let pointer = UnsafeMutablePointer<shim_rescue>(bitPattern: record.load(ordering: .acquiring)) else { return }
        shim_rescue_and_raise(pointer, signal)
    }
}
