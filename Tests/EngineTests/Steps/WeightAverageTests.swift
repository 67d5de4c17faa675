@testable import Engine
import TestSupport
import Testing

@testable import Core

@Suite struct WeightAverageTests {
    /// By hand: TensorFlow's decay is 2/11, 3/12, 4/13 in the first steps, and `decay` at most.
    @Test func theFirstStepsCountForMore() {
        let average = WeightAverage(NetworkState(parameters: [1], statistics: []), stepCount: 0)
        var expected = 1.0
        for (value, decay) in [(2.0, 2.0 / 11), (5, 3.0 / 12), (-1, 0.3), (4, 0.3)] {
            expected = decay * expected + (1 - decay) * value
            average.beginStep(decay: 0.3)
            withUnsafePointer(to: Float(value)) { average.follow($0, 0..<1) }
            #expect(abs(Double(average.parameters.base[0]) - expected) < 1e-6)
        }
        #expect(average.stepCount == 4)
    }

    /// Parameters and running statistics follow; what is evaluated and saved is the average, what trains is not.
    @Test func theNetworkThatIsEvaluatedIsTheAverage() {
        var values = Hyperparameters(preset: .pytorch)
        (values.normalisation, values.average, values.batchSize) = (.all, 0.6, 33)
        let engine = StepEngine(values, classCount: 7, threads: 2)
        let plain = StepEngine(values.architecture(classCount: 7), threads: 1, maximumBatch: 33, parameters: engine.parameters.values)
        let set = SyntheticFaces.set(33)
        let batch = FaceBatch(faces: set, positions: 0..<33, input: values.input, chance: values.chance(epoch: 1))
        var expected = engine.parameters.values.map(Double.init)
        var variances = engine.state.statistics.map { $0.variances.map(Double.init) }
        for step in 1...5 {
            _ = engine.step(batch, values.update(learningRate: 0.01))
            _ = plain.step(batch, values.update(learningRate: 0.01))
            let decay = min(0.6, Double(1 + step) / Double(10 + step))
            expected = zip(expected, plain.parameters.values).map { decay * $0 + (1 - decay) * Double($1) }
            variances = zip(variances, plain.state.statistics).map { zip($0, $1.variances).map { decay * $0 + (1 - decay) * Double($1) } }
        }
        #expect(engine.state == plain.state, "averaging must not change what trains")
        let average = engine.evaluatedState
        expectClose(average.parameters, expected, share: 1e-6)
        for (found, wanted) in zip(average.statistics, variances) { expectClose(found.variances, wanted, share: 1e-6) }
        #expect(average.statistics.map(\.batchCount) == plain.state.statistics.map(\.batchCount))
        #expect(average.parameters != engine.state.parameters)

        let evaluator = Evaluator(faces: set, input: values.input)
        let (found, live) = (evaluator.evaluate(engine).score, evaluator.evaluate(plain).score)
        plain.state = average
        #expect(evaluator.evaluate(plain).score == found && found != live)
        // The next step trains from where the last one stood.
        plain.state = engine.state
        #expect(engine.gradient(batch).gradient == plain.gradient(batch).gradient)
    }
}
