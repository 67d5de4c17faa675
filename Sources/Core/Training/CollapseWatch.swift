/// Notices that a network has collapsed to one class.
///
/// The sign is one class predicted for nearly every validation face in three epochs running, while the training loss stands still at the entropy
/// of the class prior and the logits hardly tell one face from another. A healthy run may look like that after its first epoch, and slowly
/// learning ones for longer, but their logits differ from face to face.
struct CollapseWatch: Sendable {
    /// Entropy of the training faces' classes, in nats.
    let priorEntropy: Double
    let classNames: [String]
    private var frozenEpochs: [(classIndex: Int, loss: Double)] = []
    private var hasWarned = false

    /// Epochs that must look alike.
    static let epochsNeeded = 3
    /// Share of the faces that counts as nearly all.
    static let shareNeeded = 0.99
    /// Nats around the prior's entropy.
    static let lossTolerance = 0.05
    /// Mean deviation of a logit over the faces, below which faces are not told apart.
    static let spreadLimit = 0.05

    init(trainingCounts: [Int], classNames: [String]) {
        self.classNames = classNames
        let all = Double(max(1, trainingCounts.reduce(0, +)))
        priorEntropy = trainingCounts.reduce(0.0) { $1 > 0 ? $0 - Double($1) / all * log(Double($1) / all) : $0 }
    }

    /// Looks at an epoch's end; gives the warning once.
    ///
    /// - Parameter logitSpread: mean over the classes of the logit's standard deviation over the validation faces.
    mutating func look(at record: EpochRecord, logitSpread: Double) -> TrainingWarning? {
        let most = record.validation.mostPredicted
        guard most.share >= Self.shareNeeded, logitSpread < Self.spreadLimit else {
            frozenEpochs = []
            return nil
        }
        if let last = frozenEpochs.last, last.classIndex != most.classIndex { frozenEpochs = [] }
        frozenEpochs.append((most.classIndex, record.train.loss))
        // In the first of them the loss may still have come from elsewhere.
        let settled = frozenEpochs.dropFirst().suffix(Self.epochsNeeded - 1)
        guard !hasWarned, settled.count == Self.epochsNeeded - 1, settled.allSatisfy({ abs($0.loss - priorEntropy) <= Self.lossTolerance }) else {
            return nil
        }
        hasWarned = true
        return TrainingWarning(
            kind: .collapse, epoch: record.epoch,
            message: "the network has collapsed: it says '\(classNames[most.classIndex])' for \(Self.percent(most.share)) of the faces, "
                + "and the loss stands at \(Self.rounded(record.train.loss)), where guessing by class frequency stands (\(Self.rounded(priorEntropy))). "
                + "It will not recover: stop, and train with --preset baseline or a lower learning rate and --input signed.")
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    private static func rounded(_ value: Double) -> String { NumberText.shortest((value * 1000).rounded() / 1000) }
}
