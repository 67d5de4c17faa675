@testable import FaceData
@testable import Platform
@testable import Engine
import TestSupport
import Foundation
import Synchronization
import Testing

@testable import Core

@Suite struct TrainerTests {
    @Test func aRunIsOneFolderWithWholeFiles() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let names = ["best.safetensors", "faces.jsonl", "last.safetensors", "metrics.jsonl", "resume.safetensors", "run.json"]
        #expect(TemporaryFolder.names(run.path) == names)
        // What was said is what was written down, line by line.
        let lines = try TemporaryFolder.lines(run.path + "/metrics.jsonl")
        #expect(lines == run.events.map(\.jsonLine) + [""])
        #expect(run.events.map(\.kind) == ["start", "epoch", "epoch", "epoch", "finished"])
        // Before the first step and after each epoch.
        #expect(try TemporaryFolder.lines(run.path + "/faces.jsonl").count == 4 + 1)
    }

    /// With the lower learning rate all epochs are equal.
    @Test(arguments: [0.003, 1e-6])
    func bestIsTheHighestValidationAccuracyTheEarlierOfEquals(rate: Double) throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.hyperparameters.learningRate = rate
        configuration.hyperparameters.epochs = 6
        let run = try TestRun(configuration)
        let accuracies = run.epochs.map(\.validation.accuracy)
        let best = try #require(accuracies.max())
        let first = try #require(accuracies.firstIndex(of: best))
        #expect(rate > 1e-6 || accuracies.count { $0 == best } == 6, "nothing to tell apart: choose other faces")
        guard case .finished(let epoch, let accuracy, let checkpoint, .epochs) = run.outcome else { throw Failure.outcome(run.outcome) }
        #expect(epoch == first + 1)
        #expect(accuracy == best)
        #expect(checkpoint == run.path + "/best.safetensors")
        #expect(try run.checkpoint("best.safetensors").metadata["epoch"] == "\(first + 1)")
        #expect(try run.checkpoint("last.safetensors").metadata["epoch"] == "6")
        #expect(run.snapshot.best?.epoch == first + 1)
    }

    @Test func checkpointsAreStateDictsWithWhatAReaderMustKnow() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let file = try run.checkpoint("last.safetensors")
        let layout = ParameterLayout(Architecture(.paper, sampler: .corners, classCount: 7))
        #expect(Set(file.tensors.map(\.name)) == Set(layout.tensors.map(\.name)))
        for tensor in layout.tensors { #expect(file.tensors.first { $0.name == tensor.name }?.shape == tensor.shape) }
        #expect(file.metadata["format"] == "pt")
        #expect(file.metadata["network"] == "paper")
        #expect(file.metadata["sampler"] == "corners")
        #expect(file.metadata["input"] == "signed")
        #expect(file.metadata["classes"] == #"["angry","disgust","fear","happy","sad","surprise","neutral"]"#)
        #expect(file.metadata["validationAccuracy"].flatMap(Double.init) == run.epochs.last?.validation.accuracy)
    }

    /// `--config run.json`, elsewhere, on another number of threads: the same bits.
    @Test func aRunRepeatedFromItsOwnFileIsTheSame() throws {
        let folder = try TemporaryFolder()
        let first = try TestRun(TestRun.configuration(in: folder, name: "first"))
        var configuration = try ConfigurationFile.read(first.path + "/run.json")
        #expect(configuration.name == nil)
        #expect(configuration.hyperparameters == TestRun.configuration(in: folder).hyperparameters)
        configuration.name = "second"
        configuration.threads = 3
        let second = try TestRun(configuration)
        for name in ["last.safetensors", "best.safetensors", "faces.jsonl"] {
            #expect(try TemporaryFolder.bytes(first.path + "/" + name) == TemporaryFolder.bytes(second.path + "/" + name), "\(name)")
        }
        for (one, other) in zip(first.epochs, second.epochs) {
            #expect(one.train == other.train && one.validation == other.validation && one.l2 == other.l2 && one.learningRate == other.learningRate)
        }
    }

    @Test func validationCountsEveryFaceOnce() throws {
        let folder = try TemporaryFolder()
        let dataset = SyntheticFaces.dataset(validation: 37)
        let run = try TestRun(TestRun.configuration(in: folder), dataset: dataset)
        for record in run.epochs {
            #expect(record.validation.confusion.map { $0.reduce(0, +) } == dataset.validation.countsPerClass)
        }
    }

    @Test func theCosineIsSetOnceAnEpoch() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        for (index, record) in run.epochs.enumerated() {
            #expect(abs(record.learningRate - 0.003 * (1 + cos(Double.pi * Double(index) / 3)) / 2) < 1e-15)
        }
    }

    @Test(arguments: [StopReason.interrupt, .terminate, .hangup, .user])
    func aStopAtOnceFinishesTheStepAndSaves(reason: StopReason) throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder)) { event, board in
            if case .epoch(let record) = event, record.epoch == 2 { board.ask { $0.stop = .now(reason) } }
        }
        #expect(run.events.map(\.kind) == ["start", "epoch", "epoch", "stopped"])
        let last = run.path + "/last.safetensors"
        #expect(run.outcome == .stopped(reason: reason, epoch: 3, step: 0, checkpoint: last, message: nil))
        let command = "deep-emotion train --resume \(run.path)"
        #expect(run.stop == RunStop(reason: reason, run: run.path, epoch: 3, step: 0, checkpoint: last, message: nil, resume: command))
        #expect(try run.checkpoint("last.safetensors").metadata["epoch"] == "2")
    }

    /// In the midst of an epoch the parameters that are saved are those after the step that is named.
    @Test func aStopInMidEpochSavesWhatItHasLearnt() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.hyperparameters.batchSize = 8
        let run = try TestRun(configuration) { event, board in
            guard case .start = event else { return }
            detachThread {
                while board.snapshot.step < 4 { usleep(200) }
                board.ask { $0.stop = .now(.interrupt) }
            }
        }
        let stop = try #require(run.stop)
        #expect(stop.epoch > 1 || stop.step >= 4)
        let values = configuration.hyperparameters
        let engine = StepEngine(values, classCount: 7, threads: 1)
        let dataset = SyntheticFaces.dataset()
        let batch = FaceBatch(faces: dataset.training, positions: 0..<0, input: values.input, chance: nil)
        let stepsPerEpoch = (dataset.training.count + 7) / 8
        for step in 0..<(stop.epoch - 1) * stepsPerEpoch + stop.step {
            let epoch = step / stepsPerEpoch + 1
            var random = RandomBits(seed: values.seed, .order, epoch)
            batch.order = random.permutation(dataset.training.count)
            batch.chance = values.chance(epoch: epoch)
            batch.positions = step % stepsPerEpoch * 8..<min((step % stepsPerEpoch + 1) * 8, dataset.training.count)
            let rate = values.learningRate(at: ScheduleMoment(epoch: epoch))
            _ = engine.step(batch, values.update(learningRate: rate))
        }
        let saved = try run.checkpoint("last.safetensors")
        let parameters = engine.parameters.values
        for tensor in engine.layout.tensors { #expect(saved.floats(tensor.name) == Array(parameters[tensor.range]), "\(tensor.name)") }
    }

    @Test func aStopAfterTheEpochValidatesAndSaves() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder)) { event, board in
            if case .start = event { board.ask { $0.stop = .afterEpoch } }
        }
        #expect(run.events.map(\.kind) == ["start", "epoch", "stopped"])
        #expect(run.outcome == .stopped(reason: .user, epoch: 1, step: 3, checkpoint: run.path + "/last.safetensors", message: nil))
        #expect(run.snapshot.savedEpoch == 1)
    }

    @Test func askedInItsLastEpochTheRunFinishes() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder)) { event, board in
            if case .epoch(let record) = event, record.epoch == 2 { board.ask { $0.learningRate = 0.001 } }
            if case .change = event { board.ask { $0.stop = .afterEpoch } }
        }
        #expect(run.events.map(\.kind) == ["start", "epoch", "epoch", "change", "epoch", "finished"])
    }

    @Test func aDiscardedRunLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder)) { event, board in
            if case .epoch = event { board.ask { $0.stop = .discard } }
        }
        #expect(run.outcome == .discarded)
        #expect(TemporaryFolder.names(folder.path) == [])
    }

    @Test func pausedItWaitsAndGoesOnAsIfNothingHadBeen() throws {
        let folder = try TemporaryFolder()
        let plain = try TestRun(TestRun.configuration(in: folder, name: "plain"))
        let pauses = Mutex(0)
        let paused = try TestRun(TestRun.configuration(in: folder, name: "paused")) { event, board in
            guard case .epoch(let record) = event, record.epoch == 1 else { return }
            board.ask { $0.isPaused = true }
            detachThread {
                while board.snapshot.phase != .paused { usleep(200) }
                pauses.withLock { $0 += 1 }
                board.ask { $0.isPaused = false }
            }
        }
        #expect(pauses.withLock { $0 } == 1)
        #expect(paused.epochs.map(\.epoch) == [1, 2, 3])
        #expect(paused.epochs.map(\.train) == plain.epochs.map(\.train))
        #expect(paused.epochs.map(\.validation) == plain.epochs.map(\.validation))
        #expect(try paused.checkpoint("last.safetensors") == plain.checkpoint("last.safetensors"))
    }

    @Test func pausedItCanBeStopped() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder)) { event, board in
            if case .epoch = event {
                board.ask {
                    $0.isPaused = true
                    $0.stop = .now(.user)
                }
            }
        }
        #expect(run.stop?.epoch == 2)
    }

    @Test func aNewLearningRateCountsFromTheNextStepAndIsTakenDown() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.hyperparameters.schedule = .constant
        let run = try TestRun(configuration) { event, board in
            if case .epoch(let record) = event, record.epoch == 1 { board.ask { $0.learningRate = 0.01 } }
        }
        #expect(run.events.map(\.kind) == ["start", "epoch", "change", "epoch", "epoch", "finished"])
        let change = LiveChange(epoch: 2, step: 0, learningRate: 0.01)
        #expect(run.events[2] == .change(change))
        #expect(run.snapshot.changes == [change])
        #expect(run.snapshot.learningRate == 0.01)
        // At the epoch's start: the change came after it.
        #expect(run.epochs.map(\.learningRate) == [0.003, 0.003, 0.01])
        // run.json keeps what was asked for.
        #expect(try ConfigurationFile.read(run.path + "/run.json").hyperparameters.learningRate == 0.003)
    }

    @Test func whatIsNoNumberStopsTheRunAndKeepsTheLastGoodCheckpoint() throws {
        let folder = try TemporaryFolder()
        var configuration = TestRun.configuration(in: folder)
        configuration.hyperparameters.schedule = .constant
        let run = try TestRun(configuration) { event, board in
            if case .epoch(let record) = event, record.epoch == 2 { board.ask { $0.learningRate = 1e36 } }
        }
        let stop = try #require(run.stop)
        #expect(stop.reason == .notFinite)
        #expect(stop.epoch == 3 && (1...3).contains(stop.step))
        #expect(stop.message?.contains("epoch 3, step \(stop.step)") == true)
        // The run that breaks off says so among its findings, too.
        #expect(run.events.suffix(2).map(\.kind) == ["warning", "stopped"])
        let warning = try #require(run.warnings.last)
        #expect(warning.kind == .notFinite && warning.epoch == 3)
        #expect(warning.numbers["step"] == Double(stop.step) && warning.numbers["learningRate"] == 1e36)
        #expect(warning.advice.steps.first?.to == "0.003" && !warning.message.contains("--"))
        #expect(stop.message?.hasSuffix("Try --learning-rate 0.003 instead of 1e+36.") == true)
        #expect(run.snapshot.warnings == run.warnings)
        #expect(try TemporaryFolder.lines(run.path + "/metrics.jsonl").suffix(3).dropLast() == run.events.suffix(2).map(\.jsonLine)[...])
        let saved = try run.checkpoint("last.safetensors")
        #expect(saved.metadata["epoch"] == "2")
        for tensor in saved.tensors { #expect(saved.floats(tensor.name)?.filter { !$0.isFinite } == []) }
        #expect(StopReason.notFinite.exitCode == 1)
    }

    private enum Failure: Error { case outcome(RunOutcome) }
}

extension RunEvent {
    /// The name that stands under "event".
    var kind: String {
        switch self {
        case .start: "start"
        case .epoch: "epoch"
        case .warning: "warning"
        case .recovery: "recovery"
        case .change: "change"
        case .finished: "finished"
        case .stopped: "stopped"
        }
    }
}
