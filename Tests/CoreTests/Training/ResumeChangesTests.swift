@testable import Engine
@testable import Platform
import TestSupport
import Foundation
import Testing

@testable import Core

/// What a run that is taken up again may be told, and what it keeps.
@Suite struct ResumeChangesTests {
    private let folder: TemporaryFolder
    private let dataset = ResumeTests.dataset

    init() throws { folder = try TemporaryFolder() }

    private func stopped(_ epoch: Int, _ step: Int, schedule: Schedule = .cosine) throws -> String {
        var configuration = ResumeTests.configuration(in: folder)
        configuration.hyperparameters.schedule = schedule
        return try TestRun(configuration, dataset: dataset, stopBefore: .init(epoch: epoch, step: step)).path
    }

    @Test func changedSettingsGoOnAndSayWhatIsNoLongerComparable() throws {
        let path = try stopped(2, 1)
        let run = try TestRun(resuming: path, dataset: dataset) { configuration in
            configuration.hyperparameters.dropout = 0.25
            configuration.hyperparameters.learningRate = 0.001
            configuration.hyperparameters.epochs = 5
        }
        #expect(run.events.map(\.kind) == ["start", "change", "warning", "epoch", "epoch", "epoch", "epoch", "finished"])
        #expect(run.snapshot.changes == [LiveChange(epoch: 2, step: 1, learningRate: 0.001)])
        let message = try #require(run.warnings.first?.message)
        for part in [
            "epoch 2 after 1 steps", "dropout 0.25 instead of 0.5", "learning rate 0.001 instead of 0.003", "epochs 5 instead of 3",
            "cannot be compared", "The cosine now stretches over 5 epochs: the learning rate was 0.003 in epoch 1 and is 0.000905 in epoch 2",
        ] {
            #expect(message.contains(part), "\(message)")
        }
        #expect(try ConfigurationFile.read(path + "/run.json").hyperparameters.dropout == 0.25)
        // The epoch had begun with the old rate.
        #expect(run.epochs[0].learningRate == 0.003 * (1 + cos(Double.pi / 3)) / 2)
    }

    @Test func aChangeCountsEvenIfItIsKilledAtOnce() throws {
        let path = try stopped(2, 1)
        let killed = try TestRun(resuming: path, dataset: dataset, stopBefore: .init(epoch: 2, step: 2)) { $0.hyperparameters.dropout = 0.25 }
        // As a SIGKILL leaves it: only what was saved when the change was made.
        #expect(killed.stop?.step == 2)
        let state = try ResumeState(reading: path + "/resume.safetensors")
        #expect(state.summary.configuration.hyperparameters.dropout == 0.25)
        #expect(state.events.map(\.kind) == ["start", "epoch", "warning"])
        let found = try ResumableRun(path, runsFolder: "runs")
        #expect(found.configuration.hyperparameters.dropout == 0.25)
    }

    @Test func withAConstantRateMoreEpochsAreJustMoreEpochs() throws {
        var configuration = ResumeTests.configuration(in: folder)
        configuration.hyperparameters.schedule = .constant
        configuration.name = "short"
        let short = try TestRun(configuration, dataset: dataset)
        do {
            let ended = try ResumableRun(short.path, runsFolder: "runs")
            #expect(ended.nothingLeft?.contains("3 epochs are trained, nothing is left to do") == true)
            #expect(ended.nothingLeftBriefly == "3 epochs are trained, nothing is left to do; branch it to train on")
        }
        let longer = try TestRun(resuming: short.path, dataset: dataset) { $0.hyperparameters.epochs = 5 }
        #expect(longer.warnings == [])
        configuration.name = "long"
        configuration.hyperparameters.epochs = 5
        let long = try TestRun(configuration, dataset: dataset)
        var (left, right) = (try RunResult(longer.path), try RunResult(long.path))
        // The starts differ in the epochs that were asked for.
        left.metrics.removeFirst()
        right.metrics.removeFirst()
        #expect(left == right)
    }

