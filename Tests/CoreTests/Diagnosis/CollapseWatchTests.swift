@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

@Suite struct CollapseWatchTests {
    /// FER2013's own classes.
    static let counts = [3995, 436, 4097, 7215, 4830, 3171, 4965]
    static let prior = 1.8096

    /// One epoch as it would be looked at.
    struct Epoch {
        var loss = CollapseWatchTests.prior
        /// The share of faces that are taken for class `says`.
        var share = 1.0
        var says = 3
        var spread = 1e-6
    }

    /// The epochs, from 1, at whose ends the watch warns.
    private static func warnings(_ epochs: [Epoch], counts: [Int] = counts, startSpread: Double = 0.06) -> [Int] {
        var watch = CollapseWatch(trainingCounts: counts, classNames: Emotion.names)
        watch.startSpread = startSpread
        return epochs.enumerated().compactMap { index, epoch in
            var confusion = [[Int]](repeating: [Int](repeating: 0, count: 7), count: 7)
            confusion[0][epoch.says] = Int((epoch.share * 1000).rounded())
            confusion[0][(epoch.says + 1) % 7] += 1000 - confusion[0][epoch.says]
            let record = Self.record(index + 1, loss: epoch.loss, confusion, spread: epoch.spread)
            guard case .warning(let warning)? = watch.look(at: record, in: SyntheticEpoch.run()) else { return nil }
            return warning.epoch
        }
    }

    private static func record(_ epoch: Int, loss: Double, _ confusion: [[Int]], spread: Double) -> EpochRecord {
        EpochRecord(
            epoch: epoch, train: Score(loss: loss, accuracy: 0.2513), validation: ValidationScore(confusion: confusion, lossSum: 1810), l2: 0,
            learningRate: 0.005, seconds: 1, imagesPerSecond: 1, meanScale: 1, meanOutside: 0, logitSpread: spread)
    }

    @Test func warnsOnceAtTheEndOfTheSecondEpochAfterTheOneThatFroze() {
        let frozen = Epoch()
        #expect(Self.warnings([frozen, frozen]) == [])
        #expect(Self.warnings([frozen, frozen, frozen, frozen, frozen]) == [3])
        let alive = Epoch(loss: 1.7, share: 0.6, spread: 0.4)
        #expect(Self.warnings([alive, frozen, frozen, frozen, frozen]) == [4])
    }

    /// In the epoch that freezes the loss still comes from elsewhere, and what was learnt takes its time to die.
    @Test func theFirstFrozenEpochMayStillLookAlive() {
        #expect(Self.warnings([Epoch(loss: 40, share: 0.995, spread: 0.2), Epoch(), Epoch()]) == [3])
    }

    /// Measured on balanced faces: biases wander, and with them the one class that is said.
    @Test func theClassMayChangeWhereAllAreEquallyFrequent() {
        let balanced = [Int](repeating: 400, count: 7)
        let epochs = [4, 6, 1, 6].map { Epoch(loss: 1.947, says: $0) }
        #expect(Self.warnings(epochs, counts: balanced) == [3])
    }

    /// Measured on FER2013: `baseline` on 70 faces, from epoch 6 on, and on 3,000 with learning rate 1e-5.
    @Test func aSlowRunIsHealthy() {
        let few = [(1.849, 0.346), (1.818, 0.198), (1.815, 0.103), (1.834, 0.063), (1.841, 0.083)].map { Epoch(loss: $0.0, spread: $0.1) }
        #expect(Self.warnings(few, startSpread: 0.0091) == [])
        let slow = [(1.936, 0.0089), (1.935, 0.0092), (1.932, 0.009), (1.93, 0.009)].map { Epoch(loss: $0.0, says: 4, spread: $0.1) }
        #expect(Self.warnings(slow, startSpread: 0.0091) == [])
        // Of equally frequent classes the first loss is that of the prior already.
        let balanced = [Int](repeating: 9, count: 7)
        #expect(Self.warnings([Epoch](repeating: Epoch(loss: 1.946, spread: 0.0034), count: 6), counts: balanced, startSpread: 0.0033) == [])
        // First parameters N(0, 0.05) with input 0...1 hardly tell faces apart, and a low learning rate leaves it so.
        #expect(Self.warnings([Epoch](repeating: Epoch(loss: 1.946, spread: 2.2e-4), count: 6), counts: balanced, startSpread: 2.3e-4) == [])
    }

    /// Measured: `paper` with signed input, seed 2, which looks like a collapse after two epochs and then learns.
    @Test func whoGetsAwayAgainHasNotCollapsed() {
        let epochs = [(1.8336, 0.0017), (1.8204, 0.0999), (1.8174, 0.2722), (1.8147, 0.3201)].map { Epoch(loss: $0.0, spread: $0.1) }
        #expect(Self.warnings(epochs, startSpread: 9e-4) == [])
    }

    @Test func severalClassesAreNoCollapse() {
        #expect(Self.warnings([Epoch](repeating: Epoch(share: 0.98), count: 6)) == [])
    }

    @Test func aLossUnderThePriorIsNoCollapse() {
        #expect(Self.warnings([Epoch](repeating: Epoch(loss: 1.5), count: 6)) == [])
    }

    /// Where nearly all faces are of one class, saying that class is right.
    @Test func oneClassAmongFacesOfOneClassIsNoCollapse() {
        #expect(Self.warnings([Epoch](repeating: Epoch(loss: 0), count: 6), counts: [0, 0, 0, 900, 0, 0, 0]) == [])
        #expect(Self.warnings([Epoch](repeating: Epoch(loss: 0.06), count: 6), counts: [10, 0, 0, 990, 0, 0, 0]) == [])
    }

