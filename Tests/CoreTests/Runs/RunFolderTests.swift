@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

@Suite struct RunFolderTests {
    @Test func namesNeverCollide() throws {
        let folder = try TemporaryFolder()
        let configuration = TestRun.configuration(in: folder, name: nil)
        let paths = try (0..<20).map { _ in try RunFolder(in: configuration, files: Disk()).path }
        #expect(Set(paths).count == 20)
        for path in paths { #expect(Folder.isFolder(path)) }
    }

    /// Twelve at once, as several processes would.
    @Test func namesDoNotCollideWhenManyStartTogether() throws {
        let folder = try TemporaryFolder()
        let configuration = TestRun.configuration(in: folder, name: nil)
        ParallelLoop.run(count: 12, threads: 12) { _ in _ = try? RunFolder(in: configuration, files: Disk()) }
        #expect(try Folder.entries(of: folder.path + "/runs").count == 12)
    }

    @Test func theNameSaysWhenAndWhat() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder, name: nil)
        configuration.data = "/some where/Fer 2013.csv"
        let name = try #require(try RunFolder(in: configuration, files: Disk()).path.split(separator: "/").last)
        #expect(name.wholeMatch(of: /\d{4}-\d\d-\d\d-\d{6}-baseline-Fer-2013/) != nil, "\(name)")
    }

    @Test func aTakenNameIsRefusedBeforeAndAfterLoading() throws {
        let folder = try TemporaryFolder()
        let configuration = TestRun.configuration(in: folder, name: "mine")
        try RunFolder.check(configuration)
        let path = try RunFolder(in: configuration, files: Disk()).path
        #expect(path == folder.path + "/runs/mine")
        try folder.write("runs/mine/run.json", "{}")
        #expect(throws: RunError.nameTaken(path: path)) { try RunFolder.check(configuration) }
        #expect(throws: RunError.nameTaken(path: path)) { try RunFolder(in: configuration, files: Disk()) }
        #expect(throws: RunError.nameTaken(path: path)) { try RunFolder(in: configuration, files: LateDisk()) }
    }

    /// One process makes the folder and is killed before it has written run.json: there is nothing to take up, and the name is free.
    @Test func aFolderThatWasNeverBegunIsTaken() throws {
        let folder = try TemporaryFolder()
        let configuration = TestRun.configuration(in: folder, name: "mine")
        let path = folder.path + "/runs/mine"
        try folder.write("runs/mine/run.json.tmp-17", "{")
        try RunFolder.check(configuration)
        do {
            let first = try RunFolder(in: configuration, files: Disk())
            #expect(first.path == path && TemporaryFolder.names(path) == [])
            #expect(throws: RunError.nameTaken(path: path), "the first one holds it") { try RunFolder(in: configuration, files: Disk()) }
            withExtendedLifetime(first) {}
        }
        // A person's own file is nobody's remains, whatever it is called.
        try folder.write("runs/mine/notes.tmp-1", "mine")
        #expect(throws: RunError.nameTaken(path: path)) { try RunFolder.check(configuration) }
        #expect(throws: RunError.nameTaken(path: path)) { try RunFolder(in: configuration, files: Disk()) }
        #expect(TemporaryFolder.names(path) == ["notes.tmp-1"])
    }

    /// Sees nothing before it is too late: another process was faster.
    private struct LateDisk: FileStore {
        func makeFolder(_ path: String) throws(FileError) { throw FileError(path: path, operation: "make the folder", code: EEXIST) }
        func replace(_ path: String, with bytes: [UInt8]) throws(FileError) {}
        func append(_ bytes: [UInt8], to path: String) throws(FileError) {}
        func remove(_ path: String) throws(FileError) {}
    }

    @Test func aSlashBehindTheRunsFolderIsNoMatter() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder, name: "mine")
        configuration.runsFolder = folder.path + "/deep/er/"
        #expect(try RunFolder(in: configuration, files: Disk()).path == folder.path + "/deep/er/mine")
    }

    @Test func removingARunTakesTheFoldersAlongThatWereMadeForIt() throws {
        let folder = try TemporaryFolder()
        try Disk().makeFolder(folder.path + "/old")
        for runs in ["/old", "/old/new/er", "/new"] {
            var configuration = TestRun.configuration(in: folder, name: "mine")
            configuration.runsFolder = folder.path + runs
            try RunFolder(in: configuration, files: Disk()).remove()
            #expect(TemporaryFolder.names(folder.path) == ["old"])
        }
        var configuration = TestRun.configuration(in: folder, name: "first")
        configuration.runsFolder = folder.path + "/new"
        let first = try RunFolder(in: configuration, files: Disk())
        configuration.name = "second"
        _ = try RunFolder(in: configuration, files: Disk())
        try first.remove()
        #expect(TemporaryFolder.names(folder.path) == ["new", "new/second", "old"])
    }

    @Test func aRunsFolderThatCannotBeWrittenIsSaidSo() throws {
        let folder = try TemporaryFolder()
        for runs in ["/proc/deep-emotion", folder.path + "/file/runs"] {
            try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
            var configuration = TestRun.configuration(in: folder, name: "mine")
            configuration.runsFolder = runs
            let error = #expect(throws: RunError.self) { try RunFolder(in: configuration, files: Disk()) }
            guard case .file(let file) = error else { throw error ?? .nameTaken(path: runs) }
            #expect(!file.isFull)
            #expect(file.description.contains("cannot make the folder"))
        }
        #expect(TemporaryFolder.names(folder.path) == ["file"])
    }
}
