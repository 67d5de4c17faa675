@testable import Platform
@testable import Engine
import TestSupport
import Testing

@testable import Core

@Suite struct StepEngineTests {
    static let paper = Architecture(.paper, sampler: .corners, classCount: 7)
    static let series = Architecture(.series, sampler: .halfpixel, classCount: 7)

    /// Several steps over one epoch of some faces, the last one smaller.
    private static func train(
        faces: Int, batchSize: Int, threads: Int, epochs: Int = 1, seed: UInt64 = 7, values: Hyperparameters = .init(preset: .baseline)
    ) -> (parameters: [UInt32], moments: [UInt32], losses: [Double], statistics: [RunningStatistics]) {
        var values = values
        values.batchSize = batchSize
        values.seed = seed
        let set = SyntheticFaces.set(faces)
        let engine = StepEngine(values, classCount: 7, threads: threads)
        let batch = FaceBatch(faces: set, positions: 0..<0, input: values.input, chance: nil)
        var losses: [Double] = []
        for epoch in 1...epochs {
            var random = RandomBits(seed: seed, .order, epoch)
            batch.order = random.permutation(faces)
            batch.chance = values.chance(epoch: epoch)
            for start in stride(from: 0, to: faces, by: batchSize) {
                batch.positions = start..<min(start + batchSize, faces)
                losses.append(engine.step(batch, .init(.adam, .init(learningRate: 0.003, adamEpsilon: 1e-7), l2: 1e-4)).loss)
            }
        }
        return (
            engine.parameters.values.map(\.bitPattern), (engine.firstMoment.values + engine.secondMoment.values).map(\.bitPattern), losses,
            engine.state.statistics
        )
    }

    /// Batches of less than a group, a group, a little more, many groups; more threads than groups.
    @Test(arguments: [(5, 1), (37, 15), (48, 16), (70, 17), (230, 100), (1060, 1056)])
    func givesTheSameBitsOnAnyNumberOfThreads(faces: Int, batchSize: Int) {
        let one = Self.train(faces: faces, batchSize: batchSize, threads: 1)
        for threads in [2, 3, 7] {
            let other = Self.train(faces: faces, batchSize: batchSize, threads: threads)
            #expect(other.parameters == one.parameters, "parameters on \(threads) threads")
            #expect(other.moments == one.moments, "moments on \(threads) threads")
            #expect(other.losses == one.losses, "losses on \(threads) threads")
        }
    }

    @Test(arguments: [(37, 15), (70, 33)])
    func augmentedFacesGiveTheSameBitsOnAnyNumberOfThreads(faces: Int, batchSize: Int) {
        var values = Hyperparameters(preset: .baseline)
        values.augmentation = Augmentation.everyKind
        let one = Self.train(faces: faces, batchSize: batchSize, threads: 1, epochs: 2, values: values)
        for threads in [2, 3] {
            let other = Self.train(faces: faces, batchSize: batchSize, threads: threads, epochs: 2, values: values)
            #expect(other.parameters == one.parameters && other.losses == one.losses, "\(threads) threads")
        }
        #expect(Self.train(faces: faces, batchSize: batchSize, threads: 1, epochs: 2).losses != one.losses, "they are augmented")
    }

    /// The workers meet at each batch norm; its sums have an order of their own.
    @Test(arguments: [(Normalisation.conv4, 37, 37), (.all, 37, 20), (.conv4, 300, 150)])
    func batchNormsGiveTheSameBitsOnAnyNumberOfThreads(normalisation: Normalisation, faces: Int, batchSize: Int) {
        var values = Hyperparameters(preset: .pytorch)
        values.normalisation = normalisation
        let one = Self.train(faces: faces, batchSize: batchSize, threads: 1, values: values)
        for threads in [2, 3, 7] {
            let other = Self.train(faces: faces, batchSize: batchSize, threads: threads, values: values)
            #expect(other.parameters == one.parameters && other.moments == one.moments, "\(threads) threads")
            #expect(other.losses == one.losses && other.statistics == one.statistics, "\(threads) threads")
        }
    }

