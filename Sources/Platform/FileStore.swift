/// What writing to disk needs, few enough calls that a test can stand in for a disk that is full.
package protocol FileStore: Sendable {
    /// Makes a folder that must not exist yet; its parents are made where they are missing.
    func makeFolder(_ path: String) throws(FileError)
    /// Puts `bytes` at `path` so that after a crash either the old content or the new one is whole: temporary file, fsync, rename.
    func replace(_ path: String, with bytes: [UInt8]) throws(FileError)
    /// Adds `bytes` to the end of the file, and makes it where it is missing.
    func append(_ bytes: [UInt8], to path: String) throws(FileError)
    /// Removes a file or a folder with all that is in it.
    func remove(_ path: String) throws(FileError)
}

/// What the system refused.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file or folder.
    package let path: String
    /// What was tried, e.g. "write".
    package let operation: String
    /// The system's number, or `notOrdinary`.
    package let code: Int32

    /// A pipe, a device or the like where a file was asked for: it may have no end, or no writer.
    static let notOrdinary: Int32 = -1

    /// Memberwise.
    package init(path: String, operation: String, code: Int32) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    /// Whether there is no room left.
    package var isFull: Bool { code == ENOSPC || code == EDQUOT }

    /// Why, in the system's own words.
    package var reason: String { code == Self.notOrdinary ? "it is no ordinary file" : String(cString: strerror(code)) }

    /// One sentence.
    package var description: String { "\(path): cannot \(operation): \(reason)" }
}

/// The real disk.
package struct Disk: FileStore {
    package init() {}

    package func makeFolder(_ path: String) throws(FileError) {
        let missing = Self.missingFolders(Self.parent(of: path))
        do throws(FileError) {
            for folder in missing.reversed() where mkdir(folder, 0o777) != 0 && errno != EEXIST {
                throw FileError(path: folder, operation: "make the folder", code: errno)
            }
            guard mkdir(path, 0o777) == 0 else { throw FileError(path: path, operation: "make the folder", code: errno) }
            do throws(FileError) {
                try synchronise(folder: Self.parent(of: path))
            } catch {
                rmdir(path)
                throw error
            }
        } catch {
            Self.removeEmpty(missing)
            throw error
        }
    }

    package func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let temporary = path + ".tmp-\(getpid())"
        do throws(FileError) {
            try create(temporary, with: bytes)
            guard rename(temporary, path) == 0 else { throw FileError(path: path, operation: "write", code: errno) }
        } catch {
            unlink(temporary)
            throw FileError(path: path, operation: error.operation, code: error.code)
        }
        try synchronise(folder: Self.parent(of: path))
    }

    package func append(_ bytes: [UInt8], to path: String) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "write", code: errno) }
        defer { _ = close(descriptor) }
        let before = lseek(descriptor, 0, SEEK_END)
        do throws(FileError) {
            try write(bytes, to: descriptor, of: path)
        } catch {
            // Half a line would spoil the lines behind it.
            if before >= 0 { ftruncate(descriptor, before) }
            throw error
        }
    }

    package func remove(_ path: String) throws(FileError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw FileError(path: path, operation: "remove", code: errno) }
        if status.st_mode & S_IFMT == S_IFDIR {
            for name in try Self.entries(of: path) { try remove(path + "/" + name) }
            guard rmdir(path) == 0 else { throw FileError(path: path, operation: "remove", code: errno) }
        } else {
            guard unlink(path) == 0 else { throw FileError(path: path, operation: "remove", code: errno) }
        }
    }

    /// All bytes of a file of at most `limit` bytes.
    package static func read(_ path: String, limit: Int = 1 << 30) throws(FileError) -> [UInt8] {
        // A pipe without a writer would hold the opening up for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
        defer { _ = close(descriptor) }
        // Of what was opened, whatever the name stands for by now.
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, operation: "read", code: errno) }
        let size = try size(of: path, status)
        guard size <= limit else { throw FileError(path: path, operation: "read", code: EFBIG) }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, done in
            while done < size, let base = buffer.baseAddress {
                let count = pread(descriptor, base + done, size - done, off_t(done))
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0 else { break }
                done += count
            }
        }
        guard failure == 0 else { throw FileError(path: path, operation: "read", code: failure) }
        return bytes
    }

    /// All bytes of something whose size the system does not tell, such as a file in /proc; of one that has more than `limit` at least so many.
    package static func readStream(_ path: String, limit: Int = 16 << 20) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = SystemCalls.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileError(path: path, operation: "read", code: errno) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer.prefix(count))
        }
        return bytes
    }

    /// The size of a file in bytes.
    package static func size(of path: String) throws(FileError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError(path: path, operation: "read", code: errno) }
        return try size(of: path, status)
    }

    private static func size(of path: String, _ status: stat) throws(FileError) -> Int {
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileError(path: path, operation: "read", code: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : FileError.notOrdinary)
        }
        return Int(status.st_size)
    }

    /// Whether anything is at `path`, be it a link to nowhere.
    package static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// `path` with the home folder in place of a `~` before its first slash, as shells read it where they get to see it.
    package static func withHome(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst()
    }

    /// The path with the current folder before it where it is relative, `.` and `..` resolved as text.
    package static func absolute(_ path: String) -> String {
        var parts: [Substring] = []
        var full = path
        if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
            full = String(cString: current) + "/" + path
            free(current)
        }
        for part in full.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// A path for a file of this process alone, in the folder that the system has for such.
    package static func temporaryPath(_ suffix: String) -> String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        return folder + "/deep-emotion-\(getpid())-\(UInt32.random(in: 0...UInt32.max))" + suffix
    }

    /// The names in a folder, in no order.
    package static func entries(of path: String) throws(FileError) -> [String] {
        guard let folder = opendir(path) else { throw FileError(path: path, operation: "read", code: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The folder at `path` and those above it that are not there, the deepest first.
    package static func missingFolders(_ path: String) -> [String] {
        exists(path) ? [] : [path] + missingFolders(parent(of: path))
    }

    /// Removes those folders that are empty, the deepest first; the others stay.
    package static func removeEmpty(_ folders: [String]) { for folder in folders { rmdir(folder) } }

    /// Writes a new file and waits until the disk has it.
    private func create(_ path: String, with bytes: [UInt8]) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, operation: "write", code: errno) }
        defer { _ = close(descriptor) }
        try write(bytes, to: descriptor, of: path)
        guard fsync(descriptor) == 0 else { throw FileError(path: path, operation: "write", code: errno) }
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32, of path: String) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { SystemCalls.write(descriptor, $0 + done, bytes.count - done) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError(path: path, operation: "write", code: count < 0 ? errno : EIO) }
            done += count
        }
    }

    /// Makes a rename or a new name last; some file systems have no such thing for folders, which is no fault.
    private func synchronise(folder: String) throws(FileError) {
        let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EBADF || errno == ENOTSUP else {
            throw FileError(path: folder, operation: "write", code: errno)
        }
    }
}
