/// A change that a person made while the run trained.
package struct LiveChange: Sendable, Codable, Equatable {
    /// The epoch, from 1.
    package var epoch: Int
    /// Steps done in it.
    package var step: Int
    /// The new factor base of the schedule.
    package var learningRate: Double
}
