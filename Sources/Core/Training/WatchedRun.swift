/// A run as whoever watches it sees it, whether this process trains it, another one does, or nobody any more.
public protocol WatchedRun: AnyObject, Sendable {
    /// The run at this moment.
    func snapshot() -> TrainingSnapshot
    /// Pauses after the step that trains now.
    func pause()
    /// Goes on.
    func resume()
    /// Ends the run.
    func stop(_ stop: TrainingSession.Stop)
    /// Sets the schedule's base from the next step on.
    func setLearningRate(_ rate: Double)
}
