import Engine

/// Notices that the attention has left the image: most of what it reads is not there.
struct AttentionOutsideWatch: Sendable, Codable, Equatable {
    private var episode = FindingHysteresis()

    /// The mean share of the grid outside the image. Half of it is outside in networks that merely see the face from further away.
    static let shareNeeded = 0.6
    /// The share under which it is back.
    static let shareBack = 0.5

    /// Looks at an epoch's end.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run) -> RunEvent? {
        let share = record.meanOutside
        // Written so that NaN counts as outside.
        switch episode.turn(record.epoch, begins: !(share < Self.shareNeeded), ends: share < Self.shareBack) {
        case .begins:
            let shift = record.attention.map { ($0.shiftX.mean * $0.shiftX.mean + $0.shiftY.mean * $0.shiftY.mean).squareRoot() }
            let place = shift.map { " and its centre \(FindingNumber.text($0)) half widths from the middle" } ?? ""
            return .warning(
                TrainingWarning(
                    kind: .attentionOutside, epoch: record.epoch,
                    message: "the attention has left the image: \(FindingNumber.percent(share)) of its grid lies outside, its scale is "
                        + "\(FindingNumber.text(record.meanScale))\(place); what lies outside reads as nothing.",
                    numbers: ["outside": share, "scale": record.meanScale].merging(shift.map { ["shift": $0] } ?? [:]) { $1 },
                    advice: advice(run)))
        case .ends(let since):
            return .recovery(
                Recovery(
                    kind: .attentionOutside, epoch: record.epoch, since: since,
                    message: "the attention is back: \(FindingNumber.percent(share)) of its grid lies outside the image."))
        case nil: return nil
        }
    }

    private func advice(_ run: Diagnosis.Run) -> Advice {
        var advice = Advice.calmer(run.configuration)
        // The sampler of that name has no gradient outside, so what is out stays out.
        let isStuck = run.values.sampler == .stn
        if isStuck { advice.steps += Advice(run.configuration, [(.sampler, Sampler.corners.rawValue)]).steps }
        return advice
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { episode.isValid }
}
