/// Holds a run for one process.
///
/// It is an flock on the run's folder itself: no file has to stand for it, and the kernel lets it go with its process, however that ends. Where a
/// file system knows no locks on folders (NFS) everybody gets one.
package final class RunLock: Sendable {
    private let descriptor: Int32

    /// Takes hold of the run in `folder`; nil where another holder is there, in this process or another.
    ///
    /// - Throws: `FileError` where the folder cannot be opened.
    package init?(_ folder: String) throws(FileError) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: folder, operation: "read", code: errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return nil }
    }

    deinit { _ = close(descriptor) }
}