    @Test func sameSeedSameBitsAndAnotherSeedOthers() {
        let first = Self.train(faces: 40, batchSize: 16, threads: 2)
        #expect(Self.train(faces: 40, batchSize: 16, threads: 2).parameters == first.parameters)
        #expect(Self.train(faces: 40, batchSize: 16, threads: 2, seed: 8).parameters != first.parameters)
    }

    /// The largest batch that a form takes: several groups share a gradient.
    @Test func theLargestBatchIsTheMeanOfItsFaces() {
        let set = SyntheticFaces.set(37)
        // 4,096 faces of which each stands for one of 37.
        let order = (0..<4096).map { $0 % 37 }
        let values = Hyperparameters(preset: .baseline)
        let parameters = NetworkTests.parameters(Self.paper, seed: 1)
        let engine = StepEngine(Self.paper, threads: 2, maximumBatch: 4096, parameters: parameters)
        let still = FaceBatch.Chance(seed: 1, epoch: 1, augmentation: Augmentation(), dropout: 0, unitCount: 810)
        let large = engine.gradient(FaceBatch(faces: set, order: order, positions: 0..<4096, input: values.input, chance: still))
        let counts = (0..<37).map { face in order.count { $0 == face } }
        var expected = [Double](repeating: 0, count: engine.layout.count)
        var (loss, correct) = (0.0, 0)
        for face in 0..<37 {
            let one = engine.gradient(FaceBatch(faces: set, positions: face..<face + 1, input: values.input, chance: still))
            for index in expected.indices { expected[index] += Double(one.gradient[index]) * Double(counts[face]) / 4096 }
            loss += one.loss * Double(counts[face])
            correct += one.correct * counts[face]
        }
        #expect(large.correct == correct)
        #expect(abs(large.loss - loss) < 1e-6 * loss)
        for tensor in engine.layout.tensors {
            let largest = expected[tensor.range].map { abs($0) }.max() ?? 0
            #expect(largestDistance(large.gradient[tensor.range].map(Double.init), Array(expected[tensor.range])) <= 2e-5 * largest, "\(tensor.name)")
        }
    }

