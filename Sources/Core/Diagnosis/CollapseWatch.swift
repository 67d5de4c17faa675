import Platform

/// Notices that a network has collapsed: it says the same whatever face it sees.
///
/// The sign is one class predicted for nearly every validation face in three epochs running, in the last two of them with logits that are the same
/// for all faces and a training loss no better than the entropy of the class prior. The class may be another in each epoch where all are equally
/// frequent. Measured on FER2013 and demo faces: the logits' range is 0 or under 1e-5 in collapsed runs, with theta outside and inside the image.
/// Healthy runs that predict one class for several epochs, because they learn slowly or from few faces, keep the range that their first parameters
/// gave them: 0.15 with raw input, 3e-3 to 1e-2 with `baseline`, 6e-4 at the least.
struct CollapseWatch: Sendable, Codable, Equatable {
    /// Entropy of the training faces' classes, in nats.
    let priorEntropy: Double
    let classNames: [String]
    /// Spread of the logits before the first step.
    var startSpread = Double.infinity
    /// Epochs running in which one class was predicted.
    private var oneClassEpochs = 0
    /// Of these, the latest ones in which the faces were not told apart.
    private var blindEpochs = 0
    private var hasWarned = false
    /// The epoch in which it was told; nil in older files.
    private var told: Int?

    /// Epochs of one class that are needed; it must be blind in all but the first.
    static let epochsNeeded = 3
    /// Share of the faces that counts as nearly all.
    static let shareNeeded = 0.99
    /// Nats under the prior's entropy that chance explains.
    static let lossTolerance = 0.05
    /// Spread of the logits over the faces, below which they are not told apart.
    static let spreadLimit = 3e-4
    /// What must be lost of the spread before the first step, where that was small.
    static let startShareLimit = 0.25
    /// With a prior below this many nats nearly all faces are of one class, and saying so is no collapse.
    static let leastPriorEntropy = 0.1

    init(trainingCounts: [Int], classNames: [String]) {
        self.classNames = classNames
        let all = Double(max(1, trainingCounts.reduce(0, +)))
        priorEntropy = trainingCounts.reduce(0.0) { $1 > 0 ? $0 - Double($1) / all * log(Double($1) / all) : $0 }
    }

    /// Whether one that was read from a file can count on, for `classCount` classes.
    func isValid(classCount: Int) -> Bool {
        classNames.count == classCount && (0...1_000_000).contains(oneClassEpochs) && (0...oneClassEpochs).contains(blindEpochs)
            && (told.map { (1...1_000_000).contains($0) } ?? true)
    }

    /// Whether the last epoch's faces were not told apart: the sign of a collapse, told or not.
    var isBlind: Bool { blindEpochs > 0 }

    /// Looks at an epoch's end.
    ///
    /// It is over once the loss is better than guessing and several classes are predicted, as after a change of the learning rate.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run) -> RunEvent? {
        let most = record.validation.mostPredicted
        oneClassEpochs = most.share >= Self.shareNeeded ? oneClassEpochs + 1 : 0
        let limit = min(Self.spreadLimit, Self.startShareLimit * startSpread)
        let isAtPrior = record.train.loss > priorEntropy - Self.lossTolerance
        let isBlind = oneClassEpochs > 0 && (record.logitSpread ?? .infinity) < limit && isAtPrior
        blindEpochs = isBlind ? blindEpochs + 1 : 0
        if hasWarned { return recovery(record, isOver: oneClassEpochs == 0 && !isAtPrior) }
        guard priorEntropy >= Self.leastPriorEntropy, oneClassEpochs >= Self.epochsNeeded, blindEpochs >= Self.epochsNeeded - 1 else { return nil }
        hasWarned = true
        told = record.epoch
        return .warning(
            TrainingWarning(
                kind: .collapse, epoch: record.epoch,
                message: "the network has collapsed: it says '\(classNames[most.classIndex])' for \(FindingNumber.percent(most.share)) of the faces, "
                    + "and the loss stands at \(FindingNumber.text(record.train.loss)); guessing by class frequency gives "
                    + "\(FindingNumber.text(priorEntropy)). It will not recover.",
                numbers: ["share": most.share, "loss": record.train.loss, "priorEntropy": priorEntropy, "logitSpread": record.logitSpread ?? 0],
                advice: .calmer(run.configuration)))
    }

    private mutating func recovery(_ record: EpochRecord, isOver: Bool) -> RunEvent? {
        guard isOver else { return nil }
        defer { (hasWarned, told) = (false, nil) }
        return .recovery(
            Recovery(
                kind: .collapse, epoch: record.epoch, since: told ?? record.epoch,
                message: "the network tells faces apart again: the loss is \(FindingNumber.text(record.train.loss)), under "
                    + "\(FindingNumber.text(priorEntropy)), which guessing by class frequency gives."))
    }
}
