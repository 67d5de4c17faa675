@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Testing

@testable import Core

/// Whatever a feature remembers from step to step or epoch to epoch outlives a stop.
@Suite struct ResumeFeaturesTests {
    /// Settings that have a memory; none of them is of a preset.
    enum Feature: String, CaseIterable, Sendable {
        case averageOverBatchNorms, momentum, plateau, oneCycle, targets

        func apply(to values: inout Hyperparameters) {
            values.epochs = 4
            switch self {
            case .averageOverBatchNorms:
                (values.average, values.normalisation) = (0.9, .all)
            case .momentum:
                (values.optimiser, values.momentum, values.weightDecay, values.learningRate) = (.sgd, 0.95, 1e-3, 0.01)
                values.clip = 0.5
            case .plateau:
                (values.schedule, values.plateauPatience, values.decayFactor, values.learningRate) = (.plateau, 0, 0.5, 1e-6)
                values.average = 0.5
            case .oneCycle:
                (values.schedule, values.warmUp, values.optimiser, values.weightDecay) = (.oneCycle, 1, .adamw, 0.01)
            case .targets:
                (values.classWeights, values.labelSmoothing, values.clip, values.average) = (.balanced, 0.1, 1, 0.99)
            }
        }
    }

    /// Unequal classes, so that balanced weights differ.
    static let dataset = SyntheticFaces.dataset(training: 40, validation: 17, labels: (0..<40).map { [0, 0, 0, 1, 1, 2, 3, 4, 5, 6][$0 % 10] })

    private static func configuration(_ feature: Feature, in folder: TemporaryFolder, name: String = "run") -> RunConfiguration {
        var configuration = ResumeTests.configuration(in: folder)
        configuration.name = name
        feature.apply(to: &configuration.hyperparameters)
        return configuration
    }

