@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// A disk that fills up at every single write of a run in turn.
@Suite struct FullDiskTests {
    @Test func leavesTheLastGoodCheckpointWholeWhereverItHappens() throws {
        let healthy = FullDisk()
        let whole = try TemporaryFolder()
        _ = try TestRun(TestRun.configuration(in: whole), files: healthy)
        let writes = healthy.writeCount
        // Folder, run.json, first checkpoint, faces, start; per epoch metrics, faces, last, resume and sometimes best; the end.
        #expect(writes >= 5 + 3 * 4 + 1)

        for room in 1..<writes {
            let folder = try TemporaryFolder()
            let run = try TestRun(TestRun.configuration(in: folder), files: FullDisk(afterWrites: room))
            if room < 5 {
                guard case .failed(let message, let isUsage) = run.outcome else {
                    Issue.record("room for \(room): \(run.outcome)")
                    continue
                }
                #expect(message.contains("No space left on device"))
                #expect(!isUsage)
                #expect(run.events == [])
                #expect(TemporaryFolder.names(folder.path) == [], "room for \(room)")
                continue
            }
            guard case .stopped(.diskFull, let epoch, _, let checkpoint, let message) = run.outcome else {
                Issue.record("room for \(room): \(run.outcome)")
                continue
            }
            #expect(checkpoint == run.path + "/last.safetensors")
            #expect(message?.contains("No space left on device") == true)
            // Whoever listens learns the end, though it could not be written.
            #expect(run.events.last?.kind == "stopped")
            let names = TemporaryFolder.names(run.path)
            let whole = ["best.safetensors", "faces.jsonl", "last.safetensors", "metrics.jsonl", "resume.safetensors", "run.json"]
            #expect(Set(names).isSubset(of: whole), "room for \(room)")
            let last = try run.checkpoint("last.safetensors")
            let savedEpoch = try #require(last.metadata["epoch"].flatMap { Int($0) })
            #expect(savedEpoch == epoch - 1 || savedEpoch == epoch)
            let lines = try TemporaryFolder.lines(run.path + "/metrics.jsonl")
            #expect(lines.last == "")
            let objects = try lines.dropLast().map { try TestRun.object($0) }
            #expect(objects.filter { $0["event"] == nil }.isEmpty)
            let accuracies = objects.compactMap { ($0["validation"] as? [String: Any])?["accuracy"] as? Double }
            // Metrics, best, last: each at least as new as the next.
            #expect(accuracies.count >= savedEpoch, "room for \(room)")
            guard savedEpoch > 0 else { continue }
            let best = try run.checkpoint("best.safetensors")
            #expect(best.tensors.map(\.name) == last.tensors.map(\.name))
            let bestEpoch = try #require(best.metadata["epoch"].flatMap { Int($0) })
            let known = accuracies.prefix(savedEpoch)
            let highest = try #require(known.max())
            let first = try #require(known.firstIndex(of: highest))
            #expect(bestEpoch == first + 1 || (bestEpoch == savedEpoch + 1 && accuracies.count > savedEpoch), "room for \(room)")
        }
    }

    @Test func aRunThatCannotHaveAFolderLeavesNone() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: RunError.self) { try RunFolder(in: TestRun.configuration(in: folder), files: FullDisk(afterWrites: 0)) }
        guard case .file(let file) = error else { throw error ?? .nameTaken(path: "") }
        #expect(file.isFull)
        #expect(TemporaryFolder.names(folder.path) == [])
    }
}
