@testable import Platform
@testable import FaceData
import TestSupport
@testable import Core

/// A runs folder with runs that no trainer made.
struct RunsFolder {
    let folder: TemporaryFolder
    var path: String { folder.path + "/runs" }

    init() throws {
        folder = try TemporaryFolder()
        try Disk().makeFolder(path)
    }

    static func configuration(_ change: (inout RunConfiguration) -> Void = { _ in }) -> RunConfiguration {
        var configuration = RunConfiguration(preset: .baseline, data: "/data/fer2013.csv", threads: 2)
        configuration.hyperparameters.epochs = 9
        change(&configuration)
        return configuration
    }

    static func record(_ epoch: Int, accuracy hits: Int) -> EpochRecord {
        // All faces are of the first class.
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: Emotion.names.count), count: Emotion.names.count)
        (confusion[0][0], confusion[0][1]) = (hits, 100 - hits)
        return EpochRecord(
            epoch: epoch, train: Score(loss: 1.5, accuracy: 0.4), validation: ValidationScore(confusion: confusion, lossSum: 130), l2: 0,
            learningRate: 0.003, seconds: 4, imagesPerSecond: 9000, meanScale: 1, meanOutside: 0)
    }

    /// Writes a run with an epoch for each of `accuracies`, in per cent, and an end if it has one.
    @discardableResult
    func write(_ name: String, _ configuration: RunConfiguration = configuration(), accuracies: [Int] = [], end: RunEvent? = nil) throws -> String {
        let dataset = SyntheticFaces.dataset()
        let start = RunStart(run: "runs/\(name)", parameters: 10, dataset: dataset, configuration: configuration)
        let run = "runs/\(name)/"
        try folder.write(run + "run.json", JSONText.pretty(RunRecord(configuration: configuration, start: start)))
        let events = [.start(start)] + accuracies.enumerated().map { RunEvent.epoch(Self.record($0 + 1, accuracy: $1)) } + (end.map { [$0] } ?? [])
        try folder.write(run + "metrics.jsonl", events.map { $0.jsonLine + "\n" }.joined())
        return path + "/" + name
    }

    static func finish(_ accuracy: Double, epochs: Int) -> RunEvent {
        .finished(
            RunFinish(
                run: "runs/a", bestEpoch: 1, bestValidationAccuracy: accuracy, checkpoint: "runs/a/best.safetensors", epochs: epochs, reason: .epochs,
                seconds: 75))
    }

    static func stop(_ reason: StopReason) -> RunEvent {
        .stopped(RunStop(reason: reason, run: "runs/a", epoch: 2, step: 3, checkpoint: "runs/a/last.safetensors"))
    }

    /// The run called `name` as the index shows it.
    func run(_ name: String) throws -> RunOverview? { try RunIndex(path).runs().first { $0.name == name } }
}