    @Test(arguments: Feature.allCases)
    func stoppedTwiceItComesToTheSameBits(feature: Feature) throws {
        let folder = try TemporaryFolder()
        let whole = try TestRun(Self.configuration(feature, in: folder, name: "whole"), dataset: Self.dataset)
        let plain = try TestRun(ResumeTests.configuration(in: folder), dataset: Self.dataset)
        #expect(try RunResult(whole.path).files["epoch-0002.safetensors"] != RunResult(plain.path).files["epoch-0002.safetensors"], "it does nothing")

        let first = try TestRun(Self.configuration(feature, in: folder, name: "parts"), dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 1))
        let second = try TestRun(resuming: first.path, dataset: Self.dataset, stopBefore: .init(epoch: 4, step: 0)) { $0.threads = 1 }
        #expect(second.stop?.epoch == 4)
        let third = try TestRun(resuming: first.path, dataset: Self.dataset) { $0.threads = 3 }
        #expect(try RunResult(third.path) == RunResult(whole.path))
    }

    @Test(arguments: Feature.allCases, [1, 2])
    func aRunGivesTheSameBitsOnAnyNumberOfThreads(feature: Feature, threads: Int) throws {
        let folder = try TemporaryFolder()
        var configuration = Self.configuration(feature, in: folder, name: "three")
        configuration.threads = 3
        let three = try TestRun(configuration, dataset: Self.dataset)
        configuration.name = "other"
        configuration.threads = threads
        let other = try TestRun(configuration, dataset: Self.dataset)
        #expect(try RunResult(three.path) == RunResult(other.path))
    }

    @Test func onAPlateauTheRateFallsAndStaysDown() throws {
        let folder = try TemporaryFolder()
        let first = try TestRun(Self.configuration(.plateau, in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 3, step: 2))
        let second = try TestRun(resuming: first.path, dataset: Self.dataset)
        #expect((first.epochs + second.epochs).map(\.learningRate) == [1e-6, 1e-6, 0.5e-6, 0.25e-6])
    }

    /// last.safetensors is the average, resume.safetensors has both.
    @Test func bothNetworksAreKept() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(Self.configuration(.averageOverBatchNorms, in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 1))
        let state = try ResumeState(reading: run.path + "/resume.safetensors")
        let average = try #require(state.average)
        #expect(average != state.network && state.summary.averagedSteps == 4 && state.summary.adamSteps == 4)
        let architecture = state.summary.architecture
        #expect(try NetworkState(reading: run.path + "/last.safetensors", architecture) == average)
        #expect(state.best?.state != average && state.best?.state != state.network)
        // A run without one says nothing of it.
        let plain = try TestRun(ResumeTests.configuration(in: TemporaryFolder()), dataset: Self.dataset)
        let other = try ResumeState(reading: plain.path + "/resume.safetensors")
        #expect(other.average == nil && other.summary.averagedSteps == nil)
    }

    @Test func anAverageMayBeginOrEndWhereARunIsTakenUp() throws {
        let folder = try TemporaryFolder()
        let without = try TestRun(
            Self.configuration(.momentum, in: folder, name: "a"), dataset: Self.dataset, stopBefore: .init(epoch: 3, step: 0))
        let begun = try TestRun(resuming: without.path, dataset: Self.dataset, stopBefore: .init(epoch: 3, step: 2)) {
            $0.hyperparameters.average = 0.9
        }
        #expect(begun.warnings.first?.message.contains("average 0.9 instead of 0") == true)
        let state = try ResumeState(reading: without.path + "/resume.safetensors")
        #expect(state.summary.averagedSteps == 2 && state.average != nil && state.average != state.network)

        let ended = try TestRun(resuming: without.path, dataset: Self.dataset, stopBefore: .init(epoch: 3, step: 2)) {
            $0.hyperparameters.average = 0
        }
        #expect(ended.stop?.step == 2)
        let after = try ResumeState(reading: without.path + "/resume.safetensors")
        #expect(after.average == nil && after.network == state.network)
        #expect(try NetworkState(reading: without.path + "/last.safetensors", after.summary.architecture) == state.network)
    }

    @Test func anOptimiserStaysWithItsRun() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(Self.configuration(.momentum, in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 1, step: 1))
        let error = try #require(throws: ResumeError.self) {
            _ = try TestRun(resuming: run.path, dataset: Self.dataset) { $0.hyperparameters.optimiser = .adam }
        }
        #expect(error.isUsage && error.description.hasPrefix("--optimiser: a run that is taken up again keeps its own (sgd)"))
    }

    @Test(arguments: [
        ("average.fc1.weight", "tensor 'average.fc1.weight' is missing"),
        ("average.norm.running_var", "tensor 'average.norm.running_var' is missing"),
    ])
    func anAverageThatIsNotWholeIsRefused(name: String, says: String) throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(Self.configuration(.averageOverBatchNorms, in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 1, step: 1))
        let path = run.path + "/resume.safetensors"
        var file = try Safetensors(decoding: TemporaryFolder.bytes(path), path: path)
        file.tensors.removeAll { $0.name == name }
        try Disk().replace(path, with: file.encoded())
        let error = try #require(throws: ResumeError.self) { _ = try ResumeState(reading: path) }
        #expect(error.description.contains(says))
    }

    /// A summary as the version before wrote it.
    @Test func aStateWithoutTheNewKeysOpens() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(ResumeTests.configuration(in: folder), dataset: Self.dataset, stopBefore: .init(epoch: 2, step: 1))
        let path = run.path + "/resume.safetensors"
        var file = try Safetensors(decoding: TemporaryFolder.bytes(path), path: path)
        var summary = try #require(file.metadata["summary"])
        let plateau = try #require(summary.firstRange(of: /"plateau":\{[^}]*\},/))
        summary.removeSubrange(plateau)
        for key in ["optimiser", "classWeights"] { summary.replace(try Regex("\"\(key)\":\"[a-z]*\","), with: "") }
        for key in [
            "average", "clip", "patience", "momentum", "weightDecay", "warmUp", "decayEvery", "decayFactor", "plateauPatience", "labelSmoothing",
        ] {
            summary.replace(try Regex("\"\(key)\":[0-9.]*,"), with: "")
        }
        #expect(!summary.contains("momentum") && !summary.contains("optimiser"))
        file.metadata["summary"] = summary
        try Disk().replace(path, with: file.encoded())
        let state = try ResumeState(reading: path)
        #expect(state.summary.configuration.hyperparameters == ResumeTests.configuration(in: folder).hyperparameters)
        #expect(state.summary.plateau == nil && state.average == nil)
    }

    @Test func aClassWithoutFacesIsNamedOnce() throws {
        let folder = try TemporaryFolder()
        let dataset = SyntheticFaces.dataset(training: 40, validation: 17, labels: (0..<40).map { [0, 2, 3, 5, 6][$0 % 5] })
        var configuration = ResumeTests.configuration(in: folder)
        configuration.hyperparameters.classWeights = .balanced
        let first = try TestRun(configuration, dataset: dataset, stopBefore: .init(epoch: 2, step: 1))
        #expect(first.warnings.map(\.kind) == [.emptyClass])
        #expect(first.warnings[0].message == "no training face shows disgust, sad: with balanced class weights they count nothing in the loss")
        #expect(first.events.map(\.kind) == ["start", "warning", "epoch", "stopped"])
        let second = try TestRun(resuming: first.path, dataset: dataset)
        #expect(second.warnings == [] && second.snapshot.warnings.map(\.kind) == [.emptyClass])
        configuration.hyperparameters.classWeights = .none
        configuration.name = "plain"
        #expect(try TestRun(configuration, dataset: dataset).warnings == [])
    }

    /// What a run trains on is what the engine computes with the same settings, the rates of every step included.
    @Test func theRateIsSetAtEveryStep() throws {
        let folder = try TemporaryFolder()
        let configuration = Self.configuration(.oneCycle, in: folder)
        let run = try TestRun(configuration, dataset: Self.dataset)
        let values = configuration.hyperparameters
        let engine = StepEngine(values, classCount: 7, threads: 1)
        let batch = FaceBatch(faces: Self.dataset.training, positions: 0..<0, input: values.input, chance: nil)
        var rates: [Double] = []
        for epoch in 1...4 {
            var random = RandomBits(seed: values.seed, .order, epoch)
            batch.order = random.permutation(40)
            batch.chance = values.chance(epoch: epoch)
            for start in stride(from: 0, to: 40, by: 16) {
                batch.positions = start..<min(start + 16, 40)
                rates.append(values.learningRate(at: ScheduleMoment(epoch: epoch, facesDone: start, facesPerEpoch: 40)))
                _ = engine.step(batch, values.update(learningRate: rates[rates.count - 1]))
            }
        }
        #expect(Set(rates).count == 12)
        #expect(run.epochs.map(\.learningRate) == [rates[0], rates[3], rates[6], rates[9]])
        #expect(run.snapshot.learningRate == rates[11])
        #expect(try NetworkState(reading: run.path + "/last.safetensors", engine.architecture) == engine.state)
    }
}
