package import Platform

/// Holds a run for one process.
///
/// It is an flock on the run's folder itself: no file has to stand for it, and the kernel lets it go with its process, however that ends. Where a
/// file system knows no locks on folders (NFS) every process gets one; there the time of status.json tells whether the run is trained.
package final class RunLock: Sendable {
    private let descriptor: Int32

    /// Takes hold of the run in `folder`; nil where another holder is there, in this process or another.
    ///
    /// - Throws: `FileError` where the folder cannot be opened.
    package init?(_ folder: String) throws(FileError) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: "read", code: errno) }
        // Whoever looks whether it is free holds it for a moment: that is no other trainer.
        for _ in 0..<Self.tries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
            usleep(5000)
        }
        return nil
    }

    private static let tries = 20

    /// Whether a process trains the run in `folder`.
    enum State: Sendable, Equatable {
        case held, free
        /// The file system knows no locks on folders, or the folder cannot be opened.
        case unknown
    }

    /// Who looks takes no hold: several may look at once.
    static func state(of folder: String) -> State {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return .unknown }
        defer { _ = close(descriptor) }
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return .free }
        return errno == EWOULDBLOCK ? .held : .unknown
    }

    deinit { _ = close(descriptor) }
}
