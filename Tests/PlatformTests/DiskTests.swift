@testable import Platform
import TestSupport
import Foundation
import Testing

@Suite struct DiskTests {
    @Test func replacesAsAWholeAndLeavesNoTemporaryFile() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try Disk().replace(path, with: Array("first, and longer".utf8))
        try Disk().replace(path, with: Array("second".utf8))
        #expect(try TemporaryFolder.bytes(path) == Array("second".utf8))
        try Disk().replace(path, with: [])
        #expect(try TemporaryFolder.bytes(path) == [])
        #expect(TemporaryFolder.names(folder.path) == ["file"])
    }

    /// The temporary file's name leads to a device that is always full.
    @Test func aReplacementThatFailsLeavesTheOldContent() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        try Disk().replace(path, with: Array("old".utf8))
        try FileManager.default.createSymbolicLink(atPath: path + ".tmp-\(getpid())", withDestinationPath: "/dev/full")
        let error = #expect(throws: FileError.self) { try Disk().replace(path, with: Array("new".utf8)) }
        #expect(error?.isFull == true && error?.path == path)
        #expect(try TemporaryFolder.bytes(path) == Array("old".utf8))
        #expect(TemporaryFolder.names(folder.path) == ["file"])
    }

    @Test func appendsWholeLines() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/lines"
        for line in ["a\n", "b\n", "c\n"] { try Disk().append(Array(line.utf8), to: path) }
        #expect(try TemporaryFolder.bytes(path) == Array("a\nb\nc\n".utf8))
        let error = #expect(throws: FileError.self) { try Disk().append([1], to: "/dev/full") }
        #expect(error?.isFull == true)
        #expect(error?.description == "/dev/full: cannot write: No space left on device")
    }

    @Test func makesFoldersWithTheirParentsButNotTwice() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/a/b/c"
        try Disk().makeFolder(path)
        var isFolder: ObjCBool = false
        #expect(FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue)
        #expect(throws: FileError(path: path, operation: "make the folder", code: EEXIST)) { try Disk().makeFolder(path) }
    }

    @Test func removesFoldersWithAllThatIsInThemButNotWhatLinksLeadTo() throws {
        let folder = try TemporaryFolder()
        try Disk().makeFolder(folder.path + "/run/inner")
        try Disk().replace(folder.path + "/keep", with: [1])
        try Disk().replace(folder.path + "/run/inner/file", with: [2])
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/run/link", withDestinationPath: folder.path)
        try Disk().remove(folder.path + "/run")
        #expect(TemporaryFolder.names(folder.path) == ["keep"])
        #expect(throws: FileError.self) { try Disk().remove(folder.path + "/run") }
    }

    @Test func readsWhatWasWrittenUpToALimit() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/file"
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        try Disk().replace(path, with: bytes)
        #expect(try Disk.read(path) == bytes)
        #expect(throws: FileError(path: path, operation: "read", code: EFBIG)) { try Disk.read(path, limit: 99_999) }
        #expect(throws: FileError(path: folder.path, operation: "read", code: EISDIR)) { try Disk.read(folder.path) }
        #expect(throws: FileError(path: path + "x", operation: "read", code: ENOENT)) { try Disk.read(path + "x") }
        #expect(try !Disk.readStream("/proc/self/status").isEmpty)
    }

    /// A pipe has no size, and opening one waits for somebody at its other end.
    @Test(.timeLimit(.minutes(1))) func aPipeIsNoFile() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/zero"] {
            let error = #expect(throws: FileError.self) { try Disk.read(path) }
            #expect(error?.description == "\(path): cannot read: it is no ordinary file")
        }
    }

    @Test func aFolderThatCannotBeMadeLeavesNoneAboveIt() throws {
        let folder = try TemporaryFolder()
        try Disk().makeFolder(folder.path + "/old")
        for above in ["/old", "/old/new", "/new/er"] {
            let path = folder.path + above + "/" + String(repeating: "x", count: 300)
            #expect(throws: FileError(path: path, operation: "make the folder", code: ENAMETOOLONG)) { try Disk().makeFolder(path) }
        }
        #expect(TemporaryFolder.names(folder.path) == ["old"])
    }

    @Test func aTildeInFrontIsTheHomeFolder() throws {
        let home = try #require(getenv("HOME").map { String(cString: $0) })
        #expect(Disk.withHome("~") == home)
        #expect(Disk.withHome("~/a b") == home + "/a b")
        for other in ["~a/b", "a/~/b", "./~", "", "/~"] { #expect(Disk.withHome(other) == other) }
    }

    @Test func pathsAreMadeAbsoluteAsText() {
        #expect(Disk.absolute("/a/./b/../c/") == "/a/c")
        #expect(Disk.absolute("/..") == "/")
        #expect(Disk.absolute("x") == FileManager.default.currentDirectoryPath + "/x")
    }
}
