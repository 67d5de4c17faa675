import Core
import Synchronization

/// Standard output and error, written at once and never half.
enum Output {
    /// Whether the reader of standard output has gone.
    static let isBroken = Atomic<Bool>(false)

    /// Writes to standard output.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Writes one line to standard error.
    static func complain(_ sentence: String) { write("deep-emotion: \(sentence)\n", to: STDERR_FILENO) }

    /// Writes to a descriptor; a reader that has gone is remembered, not an error of ours.
    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Core.Platform.write(descriptor, $0) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else {
                if descriptor == STDOUT_FILENO { isBroken.store(true, ordering: .relaxed) }
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
