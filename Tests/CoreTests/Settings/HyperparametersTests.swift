@testable import Platform
@testable import FaceData
@testable import Engine
import Foundation
import Testing

@testable import Core

/// The presets to the letter of docs/NETWORKS.md, Presets and Initial values.
@Suite struct HyperparametersTests {
    @Test func baselineIsWhatItAlwaysWas() {
        #expect(
            Preset.baseline.hyperparameters
                == Hyperparameters(
                    network: .paper, sampler: .corners, input: .signed, initialisation: .uniform, epochs: 45, batchSize: 64, learningRate: 0.003,
                    schedule: .cosine, adamEpsilon: 1e-7, dropout: 0.5, l2: 1e-4, flip: true, seed: 1234, limit: nil))
    }

    @Test func paperIsTheTensorFlowImplementation() {
        #expect(
            Preset.paper.hyperparameters
                == Hyperparameters(
                    network: .paper, sampler: .stn, input: .raw, initialisation: .normal, epochs: 500, batchSize: 32, learningRate: 0.005,
                    schedule: .constant, adamEpsilon: 1e-7, dropout: 0.5, l2: 0.01, flip: false, seed: 1234, limit: nil))
    }

    @Test func pytorchIsThePyTorchImplementation() {
        let values = Preset.pytorch.hyperparameters
        #expect(
            values
                == Hyperparameters(
                    network: .series, sampler: .halfpixel, input: .signed, initialisation: .uniform, epochs: 100, batchSize: 128, learningRate: 0.005,
                    schedule: .constant, adamEpsilon: 1e-8, dropout: 0.5, l2: 0, flip: false, seed: 1234, limit: nil))
        #expect(values.normalisation == .conv4 && values.width == 10)
        #expect(values.architecture(classCount: 7).variation == nil)
    }

    /// What a version wrote that knew nothing of optimisers, averages and the like leaves them off.
    @Test(arguments: Preset.allCases)
    func whatAVersionBeforeWroteLeavesTheNewOff(preset: Preset) throws {
        let newer = [
            "optimiser", "momentum", "weightDecay", "warmUp", "decayEvery", "decayFactor", "plateauPatience", "classWeights", "labelSmoothing",
            "clip", "average", "patience",
        ]
        var expected = preset.hyperparameters
        var values = expected
        (values.optimiser, values.momentum, values.weightDecay, values.clip, values.average) = (.sgd, 0.5, 0.1, 2, 0.99)
        (values.warmUp, values.decayEvery, values.decayFactor, values.plateauPatience, values.patience) = (3, 7, 0.5, 2, 9)
        (values.classWeights, values.labelSmoothing) = (.balanced, 0.2)
        let bytes = Array(JSONText.line(values).utf8)
        #expect(JSONText.read(Hyperparameters.self, from: bytes) == values)
        var object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        for key in newer { #expect(object.removeValue(forKey: key) != nil, "\(key)") }
        let old = try JSONSerialization.data(withJSONObject: object)
        (expected.optimiser, expected.momentum, expected.weightDecay, expected.clip, expected.average) = (.adam, 0.9, 0, 0, 0)
        (expected.warmUp, expected.decayEvery, expected.decayFactor, expected.plateauPatience, expected.patience) = (0, 30, 0.1, 5, 0)
        (expected.classWeights, expected.labelSmoothing) = (.none, 0)
        #expect(JSONText.read(Hyperparameters.self, from: Array(old)) == expected)
    }

    @Test func anotherPresetKeepsSeedAndLimit() {
        var configuration = RunConfiguration(preset: .baseline)
        configuration.hyperparameters.seed = 7
        configuration.hyperparameters.limit = 100
        configuration.apply(.paper)
        var expected = Preset.paper.hyperparameters
        expected.seed = 7
        expected.limit = 100
        #expect(configuration.hyperparameters == expected)
        #expect(configuration.preset == .paper)
    }

    @Test func inputScalesMapBlackAndWhite() {
        func ends(_ scale: InputScale) -> [Float] { [scale.offset, 255 * scale.factor + scale.offset] }
        #expect(ends(.raw) == [0, 255])
        #expect(ends(.unit) == [0, 1])
        #expect(ends(.signed) == [-1, 1])
    }

    @Test(arguments: [UInt64(1), 2, 1234])
    func firstParametersAreDrawnAsTheySay(seed: UInt64) throws {
        let layout = ParameterLayout(Architecture(.paper, sampler: .stn, classCount: 7))
        let normal = layout.initialValues(.normal, seed: seed)
        let uniform = layout.initialValues(.uniform, seed: seed)
        #expect(layout.initialValues(.uniform, seed: seed) == uniform)
        #expect(layout.initialValues(.uniform, seed: seed + 1) != uniform)
        for values in [normal, uniform] {
            #expect(values.count == layout.count)
            #expect(Set(values[layout["fc_loc.2.weight"].range]) == [0])
            #expect(Array(values[layout["fc_loc.2.bias"].range]) == [1, 0, 0, 0, 1, 0])
        }
        for tensor in layout.tensors where !tensor.name.hasPrefix("fc_loc.2") {
            let bound = 1 / Float(try #require(tensor.fanIn)).squareRoot()
            let part = uniform[tensor.range]
            #expect(try #require(part.map { abs($0) }.max()) <= bound, "\(tensor.name)")
            if tensor.shape.count == 1 { #expect(Set(normal[tensor.range]) == [0], "\(tensor.name)") }
            guard tensor.count >= 800 else { continue }
            func deviation(_ values: ArraySlice<Float>) -> Double {
                (values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)).squareRoot()
            }
            // A tenth is five deviations of 1,600 draws.
            #expect(abs(deviation(part) / (Double(bound) / 3.0.squareRoot()) - 1) < 0.1, "\(tensor.name)")
            #expect(abs(deviation(normal[tensor.range]) / 0.05 - 1) < 0.15, "\(tensor.name)")
            #expect(try #require(part.min()) < -0.95 * bound && (try #require(part.max())) > 0.95 * bound, "\(tensor.name)")
        }
    }

    /// conv2.weight and its bias sum over 10 x 3 x 3 inputs; fc1 over 810.
    @Test func fanInIsWhatAnOutputSumsOver() {
        let layout = ParameterLayout(Architecture(.paper, sampler: .stn, classCount: 7))
        #expect(
            ["conv1.weight", "conv2.weight", "conv2.bias", "localization.3.weight", "fc1.weight", "fc2.bias"].map { layout[$0].fanIn } == [
                9, 90, 90, 72, 810, 50,
            ])
        #expect(layout.regularised.count == 50 * 810 + 50 + 7 * 50 + 7)
    }
}
