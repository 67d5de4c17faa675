package import Platform
import Synchronization

/// The real disk, until so many writes have been made; from then on there is no room left.
package final class FullDisk: FileStore {
    private let writesLeft: Mutex<Int>
    private let writesDone = Mutex(0)
    private let disk = Disk()

    /// Folders, files and lines written.
    package var writeCount: Int { writesDone.withLock { $0 } }

    package init(afterWrites count: Int = .max) { writesLeft = Mutex(count) }

    private func take(_ path: String, _ operation: String) throws(FileError) {
        let isFull = writesLeft.withLock { left in
            guard left > 0 else { return true }
            left -= 1
            return false
        }
        if isFull { throw FileError(path: path, operation: operation, code: ENOSPC) }
        writesDone.withLock { $0 += 1 }
    }

    package func makeFolder(_ path: String) throws(FileError) {
        try take(path, "make the folder")
        try disk.makeFolder(path)
    }

    package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        try take(path, "write")
        try disk.replace(path, with: bytes)
    }

    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        try take(path, "write")
        try disk.append(bytes, to: path)
    }

    package func remove(_ path: String) throws(FileError) { try disk.remove(path) }
}
