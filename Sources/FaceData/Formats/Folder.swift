import Platform

/// What lies in a folder.
package enum Folder {
    /// One entry.
    package struct Entry: Sendable, Equatable {
        /// Without the folder.
        package let name: String
        /// Links are followed.
        package let isFolder: Bool
        /// Whether its name begins with a point.
        package var isHidden: Bool { name.hasPrefix(".") }
    }

    /// All entries in natural order, hidden ones only where they are asked for.
    ///
    /// - Throws: `DatasetError.missing` or `.unreadable`.
    package static func entries(of path: String, includesHidden: Bool = false) throws(DatasetError) -> [Entry] {
        guard let folder = opendir(path) else { throw .refused(path, errno) }
        defer { closedir(folder) }
        var entries: [Entry] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } }
            guard includesHidden ? name != "." && name != ".." : !name.hasPrefix(".") else { continue }
            let isFolder =
                switch Int32(entry.pointee.d_type) {
                case Int32(DT_DIR): true
                case Int32(DT_REG): false
                default: Self.isFolder(path + "/" + name)
                }
            entries.append(Entry(name: name, isFolder: isFolder))
        }
        return entries.sorted { NaturalOrder.isBefore($0.name, $1.name) }
    }

    /// Whether `path` names a folder, links followed.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// `path` without the folder `base` in front, if it stands there.
    static func relative(_ path: String, to base: String) -> String {
        let prefix = base.hasSuffix("/") ? base : base + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }

    /// Refuses what is not there or cannot be looked at, links followed.
    ///
    /// - Throws: `DatasetError.missing` or `.unreadable`.
    package static func check(_ path: String) throws(DatasetError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .refused(path, errno) }
    }
}

extension DatasetError {
    /// What the system says by `code` of a path that was to be read.
    static func refused(_ path: String, _ code: Int32) -> DatasetError {
        code == ENOENT || code == ENOTDIR ? .missing(path: path) : .unreadable(path: path, reason: String(cString: strerror(code)))
    }
}

/// The order in which people count: runs of digits compare as numbers, `9.png` before `10.png`.
enum NaturalOrder {
    /// Whether `left` comes first; equal numbers with more zeros in front come later, then plain byte order decides.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        // A folder of images is sorted by some twenty comparisons a name: none of them may allocate.
        var (left, right) = (left, right)
        return left.withUTF8 { left in right.withUTF8 { isBefore(left, $0) } }
    }

    private static func isBefore(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        var (a, b) = (0, 0)
        while a < left.count, b < right.count {
            if isDigit(left[a]), isDigit(right[b]) {
                let (numberA, numberB) = (takeNumber(left, &a), takeNumber(right, &b))
                if numberA.count != numberB.count { return numberA.count < numberB.count }
                for (digitA, digitB) in zip(left[numberA], right[numberB]) where digitA != digitB { return digitA < digitB }
            } else {
                if left[a] != right[b] { return left[a] < right[b] }
                a += 1
                b += 1
            }
        }
        let (isAtEnd, isOtherAtEnd) = (a == left.count, b == right.count)
        return isAtEnd != isOtherAtEnd ? isAtEnd : left.lexicographicallyPrecedes(right)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// Passes over the digits at `position` and returns where those without the zeros in front lie.
    private static func takeNumber(_ text: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Range<Int> {
        while position < text.count, text[position] == 48 { position += 1 }
        let start = position
        while position < text.count, isDigit(text[position]) { position += 1 }
        return start..<position
    }
}
