package import Platform
import Synchronization

/// The real disk, until the process that writes is killed in the midst of a write: nothing is written or removed any more.
package final class CrashingDisk: FileStore {
    private let writesLeft: Mutex<Int>
    private let disk = Disk()

    package init(afterWrites count: Int) { writesLeft = Mutex(count) }

    /// Whether this one is the write in which it happens; throws behind it.
    private func crashes(_ path: String) throws(FileError) -> Bool {
        let left = writesLeft.withLock { left in
            left -= 1
            return left
        }
        if left < -1 { throw FileError(path: path, operation: "write", code: EIO) }
        return left == -1
    }

    private func end(_ path: String) -> FileError { FileError(path: path, operation: "write", code: EIO) }

    package func makeFolder(_ path: String) throws(FileError) {
        if try crashes(path) { throw end(path) }
        try disk.makeFolder(path)
    }

    /// The temporary file stays behind, half of it.
    package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        guard try crashes(path) else { return try disk.replace(path, with: bytes) }
        try disk.append(Array(bytes.prefix(bytes.count / 2)), to: path + ".tmp-1")
        throw end(path)
    }

    /// Half of the line is written.
    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        guard try crashes(path) else { return try disk.append(bytes, to: path) }
        try disk.append(Array(bytes.prefix(bytes.count / 2)), to: path)
        throw end(path)
    }

    package func remove(_ path: String) throws(FileError) {
        if try crashes(path) { throw end(path) }
        try disk.remove(path)
    }
}
