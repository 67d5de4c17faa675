/// A run as a view sees it, whether this process trains it, another one does, or it has ended.
package protocol WatchedRun: AnyObject, Sendable {
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
    /// Keeps a validation face in sight, by its index, or lets it go; a run of another process does not listen to that.
    func pin(_ index: Int, _ isPinned: Bool)
}

extension WatchedRun {
    /// Does nothing.
    package func pin(_ index: Int, _ isPinned: Bool) {}
}
