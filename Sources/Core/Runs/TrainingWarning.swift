/// Something that a person should know while it trains.
public struct TrainingWarning: Sendable, Codable, Equatable {
    /// What was noticed.
    public enum Kind: String, Sendable, Codable {
        /// One class is predicted for nearly every face and the loss stands at the prior's entropy.
        case collapse
        /// A loss or a parameter is no longer a number.
        case notFinite
        /// The metrics or a checkpoint could not be written.
        case diskFull
        /// Settings were changed when the run was taken up again.
        case changed
        /// A class without training faces counts nothing, since classes are balanced.
        case emptyClass
    }
    /// What was noticed.
    public var kind: Kind
    /// In which epoch, from 1.
    public var epoch: Int
    /// With the numbers, and what to do.
    public var message: String
}
