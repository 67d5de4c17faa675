import Platform

/// Notices a run that no longer becomes better, in training and in validation, long before its last epoch.
///
/// As long as the training loss falls and validation does not follow it is overfitting, which has its own watch.
struct PlateauWatch: Sendable, Codable, Equatable {
    /// Of the epochs so far, 0...1.
    private var bestAccuracy = 0.0
    /// Of the epochs so far, in nats.
    private var lowestLoss = Double.infinity
    /// Of the epochs so far, in nats.
    private var lowestTrainingLoss = Double.infinity
    /// The latest epoch in which any of the three became better.
    private var lastProgress = 0
    private var episode = FindingHysteresis()

    /// Epochs without progress that are needed.
    static let epochsNeeded = 10
    /// Steps without progress that are needed.
    static let stepsNeeded = 400
    /// The share of faces that is no progress, since it comes and goes by chance.
    static let leastAccuracy = 0.002
    /// Smaller changes of the validation loss, in nats, are no progress.
    static let leastLoss = 0.002
    /// Smaller changes of the training loss, in nats, are no progress: a network goes on learning its faces by heart.
    static let leastTrainingLoss = 0.01
    /// The accuracy above which little is left to be learnt.
    static let ceiling = 0.95

    /// Looks at an epoch's end.
    ///
    /// - Parameter isExplained: whether a graver finding explains it.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run, isExplained: Bool) -> RunEvent? {
        let isBetter = take(record)
        let needed = run.epochs(Self.epochsNeeded, atLeast: Self.stepsNeeded)
        let epochs = record.epoch - lastProgress
        // Near its last epoch a run is meant to be still: there is nothing to advise.
        let isFarFromEnd = record.epoch + needed <= run.values.epochs
        let isStill = epochs >= needed && isFarFromEnd && bestAccuracy < Self.ceiling && !isExplained
        switch episode.turn(record.epoch, begins: isStill, ends: isBetter) {
        case .begins:
            return .warning(
                TrainingWarning(
                    kind: .plateau, epoch: record.epoch,
                    message: "a plateau: for \(epochs) epochs neither training has become better (loss \(FindingNumber.text(lowestTrainingLoss))) "
                        + "nor validation (loss \(FindingNumber.text(lowestLoss)), accuracy \(NumberText.fixed(bestAccuracy * 100, 1)) %); "
                        + "\(run.values.epochs - record.epoch) epochs are left.",
                    numbers: [
                        "epochs": Double(epochs), "bestAccuracy": bestAccuracy, "lowestValidationLoss": lowestLoss,
                        "lowestTrainingLoss": lowestTrainingLoss, "learningRate": record.learningRate,
                    ],
                    advice: advice(run)))
        case .ends(let since):
            return .recovery(
                Recovery(
                    kind: .plateau, epoch: record.epoch, since: since,
                    message: "it becomes better again: validation accuracy \(NumberText.fixed(record.validation.accuracy * 100, 1)) %, loss "
                        + "\(FindingNumber.text(record.validation.loss)), training loss \(FindingNumber.text(record.train.loss))."))
        case nil: return nil
        }
    }

    /// Whether the epoch has brought anything.
    private mutating func take(_ record: EpochRecord) -> Bool {
        let isBetter =
            record.validation.accuracy > bestAccuracy + Self.leastAccuracy
            || record.validation.loss < lowestLoss - Self.leastLoss || record.train.loss < lowestTrainingLoss - Self.leastTrainingLoss
        // The marks move with progress alone: else many small steps would never add up to any.
        guard isBetter || lastProgress == 0 else { return false }
        bestAccuracy = max(bestAccuracy, record.validation.accuracy)
        lowestLoss = min(lowestLoss, record.validation.loss)
        lowestTrainingLoss = min(lowestTrainingLoss, record.train.loss)
        lastProgress = record.epoch
        return true
    }

    /// Finer steps where the rate does not fall by itself; a larger network where it does.
    private func advice(_ run: Diagnosis.Run) -> Advice {
        let width = NumberText.shortest(Double(min(256, run.values.width * 8 / 5)))
        guard run.values.schedule == .constant else { return Advice(run.configuration, [(.width, width)]) }
        let rate = NumberText.shortest(Advice.rate(run.configuration, times: 0.3))
        return Advice(run.configuration, [(.learningRate, rate), (.schedule, Schedule.cosine.rawValue), (.width, width)])
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { (0...1_000_000).contains(lastProgress) && episode.isValid }
}
