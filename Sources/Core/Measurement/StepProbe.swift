/// Training steps or evaluations as the trainer does them: its own engine, its own batches, faces drawn and mirrored.
final class StepProbe: Probe {
    private let engine: StepEngine
    private let batch: FaceBatch
    private let update: StepEngine.Update
    /// Set where it evaluates.
    private let predictions: UnsafeMutablePointer<StepEngine.Prediction>?
    private let evaluated: FaceBatch

    init(_ network: NetworkKind, batchSize: Int, threads: Int, trains: Bool) {
        let values = Self.values(network, batchSize: batchSize)
        let faces = Self.noise(4 * batchSize)
        engine = StepEngine(values, classCount: faces.classNames.count, threads: threads)
        var random = RandomBits(seed: 1)
        batch = FaceBatch(
            faces: faces, order: random.permutation(faces.count), positions: 0..<batchSize, input: values.input, chance: values.chance(epoch: 1))
        evaluated = FaceBatch(faces: faces, positions: 0..<batchSize, input: values.input, chance: nil)
        update = values.update(learningRate: 1e-5)
        predictions = trains ? nil : .allocate(capacity: batchSize)
        predictions?.initialize(repeating: .init(), count: batchSize)
    }

    deinit { predictions?.deallocate() }

    /// Activations and scratch of all workers, gradients and moments.
    var byteCount: Int { engine.byteCount }

    /// In faces.
    func work() -> Double {
        if let predictions {
            engine.evaluate(evaluated, into: predictions)
            return Double(evaluated.faceCount)
        }
        _ = engine.step(batch, update)
        let next = batch.positions.upperBound % batch.faces.count
        batch.positions = next..<next + batch.positions.count
        return Double(batch.faceCount)
    }

    /// The network's own preset with mirroring on, so that all that a batch can cost is in it.
    static func values(_ network: NetworkKind, batchSize: Int) -> Hyperparameters {
        var values = Hyperparameters(preset: network == .paper ? .baseline : .pytorch)
        values.batchSize = batchSize
        values.flip = true
        return values
    }

    static func noise(_ count: Int) -> FaceSet {
        var random = RandomBits(seed: 1)
        return FaceSet(
            pixels: (0..<count * FaceSet.pixelsPerFace).map { _ in UInt8(truncatingIfNeeded: random.next()) },
            labels: (0..<count).map { UInt8($0 % Emotion.names.count) })
    }
}

/// What a batch costs before the network sees it: order, mirroring, dropout's draws, conversion to lanes. One thread.
final class LoadProbe: Probe {
    private let batch: FaceBatch
    private let arena = LaneArena()
    private let image: LaneTensor
    private let labels: UnsafeMutablePointer<UInt8>
    private let factors: UnsafeMutablePointer<Lanes>

    init(batchSize: Int) {
        let values = StepProbe.values(.paper, batchSize: batchSize)
        let faces = StepProbe.noise(batchSize)
        var random = RandomBits(seed: 1)
        let chance = values.chance(epoch: 1)
        batch = FaceBatch(
            faces: faces, order: random.permutation(faces.count), positions: 0..<batchSize, input: values.input, chance: chance)
        image = arena.tensor(channels: 1, height: FaceSet.side, width: FaceSet.side)
        labels = arena.take(Lanes.scalarCount, of: UInt8.self, zero: 0)
        factors = arena.lanes(chance.unitCount)
    }

    /// In faces.
    func work() -> Double {
        for group in 0..<batch.groupCount { _ = batch.load(group: group, image: image, labels: labels, dropoutFactors: factors) }
        return Double(batch.faceCount)
    }
}
