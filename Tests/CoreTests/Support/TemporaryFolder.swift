import Core

/// A folder of a test's own that goes when the test ends.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/deep-emotion-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FileError(path: "/tmp", operation: "make a folder", code: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? Disk().remove(path) }

    /// Writes a file, with the folders above it.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try makeFolders("/" + folder)
        try Disk().replace(file, with: bytes)
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    private func makeFolders(_ folder: String) throws {
        guard !Disk.exists(folder) else { return }
        try Disk().makeFolder(folder)
    }
}
