package import Engine
import FaceData
import Platform

/// What a run will cost, from a few timed steps of the trainer itself.
package struct CostEstimate: Sendable, Equatable {
    /// Trained numbers.
    package var parameterCount: Int
    /// Measured on this machine just now.
    package var imagesPerSecond: Double
    /// Faces, activations and gradients, in bytes.
    package var bytes: Int

    /// Times some steps on noise for about `seconds`; nil once `isCancelled` says so, and where the system has no threads to spare.
    ///
    /// - Parameters:
    ///   - faceCount: faces that will be held, 2,304 bytes each.
    ///   - classCount: classes that the network tells apart.
    package static func measure(
        _ configuration: RunConfiguration, faceCount: Int, classCount: Int = Emotion.names.count, seconds: Double = 0.5,
        isCancelled: @Sendable () -> Bool = { false }
    ) -> CostEstimate? {
        guard let pool = try? WorkerPool(count: configuration.threads) else { return nil }
        let hyperparameters = configuration.hyperparameters
        let batchSize = min(hyperparameters.batchSize, max(1, faceCount))
        var random = RandomBits(seed: 1)
        let faces = FaceSet(
            pixels: (0..<batchSize * FaceSet.pixelsPerFace).map { _ in UInt8(truncatingIfNeeded: random.next()) },
            labels: (0..<batchSize).map { UInt8($0 % classCount) }, classNames: (0..<classCount).map { "class \($0)" })
        let engine = StepEngine(hyperparameters, classCount: classCount, pool: pool)
        let batch = FaceBatch(
            faces: faces, positions: 0..<batchSize, input: hyperparameters.input, chance: hyperparameters.chance(epoch: 1))
        let update = hyperparameters.update(learningRate: 1e-4)
        let clock = ContinuousClock()
        var rates: [Double] = []
        let start = clock.now
        repeat {
            if isCancelled() { return nil }
            let before = clock.now
            _ = engine.step(batch, update)
            rates.append(Double(batchSize) / (clock.now - before).seconds)
        } while (clock.now - start).seconds < seconds || rates.count < 3
        // The first steps wake caches and threads.
        let settled = rates.dropFirst().sorted()
        return CostEstimate(
            parameterCount: engine.layout.count, imagesPerSecond: settled[settled.count / 2],
            bytes: engine.byteCount + faceCount * FaceSet.pixelsPerFace)
    }
}

extension StepEngine {
    /// An engine with a run's first parameters.
    package convenience init(_ hyperparameters: Hyperparameters, classCount: Int, pool: WorkerPool) {
        let architecture = hyperparameters.architecture(classCount: classCount)
        self.init(
            architecture, convolution: hyperparameters.convolution, pool: pool, maximumBatch: hyperparameters.batchSize,
            parameters: ParameterLayout(architecture).initialValues(hyperparameters.initialisation, seed: hyperparameters.seed))
        if hyperparameters.average > 0 { average = WeightAverage(state, stepCount: 0) }
    }
}
