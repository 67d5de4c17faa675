/// After which convolutions batches are normalised.
package enum Normalisation: String, Sendable, Codable, CaseIterable {
    /// None; network `paper`'s own.
    case none
    /// The last of the feature extractor; network `series`' own.
    case conv4
    /// Every one, those of the localisation too.
    case all
}
