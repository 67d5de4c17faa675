@testable import FaceData
@testable import Platform
@testable import Engine
import TestSupport
import Testing

@testable import Core

/// A run that is interrupted anywhere and taken up again comes to what it comes to in one go, bit for bit.
@Suite struct ResumeTests {
    /// 3 epochs of 3 steps, the last step smaller.
    static let dataset = SyntheticFaces.dataset(training: 40, validation: 17)

    static func configuration(in folder: TemporaryFolder) -> RunConfiguration {
        var configuration = TestRun.configuration(in: folder)
        configuration.hyperparameters.batchSize = 16
        configuration.keepEvery = 2
        return configuration
    }

    static let inOneGo = Result {
        let folder = try TemporaryFolder()
        return try RunResult(TestRun(configuration(in: folder), dataset: dataset).path)
    }

    @Test(arguments: 1...3, 0...2)
    func stoppedBeforeAnyStepItGoesOnAsIfNothingHadBeen(epoch: Int, step: Int) throws {
        let folder = try TemporaryFolder()
        let first = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: epoch, step: step))
        #expect(first.outcome == .stopped(reason: .interrupt, epoch: epoch, step: step, checkpoint: first.path + "/last.safetensors", message: nil))
        // Other numbers of threads give the same bits.
        let second = try TestRun(resuming: first.path, dataset: Self.dataset, change: { $0.threads = step + 1 })
        guard case .start(let start)? = second.events.first else { throw Failure.noStart }
        #expect(start.resumed == Resumption(epoch: epoch, step: step))
        #expect(second.events.map(\.kind) == ["start"] + [String](repeating: "epoch", count: 4 - epoch) + ["finished"])
        #expect(try RunResult(second.path) == Self.inOneGo.get())
        #expect(second.snapshot.epochs.map(\.epoch) == [1, 2, 3])
        #expect(second.snapshot.stepLoss.count == 9)
    }

    /// What is drawn for a face follows from its place, whatever was trained before in the same process.
    @Test func augmentedFacesGoOnWithTheSameDraws() throws {
        let folder = try TemporaryFolder()
        var configuration = Self.configuration(in: folder)
        configuration.hyperparameters.augmentation = Augmentation.everyKind
        configuration.name = "whole"
        let whole = try TestRun(configuration, dataset: Self.dataset)
        configuration.name = "parts"
        let first = try TestRun(configuration, dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 1))
        let second = try TestRun(resuming: first.path, dataset: Self.dataset, change: { $0.threads = 3 })
        let (expected, found) = (try RunResult(whole.path), try RunResult(second.path))
        #expect(found == expected)
        #expect(try found != Self.inOneGo.get(), "they are augmented")
    }

    @Test func stoppedBeforeEveryStepItStillComesToTheSame() throws {
        let folder = try TemporaryFolder()
        var run = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 1, step: 0))
        for position in 1..<9 {
            run = try TestRun(resuming: run.path, dataset: Self.dataset, stopBefore: .init(epoch: position / 3 + 1, step: position % 3))
            #expect(run.stop?.step == position % 3)
        }
        run = try TestRun(resuming: run.path, dataset: Self.dataset)
        #expect(try RunResult(run.path) == Self.inOneGo.get())
        // How each sitting had ended stands in run.json, since metrics.jsonl reads as if there had been one.
        let sittings = try #require(RunFolder(existing: run.path, files: Disk()).record?.sittings)
        #expect(sittings.map(\.epoch) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect(sittings.allSatisfy { $0.before?.reason == .interrupt && $0.changes == [] })
    }

    /// Killed in any of its writes, half of what was to be written is there.
    @Test func killedInAnyWriteItComesToTheSame() throws {
        var (hasFinished, startedOver, goneOn, writes) = (false, 0, 0, 0)
        while !hasFinished {
            let folder = try TemporaryFolder()
            defer { writes += 1 }
            let killed: TestRun
            do throws(any Error) {
                killed = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, files: CrashingDisk(afterWrites: writes))
            } catch {
                #expect(writes == 0 && TemporaryFolder.names(folder.path) == [], "\(error)")
                continue
            }
            if case .finished = killed.outcome { hasFinished = true }
            guard TemporaryFolder.names(killed.path).contains("run.json") else {
                #expect(writes == 1)
                #expect(throws: ResumeError.noRun(name: killed.path, runsFolder: "runs")) { try TestRun(resuming: killed.path) }
                try RunFolder.check(Self.configuration(in: folder))
                let again = try TestRun(Self.configuration(in: folder), dataset: Self.dataset)
                #expect(try again.path == killed.path && RunResult(again.path) == Self.inOneGo.get())
                continue
            }
            let found = try ResumableRun(killed.path, runsFolder: "runs", files: Disk())
            if found.startsOver { startedOver += 1 } else { goneOn += 1 }
            #expect((found.nothingLeft != nil) == hasFinished)
            try #require(!hasFinished || found.nothingLeft?.hasSuffix("--resume \(killed.path) --epochs 6") == true)
        }
        #expect(startedOver > 5 && goneOn > 10, "\(startedOver) \(goneOn)")
    }

    @Test(arguments: 2...24)
    func killedInAWriteItComesToTheSame(write: Int) throws {
        let folder = try TemporaryFolder()
        let killed = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, files: CrashingDisk(afterWrites: write))
        // Killed again while it is taken up.
        _ = try TestRun(resuming: killed.path, dataset: Self.dataset, files: CrashingDisk(afterWrites: write % 7))
        let run = try TestRun(resuming: killed.path, dataset: Self.dataset)
        #expect(try RunResult(run.path) == Self.inOneGo.get())
    }

    /// A process that was killed cannot take its status back; whoever takes its run up may be done before it has said anything itself.
    @Test(arguments: [true, false])
    func theStatusOfAKilledProcessGoes(hasCheckpoint: Bool) throws {
        let folder = try TemporaryFolder()
        let first = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 1))
        try Disk().replace(first.path + "/status.json", with: Array("{}".utf8))
        if !hasCheckpoint { try Disk().remove(first.path + "/resume.safetensors") }
        #expect(try TestRun(resuming: first.path, dataset: Self.dataset).events.last?.kind == "finished")
        #expect(!TemporaryFolder.names(first.path).contains("status.json"))
    }

    /// `resume.safetensors` is complete in itself.
    @Test func everyOtherFileCanBeLost() throws {
        let folder = try TemporaryFolder()
        let first = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 3, step: 1))
        for name in TemporaryFolder.names(first.path) where name != "resume.safetensors" && name != "epoch-0002.safetensors" {
            try Disk().remove(first.path + "/" + name)
        }
        let second = try TestRun(resuming: first.path, dataset: Self.dataset)
        #expect(try RunResult(second.path) == Self.inOneGo.get())
        #expect(try ConfigurationFile.read(second.path + "/run.json").hyperparameters == Self.configuration(in: folder).hyperparameters)
    }

    @Test func aRunFollowsTheFacesItFollowed() throws {
        let folder = try TemporaryFolder()
        var configuration = Self.configuration(in: folder)
        configuration.hyperparameters.epochs = 2
        let run = try TestRun(configuration, dataset: Self.dataset)
        let state = try ResumeState(reading: run.path + "/resume.safetensors")
        let followed = FollowedFaces(from: Self.dataset.validation, state.followed)
        #expect(followed.faces == run.snapshot.followed)
        #expect(followed.lines.map { JSONText.line($0) } == (try TemporaryFolder.lines(run.path + "/faces.jsonl").dropLast()))
        // One that joined later.
        var late = state.followed
        late.append(.init(index: 16, history: [late[0].history[2]]))
        let lines = FollowedFaces(from: Self.dataset.validation, late).lines
        #expect(lines.map { $0.faces?.map(\.index) ?? [] } == [state.followed.map(\.index), [], [16]])
        #expect(lines.map(\.sayings.count) == [state.followed.count, state.followed.count, state.followed.count + 1])
    }

    @Test func aRunIsForOneAtATime() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(Self.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 0)) { event, _ in
            guard case .start(let start) = event else { return }
            #expect(throws: ResumeError.beingTrained(path: start.run)) { try RunFolder(existing: start.run, files: Disk()) }
        }
        do {
            let found = try ResumableRun(run.path, runsFolder: "runs")
            #expect(throws: ResumeError.beingTrained(path: run.path)) { try ResumableRun(run.path, runsFolder: "runs") }
            #expect(found.path == run.path)
        }
        // By its name, too, and free again.
        #expect(try ResumableRun("run", runsFolder: folder.path + "/runs").path == run.path)
    }

    @Test func theCollapseWatchGoesOnCounting() throws {
        var watch = CollapseWatch(trainingCounts: [3, 4], classNames: ["a", "b"])
        #expect(JSONText.read(CollapseWatch.self, from: Array(JSONText.line(watch).utf8)) == watch, "before anything was measured")
        watch.startSpread = 0.004
        let blind = ValidationScore(confusion: [[10, 0], [12, 0]], lossSum: 15)
        for epoch in 1...4 {
            let record = EpochRecord(
                epoch: epoch, train: Score(loss: 0.7, accuracy: 0.5), validation: blind, l2: 0, learningRate: 0.003, seconds: 1, imagesPerSecond: 1,
                meanScale: 1, meanOutside: 0, logitSpread: 1e-6)
            #expect((watch.look(at: record, in: SyntheticEpoch.run()) != nil) == (epoch == 3))
            watch = try #require(JSONText.read(CollapseWatch.self, from: Array(JSONText.line(watch).utf8)))
        }
    }

    private enum Failure: Error { case noStart }
}
