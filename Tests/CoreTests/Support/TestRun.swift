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
    typealias Reaction = (RunEvent, RunBoard) -> Void

    /// - Parameter react: called with each event before the run goes on.
    init(
        _ configuration: RunConfiguration, dataset: Dataset = SyntheticFaces.dataset(), files: any FileStore = Disk(),
        react: @escaping Reaction = { _, _ in }
    ) throws {
        let board = RunBoard(configuration)
        let folder = try RunFolder(in: configuration, files: files)
        var events: [RunEvent] = []
        let trainer = Trainer(configuration, dataset: dataset, folder: folder, board: board) { event in
            events.append(event)
            react(event, board)
        }
        outcome = trainer.run()
        self.events = events
        snapshot = board.snapshot
        path = folder.path
    }

    /// A quick run: 96 faces, 3 epochs of 3 steps.
    static func configuration(in folder: TemporaryFolder, name: String? = "run") -> RunConfiguration {
        var configuration = RunConfiguration(data: "/synthetic", runsFolder: folder.path + "/runs", threads: 2)
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
