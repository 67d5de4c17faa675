/// A change that a person made while the run trained.
public struct LiveChange: Sendable, Codable, Equatable {
    /// The epoch, from 1.
    public var epoch: Int
    /// Steps done in it.
    public var step: Int
    /// The new factor base of the schedule.
    public var learningRate: Double
}
