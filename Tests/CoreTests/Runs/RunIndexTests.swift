@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// What a runs folder's table says of runs in every state.
@Suite struct RunIndexTests {
    @Test func everyStateIsTold() throws {
        let runs = try RunsFolder()
        try runs.write("finished", accuracies: [30, 50], end: RunsFolder.finish(0.5, epochs: 2))
        try runs.write("stopped", accuracies: [30], end: RunsFolder.stop(.interrupt))
        try runs.write("crashed", accuracies: [30, 40, 35])
        try runs.folder.write("runs/bad/run.json", "{")
        try Disk().makeFolder(runs.path + "/empty")
        try runs.folder.write("runs/readme.txt", "no run")
        let held = try runs.write("held", accuracies: [10])
        let lock = try #require(try RunLock(held))
        let found = try RunIndex(runs.path).runs()
        #expect(
            Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.standing) }) == [
                "finished": .finished, "stopped": .stopped, "crashed": .crashed, "bad": .unreadable, "empty": .unreadable, "held": .training,
            ])
        withExtendedLifetime(lock) {}
        let finished = try #require(found.first { $0.name == "finished" })
        #expect(finished.bestAccuracy == 0.5 && finished.bestEpoch == 1 && finished.epochs == 2 && finished.seconds == 75)
        #expect(finished.network == "paper" && finished.dataName == "fer2013.csv" && finished.epochsAsked == 9)
        #expect(found.first { $0.name == "stopped" }?.reason == "by ctrl-c")
        #expect(found.first { $0.name == "crashed" }?.reason == "its process died after epoch 3")
        #expect(found.first { $0.name == "bad" }?.reason?.contains("bad/run.json: no run.json") == true)
        #expect(found.first { $0.name == "empty" }?.reason == "no run: there is no run.json")
    }

    @Test func aTrainerThatDiesIsCrashedAtOnce() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        let index = RunIndex(runs.path)
        var lock = try RunLock(path)
        #expect(lock != nil)
        #expect(try index.runs().first?.standing == .training)
        lock = nil
        #expect(try index.runs().first?.standing == .crashed)
    }

    @Test func aPausedTrainerSaysSo() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        let lock = try RunLock(path)
        try RunStatus(
            phase: .paused, epoch: 5, step: 2, stepsPerEpoch: 8, imagesPerSecond: 77, learningRate: 0.1, secondsRemaining: nil
        ).publish(in: path)
        let run = try #require(try runs.run("a"))
        #expect(run.standing == .paused && run.imagesPerSecond == 77 && run.epochs == 4)
        withExtendedLifetime(lock) {}
    }

    /// As on NFS.
    @Test func whereThereAreNoLocksTheTimeTells() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        #expect(!RunStamp(path, lock: .unknown).isHeld(now: RunIndex.now))
        try RunStatus(
            phase: .training, epoch: 5, step: 2, stepsPerEpoch: 8, imagesPerSecond: 77, learningRate: 0.1, secondsRemaining: nil
        ).publish(in: path)
        let stamp = RunStamp(path, lock: .unknown)
        #expect(stamp.isHeld(now: RunIndex.now) && !stamp.isHeld(now: RunIndex.now + 20))
        #expect(!RunStamp(path, lock: .free).isHeld(now: RunIndex.now), "what a trainer left that died")
        #expect(RunLock.state(of: path + "/none") == .unknown)
    }

    @Test func theBestIsReadFromItsCheckpointWhereThereIsNoEnd() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [60, 20], end: RunsFolder.stop(.user))
        var file = Safetensors()
        file.metadata = ["epoch": "1", "validationAccuracy": "0.6"]
        try Disk().replace(path + "/best.safetensors", with: file.encoded())
        let run = try #require(try runs.run("a"))
        #expect(run.bestAccuracy == 0.6 && run.bestEpoch == 1 && run.epochs == 2)
    }

    @Test func linesBehindTheLastEpochAreNoObstacle() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [60])
        let warning = TrainingWarning(kind: .plateau, epoch: 1, message: String(repeating: "long ", count: 8000))
        try Disk().append(Array((RunEvent.warning(warning).jsonLine + "\n{\"event\":\"ep").utf8), to: path + "/metrics.jsonl")
        #expect(try runs.run("a")?.epochs == 1)
    }

    @Test func whatHasNotChangedIsKeptAndWhatHasIsReadAgain() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        let index = RunIndex(runs.path + "/")
        let first = try index.runs()
        #expect(try index.runs() == first)
        #expect(first.first?.path == path)
        try Disk().append(Array((RunEvent.epoch(RunsFolder.record(2, accuracy: 20)).jsonLine + "\n").utf8), to: path + "/metrics.jsonl")
        #expect(try index.runs().first?.epochs == 2)
        try RunRemoval.remove(path)
        #expect(try index.runs() == [])
    }

    @Test func aFolderThatIsNotThereHasNoRuns() throws {
        let folder = try TemporaryFolder()
        #expect(try RunIndex(folder.path + "/none").runs() == [])
        let file = try folder.write("file", "x")
        #expect(throws: FileError.self) { try RunIndex(file).runs() }
    }

    @Test func notesAreKeptBesideTheRun() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        var note = RunNote()
        (note.text, note.isStarred) = ("the one", true)
        try note.write(in: path)
        #expect(try runs.run("a")?.note == note)
        try RunNote().write(in: path)
        #expect(!Disk.exists(path + "/note.json"))
        try runs.folder.write("runs/a/note.json", "broken")
        #expect(try runs.run("a")?.note == RunNote())
    }

    @Test func aRunThatIsTrainedIsNotDeletedNorWhatIsNoRun() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10])
        let lock = try RunLock(path)
        #expect(throws: ResumeError.beingTrained(path: path)) { try RunRemoval.remove(path) }
        withExtendedLifetime(lock) {}
        try runs.folder.write("runs/pictures/cat.png", "x")
        #expect(throws: ResumeError.self) { try RunRemoval.remove(runs.path + "/pictures") }
        #expect(Disk.exists(path) && Disk.exists(runs.path + "/pictures/cat.png"))
    }

    /// Looking whether a run is free must not keep its trainer out.
    @Test func whoLooksKeepsNobodyOut() throws {
        let folder = try TemporaryFolder()
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY)
        flock(descriptor, LOCK_SH)
        let other = try spawnThread {
            usleep(15_000)
            close(descriptor)
        }
        #expect(try RunLock(folder.path) != nil)
        pthread_join(other, nil)
        #expect(RunLock.state(of: folder.path) == .free)
    }
}
