import Platform

/// The file that stands in the manifest's place while images are made: it says of what, and is locked by the process that makes them.
final class SetupMark: Sendable {
    private let descriptor: Int32
    /// Whether it stands for the set-up that was asked for.
    let isOurs: Bool

    /// Takes the mark at `path`, and makes it where there is none.
    ///
    /// - Parameter text: the manifest that will be.
    /// - Returns: nil where another process holds it.
    init?(_ path: String, of text: String) throws(FileError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "write", code: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            isOurs = false
            return nil
        }
        var mix = ContentDigest()
        mix.add(Array(text.utf8))
        let line = Array((mix.digest + "\n").utf8)
        var found = [UInt8](repeating: 0, count: line.count + 1)
        let count = pread(descriptor, &found, found.count, 0)
        isOurs = count <= 0 || found.prefix(count) == line[...]
        guard count <= 0 else { return }
        // New, or left empty by a crash before a word was written.
        guard pwrite(descriptor, line, line.count, 0) == line.count, fsync(descriptor) == 0 else {
            throw FileError(path: path, operation: "write", code: errno)
        }
    }

    deinit { close(descriptor) }
}
