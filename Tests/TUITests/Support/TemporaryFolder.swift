import Core

/// A folder of a test's own, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/deep-emotion-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: "/tmp", operation: "make the folder", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? Disk().remove(path) }

    /// Writes a file, with the folders that it needs.
    func write(_ name: String, _ text: String) throws {
        if let slash = name.lastIndex(of: "/"), !Disk.exists(path + "/" + name[..<slash]) { try Disk().makeFolder(path + "/" + name[..<slash]) }
        try Disk().replace(path + "/" + name, with: Array(text.utf8))
    }
}
