/// One run from loading to its end, on a thread of its own. Views ask for snapshots; nobody waits for them.
public final class TrainingSession: Sendable {
    /// How a person ends a run.
    public enum Stop: Sendable, Equatable {
        /// After the epoch that trains now, with its validation and checkpoint.
        case afterEpoch
        /// After the step that trains now; saves.
        case now(StopReason)
        /// After the step that trains now; deletes the run's folder.
        case discard
    }

    /// Begins at once.
    public init(configuration: RunConfiguration) {
        fatalError("not built yet")
    }

    /// The run at this moment.
    public func snapshot() -> TrainingSnapshot { fatalError("not built yet") }
    /// Pauses after the step that trains now.
    public func pause() {}
    /// Goes on.
    public func resume() {}
    /// Ends the run.
    public func stop(_ stop: Stop) {}
    /// Sets the schedule's base from the next step on; recorded as a `LiveChange`.
    public func setLearningRate(_ rate: Double) {}
    /// Returns when the run has ended.
    public func wait() {}
}
