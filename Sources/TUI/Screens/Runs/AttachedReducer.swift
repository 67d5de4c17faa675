import Platform
import Core

/// Runs that another process trains, or will.
extension AppState {
    /// Goes back from a run that was opened to the table; the run goes on.
    mutating func leaveAttached() -> [Effect] {
        train = TrainState(after: train)
        return [.detach] + showRuns()
    }

    /// Deals with the end of a run that is only watched: it stays in sight, unless there is nothing to see.
    mutating func endAttached(_ outcome: RunOutcome) -> [Effect] {
        guard case .failed(let message, _) = outcome else { return [] }
        train.snapshot = nil
        notice = message
        guard screen == .train else { return [] }
        let effects = showRuns()
        notice = message
        return effects
    }

    /// Takes whether a run goes on in a process of its own, and leaves where it does.
    mutating func takeWentOn(_ folder: String, _ result: Result<Int32, FileError>) -> [Effect] {
        train.goesOnInBackground = false
        let queue = train.queue
        train.queue = nil
        switch result {
        case .success(let process):
            train.summaries.append(RunSummary(folder, goesOnIn: process, left: queue))
            return [.leave]
        case .failure(let error):
            train.leavesWhenEnded = false
            train.summaries += train.snapshot.flatMap { RunSummary($0) }.map { [$0] } ?? []
            notice = "it is saved and stopped, but does not go on: \(error.description)"
            return []
        }
    }

    /// Opens the run that the dashboard was started for, once the table is known.
    mutating func openWanted() -> [Effect] {
        guard let path = wantedRun, let all = runs.all else { return [] }
        wantedRun = nil
        guard let run = all.first(where: { Disk.absolute($0.path) == Disk.absolute(path) }) else {
            notice = "\(path) is no run in \(runs.folder)"
            return []
        }
        runs.point(at: run.path)
        return open(run)
    }
}
