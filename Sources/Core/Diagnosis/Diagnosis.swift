import Platform

/// What is wrong with a run, told from its epochs: one watch for each kind of trouble.
///
/// A function of the epochs' records and the settings alone; what it must remember from epoch to epoch goes into `resume.safetensors`, so that a run in
/// several sittings is told what it would have been told in one. The thresholds are measured; DECISIONS.md has the numbers.
struct Diagnosis: Sendable, Equatable {
    private(set) var collapse: CollapseWatch
    private(set) var frozenLoss = FrozenLossWatch()
    private(set) var divergence = DivergenceWatch()
    private(set) var plateau = PlateauWatch()
    private(set) var overfitting = OverfittingWatch()
    private(set) var attentionOutside = AttentionOutsideWatch()
    private(set) var frozenAttention = FrozenAttentionWatch()

    /// What the watches ask about the run beside its epochs.
    struct Run {
        /// As it is set now.
        let configuration: RunConfiguration
        /// Steps of a whole epoch.
        let stepsPerEpoch: Int
        /// Of the training faces' classes, in nats.
        let priorEntropy: Double

        /// How the network is trained.
        var values: Hyperparameters { configuration.hyperparameters }

        /// `count` epochs, or more where these have fewer than `steps` steps: few faces make short epochs.
        func epochs(_ count: Int, atLeast steps: Int) -> Int { max(count, (steps + stepsPerEpoch - 1) / max(1, stepsPerEpoch)) }
    }

    init(trainingCounts: [Int], classNames: [String]) {
        collapse = CollapseWatch(trainingCounts: trainingCounts, classNames: classNames)
    }

    /// Takes down how the network answers to faces before the first step.
    mutating func begin(logitSpread: Double) { collapse.startSpread = logitSpread }

    /// Looks at an epoch's end.
    ///
    /// - Returns: `.warning` and `.recovery` events, the gravest first.
    mutating func look(at record: EpochRecord, configuration: RunConfiguration, stepsPerEpoch: Int) -> [RunEvent] {
        let run = Run(configuration: configuration, stepsPerEpoch: stepsPerEpoch, priorEntropy: collapse.priorEntropy)
        var events = [collapse.look(at: record, in: run), attentionOutside.look(at: record, in: run)]
        // A collapse, also one that is about to be told, explains whatever else there is; where nothing is learnt, nothing becomes better or moves.
        let isBlind = collapse.isBlind
        events += [divergence.look(at: record, in: run, isExplained: isBlind), frozenLoss.look(at: record, in: run, isExplained: isBlind)]
        let learnsNothing = isBlind || frozenLoss.holds
        events += [
            overfitting.look(at: record, in: run), plateau.look(at: record, in: run, isExplained: learnsNothing),
            frozenAttention.look(at: record, in: run, isExplained: learnsNothing),
        ]
        return events.compactMap(\.self)
    }

    /// What there is to say of a run whose numbers have run away.
    ///
    /// - Parameter position: where it stood after its last good step.
    static func notFinite(epoch: Int, step: Int, _ position: ResumeState.Position, _ configuration: RunConfiguration) -> TrainingWarning {
        let rate = configuration.hyperparameters.learningRate
        var numbers = ["step": Double(step), "learningRate": rate]
        if position.facesDone > 0 { numbers["loss"] = position.lossSum / Double(position.facesDone) }
        let before = numbers["loss"].map { "; before, its mean was \(FindingNumber.text($0))" } ?? ""
        return TrainingWarning(
            kind: .notFinite, epoch: epoch,
            message: "the loss or a parameter is no longer a number in epoch \(epoch), step \(step), with learning rate \(NumberText.shortest(rate))"
                + "\(before); the checkpoint of epoch \(epoch - 1) is kept.",
            numbers: numbers, advice: .calmer(configuration))
    }

    /// Whether one that was read from a file can count on, for `classCount` classes.
    func isValid(classCount: Int) -> Bool {
        collapse.isValid(classCount: classCount) && frozenLoss.isValid && divergence.isValid && plateau.isValid && overfitting.isValid
            && attentionOutside.isValid && frozenAttention.isValid
    }
}

/// One flat object: the collapse watch's own keys, as older files have them, and the others beside them.
extension Diagnosis: Codable {
    private enum CodingKeys: String, CodingKey { case frozenLoss, divergence, plateau, overfitting, attentionOutside, frozenAttention }

    /// Reads what `encode` writes; what was not watched then begins anew.
    init(from decoder: any Decoder) throws {
        collapse = try CollapseWatch(from: decoder)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        frozenLoss = try values.decodeIfPresent(FrozenLossWatch.self, forKey: .frozenLoss) ?? FrozenLossWatch()
        divergence = try values.decodeIfPresent(DivergenceWatch.self, forKey: .divergence) ?? DivergenceWatch()
        plateau = try values.decodeIfPresent(PlateauWatch.self, forKey: .plateau) ?? PlateauWatch()
        overfitting = try values.decodeIfPresent(OverfittingWatch.self, forKey: .overfitting) ?? OverfittingWatch()
        attentionOutside = try values.decodeIfPresent(AttentionOutsideWatch.self, forKey: .attentionOutside) ?? AttentionOutsideWatch()
        frozenAttention = try values.decodeIfPresent(FrozenAttentionWatch.self, forKey: .frozenAttention) ?? FrozenAttentionWatch()
    }

    func encode(to encoder: any Encoder) throws {
        try collapse.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(frozenLoss, forKey: .frozenLoss)
        try values.encode(divergence, forKey: .divergence)
        try values.encode(plateau, forKey: .plateau)
        try values.encode(overfitting, forKey: .overfitting)
        try values.encode(attentionOutside, forKey: .attentionOutside)
        try values.encode(frozenAttention, forKey: .frozenAttention)
    }
}
