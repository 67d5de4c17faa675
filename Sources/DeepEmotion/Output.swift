import Platform
import Core
import Synchronization

/// Standard output and error, written at once and never half.
enum Output {
    /// The system's number of what went wrong with standard output; 0 where nothing has.
    private static let failure = Atomic<Int32>(0)

    /// Why the run must end for what became of standard output: its reader has gone, or its disk is full; nil where all is well.
    static var stopReason: StopReason? {
        switch failure.load(ordering: .relaxed) {
        case 0: nil
        case EPIPE: .hangup
        default: .diskFull
        }
    }

    /// What went wrong with standard output, in one sentence.
    static var complaint: String { FileError(path: "standard output", operation: "write", code: failure.load(ordering: .relaxed)).description }

    /// Opens /dev/null in place of standard input, output and error where they are closed: a file of ours would get the number otherwise,
    /// and with it what is printed.
    static func fillGaps() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
    }

    /// Writes to standard output.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes one line to standard error.
    static func complain(_ sentence: String) { write("deep-emotion: \(sentence.inOneLine)\n", to: STDERR_FILENO) }

    /// Writes to a descriptor; what goes wrong with standard output is remembered, not thrown.
    static func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }

    /// Writes to a descriptor, as it is.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var bytes = bytes[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { SystemCalls.write(descriptor, $0) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else {
                if descriptor == STDOUT_FILENO { failure.store(count < 0 ? errno : EIO, ordering: .relaxed) }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
