/// Notices a training loss that runs away upwards.
///
/// The sign is an epoch that is far worse than the best one before it and than guessing, or after the first one far worse than guessing without having
/// become much better. A first epoch alone says nothing: with raw input its first steps cost hundreds of nats in runs that settle.
struct DivergenceWatch: Sendable, Codable, Equatable {
    /// Of the epochs so far, in nats.
    private var lowestLoss: Double?
    /// Of the epoch before.
    private var previousLoss: Double?
    private var episode = FindingHysteresis()

    /// Nats above the prior's entropy, and above the best epoch.
    static let rise = 0.5
    /// What a high loss must lose from one epoch to the next to be on its way down.
    static let shareToLose = 0.25

    /// Looks at an epoch's end.
    ///
    /// - Parameter isExplained: whether a graver finding explains it.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run, isExplained: Bool) -> RunEvent? {
        let (loss, guess) = (record.train.loss, run.priorEntropy)
        defer {
            lowestLoss = min(lowestLoss ?? loss, loss)
            previousLoss = loss
        }
        guard let lowest = lowestLoss, let previous = previousLoss else { return nil }
        let isHigh = loss > guess + Self.rise
        let isRising = loss > lowest + Self.rise || loss > previous * (1 - Self.shareToLose)
        switch episode.turn(record.epoch, begins: isHigh && isRising && !isExplained, ends: loss < guess + Self.rise / 2) {
        case .begins:
            return .warning(
                TrainingWarning(
                    kind: .divergence, epoch: record.epoch,
                    message: "training diverges: the loss is \(FindingNumber.text(loss)) after \(FindingNumber.text(lowest)) in the best epoch; "
                        + "guessing by class frequency gives \(FindingNumber.text(guess)).",
                    numbers: ["loss": loss, "lowestLoss": lowest, "priorEntropy": guess, "learningRate": record.learningRate],
                    advice: .calmer(run.configuration)))
        case .ends(let since):
            return .recovery(
                Recovery(kind: .divergence, epoch: record.epoch, since: since, message: "the loss is back at \(FindingNumber.text(loss))."))
        case nil: return nil
        }
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { episode.isValid }
}