    /// Faces beside which lanes stay empty count as much as any.
    @Test(arguments: FaceGroups.counts)
    func aStepIsAdamOnTheGradientWithL2(faces: Int) {
        let (rate, l2) = (0.002, 0.01)
        let parameters = NetworkTests.parameters(Self.paper, seed: 4)
        let batch = PlainBatch.random(faces, Self.paper, seed: 6)
        let engine = StepEngine(Self.paper, threads: 2, maximumBatch: faces, parameters: parameters)
        var oracle = AdamOracle(parameters.map(Double.init), learningRate: rate, epsilon: 1e-7)
        for step in 1...3 {
            var gradient = engine.gradient(batch).gradient.map(Double.init)
            for name in ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"] {
                for index in engine.layout[name].range { gradient[index] += 2 * l2 * Double(engine.parameters.base[index]) }
            }
            oracle.update(gradient)
            let score = engine.step(batch, .init(.adam, .init(learningRate: rate, adamEpsilon: 1e-7), l2: l2))
            #expect(score.isFinite)
            #expect(engine.stepCount == step)
            expectClose(engine.parameters.values, oracle.values, share: 2e-6, "step \(step)")
            // From here on both go from the same place, or rounding would add up.
            oracle.values = engine.parameters.values.map(Double.init)
        }
    }

    @Test func l2IsTheSumOfSquaresOfTheClassifier() {
        let parameters = NetworkTests.parameters(Self.paper, seed: 4)
        let engine = StepEngine(Self.paper, threads: 1, maximumBatch: 1, parameters: parameters)
        var sum = 0.0
        for name in ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"] {
            for index in engine.layout[name].range { sum += Double(parameters[index]) * Double(parameters[index]) }
        }
        #expect(abs(engine.l2Loss(0.01) - 0.01 * sum) < 1e-12)
    }

    @Test(arguments: [1, 2, 5], FaceGroups.counts)
    func evaluationIsForwardWithoutDropout(threads: Int, faces: Int) { Self.evaluate(Self.paper, threads: threads, faces: faces) }

    /// Batch norms with what they have seen of other batches.
    @Test(arguments: [Normalisation.none, .conv4, .all])
    func evaluationUsesRunningStatistics(normalisation: Normalisation) {
        var architecture = Self.series
        architecture.normalisation = normalisation
        Self.evaluate(architecture, threads: 2, faces: 17)
    }

    private static func evaluate(_ architecture: Architecture, threads: Int, faces: Int) {
        let parameters = NetworkTests.parameters(architecture, seed: 11)
        let batch = PlainBatch.random(faces, architecture, seed: 13)
        let engine = StepEngine(architecture, threads: threads, maximumBatch: 16, parameters: parameters)
        var random = RandomBits(seed: 12)
        let running = engine.layout.batchNorms.map { norm in
            var running = RunningStatistics(channels: norm.channels)
            running.means = random.floats(norm.channels, within: 0.2).map { Float($0) }
            running.variances = random.floats(norm.channels, within: 0.5).map { Float(0.6 + $0) }
            return running
        }
        engine.state.statistics = running
        let predictions = UnsafeMutablePointer<StepEngine.Prediction>.allocate(capacity: faces)
        predictions.initialize(repeating: .init(), count: faces)
        defer { predictions.deallocate() }
        engine.evaluate(batch, into: predictions)
        var oracle = NetworkOracle(architecture, parameters: parameters)
        oracle.running = running
        let whole = batch.faces.map { face in
            NetworkOracle.Face(image: face.image, label: face.label, factors: [Double](repeating: 1, count: face.factors.count))
        }
        let trace = oracle.trace(whole)
        for (index, face) in whole.enumerated() {
            let logits = trace.logits[index]
            expectClose((0..<7).map { predictions[index].logits[$0] }, logits, share: 2e-6, "logits of \(index)")
            expectClose((0..<6).map { predictions[index].theta[$0] }, trace.theta[index], share: 1e-6, "theta of \(index)")
            #expect(abs(predictions[index].loss - SoftmaxOracle(logits: logits).loss(label: face.label)) < 4e-6)
            #expect(predictions[index].predicted == logits.firstIndex(of: logits.max() ?? 0))
        }
        #expect(engine.parameters.values == parameters, "evaluation moved a parameter")
    }

    /// A parameter that is no number, wherever it is, does not pass for a healthy step.
    @Test(arguments: ParameterLayout(paper).tensors.map(\.name), [Float.nan, .infinity])
    func noticesWhatIsNoNumber(tensor: String, value: Float) {
        var parameters = NetworkTests.parameters(Self.paper, seed: 1)
        parameters[ParameterLayout(Self.paper)[tensor].offset] = value
        let engine = StepEngine(Self.paper, threads: 2, maximumBatch: 17, parameters: parameters)
        let score = engine.step(PlainBatch.random(17, Self.paper, seed: 1), .init(.adam, .init(learningRate: 1e-3, adamEpsilon: 1e-7)))
        #expect(!score.isFinite)
    }

    /// An engine serves any batch up to its largest, in any order of sizes.
    @Test func sizesMayChangeFromStepToStep() {
        let parameters = NetworkTests.parameters(Self.paper, seed: 1)
        let engine = StepEngine(Self.paper, threads: 3, maximumBatch: 64, parameters: parameters)
        for faces in [64, 1, 16, 33, 15, 64] {
            let batch = PlainBatch.random(faces, Self.paper, seed: UInt64(faces))
            let fresh = StepEngine(Self.paper, threads: 1, maximumBatch: 64, parameters: parameters)
            #expect(engine.gradient(batch).gradient == fresh.gradient(batch).gradient, "\(faces) faces")
        }
    }
}