    @Test func anotherBatchSizeStillMeetsEveryFaceOnce() throws {
        let path = try stopped(2, 1)
        var steps: [Int] = []
        let run = try TestRun(resuming: path, dataset: dataset, change: { $0.hyperparameters.batchSize = 5 }) { event, board in
            if case .epoch = event { steps.append(board.snapshot.step) }
        }
        // 16 faces in one step before, the other 24 in five.
        #expect(steps == [1 + 5, 8])
        #expect(run.warnings.first?.message.contains("batch size 5 instead of 16") == true)
    }

    /// Kernels that differ in the last digits are no other network.
    @Test func otherKernelsGoOn() throws {
        let run = try TestRun(resuming: try stopped(2, 1), dataset: dataset) { $0.hyperparameters.convolution = .direct }
        guard case .finished = run.outcome else { throw Failure.outcome(run.outcome) }
        #expect(run.warnings.first?.message.contains("convolution direct instead of winograd") == true, "\(run.warnings)")
    }

    @Test func aLiveChangeIsNotForgotten() throws {
        let change: TestRun.Reaction = { event, board in
            if case .epoch(let record) = event, record.epoch == 1 { board.ask { $0.learningRate = 0.01 } }
        }
        var configuration = ResumeTests.configuration(in: folder)
        configuration.name = "whole"
        let whole = try TestRun(configuration, dataset: dataset, react: change)
        configuration.name = "parts"
        let parts = try TestRun(configuration, dataset: dataset, stopBefore: .init(epoch: 2, step: 2), react: change)
        let end = try TestRun(resuming: parts.path, dataset: dataset)
        #expect(try RunResult(end.path) == RunResult(whole.path))
        #expect(end.snapshot.changes == whole.snapshot.changes)
    }

    @Test func numbersThatRanAwayAreLeftBehind() throws {
        var configuration = ResumeTests.configuration(in: folder)
        configuration.hyperparameters.schedule = .constant
        let broken = try TestRun(configuration, dataset: dataset) { event, board in
            if case .epoch(let record) = event, record.epoch == 2 { board.ask { $0.learningRate = 1e36 } }
        }
        #expect(broken.stop?.reason == .notFinite)
        #expect(broken.stop?.resume?.hasSuffix("--resume \(broken.path) --learning-rate 1e+35") == true)
        let run = try TestRun(resuming: broken.path, dataset: dataset)
        guard case .finished = run.outcome else { throw Failure.outcome(run.outcome) }
        #expect(run.snapshot.changes == [])
        #expect(run.snapshot.warnings == [])
        #expect(try TemporaryFolder.lines(run.path + "/metrics.jsonl").allSatisfy { !$0.contains("notFinite") })
    }

    @Test(arguments: [
        (Setting.ID.seed, "7"), (.limit, "20"), (.sampler, "stn"), (.input, "unit"), (.`init`, "normal"), (.name, "other"),
    ])
    func whatARunKeepsIsRefused(id: Setting.ID, value: String) throws {
        let path = try stopped(1, 1)
        let before = try RunResult(path)
        let error = try #require(
            throws: ResumeError.self,
            performing: {
                _ = try TestRun(resuming: path, dataset: dataset, change: { try? Setting.field(id).set(value, in: &$0) })
            })
        #expect(error.isUsage)
        #expect(error.description.hasPrefix("--\(id.rawValue): a run that is taken up again keeps its own"))
        #expect(try RunResult(path) == before)
    }

    @Test func aRunThatNeverSavedStartsOverWithWhateverItIsTold() throws {
        let path = try stopped(1, 1)
        try Disk().remove(path + "/resume.safetensors")
        let run = try TestRun(resuming: path, dataset: dataset) { configuration in
            configuration.hyperparameters.seed = 9
            configuration.hyperparameters.epochs = 1
        }
        #expect(run.events.map(\.kind) == ["start", "epoch", "finished"])
        #expect(try TemporaryFolder.lines(path + "/metrics.jsonl") == run.events.map(\.jsonLine) + [""])
        #expect(try ConfigurationFile.read(path + "/run.json").hyperparameters.seed == 9)
    }

    private enum Failure: Error { case outcome(RunOutcome) }
}
