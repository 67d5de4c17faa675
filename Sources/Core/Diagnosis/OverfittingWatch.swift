/// Notices that training becomes better and validation worse: the network learns its faces by heart.
struct OverfittingWatch: Sendable, Codable, Equatable {
    /// The epoch with the lowest validation loss.
    private var lowestEpoch = 0
    /// Its validation loss, in nats.
    private var lowestLoss: Double?
    /// Its training loss, in nats.
    private var trainingLossThen: Double?
    /// Epochs running with the signs.
    private var epochs = 0
    private var episode = FindingHysteresis()

    /// Epochs running that are needed.
    static let epochsNeeded = 2
    /// How much better training must be than validation, as a share of faces.
    static let gap = 0.1
    /// Nats that the validation loss must have risen by, while the training loss has fallen.
    static let rise = 0.05

    /// Looks at an epoch's end.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run) -> RunEvent? {
        if record.validation.loss < lowestLoss ?? .infinity {
            lowestEpoch = record.epoch
            lowestLoss = record.validation.loss
            trainingLossThen = record.train.loss
        }
        guard let lowestLoss, let trainingLossThen else { return nil }
        let gap = record.train.accuracy - record.validation.accuracy
        let hasRisen = record.validation.loss > lowestLoss + Self.rise && record.train.loss < trainingLossThen
        epochs = gap > Self.gap && hasRisen ? epochs + 1 : 0
        switch episode.turn(record.epoch, begins: epochs >= Self.epochsNeeded, ends: gap < Self.gap / 2 || lowestEpoch == record.epoch) {
        case .begins:
            return .warning(
                TrainingWarning(
                    kind: .overfitting, epoch: record.epoch,
                    message: "overfitting: training is right for \(FindingNumber.percent(record.train.accuracy)) of the faces, validation for "
                        + "\(FindingNumber.percent(record.validation.accuracy)), and the validation loss has risen to "
                        + "\(FindingNumber.text(record.validation.loss)) from \(FindingNumber.text(lowestLoss)) in epoch \(lowestEpoch).",
                    numbers: [
                        "gap": gap, "trainingAccuracy": record.train.accuracy, "validationAccuracy": record.validation.accuracy,
                        "validationLoss": record.validation.loss, "lowestValidationLoss": lowestLoss, "lowestEpoch": Double(lowestEpoch),
                    ],
                    advice: advice(run)))
        case .ends(let since):
            return .recovery(
                Recovery(
                    kind: .overfitting, epoch: record.epoch, since: since,
                    message: "the gap has closed: training \(FindingNumber.percent(record.train.accuracy)), validation "
                        + "\(FindingNumber.percent(record.validation.accuracy)), validation loss \(FindingNumber.text(record.validation.loss))."))
        case nil: return nil
        }
    }

    /// What makes learning by heart harder, then more faces, then less of it.
    private func advice(_ run: Diagnosis.Run) -> Advice {
        let values = run.values
        var proposals: [(field: Setting.ID, to: String)] = []
        if values.limit != nil { proposals.append((.limit, "")) }
        if values.dropout < 0.5 { proposals.append((.dropout, "0.5")) }
        if !values.flip { proposals.append((.flip, "on")) }
        if values.l2 < 0.001 { proposals.append((.l2, values.l2 < 1e-4 ? "0.0001" : "0.001")) }
        if proposals.isEmpty {
            if values.labelSmoothing == 0 { proposals.append((.labelSmoothing, "0.1")) }
            proposals.append(values.patience == 0 ? (.patience, "10") : (.epochs, String(max(1, lowestEpoch))))
        }
        return Advice(run.configuration, proposals)
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { (0...1_000_000).contains(lowestEpoch) && (0...1_000_000).contains(epochs) && episode.isValid }
}
