package import Engine
package import FaceData
import Platform

/// A checkpoint that was opened to be asked about faces.
///
/// It owns worker threads and their memory: make one, ask it often. One thread at a time may ask.
package final class TrainedNetwork {
    /// The checkpoint's file.
    package let path: String
    /// By index of the logits.
    package let classNames: [String]
    /// Whether the file does not name them, so that the first seven are FER's.
    package let assumesClasses: Bool
    /// What the file does not say and was taken for granted, a sentence each.
    package let assumptions: [String]
    /// What the network is.
    package let architecture: Architecture
    /// How grey values enter it.
    package let input: InputScale
    /// Epochs it was trained for; 0 where the file does not say.
    package let epoch: Int
    /// What its run's validation found, 0...1; nil where the file does not say.
    package let validationAccuracy: Double?

    let engine: StepEngine

    /// Faces that are asked about before progress is told and a person may cancel.
    private static let pieceLength = 2048

    /// Opens a checkpoint.
    ///
    /// - Parameters:
    ///   - name: a checkpoint of ours, a state_dict that PyTorch saved as safetensors, a run's folder, or a run in `runsFolder`; of runs the best epoch.
    ///   - threads: workers; they do not change results.
    /// - Throws: `CheckpointError`, or `ThreadError` where the system gives no threads.
    package convenience init(
        opening name: String, runsFolder: String = "runs", choices: CheckpointChoices = CheckpointChoices(),
        threads: Int = min(256, ProcessorCount.online)
    ) throws {
        let path = try CheckpointFile.path(of: name, runsFolder: runsFolder)
        let file = try CheckpointFile(reading: path, choices)
        self.init(file, pool: try WorkerPool(count: threads))
    }

    /// The network of `file`, asked by `pool`.
    init(_ file: CheckpointFile, pool: WorkerPool) {
        let checkpoint = file.checkpoint
        path = file.path
        classNames = checkpoint.classNames
        assumesClasses = file.assumesClasses
        assumptions = file.assumptions
        architecture = checkpoint.architecture
        input = checkpoint.input
        epoch = checkpoint.epoch
        validationAccuracy = checkpoint.validationAccuracy
        // Nothing is trained, so memory for one group's gradients will do.
        engine = StepEngine(
            checkpoint.architecture, pool: pool, maximumBatch: StepEngine.facesPerGroup, parameters: checkpoint.state.parameters)
        engine.state = checkpoint.state
    }

    /// Trained numbers.
    package var parameterCount: Int { engine.layout.count }

    /// What the network says of each of `faces`, in their order; their labels do not count.
    ///
    /// - Parameters:
    ///   - flips: whether each face is asked about together with its mirror image: the mean of both probabilities counts, theta is the face's own.
    ///   - progress: called with the faces done, some times a second.
    ///   - isCancelled: asked as often; once it says true the result is nil.
    package func predict(
        _ faces: FaceSet, flips: Bool = false, progress: (Int) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) -> [FacePrediction]? {
        var result: [FacePrediction] = []
        result.reserveCapacity(faces.count)
        let plain = withoutLabels(faces)
        for first in stride(from: 0, to: faces.count, by: Self.pieceLength) {
            guard !isCancelled() else { return nil }
            let range = first..<min(faces.count, first + Self.pieceLength)
            let own = predict(FaceBatch(faces: plain, positions: range, input: input, chance: nil))
            if flips {
                let mirrored = plain.subset(Array(range)).mirrored
                let other = predict(FaceBatch(faces: mirrored, positions: 0..<range.count, input: input, chance: nil))
                result += zip(own, other).map { $0.averaged(with: $1) }
            } else {
                result += own
            }
            progress(range.upperBound)
        }
        return result
    }

    /// What the network says of one face, [48, 48], 0...255.
    package func predict(_ face: [UInt8]) -> FacePrediction {
        let faces = FaceSet(pixels: face, labels: [0], classNames: classNames)
        return predict(FaceBatch(faces: faces, positions: 0..<1, input: input, chance: nil))[0]
    }

    /// What the network says of each picture of a batch.
    func predict(_ batch: Batch) -> [FacePrediction] {
        let count = batch.faceCount
        guard count > 0 else { return [] }
        let predictions = UnsafeMutablePointer<StepEngine.Prediction>.allocate(capacity: count)
        defer { predictions.deallocate() }
        predictions.initialize(repeating: StepEngine.Prediction(), count: count)
        engine.evaluate(batch, into: predictions)
        return (0..<count).map { FacePrediction(predictions[$0], classCount: classNames.count) }
    }

    /// The faces as the engine takes them, whose labels must be classes of the network.
    private func withoutLabels(_ faces: FaceSet) -> FaceSet {
        FaceSet(pixels: faces.pixels, labels: [UInt8](repeating: 0, count: faces.count), classNames: classNames)
    }
}

extension FaceSet {
    /// The faces' mirror images, left and right exchanged.
    var mirrored: FaceSet {
        let side = Self.side
        let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
            for row in 0..<pixels.count / side {
                for column in 0..<side { buffer[row * side + column] = pixels[row * side + side - 1 - column] }
            }
            count = pixels.count
        }
        return FaceSet(pixels: turned, labels: labels, classNames: classNames)
    }
}
