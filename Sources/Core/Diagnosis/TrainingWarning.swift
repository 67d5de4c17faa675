/// Something that a person should know while it trains: one finding of the diagnosis, or trouble with the run itself.
package struct TrainingWarning: Sendable, Equatable {
    /// What was noticed.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// One class is predicted for nearly every face and the loss stands at the prior's entropy.
        case collapse
        /// The loss does not leave the prior's entropy, though faces are still told apart.
        case frozenLoss
        /// A loss or a parameter is no longer a number.
        case notFinite
        /// The training loss has run away upwards.
        case divergence
        /// Neither loss nor accuracy has become better for long.
        case plateau
        /// Training becomes better and validation worse.
        case overfitting
        /// Most of what the attention reads lies outside the image.
        case attentionOutside
        /// The attention leaves every face as it is.
        case frozenAttention
        /// The metrics or a checkpoint could not be written.
        case diskFull
        /// Settings were changed when the run was taken up again.
        case changed
        /// A class without training faces counts nothing, since classes are balanced.
        case emptyClass
    }

    /// What was noticed.
    package var kind: Kind
    /// In which epoch, from 1.
    package var epoch: Int
    /// What is the matter, with its numbers in words; names no option and no field.
    package var message: String
    /// The message's numbers by name: losses in nats, shares 0...1.
    package var numbers: [String: Double]
    /// What to try.
    package var advice: Advice

    /// Memberwise.
    package init(kind: Kind, epoch: Int, message: String, numbers: [String: Double] = [:], advice: Advice = Advice()) {
        self.kind = kind
        self.epoch = epoch
        self.message = message
        self.numbers = numbers
        self.advice = advice
    }

    /// What is the matter and what to try, for those who read it beside a command line.
    package var commandLineText: String { ([message] + (advice.sentence(naming: \.option).map { [$0] } ?? [])).joined(separator: " ") }
}

/// In JSON the advice stands twice: as a sentence that names options, and as `steps` for programs.
extension TrainingWarning: Codable {
    private enum CodingKeys: String, CodingKey { case kind, epoch, message, numbers, advice, steps }

    /// Reads what `encode` writes; older lines have neither numbers nor steps.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        kind = try values.decode(Kind.self, forKey: .kind)
        epoch = try values.decode(Int.self, forKey: .epoch)
        message = try values.decode(String.self, forKey: .message)
        numbers = try values.decodeIfPresent([String: Double].self, forKey: .numbers) ?? [:]
        advice = Advice()
        advice.steps = try values.decodeIfPresent([Advice.Step].self, forKey: .steps) ?? []
    }

    /// Leaves out what is empty.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(kind, forKey: .kind)
        try values.encode(epoch, forKey: .epoch)
        try values.encode(message, forKey: .message)
        if !numbers.isEmpty { try values.encode(numbers, forKey: .numbers) }
        guard let sentence = advice.sentence(naming: \.option) else { return }
        try values.encode(sentence, forKey: .advice)
        try values.encode(advice.steps, forKey: .steps)
    }
}

/// The end of what a warning told: it no longer holds.
package struct Recovery: Sendable, Codable, Equatable {
    /// Of the warning.
    package var kind: TrainingWarning.Kind
    /// In which epoch it was over, from 1.
    package var epoch: Int
    /// The warning's epoch.
    package var since: Int
    /// How things are now, with the numbers.
    package var message: String
}
