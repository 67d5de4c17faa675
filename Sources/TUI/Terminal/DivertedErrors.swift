import Platform
import Core

/// Standard error while a screen is up, so that what libraries print does not land on it.
///
/// By default it goes to a file without a name and is shown after the screen has gone: nothing is lost, and nothing has to be cleaned up
/// after a crash. With a path it is added to that file instead. Where standard error is no terminal it is left alone.
final class DivertedErrors {
    private let path: String?
    /// Where standard error went before; -1 while it goes there.
    private(set) var original: Int32 = -1
    /// The file that takes it; -1 while there is none or where it has a name.
    private(set) var memory: Int32 = -1

    /// More than this, and the shell shows the end alone.
    private static let shownAtMost = 16 << 10

    /// Nothing is diverted yet; `path` is a file that gets what is printed, nil a nameless one.
    init(path: String?) { self.path = path }

    /// Takes standard error away from the screen.
    func divert() {
        guard original < 0, isatty(STDERR_FILENO) == 1 else { return }
        let target = path.map { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) } ?? Self.namelessFile()
        guard target >= 0 else { return }
        fflush(nil)
        original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        dup2(target, STDERR_FILENO)
        if path == nil { memory = target } else { close(target) }
    }

    /// Gives it back and shows what was printed.
    func restore() {
        guard original >= 0 else { return }
        fflush(nil)
        dup2(original, STDERR_FILENO)
        close(original)
        original = -1
        guard memory >= 0 else { return }
        let size = Int(lseek(memory, 0, SEEK_END))
        var bytes = [UInt8](repeating: 0, count: min(max(size, 0), Self.shownAtMost))
        let count = pread(memory, &bytes, bytes.count, off_t(size - bytes.count))
        bytes.prefix(max(0, count)).withUnsafeBytes { _ = SystemCalls.write(STDERR_FILENO, $0) }
        close(memory)
        memory = -1
    }

    private static func namelessFile() -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((folder + "/deep-emotion-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        if file >= 0 { unlink(template) } else { return open("/dev/null", O_WRONLY | O_CLOEXEC) }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }
}
