import Engine
import FaceData
import Platform

/// Notices a loss that does not leave the entropy of the class prior: what is learnt is how frequent the classes are, and nothing about faces.
///
/// Unlike in a collapse the network still tells faces apart, and may yet start to learn; so it takes longer to be told.
struct FrozenLossWatch: Sendable, Codable, Equatable {
    /// Epochs running with the loss at the prior.
    private var epochs = 0
    private var episode = FindingHysteresis()

    /// Epochs running that are needed.
    static let epochsNeeded = 5
    /// Steps in these epochs that are needed.
    static let stepsNeeded = 200
    /// Nats under the prior's entropy that chance and little learning explain.
    static let tolerance = 0.03
    /// Nats above it that restless steps cost.
    static let excess = 0.5

    /// Whether it was told and is not over.
    var holds: Bool { episode.since != nil }

    /// Looks at an epoch's end.
    ///
    /// - Parameter isExplained: whether a graver finding explains it.
    mutating func look(at record: EpochRecord, in run: Diagnosis.Run, isExplained: Bool) -> RunEvent? {
        let (loss, guess) = (record.train.loss, run.priorEntropy)
        let isThere = loss > guess - Self.tolerance && loss < guess + Self.excess
        epochs = isThere && !isExplained ? epochs + 1 : 0
        let isLong = epochs >= run.epochs(Self.epochsNeeded, atLeast: Self.stepsNeeded)
        let isMixed = guess >= CollapseWatch.leastPriorEntropy
        switch episode.turn(record.epoch, begins: isLong && isMixed, ends: isExplained || loss < guess - 2 * Self.tolerance) {
        case .begins:
            return .warning(
                TrainingWarning(
                    kind: .frozenLoss, epoch: record.epoch,
                    message: "the loss is frozen: after \(epochs) epochs at \(FindingNumber.text(loss)) it is no better than guessing by class "
                        + "frequency (\(FindingNumber.text(guess))); nothing is learnt from the faces.",
                    numbers: ["loss": loss, "priorEntropy": guess, "epochs": Double(epochs), "learningRate": record.learningRate],
                    advice: advice(run)))
        case .ends where isExplained: return nil
        case .ends(let since):
            return .recovery(
                Recovery(
                    kind: .frozenLoss, epoch: record.epoch, since: since,
                    message: "the network learns: the loss is \(FindingNumber.text(loss)), under the \(FindingNumber.text(guess)) of guessing."))
        case nil: return nil
        }
    }

    /// Steps that are too small are as good a reason as steps that are too large.
    private func advice(_ run: Diagnosis.Run) -> Advice {
        // Gradient descent takes tenfold rates.
        let usual = run.values.optimiser == .sgd ? 0.03 : 0.003
        guard run.values.learningRate < usual / 3 else { return .calmer(run.configuration) }
        let rate = min(usual, Advice.rate(run.configuration, times: 10))
        return Advice(run.configuration, [(.learningRate, NumberText.shortest(rate)), (.input, InputScale.signed.rawValue)])
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { (0...1_000_000).contains(epochs) && episode.isValid }
}
