/// What becomes of faces that ten people voted on, as FER+ has them.
package struct VotePolicy: Sendable, Codable, Equatable {
    /// What a face is trained to.
    package enum Labels: String, Sendable, Codable, CaseIterable {
        /// The class with most votes.
        case majority
        /// Every class by its share of the votes; what validates is still the class with most.
        case soft
    }

    /// What becomes of faces that most call contemptuous.
    package enum Contempt: String, Sendable, Codable, CaseIterable {
        /// Contempt is an eighth class.
        case keep
        /// They are left out; other votes for contempt do not count.
        case drop
    }

    /// What becomes of faces that as many call unknown, or no face, as any emotion.
    package enum Unknown: String, Sendable, Codable, CaseIterable {
        /// They are left out.
        case drop
        /// Such votes do not count: the others decide.
        case ignore
    }

    /// What becomes of faces of which two classes or more have most votes, where the majority is the label.
    package enum Ties: String, Sendable, Codable, CaseIterable {
        /// They are left out.
        case drop
        /// The first of these classes counts.
        case first
    }

    /// What a face is trained to.
    package var labels = Labels.majority
    /// What becomes of contempt.
    package var contempt = Contempt.keep
    /// What becomes of unknown and of no face.
    package var unknown = Unknown.drop
    /// What becomes of ties.
    package var ties = Ties.drop

    /// The majority of eight classes; unclear faces are left out.
    package init() {}

    /// Why a face is left out.
    enum Exclusion: Sendable, Hashable {
        case contempt, unknown, tie, noVotes
    }

    /// What the votes on one face come to.
    enum Verdict: Equatable {
        case excluded(Exclusion)
        /// The class with most votes, the first of equals, and each class's share.
        case label(UInt8, shares: [Float])
    }

    /// - Parameters:
    ///   - votes: for the seven emotions by FER id, then contempt, [8].
    ///   - unknown: for "unknown", and for "no face".
    func verdict(_ votes: [Int], unknown: (unknown: Int, noFace: Int)) -> Verdict {
        let most = votes.max() ?? 0
        if self.unknown == .drop, max(unknown.unknown, unknown.noFace) >= max(1, most) { return .excluded(.unknown) }
        let kept = contempt == .keep ? votes : Array(votes.dropLast())
        let sum = kept.reduce(0, +)
        let largest = kept.max() ?? 0
        if contempt == .drop, let contemptVotes = votes.last, contemptVotes > largest { return .excluded(.contempt) }
        guard sum > 0, let label = kept.firstIndex(of: largest) else { return .excluded(.noVotes) }
        if labels == .majority, ties == .drop, kept.count(where: { $0 == largest }) > 1 { return .excluded(.tie) }
        return .label(UInt8(label), shares: kept.map { Float($0) / Float(sum) })
    }
}

extension VotePolicy {
    /// Reads what `encode` writes; what is missing is as it was before there was a choice.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        labels = try values.decodeIfPresent(Labels.self, forKey: .labels) ?? labels
        contempt = try values.decodeIfPresent(Contempt.self, forKey: .contempt) ?? contempt
        unknown = try values.decodeIfPresent(Unknown.self, forKey: .unknown) ?? unknown
        ties = try values.decodeIfPresent(Ties.self, forKey: .ties) ?? ties
    }
}
