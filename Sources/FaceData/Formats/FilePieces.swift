import Platform

/// A file that several threads read piece by piece.
package final class FilePieces: Sendable {
    /// Bytes that a thread takes at a time.
    static let pieceSize = 2 << 20
    /// A line beyond this is no row of anything; in bytes.
    static let longestLine = 1 << 20

    let path: String
    package let size: Int
    private let descriptor: Int32

    package init(_ path: String) throws(DatasetError) {
        self.path = path
        // A pipe without a writer would hold the opening up for ever.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .refused(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .unreadable(path: path, reason: "it is no ordinary file")
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Up to `limit` bytes from `offset` on, fewer only at the file's end.
    func bytes(from offset: Int, atMost limit: Int) throws(DatasetError) -> [UInt8] {
        let wanted = max(0, min(limit, size - offset))
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted, let base = buffer.baseAddress {
                let read = pread(descriptor, base + count, wanted - count, off_t(offset + count))
                if read < 0, errno == EINTR { continue }
                if read < 0 { failure = errno }
                guard read > 0 else { break }
                count += read
            }
        }
        guard failure == 0 else { throw .unreadable(path: path, reason: String(cString: strerror(failure))) }
        guard bytes.count == wanted else { throw .unreadable(path: path, reason: "it became shorter while it was read") }
        return bytes
    }

    /// The bytes from `start` to `end`, and on to the end of the last line that begins there, or so far that it is longer than `longestLine`.
    func lines(from start: Int, to end: Int) throws(DatasetError) -> [UInt8] {
        var extra = 1 << 15
        while true {
            let bytes = try bytes(from: start, atMost: end - start + extra)
            let isWhole = start + bytes.count >= size || bytes[(end - start)...].contains(10)
            if isWhole || extra > Self.longestLine { return bytes }
            extra *= 8
        }
    }
}
