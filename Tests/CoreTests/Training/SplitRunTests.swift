@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

/// A run's split on disk, and classes other than seven.
@Suite struct SplitRunTests {
    private static func configuration(in folder: TemporaryFolder, _ name: String) -> RunConfiguration {
        var configuration = TestRun.configuration(in: folder, name: name)
        configuration.hyperparameters.epochs = 1
        return configuration
    }

    private static func train(_ configuration: RunConfiguration) -> RunOutcome? {
        let session = TrainingSession(configuration: configuration)
        session.wait()
        guard case .ended(let outcome) = session.snapshot().phase else { return nil }
        return outcome
    }

    @Test func aRunKeepsItsSplitAndAnotherRepeatsIt() throws {
        let folder = try TemporaryFolder()
        try folder.write("data/train.csv", "emotion,pixels\n" + (0..<70).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        var configuration = Self.configuration(in: folder, "first")
        configuration.data = folder.path + "/data"
        configuration.split.rule = .random
        configuration.split.seed = 77
        guard case .finished? = Self.train(configuration) else { throw Failure.notFinished }
        let manifest = folder.path + "/runs/first/split.csv"
        #expect(try TemporaryFolder.lines(manifest).count == 72)
        configuration.name = "second"
        configuration.split = SplitRequest()
        configuration.split.manifest = manifest
        guard case .finished? = Self.train(configuration) else { throw Failure.notFinished }
        func last(_ run: String) throws -> [UInt8] { try TemporaryFolder.bytes(folder.path + "/runs/\(run)/last.safetensors") }
        #expect(try last("first") == last("second"))
        #expect(try TemporaryFolder.bytes(folder.path + "/runs/second/split.csv") == TemporaryFolder.bytes(manifest))
        // Its settings repeat it once more, and it goes on even without the manifest that it was begun with.
        let read = try ConfigurationFile.read(folder.path + "/runs/second/run.json")
        #expect(read.split.manifest == manifest)
        try Disk().remove(folder.path + "/runs/first")
        var found = try ResumableRun(folder.path + "/runs/second", runsFolder: "runs")
        var longer = found.configuration
        longer.hyperparameters.epochs = 2
        try found.change(to: longer)
        let session = TrainingSession(resuming: found)
        session.wait()
        guard case .ended(.finished) = session.snapshot().phase else {
            Issue.record("\(session.snapshot().phase)")
            return
        }
        longer.split.rule = .subject
        longer.split.manifest = nil
        #expect(throws: ResumeError.self) { try found.change(to: longer) }
    }

    private enum Failure: Error { case notFinished }

    /// Head, tables and what was noticed follow the classes, from two to as many as the engine is made for.
    @Test(arguments: [2, 6, 8, 16])
    func theNetworkHasAsManyOutputsAsThereAreClasses(count: Int) throws {
        let folder = try TemporaryFolder()
        var configuration = Self.configuration(in: folder, "run")
        configuration.hyperparameters.classWeights = .balanced
        let names = (0..<count).map { "class \($0)" }
        let dataset = SyntheticFaces.dataset(training: 48, validation: 32, classNames: names)
        let run = try TestRun(configuration, dataset: dataset)
        guard case .finished = run.outcome else {
            Issue.record("\(run.outcome)")
            return
        }
        #expect(run.epochs[0].validation.confusion.count == count && run.epochs[0].validation.recall.count == count)
        #expect(run.snapshot.classNames == names)
        let again = try TestRun(resuming: run.path, dataset: dataset, change: { $0.hyperparameters.epochs = 2 })
        #expect(again.epochs.map(\.epoch) == [2])
    }

    @Test func settingsOfAVersionBeforeMeanWhatTheyMeant() throws {
        let configuration = RunConfiguration(preset: .baseline, data: "/d")
        var object = try TestRun.object(JSONText.line(configuration))
        object.removeValue(forKey: "split")
        object.removeValue(forKey: "votes")
        let old = try JSONSerialization.data(withJSONObject: object)
        #expect(JSONText.read(RunConfiguration.self, from: [UInt8](old)) == configuration)
        object["split"] = ["rule": "subject"]
        let partly = try JSONSerialization.data(withJSONObject: object)
        #expect(JSONText.read(RunConfiguration.self, from: [UInt8](partly))?.split.rule == .subject)
    }

    @Test func softTargetsTrain() throws {
        let folder = try TemporaryFolder()
        let hard = SyntheticFaces.dataset(training: 48, validation: 32)
        func dataset(_ share: Float) -> Dataset {
            let targets = hard.training.labels.flatMap { label in (0..<7).map { $0 == Int(label) ? 1 - share : share / 6 } }
            let soft = FaceSet(pixels: hard.training.pixels, labels: hard.training.labels, targets: targets)
            return Dataset(training: soft, validation: hard.validation, rule: .stratified, layout: "soft", location: "/soft")
        }
        let (one, two) = (
            try TestRun(Self.configuration(in: folder, "a"), dataset: dataset(0)),
            try TestRun(Self.configuration(in: folder, "b"), dataset: dataset(0.4))
        )
        let plain = try TestRun(Self.configuration(in: folder, "c"), dataset: hard)
        // Shares that are all of one class are that class, but for the last digits.
        #expect(abs(one.epochs[0].train.loss - plain.epochs[0].train.loss) < 1e-6)
        #expect(abs(two.epochs[0].train.loss - plain.epochs[0].train.loss) > 1e-5)
    }
}
