import Platform
import Engine
import FaceData

/// Asks the network about all validation faces; memory is taken once.
final class Evaluator {
    let faces: FaceSet
    private let batch: FaceBatch
    private let predictions: UnsafeMutablePointer<StepEngine.Prediction>

    init(faces: FaceSet, input: InputScale) {
        self.faces = faces
        batch = FaceBatch(faces: faces, positions: 0..<faces.count, input: input, chance: nil)
        predictions = .allocate(capacity: faces.count)
        predictions.initialize(repeating: StepEngine.Prediction(), count: faces.count)
    }

    deinit { predictions.deallocate() }

    /// What one evaluation found.
    struct Finding {
        var score: ValidationScore
        /// How differently the network answers to faces: mean over the classes of the range that the middle four fifths of the logits span.
        ///
        /// The middle, since in a collapsed network a handful of faces may still touch something.
        var logitSpread: Double
        /// Where attention looks.
        var attention: AttentionStatistics
        /// Mean share of the attention grid outside the image, 0...1.
        var meanOutside: Double
        /// A face that was taken for another class, the first one; nil where all are right.
        var firstWrong: Int?
    }

    /// Evaluates the network as it stands.
    func evaluate(_ engine: StepEngine) -> Finding {
        engine.evaluate(batch, into: predictions)
        let classCount = faces.classNames.count
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        var (lossSum, outsideSum) = (0.0, 0.0)
        var thetas: [Theta] = []
        thetas.reserveCapacity(faces.count)
        var firstWrong: Int?
        for index in 0..<faces.count {
            let prediction = predictions[index]
            let label = Int(faces.labels[index])
            confusion[label][prediction.predicted] += 1
            if prediction.predicted != label, firstWrong == nil { firstWrong = index }
            lossSum += prediction.loss
            let theta = theta(index)
            outsideSum += theta.outsideShare()
            thetas.append(theta)
        }
        return Finding(
            score: ValidationScore(confusion: confusion, lossSum: lossSum), logitSpread: middleRange(classCount: classCount),
            attention: AttentionStatistics(thetas), meanOutside: outsideSum / Double(faces.count), firstWrong: firstWrong)
    }

    private func middleRange(classCount: Int) -> Double {
        var sum = 0.0
        for index in 0..<classCount {
            let sorted = (0..<faces.count).map { predictions[$0].logits[index] }.sorted()
            sum += Double(sorted[(faces.count - 1) * 9 / 10] - sorted[(faces.count - 1) / 10])
        }
        return sum / Double(classCount)
    }

    /// What the last evaluation said of one face.
    func saying(_ index: Int, epoch: Int) -> FollowedEpoch {
        let logits = (0..<faces.classNames.count).map { predictions[index].logits[$0] }
        let maximum = logits.max() ?? 0
        let exponentials = logits.map { expf($0 - maximum) }
        let sum = exponentials.reduce(0, +)
        return FollowedEpoch(epoch: epoch, theta: theta(index), probabilities: exponentials.map { $0 / sum })
    }

    private func theta(_ index: Int) -> Theta { Theta((0..<6).map { predictions[index].theta[$0] }) }
}
