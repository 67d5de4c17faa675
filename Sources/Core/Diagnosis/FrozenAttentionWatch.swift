import Engine
import Platform

/// Notices frozen attention: theta stays at the identity, or is the same for every face.
///
/// The second is what a localisation network does whose hidden units are all dead: what is left of it is the bias of its last layer, which still moves
/// and looks alive in the mean.
struct FrozenAttentionWatch: Sendable, Codable, Equatable {
    private var episode = FindingHysteresis()

    /// Epochs before it is told: theta starts at the identity and needs some to leave it.
    static let epochsNeeded = 5
    /// Steps before it is told.
    static let stepsNeeded = 500
    /// The mean distance from the identity, below which it counts as that.
    static let distanceLimit = 0.05
    /// The distance above which it has left.
    static let distanceLeft = 0.08
    /// How much theta differs from face to face, below which it is the same for all.
    static let spreadLimit = 0.01
    /// The spread above which it is not.
    static let spreadLeft = 0.02

    /// Looks at an epoch's end.
    ///
    /// - Parameter isExplained: whether a graver finding explains it.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run, isExplained: Bool) -> RunEvent? {
        guard let attention = record.attention else { return nil }
        let (distance, spread) = (attention.distance.mean, attention.thetaSpread)
        let isLate = record.epoch >= run.epochs(Self.epochsNeeded, atLeast: Self.stepsNeeded)
        let isFrozen = distance < Self.distanceLimit || spread < Self.spreadLimit
        let turn = episode.turn(
            record.epoch, begins: isLate && isFrozen && !isExplained, ends: distance > Self.distanceLeft && spread > Self.spreadLeft)
        switch turn {
        case .begins:
            return .warning(
                TrainingWarning(
                    kind: .frozenAttention, epoch: record.epoch, message: message(record.epoch, distance, spread),
                    numbers: ["distance": distance, "distanceSpread": attention.distance.spread, "thetaSpread": spread],
                    advice: advice(run, isDead: spread < Self.spreadLimit)))
        case .ends(let since):
            return .recovery(
                Recovery(
                    kind: .frozenAttention, epoch: record.epoch, since: since,
                    message: "the attention moves: theta is \(FindingNumber.text(distance)) from the identity on average and differs by "
                        + "\(FindingNumber.text(spread)) from face to face."))
        case nil: return nil
        }
    }

    private func message(_ epoch: Int, _ distance: Double, _ spread: Double) -> String {
        let (distanceText, spreadText) = (FindingNumber.text(distance), FindingNumber.text(spread))
        return distance < Self.distanceLimit
            ? "the attention is frozen at the identity: after \(epoch) epochs theta is \(distanceText) from it on average and differs by \(spreadText) "
                + "from face to face, so every face is read as it is."
            : "the attention is frozen: after \(epoch) epochs theta differs by \(spreadText) from face to face and is \(distanceText) from the identity, "
                + "so every face is cropped alike."
    }

    /// Batch norm keeps the localisation alive, as do smaller steps where it dies; dropout makes the features leave something to the attention.
    private func advice(_ run: Diagnosis.Run, isDead: Bool) -> Advice {
        let values = run.values
        var proposals: [(field: Setting.ID, to: String)] = [(.normalisation, Normalisation.all.rawValue)]
        if isDead { proposals.append((.learningRate, NumberText.shortest(Advice.rate(run.configuration, times: 1.0 / 3)))) }
        if values.dropout < 0.5 { proposals.append((.dropout, "0.5")) }
        if values.l2 > 1e-4 { proposals.append((.l2, "0.0001")) }
        return Advice(run.configuration, proposals)
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { episode.isValid }
}
