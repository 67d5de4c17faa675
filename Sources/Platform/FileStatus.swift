/// What tells one state of a file from another, and whose it is.
package struct FileStatus: Sendable, Equatable, Hashable {
    /// When it was last written, in nanoseconds since 1970.
    package let modified: Int64
    /// In bytes.
    package let size: Int
    /// Changes where a file is replaced, stays where it is appended to.
    package let inode: UInt64
    /// Whether it is a folder.
    package let isFolder: Bool
    /// Whether it is an ordinary file, no link, pipe or device.
    package let isOrdinary: Bool
    /// The user whose it is.
    package let owner: UInt32
    /// Whether others than its owner may write it.
    package let isOpenToOthers: Bool

    /// Of what lies at `path`; nil where nothing does.
    ///
    /// - Parameter followsLinks: false looks at a link itself.
    package init?(_ path: String, followsLinks: Bool = true) {
        var status = stat()
        guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        let time = SystemCalls.modified(status)
        modified = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        isOrdinary = status.st_mode & S_IFMT == S_IFREG
        owner = status.st_uid
        isOpenToOthers = status.st_mode & (S_IWGRP | S_IWOTH) != 0
    }
}

extension Disk {
    /// At most `limit` bytes of a file from `offset` on; fewer at its end.
    package static func read(_ path: String, from offset: Int, limit: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: limit)
        var done = 0
        while done < limit {
            let count = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { pread(descriptor, $0 + done, limit - done, off_t(offset + done)) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
            if count == 0 { break }
            done += count
        }
        bytes.removeLast(limit - done)
        return bytes
    }

    /// Puts `bytes` at `path` so that a reader sees the old content or the new one whole, without waiting for the disk: for what a crash may lose.
    package static func publish(_ path: String, _ bytes: [UInt8]) throws(FileError) {
        let temporary = path + ".tmp-\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "write", code: errno) }
        let count = bytes.withUnsafeBytes { SystemCalls.write(descriptor, $0) }
        let code = count < 0 ? errno : EIO
        _ = close(descriptor)
        guard count == bytes.count, rename(temporary, path) == 0 else {
            let reason = count == bytes.count ? errno : code
            unlink(temporary)
            throw FileError(path: path, operation: "write", code: reason)
        }
    }
}
