@testable import FaceData
@testable import Engine
import TestSupport
import Foundation
import Testing

@testable import Core

/// A checkpoint that is opened again says what the network said when it was saved.
@Suite struct TrainedNetworkTests {
    private static let fixture = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/pytorch-series.safetensors").path ?? ""

    private static func network(_ path: String, threads: Int = 2) throws -> TrainedNetwork { try TrainedNetwork(opening: path, threads: threads) }

    /// The best epoch's validation, computed again from its file, is what the run wrote down.
    @Test func aRunsBestScoresWhatItsValidationSaid() throws {
        let folder = try TemporaryFolder()
        let dataset = SyntheticFaces.dataset()
        let run = try TestRun(TestRun.configuration(in: folder, name: "trained"), dataset: dataset)
        let best = try #require(run.epochs.max { ($0.validation.accuracy, -$0.epoch) < ($1.validation.accuracy, -$1.epoch) })
        let network = try Self.network(run.path)
        #expect(network.path == run.path + "/best.safetensors")
        #expect(network.epoch == best.epoch)
        #expect(network.validationAccuracy == best.validation.accuracy)
        #expect(network.assumptions == [])
        let report = try EvaluationReport(network, EvaluationData(dataset, split: .validation))
        #expect(report.evaluation.confusion == best.validation.confusion)
        #expect(abs(report.evaluation.loss - best.validation.loss) < 1e-9)
        #expect(report.evaluation.accuracy == best.validation.accuracy)
        #expect(report.leftOut == [:])
        // By the run's name, too.
        #expect(try TrainedNetwork(opening: "trained", runsFolder: folder.path + "/runs", threads: 1).path == network.path)
    }

    @Test func threadsAndCompanyChangeNothing() throws {
        let faces = SyntheticFaces.set(37)
        let one = try #require(try Self.network(Self.fixture, threads: 1).predict(faces))
        let network = try Self.network(Self.fixture, threads: 3)
        #expect(try #require(network.predict(faces)) == one)
        #expect(network.predict(faces.face(17)) == one[17])
    }