    @Test func theEntropyIsThatOfTheClasses() {
        #expect(abs(CollapseWatch(trainingCounts: Self.counts, classNames: Emotion.names).priorEntropy - 1.809643) < 1e-6)
        #expect(abs(CollapseWatch(trainingCounts: [5, 5], classNames: ["a", "b"]).priorEntropy - log(2.0)) < 1e-15)
    }

    @Test func theMessageSaysWhatAndWhatToDo() throws {
        var watch = CollapseWatch(trainingCounts: Self.counts, classNames: Emotion.names)
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: 7), count: 7)
        for row in 0..<7 { confusion[row][3] = 100 }
        var event: RunEvent?
        for epoch in 1...3 {
            event = watch.look(at: Self.record(epoch, loss: 1.8176, confusion, spread: 0), in: SyntheticEpoch.run(.paper))
        }
        guard case .warning(let warning)? = event else { throw Failure.noWarning }
        for part in ["collapsed", "'happy'", "100 %", "1.818", "1.81"] { #expect(warning.message.contains(part), "\(part)") }
        #expect(!warning.message.contains("--"))
        #expect(warning.kind == .collapse)
        #expect(warning.numbers == ["share": 1, "loss": 1.8176, "priorEntropy": watch.priorEntropy, "logitSpread": 0])
        let advice = "Try --preset baseline instead of paper, --learning-rate 0.0005 instead of 0.005, or --input signed instead of raw."
        #expect(warning.advice.sentence(naming: \.option) == advice)
    }

    /// As after a change of the learning rate while it trains.
    @Test func itIsOverOnceFacesAreToldApartAndTheLossSaysSo() throws {
        var watch = CollapseWatch(trainingCounts: Self.counts, classNames: Emotion.names)
        watch.startSpread = 0.06
        let blind = (0..<7).map { _ in [0, 0, 0, 100, 0, 0, 0] }
        let seeing = (0..<7).map { row in (0..<7).map { $0 == row ? 100 : 0 } }
        let epochs = [blind, blind, blind, seeing, seeing, seeing, blind, blind, blind]
        let losses = [1.81, 1.81, 1.81, 1.81, 1.7, 1.6, 1.81, 1.81, 1.81]
        let events = zip(epochs, losses).enumerated().map { index, epoch in
            watch.look(at: Self.record(index + 1, loss: epoch.1, epoch.0, spread: 1e-6), in: SyntheticEpoch.run())
        }
        #expect(events.map { $0?.kind } == [nil, nil, "warning", nil, "recovery", nil, nil, nil, "warning"])
        guard case .recovery(let recovery)? = events[4] else { throw Failure.noRecovery }
        #expect(recovery.since == 3 && recovery.epoch == 5 && recovery.kind == .collapse)
    }

    private enum Failure: Error { case noWarning, noRecovery }

    /// The literal settings of preset `paper` on synthetic faces: what freezes is noticed in time, and the run goes on.
    @Test func noticesThePaperPresetCollapse() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.apply(.paper)
        configuration.hyperparameters.epochs = 6
        let run = try TestRun(configuration, dataset: Self.hardDataset)
        let frozen = try #require(run.epochs.first { $0.validation.mostPredicted.share == 1 }?.epoch)
        let collapse = run.warnings.filter { $0.kind == .collapse }
        #expect(collapse.map(\.epoch) == [frozen + 2])
        #expect(Set(run.warnings.map(\.kind)).isSubset(of: [.collapse, .attentionOutside]))
        #expect(run.snapshot.warnings == run.warnings)
        #expect(run.events.last?.kind == "finished")
    }

    @Test(arguments: 1...4)
    func interruptedItNoticesTheSame(epoch: Int) throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder, name: "whole")
        configuration.apply(.paper)
        configuration.hyperparameters.epochs = 4
        let whole = try TestRun(configuration, dataset: Self.hardDataset)
        #expect(Set(whole.warnings.map(\.kind)) == [.collapse, .attentionOutside])
        configuration.name = "parts"
        let part = try TestRun(configuration, dataset: Self.hardDataset, stopBefore: .init(epoch: epoch, step: 7))
        let rest = try TestRun(resuming: part.path, dataset: Self.hardDataset)
        #expect(try RunResult(rest.path) == RunResult(whole.path))
        #expect(rest.snapshot.warnings == whole.warnings)
        #expect(part.warnings + rest.warnings == whole.warnings)
    }

    @Test func neverCallsTheBaselineCollapsed() throws {
        let folder = try TemporaryFolder()
        for rate in [0.003, 1e-5] {
            var configuration = TestRun.configuration(in: folder, name: "rate \(rate)")
            configuration.hyperparameters.learningRate = rate
            configuration.hyperparameters.epochs = 6
            #expect(try TestRun(configuration).warnings == [])
        }
    }

    /// Faces whose class cannot be seen.
    private static let hardDataset: Dataset = {
        var random = RandomBits(seed: 3)
        let labels = (0..<640).map { _ in UInt8(random.below(7)) }
        let faces = SyntheticFaces.set(640, labels: labels.shuffled(using: &random))
        return Dataset(
            training: FaceSet(pixels: faces.pixels, labels: labels), validation: SyntheticFaces.set(70, seed: 9), rule: .stratifiedTenth,
            layout: "synthetic faces", location: "/synthetic")
    }()
}
