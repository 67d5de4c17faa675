import Engine
import FaceData
import Platform

/// Training steps or evaluations as the trainer does them: its own engine, its own batches, faces drawn and mirrored.
final class StepProbe: Probe {
    private let engine: StepEngine
    private let batch: FaceBatch
    private let update: StepEngine.Update
    /// Set where it evaluates.
    private let predictions: UnsafeMutablePointer<StepEngine.Prediction>?
    private let evaluated: FaceBatch

    init(_ network: NetworkKind, _ convolution: ConvolutionMethod, batchSize: Int, threads: Int, trains: Bool) throws(ThreadError) {
        var values = Self.values(network, batchSize: batchSize)
        values.convolution = convolution
        let faces = Self.noise(4 * batchSize)
        engine = StepEngine(values, classCount: faces.classNames.count, pool: try WorkerPool(count: threads))
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

extension LoadProbe {
    /// - Parameter augments: whether faces are moved, changed in their greys and erased besides being mirrored.
    convenience init(batchSize: Int, augments: Bool) {
        var values = StepProbe.values(.paper, batchSize: batchSize)
        if augments { values.augmentation = Self.everything }
        let faces = StepProbe.noise(batchSize)
        var random = RandomBits(seed: 1)
        self.init(faces: faces, order: random.permutation(faces.count), input: values.input, chance: values.chance(epoch: 1))
    }

    /// Every kind of augmentation, as strong as a run may well have it.
    static let everything = Augmentation(flip: true, shift: 4, rotation: 10, scale: 0.1, brightness: 0.1, contrast: 0.2, erasing: 0.25)
}
