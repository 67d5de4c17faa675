import TestSupport
import Testing

@testable import Core

/// A run ends when it has run out of patience.
@Suite struct EarlyStoppingTests {
    private let folder: TemporaryFolder
    private let dataset = ResumeTests.dataset

    init() throws { folder = try TemporaryFolder() }

    /// At this rate no epoch is better than the first.
    private func configuration(patience: Int, epochs: Int = 6, name: String = "run") -> RunConfiguration {
        var configuration = ResumeTests.configuration(in: folder)
        configuration.name = name
        configuration.hyperparameters.learningRate = 1e-7
        configuration.hyperparameters.schedule = .constant
        configuration.hyperparameters.epochs = epochs
        configuration.hyperparameters.patience = patience
        return configuration
    }

    @Test(arguments: [1, 2, 4])
    func itEndsAfterSoManyEpochsThatWereNoBetter(patience: Int) throws {
        let run = try TestRun(configuration(patience: patience), dataset: dataset)
        #expect(run.epochs.map(\.epoch) == Array(1...patience + 1))
        let accuracy = run.epochs[0].validation.accuracy
        let best = run.path + "/best.safetensors"
        #expect(run.outcome == .finished(bestEpoch: 1, bestValidationAccuracy: accuracy, checkpoint: best, reason: .patience))
        guard case .finished(let finish)? = run.events.last else { throw Failure.noEnd }
        #expect(finish.reason == .patience && finish.epochs == patience + 1 && finish.bestEpoch == 1)
        let object = try TestRun.object(try #require(run.events.last?.jsonLine))
        #expect(object["reason"] as? String == "patience" && object["epochs"] as? Int == patience + 1)
    }

    @Test(arguments: [0, 6, 100_000])
    func withEnoughPatienceItTrainsAllEpochs(patience: Int) throws {
        let run = try TestRun(configuration(patience: patience), dataset: dataset)
        #expect(run.epochs.count == 6)
        guard case .finished(let finish)? = run.events.last else { throw Failure.noEnd }
        #expect(finish.reason == .epochs && finish.epochs == 6)
    }

    /// The last epoch is the last, whether or not patience ends with it.
    @Test func patienceThatEndsWithTheLastEpochIsNoEarlyEnd() throws {
        let run = try TestRun(configuration(patience: 5), dataset: dataset)
        guard case .finished(let finish)? = run.events.last else { throw Failure.noEnd }
        #expect(finish.reason == .epochs && run.epochs.count == 6)
    }

    @Test func takenUpItCountsOnAndSaysHowToTrainOn() throws {
        let first = try TestRun(configuration(patience: 2), dataset: dataset, stopBefore: .init(epoch: 3, step: 1))
        let second = try TestRun(resuming: first.path, dataset: dataset)
        #expect(second.epochs.map(\.epoch) == [3])
        #expect(second.events.map(\.kind) == ["start", "epoch", "finished"])

        let found = try ResumableRun(first.path, runsFolder: "runs")
        let sentence = try #require(found.nothingLeft)
        #expect(sentence.contains("none of the last 2 epochs was better") && sentence.contains("patience 2"))
        #expect(sentence.hasSuffix("--resume \(first.path) --patience 4"))
        #expect(found.nothingLeftBriefly == "out of patience: 2 epochs were no better; branch it to train on")
    }

    @Test func withMorePatienceItIsTheRunThatHadIt() throws {
        let whole = try TestRun(configuration(patience: 4, name: "whole"), dataset: dataset)
        let first = try TestRun(configuration(patience: 2), dataset: dataset)
        let second = try TestRun(resuming: first.path, dataset: dataset) { $0.hyperparameters.patience = 4 }
        #expect(second.warnings == [], "patience changes nothing that was or will be computed")
        #expect(second.epochs.map(\.epoch) == [4, 5])
        var (left, right) = (try RunResult(second.path), try RunResult(whole.path))
        // The starts differ in the patience that was asked for.
        left.metrics.removeFirst()
        right.metrics.removeFirst()
        #expect(left == right)
    }

    /// More epochs are no more patience.
    @Test func moreEpochsAloneLeaveNothingToDo() throws {
        let run = try TestRun(configuration(patience: 2), dataset: dataset)
        var found = try ResumableRun(run.path, runsFolder: "runs")
        var configuration = found.configuration
        configuration.hyperparameters.epochs = 50
        try found.change(to: configuration)
        #expect(found.nothingLeft?.contains("--patience 4") == true)
        configuration.hyperparameters.patience = 0
        try found.change(to: configuration)
        #expect(found.nothingLeft == nil && found.nothingLeftBriefly == nil)
    }

    private enum Failure: Error { case noEnd }
}
