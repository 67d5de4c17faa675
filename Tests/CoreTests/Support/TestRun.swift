@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Foundation
import Synchronization

@testable import Core

/// One run of the trainer on synthetic faces, on the test's own thread.
final class TestRun {
    let outcome: RunOutcome
    let events: [RunEvent]
    let snapshot: TrainingSnapshot
    /// The run's folder.
    let path: String

    /// What a test changes on a run: whatever it is told while it trains.
    typealias Reaction = (RunEvent, RunMailbox) -> Void

    /// A step of a run, before which it is stopped.
    struct Place: Sendable, Equatable {
        var epoch: Int
        var step: Int
    }

    /// - Parameter react: called with each event before the run goes on.
    convenience init(
        _ configuration: RunConfiguration, dataset: Dataset = SyntheticFaces.dataset(), files: any FileStore = Disk(), stopBefore place: Place? = nil,
        react: @escaping Reaction = { _, _ in }
    ) throws {
        try self.init(
            configuration, dataset: dataset, folder: RunFolder(in: configuration, files: files), found: nil, stopBefore: place, react: react)
    }

    /// Takes up the run in `path`.
    ///
    /// - Parameter change: other settings.
    convenience init(
        resuming path: String, dataset: Dataset = SyntheticFaces.dataset(), files: any FileStore = Disk(), stopBefore place: Place? = nil,
        change: (inout RunConfiguration) -> Void = { _ in }, react: @escaping Reaction = { _, _ in }
    ) throws {
        var found = try ResumableRun(path, runsFolder: "runs", files: files)
        var configuration = found.configuration
        change(&configuration)
        try found.change(to: configuration)
        try found.check(dataset)
        try self.init(configuration, dataset: dataset, folder: found.folder, found: found, stopBefore: place, react: react)
    }

    private init(
        _ configuration: RunConfiguration, dataset: Dataset, folder: RunFolder, found: ResumableRun?, stopBefore place: Place?,
        react: @escaping Reaction
    ) throws {
        let board = RunMailbox(configuration)
        var events: [RunEvent] = []
        let pool = try WorkerPool(count: configuration.threads)
        let trainer = Trainer(configuration, dataset: dataset, pool: pool, folder: folder, board: board, found: found) { event in
            events.append(event)
            react(event, board)
        }
        trainer.willStep = { epoch, step in
            if place == Place(epoch: epoch, step: step) { board.ask { $0.stop = .now(.interrupt) } }
        }
        outcome = trainer.run()
        self.events = events
        snapshot = board.snapshot
        path = folder.path
    }

    /// A quick run: 96 faces, 3 epochs of 3 steps.
    static func configuration(in folder: TemporaryFolder, name: String? = "run") -> RunConfiguration {
        var configuration = RunConfiguration(preset: .baseline, data: "/synthetic", runsFolder: folder.path + "/runs", threads: 2)
        configuration.hyperparameters.epochs = 3
        configuration.hyperparameters.batchSize = 40
        configuration.name = name
        return configuration
    }

    var epochs: [EpochRecord] { events.compactMap { if case .epoch(let record) = $0 { record } else { nil } } }

    var stop: RunStop? { events.compactMap { if case .stopped(let stop) = $0 { stop } else { nil } }.last }

    var warnings: [TrainingWarning] { events.compactMap { if case .warning(let warning) = $0 { warning } else { nil } } }

    /// A line of JSON as a dictionary.
    static func object(_ line: String) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }

    /// A checkpoint's tensors and metadata.
    func checkpoint(_ name: String) throws -> Safetensors {
        try Safetensors(decoding: TemporaryFolder.bytes(path + "/" + name), path: name)
    }
}
