@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// A run seen through its folder, and what is asked of its trainer there.
@Suite struct AttachedRunTests {
    private static func configuration(in folder: TemporaryFolder, epochs: Int) throws -> RunConfiguration {
        var configuration = TestRun.configuration(in: folder)
        configuration.data = try SyntheticFaces.writeTable(training: 64, validation: 420, into: folder)
        configuration.hyperparameters.limit = 64
        configuration.hyperparameters.epochs = epochs
        return configuration
    }

    /// Waits up to ten seconds.
    private static func wait(_ isSo: () -> Bool) -> Bool {
        for _ in 0..<1000 {
            if isSo() { return true }
            usleep(10_000)
        }
        return false
    }

    @Test func aFinishedRunLooksAsItsTrainerSawIt() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        var view = RunFolderReader(run.path)
        let seen = view.look()
        #expect(seen.phase == .ended(run.outcome))
        #expect(seen.epochs == run.snapshot.epochs && seen.best == run.snapshot.best)
        #expect(seen.followed == run.snapshot.followed)
        #expect(seen.stepLoss.count == 9 && seen.stepLoss.buckets.map { Float($0.mean) } == run.snapshot.stepLoss.buckets.map { Float($0.mean) })
        #expect(seen.stepAccuracy.buckets.map { Float($0.maximum) } == run.snapshot.stepAccuracy.buckets.map { Float($0.maximum) })
        #expect(seen.classNames == run.snapshot.classNames && seen.dataName == run.snapshot.dataName && seen.rule == run.snapshot.rule)
        #expect(seen.majorityShare == run.snapshot.majorityShare && seen.stepsPerEpoch == 3 && seen.savedEpoch == 3)
        #expect(seen.parameterCount == run.snapshot.parameterCount && seen.trainingCount == run.snapshot.trainingCount)
    }

    @Test func withoutItsStepsARunHasAValueAnEpoch() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        try Disk().remove(run.path + "/resume.safetensors")
        var view = RunFolderReader(run.path)
        #expect(view.look().stepLoss.buckets.map(\.mean) == run.epochs.map(\.train.loss))
        try Disk().replace(run.path + "/faces.jsonl", with: Array("no face\n".utf8))
        #expect(view.look().followed == [])
    }

    /// Charts and tables count on what they are given: what no run can have written is left out.
    @Test func whatNoRunWritesIsNotShown() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10, 30])
        let file = path + "/metrics.jsonl"
        func line(_ change: (inout EpochRecord) -> Void) -> String {
            var record = RunsFolder.record(3, accuracy: 20)
            change(&record)
            return RunEvent.epoch(record).jsonLine + "\n"
        }
        let impossible = [
            line { $0.epoch = .min }, line { $0.epoch = 0 }, line { $0.validation.recall = [0.3] }, line { $0.validation.confusion[1] = [] },
            line { $0.validation.confusion[0][0] = .max }, line { $0.validation.confusion[0][0] = -1 },
            // Of a network of other classes.
            line { $0.validation = ValidationScore(confusion: [[1, 2], [3, 4]], lossSum: 1) },
        ]
        try Disk().append(Array((impossible + [line { _ in }]).joined().utf8), to: file)
        var view = RunFolderReader(path)
        #expect(view.look().epochs.map(\.epoch) == [1, 2, 3])
        let pixels = String(repeating: "7f", count: FaceSet.pixelsPerFace)
        let faces = [0, 7, -1].map { FollowedLine.Face(index: $0 + 1, label: $0, pixels: pixels) }
        let sayings = [7, 3].map { FollowedLine.Saying(index: 1, theta: .identity, probabilities: [Float](repeating: 0.1, count: $0)) }
        let lines = [0, .min].map { FollowedLine(epoch: $0, faces: $0 == 0 ? faces : nil, sayings: sayings) }
        try Disk().replace(path + "/faces.jsonl", with: Array(lines.map { JSONText.line($0) + "\n" }.joined().utf8))
        #expect(view.look().followed.map(\.index) == [1] && view.look().followed[0].history.count == 1)
        let text = String(decoding: try Disk.read(path + "/run.json"), as: UTF8.self)
        for (was, now) in [("\"batchSize\" : 64", "\"batchSize\" : 0"), ("\"train\" : ", "\"train\" : 9223372036854775807, \"was\" : ")] {
            #expect(text.contains(was))
            try Disk().replace(path + "/run.json", with: Array(text.replacing(was, with: now).utf8))
            var spoilt = RunFolderReader(path)
            guard case .ended(.failed) = spoilt.look().phase else {
                Issue.record("\(now): \(spoilt.look().phase)")
                continue
            }
        }
    }

    @Test func whatIsAppendedIsReadAndWhatIsReplacedReadAnew() throws {
        let runs = try RunsFolder()
        let path = try runs.write("a", accuracies: [10, 30])
        var view = RunFolderReader(path)
        #expect(view.look().epochs.count == 2)
        let line = RunEvent.epoch(RunsFolder.record(3, accuracy: 20)).jsonLine
        try Disk().append(Array(line.utf8), to: path + "/metrics.jsonl")
        #expect(view.look().epochs.count == 2, "half a line counts for nothing")
        try Disk().append(Array("\n".utf8), to: path + "/metrics.jsonl")
        #expect(view.look().epochs.count == 3 && view.look().best?.epoch == 2)
        guard case .ended(.crashed(3, _, _)) = view.look().phase else {
            Issue.record("\(view.look().phase)")
            return
        }
        try Disk().replace(path + "/metrics.jsonl", with: Array((RunEvent.epoch(RunsFolder.record(1, accuracy: 9)).jsonLine + "\n").utf8))
        #expect(view.look().epochs.map(\.epoch) == [1] && view.look().best?.epoch == 1)
    }

    @Test func whereThereIsNoRunItSaysSo() throws {
        let folder = try TemporaryFolder()
        var view = RunFolderReader(folder.path)
        guard case .ended(.failed(let message, _)) = view.look().phase else {
            Issue.record("\(view.look().phase)")
            return
        }
        #expect(message.contains("run.json"))
    }

    @Test func aRunIsPausedChangedAndStoppedThroughItsFolder() throws {
        let folder = try TemporaryFolder()
        let configuration = try Self.configuration(in: folder, epochs: 100_000)
        let session = TrainingSession(configuration: configuration)
        #expect(Self.wait { session.snapshot().epochs.count > 1 })
        let path = try #require(session.snapshot().runFolder)
        let attached = AttachedRun(path, configuration: configuration)
        attached.pause()
        #expect(Self.wait { session.snapshot().phase == .paused })
        #expect(Self.wait { attached.snapshot().phase == .paused })
        attached.setLearningRate(-3)
        #expect(Self.wait { attached.snapshot().refusal?.contains("--learning-rate") == true })
        attached.setLearningRate(0.007)
        #expect(Self.wait { session.snapshot().changes.last?.learningRate == 0.007 })
        attached.resume()
        #expect(Self.wait { session.snapshot().phase == .training || session.snapshot().phase == .validating })
        #expect(Self.wait { attached.snapshot().changes.last?.learningRate == 0.007 && attached.snapshot().refusal == nil })
        attached.stop(.afterEpoch)
        session.wait()
        #expect(Self.wait { attached.snapshot().hasEnded })
        guard case .ended(.stopped(.user, _, _, _, nil)) = attached.snapshot().phase else {
            Issue.record("\(attached.snapshot().phase)")
            return
        }
        // Nothing is left of what was said and asked.
        #expect(!Disk.exists(path + "/status.json") && !Disk.exists(path + "/control"))
        #expect(try RunIndex(folder.path + "/runs").runs().first?.standing == .stopped)
    }

    @Test func whatWasAskedOfATrainerBeforeIsForgotten() throws {
        let folder = try TemporaryFolder()
        let configuration = try Self.configuration(in: folder, epochs: 100_000)
        let first = TrainingSession(configuration: configuration)
        #expect(Self.wait { first.snapshot().epochs.count > 0 })
        first.stop(.now(.user))
        first.wait()
        let path = try #require(first.snapshot().runFolder)
        let before = first.snapshot().epochs.count
        try RunControl(of: path).post(.stopNow)
        let session = TrainingSession(resuming: try ResumableRun(path, runsFolder: "runs"))
        #expect(Self.wait { session.snapshot().epochs.count > before && Disk.exists(path + "/status.json") })
        #expect(!session.snapshot().hasEnded)
        session.stop(.discard)
        session.wait()
        #expect(session.snapshot().phase == .ended(.discarded) && !Disk.exists(path))
    }

    @Test func requestsComeInOrderAndOthersAreNotRead() throws {
        let folder = try TemporaryFolder()
        let control = RunControl(of: folder.path)
        #expect(control.take() == [])
        for request in [RunRequest.pause, .resume, .learningRate(0.01), .stopAfterEpoch, .stopNow] { try control.post(request) }
        #expect(control.take() == [.pause, .resume, .learningRate(0.01), .stopAfterEpoch, .stopNow])
        #expect(control.take() == [])
        try folder.write("control/1.json", "{\"request\":\"dance\"}")
        try folder.write("secret", "{\"request\":\"stopNow\"}")
        symlink(folder.path + "/secret", folder.path + "/control/2.json")
        mkfifo(folder.path + "/control/3.json", 0o600)
        #expect(control.take() == [nil, nil, nil])
        #expect(Disk.exists(folder.path + "/secret"))
        // A folder that others may write into is nobody's voice.
        chmod(folder.path + "/control", 0o777)
        #expect(throws: FileError.self) { try control.post(.pause) }
        try folder.write("control/4.json", "{\"request\":\"stopNow\"}")
        #expect(control.take() == [])
        control.close()
        #expect(Disk.exists(folder.path + "/control"))
    }

    @Test func curvesAndCheckpointsAreRead() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.keepEvery = 2
        let run = try TestRun(configuration)
        #expect(RunCurve(reading: run.path).points.map(\.accuracy) == run.epochs.map(\.validation.accuracy))
        #expect(RunCurve(reading: folder.path).points.isEmpty)
        let kept = KeptCheckpoint.all(in: run.path)
        #expect(kept.map(\.title) == ["best", "last", "epoch 2"] && kept.map(\.epoch) == [run.snapshot.best?.epoch, 3, 2])
        #expect(KeptCheckpoint.all(in: folder.path) == [])
    }
}