    /// With flips the probabilities are the mean of two askings, and the order of the two does not matter.
    @Test func flipsAverageBothSides() throws {
        let faces = SyntheticFaces.set(5)
        let network = try Self.network(Self.fixture)
        let (own, mirrored) = (try #require(network.predict(faces)), try #require(network.predict(faces.mirrored)))
        let both = try #require(network.predict(faces, flips: true))
        for index in 0..<5 {
            for label in 0..<7 {
                let mean = (own[index].probabilities[label] + mirrored[index].probabilities[label]) / 2
                #expect(abs(both[index].probabilities[label] - mean) < 1e-12)
            }
            #expect(both[index].theta == own[index].theta)
        }
        #expect(faces.mirrored.mirrored == faces)
        #expect(faces.mirrored.face(2)[0..<48].reversed() == Array(faces.face(2)[0..<48]))
    }

    @Test func cancellingGivesNothing() throws {
        #expect(try Self.network(Self.fixture).predict(SyntheticFaces.set(3), isCancelled: { true }) == nil)
    }

    /// A state_dict says nothing but its tensors: the network is told by them, the rest is taken and said.
    @Test func aBareStateDictIsTheNetworkOfItsTensors() throws {
        let network = try Self.network(Self.fixture)
        #expect(network.architecture == Architecture(.series, sampler: .halfpixel, classCount: 7))
        #expect(network.classNames == Emotion.names)
        #expect(network.assumesClasses)
        #expect(network.input == .signed)
        #expect(network.assumptions.count == 3)
        let chosen = try TrainedNetwork(opening: Self.fixture, choices: .init(input: .raw, sampler: .corners), threads: 1)
        #expect(chosen.input == .raw)
        #expect(chosen.architecture.sampler == .corners)
        #expect(chosen.assumptions.count == 1)
    }

    @Test(arguments: [NetworkKind.paper, .series], [Normalisation.none, .conv4, .all])
    func everyArchitectureIsFoundAgain(_ kind: NetworkKind, _ normalisation: Normalisation) throws {
        let architecture = Architecture(kind, sampler: .corners, normalisation: normalisation, width: 6, classCount: 5)
        let layout = ParameterLayout(architecture)
        let state = NetworkState(
            parameters: [Float](repeating: 0.1, count: layout.count), statistics: layout.batchNorms.map { RunningStatistics(channels: $0.channels) })
        var file = Safetensors()
        file.tensors = state.tensors(layout)
        let found = try CheckpointFile(file, path: "f", .init(sampler: .corners))
        #expect(found.checkpoint.architecture == architecture)
        #expect(found.checkpoint.state == state)
        #expect(found.checkpoint.classNames == ["angry", "disgust", "fear", "happy", "sad"])
    }

    @Test func whatCannotBeOpenedIsSaidInOneSentence() throws {
        let folder = try TemporaryFolder()
        func expect(_ name: String, says text: String, choices: CheckpointChoices = .init()) {
            let error = #expect(throws: CheckpointError.self) {
                _ = try TrainedNetwork(opening: name, runsFolder: folder.path, choices: choices, threads: 1)
            }
            #expect(error?.description.contains(text) == true, "\(error?.description ?? "opened")")
        }
        expect(folder.path + "/none", says: "no checkpoint, no run's folder, and no run of that name")
        expect(folder.path, says: "no checkpoint")
        expect(try folder.write("a.pt", [0x50, 0x4B, 3, 4, 0, 0, 0, 0, 0, 0]), says: "safetensors.torch.save_file")
        expect(try folder.write("b", "short"), says: "too few for a header")
        expect(try folder.write("c", Safetensors().encoded()), says: "tensor 'conv1.weight' is missing; found: none")
        var file = try Safetensors(decoding: TemporaryFolder.bytes(Self.fixture), path: "f")
        file.metadata = ["network": "resnet"]
        expect(try folder.write("d", file.encoded()), says: "its header has network 'resnet', expected one of paper, series")
        file.metadata = ["classes": "[\"a\"]"]
        expect(try folder.write("e", file.encoded()), says: "expected 7 names")
        file.metadata = ["summary": "{}"]
        expect(try folder.write("f", file.encoded()), says: "take best.safetensors or last.safetensors")
        file.metadata = ["input": "raw"]
        expect(try folder.write("g", file.encoded()), says: "input raw, which --input unit contradicts", choices: .init(input: .unit))
        file.metadata = [:]
        file.tensors = file.tensors.map { tensor in
            tensor.name == "fc2.weight" ? Safetensors.Tensor(name: tensor.name, shape: [1, 350], values: tensor.values) : tensor
        }
        expect(try folder.write("h", file.encoded()), says: "are those of neither network")
    }

    @Test func classesWithoutAnythingInCommonAreRefused() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let network = try Self.network(run.path)
        let others = SyntheticFaces.dataset(classNames: ["bored", "excited"])
        let error = #expect(throws: EvaluationError.self) { _ = try EvaluationReport(network, EvaluationData(others, split: .all)) }
        #expect(error?.description.contains("they have bored, excited") == true)
        let some = SyntheticFaces.dataset(validation: 6, classNames: ["joy", "contempt", "sadness"])
        let report = try EvaluationReport(network, EvaluationData(some, split: .validation))
        #expect(report.leftOut == ["contempt": 2])
        #expect(report.evaluation.faces == 4)
        #expect(report.evaluation.support == [0, 0, 0, 2, 2, 0, 0])
        #expect(report.predictionsCSV.split(separator: "\n").count == 5)
        let object = try TestRun.object(report.json)
        for key in [
            "faces", "loss", "accuracy", "balancedAccuracy", "macroF1", "precision", "recall", "confusion", "expectedCalibrationError", "classes",
        ] { #expect(object[key] != nil, "\(key)") }
    }
}
