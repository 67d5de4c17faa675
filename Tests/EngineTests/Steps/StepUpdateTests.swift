@testable import Engine
import TestSupport
import Testing

@testable import Core

/// What moves the parameters in a step, against the same in double precision.
@Suite struct StepUpdateTests {
    private static func rate(_ rate: Double) -> Optimiser.Settings { Optimiser.Settings(learningRate: rate) }

    /// Gradients here have norms of about 1 to 10.
    static let updates: [StepEngine.Update] = [
        .init(.adam, rate(0.002), l2: 0.01, weightDecay: 0.3), .init(.adamw, rate(0.002), weightDecay: 0.5), .init(.sgd, rate(0.02), l2: 0.01),
        .init(.sgd, rate(0.02), weightDecay: 0.1, clip: 0.2), .init(.sgd, rate(0.02), clip: 1e5), .init(.adam, rate(0.002), l2: 1, clip: 0.5),
    ]

    @Test(arguments: updates)
    func aStepIsTheRuleOnTheGradient(update: StepEngine.Update) {
        let parameters = NetworkTests.parameters(StepEngineTests.paper, seed: 4)
        let batch = PlainBatch.random(17, StepEngineTests.paper, seed: 6)
        let engine = StepEngine(StepEngineTests.paper, threads: 2, maximumBatch: 17, parameters: parameters)
        var oracle = OptimiserOracle(parameters.map(Double.init), update)
        for step in 1...4 {
            var gradient = engine.gradient(batch).gradient.map(Double.init)
            for index in engine.layout.regularised { gradient[index] += 2 * update.l2 * Double(engine.parameters.base[index]) }
            oracle.move(along: gradient)
            let before = engine.parameters.values
            #expect(engine.step(batch, update).isFinite)
            expectClose(engine.parameters.values, oracle.values, share: 2e-6, "step \(step)")
            #expect(engine.parameters.values != before)
            // From here on both go from the same place, or rounding would add up.
            oracle.values = engine.parameters.values.map(Double.init)
        }
    }

    /// By hand: AdamW shrinks by rate times decay and then makes Adam's first step, which has the rate's length; with Adam decay alone is a gradient.
    @Test func weightDecayIsPartOfAdamAndBesideAdamW() {
        let arena = LaneArena()
        func moved(_ update: StepEngine.Update, gradient: Double) -> Float {
            let values = arena.copy([1])
            let stays = update.move(
                values, gradient: arena.copy([gradient]), firstMoment: arena.floats(1), secondMoment: arena.floats(1), count: 1, step: 1)
            return stays ? values[0] : .nan
        }
        let beside = StepEngine.Update(.adamw, Self.rate(0.1), weightDecay: 0.1)
        #expect(abs(moved(beside, gradient: -3) - 1.09) < 1e-6)
        #expect(abs(moved(beside, gradient: 0) - 0.99) < 1e-6)
        let part = StepEngine.Update(.adam, Self.rate(0.1), weightDecay: 0.1)
        #expect(abs(moved(part, gradient: 0) - 0.9) < 1e-6)
        #expect(abs(moved(StepEngine.Update(.sgd, Self.rate(0.1), weightDecay: 0.5), gradient: 2) - 0.75) < 1e-6)
    }

    /// `clip_grad_norm_` divides by the norm and 1e-6, and lengthens nothing.
    @Test func clippingShortensWhatIsTooLong() {
        let update = StepEngine.Update(.sgd, Self.rate(1), clip: 2)
        #expect(update.clipFactor(norm: 4) == Float(2 / (4 + 1e-6)))
        #expect(update.clipFactor(norm: 1) == 1)
        #expect(update.clipFactor(norm: 0) == 1)
        #expect(update.clipFactor(norm: .infinity) == 0)
    }

    @Test func aClippedStepNoticesWhatIsNoNumber() {
        var parameters = NetworkTests.parameters(StepEngineTests.paper, seed: 1)
        parameters[ParameterLayout(StepEngineTests.paper)["conv3.weight"].offset] = .nan
        let engine = StepEngine(StepEngineTests.paper, threads: 2, maximumBatch: 17, parameters: parameters)
        let batch = PlainBatch.random(17, StepEngineTests.paper, seed: 1)
        #expect(!engine.step(batch, .init(.sgd, Self.rate(1e-3), clip: 1)).isFinite)
    }

    /// The gradient's norm is summed in pieces, whose order must not be the workers'.
    @Test(arguments: [Normalisation.none, .all])
    func everythingOnGivesTheSameBitsOnAnyNumberOfThreads(normalisation: Normalisation) {
        var values = Hyperparameters(preset: .pytorch)
        values.normalisation = normalisation
        values.batchSize = 37
        (values.optimiser, values.weightDecay, values.clip, values.average) = (.sgd, 0.01, 0.3, 0.9)
        let one = Self.train(values, threads: 1)
        for threads in [2, 3, 7] {
            let other = Self.train(values, threads: threads)
            #expect(other.state == one.state && other.average == one.average && other.velocity == one.velocity, "\(threads) threads")
        }
        #expect(one.average != one.state)
    }

    private static func train(_ values: Hyperparameters, threads: Int) -> (state: NetworkState, average: NetworkState, velocity: [Float]) {
        let set = SyntheticFaces.set(100)
        let engine = StepEngine(values, classCount: 7, threads: threads)
        engine.setTargets(weights: [1, 0.5, 2, 3, 0.1, 0.7, 1.5], smoothing: 0.2)
        let batch = FaceBatch(faces: set, positions: 0..<0, input: values.input, chance: values.chance(epoch: 1))
        for start in stride(from: 0, to: 100, by: values.batchSize) {
            batch.positions = start..<min(start + values.batchSize, 100)
            _ = engine.step(batch, values.update(learningRate: 0.05))
        }
        return (engine.state, engine.evaluatedState, engine.firstMoment.values)
    }
}
