/// The stretch of epochs in which a finding holds, so that it is told once and not after every epoch.
struct FindingHysteresis: Sendable, Codable, Equatable {
    /// What an epoch's end brings.
    enum Turn: Equatable {
        case begins
        /// What began in epoch `since` is over.
        case ends(since: Int)
    }

    /// The epoch in which the finding was told; nil where none holds.
    private(set) var since: Int?

    /// Goes on by an epoch.
    ///
    /// - Parameters:
    ///   - begins: whether the signs are there.
    ///   - ends: whether they are clearly gone; between the two everything stays as it is, so that a number on the border tells nothing twice.
    mutating func turn(_ epoch: Int, begins: Bool, ends: Bool) -> Turn? {
        if let told = since {
            guard ends else { return nil }
            since = nil
            return .ends(since: told)
        }
        guard begins else { return nil }
        since = epoch
        return .begins
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { since.map { (1...1_000_000).contains($0) } ?? true }
}
