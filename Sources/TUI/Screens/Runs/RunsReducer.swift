import Platform
import Core

extension AppState {
    /// Goes to the table of the form's runs folder.
    mutating func showRuns() -> [Effect] {
        if screen != .runs { runs.cameFrom = screen }
        runs.go(to: setup.configuration.runsFolder)
        screen = .runs
        return stopMeasuring() + runs.look()
    }

    /// What the keys of Runs do.
    mutating func performInRuns(_ command: Command) -> [Effect] {
        if runs.run?.standing == .waiting, [.openRun, .resumeRun, .branchRun, .starRun, .noteRun].contains(command) {
            notice = "this run waits for its turn in the queue; nothing of it is there yet"
            return []
        }
        switch command {
        case .openRun: return openRun()
        case .markRun: runs.toggleMark()
        case .overlayCurves:
            guard !runs.chosen.isEmpty else { break }
            runs.view = .curves
            return readCurves()
        case .compareRuns:
            guard runs.pair != nil else {
                let key = keys.label(of: .markRun, in: .runs).map { " with \($0)" } ?? ""
                notice = "mark one run\(key) and put the cursor on another, or mark two"
                break
            }
            runs.view = .difference
            runs.differencePast = 0
        case .curveKind:
            let all = RunsState.CurveKind.allCases
            runs.curveKind = all[((all.firstIndex(of: runs.curveKind) ?? 0) + 1) % all.count]
        case .backToTable: runs.view = .table
        case .sortColumn: runs.sortByNext()
        case .sortDirection: runs.reverse()
        case .filterRuns: runs.typing = .filter(TextEntry(runs.filter))
        case .starRun:
            guard let run = runs.run, run.standing != .unreadable else { break }
            var note = run.note
            note.isStarred.toggle()
            return keep(note, of: run.path)
        case .noteRun:
            guard let run = runs.run, run.standing != .unreadable else { break }
            runs.typing = .note(TextEntry(run.note.text))
        case .removeRuns: askToRemove()
        case .resumeRun: return resumeRun()
        case .branchRun:
            guard let run = runs.run else { break }
            return [.listCheckpoints(run.path)]
        default: moveInRuns(command)
        }
        return []
    }

    private mutating func moveInRuns(_ command: Command) {
        guard runs.view == .table else {
            // All of the screen but its first line, the border, the names, and the last two lines.
            let last = max(0, RunDifference.lineCount(runs) - (terminalSize.height - 6))
            runs.differencePast = moved(runs.differencePast, by: command, count: last + 1)
            return
        }
        let index = runs.shown.firstIndex { $0.path == runs.cursor } ?? 0
        runs.point(at: moved(index, by: command, count: runs.shown.count))
    }

    /// What the keys do while a filter or a note is typed.
    mutating func performWhileTypingInRuns(_ command: Command) -> [Effect] {
        switch (runs.typing, command) {
        case (.filter(let entry), .accept), (.filter(let entry), .complete):
            guard runs.filterError == nil else { return [] }
            runs.setFilter(entry.text)
        case (.note(let entry), .accept), (.note(let entry), .complete):
            runs.typing = nil
            guard let run = runs.run else { return [] }
            var note = run.note
            note.text = entry.text
            return keep(note, of: run.path)
        case (.filter, .cancel): runs.setFilter(runs.filter)
        case (.note, .cancel): break
        default: return []
        }
        runs.typing = nil
        return []
    }

    /// Types in the filter or the note.
    mutating func typeInRuns(_ key: Key) {
        switch runs.typing {
        case .filter(var entry):
            entry.take(key)
            runs.typing = .filter(entry)
        case .note(var entry):
            entry.take(key)
            runs.typing = .note(entry)
        case nil: break
        }
    }

    private mutating func keep(_ note: RunNote, of path: String) -> [Effect] {
        runs.setNote(note, of: path)
        return [.keepNote(note, path)]
    }

    /// Reads the curves in sight that are not known yet.
    mutating func readCurves() -> [Effect] {
        let missing = runs.missingCurves
        return runs.view == .curves && !missing.isEmpty ? [.readCurves(missing)] : []
    }

    /// Shows the run under the cursor as if this dashboard trained it.
    private mutating func openRun() -> [Effect] {
        guard let run = runs.run else { return [] }
        return open(run)
    }

    /// Shows a run on Train, whoever trains it.
    mutating func open(_ run: RunOverview) -> [Effect] {
        if train.isActive, !train.isAttached {
            guard train.snapshot?.runFolder != run.path else {
                screen = .train
                return []
            }
            notice =
                "this dashboard trains a run"
                + keys.hint((.watch, .runs, "shows it"), (.quit, .training, "there can leave it running in the background"))
            return []
        }
        guard run.standing != .unreadable || run.configuration != nil else {
            notice = run.reason
            return []
        }
        let configuration = run.configuration ?? setup.configuration
        train = TrainState(after: train)
        train.attach(to: run.path, configuration)
        screen = .train
        if run.standing.isLive { notice = "another process trains this run; leaving lets it go on" }
        return [.attach(run.path, configuration)]
    }

    /// Trains the run under the cursor on, here.
    private mutating func resumeRun() -> [Effect] {
        guard let run = runs.run else { return [] }
        guard !train.isActive || train.isAttached else {
            notice = "a run is still training" + keys.hint((.watch, .runs, "goes there"), (.quit, .training, "ends it"))
            return []
        }
        guard !run.standing.isLive else {
            notice = "another process trains this run" + keys.hint((.openRun, .runs, "shows it"))
            return []
        }
        guard let configuration = run.configuration else {
            notice = run.reason
            return []
        }
        return takeUp(run.path, configuration)
    }

    /// Trains the run in `folder` on, here.
    mutating func takeUp(_ folder: String, _ configuration: RunConfiguration) -> [Effect] {
        train = TrainState(after: train)
        train.snapshot = TrainingSnapshot(configuration: configuration)
        screen = .train
        return [.takeUp(folder)]
    }

    /// Takes how taking up went: nothing more to do where it has begun.
    mutating func takeUpAnswered(_ refusal: String?) -> [Effect] {
        guard let refusal else { return [] }
        train.snapshot = nil
        let effects = screen == .train ? showRuns() : []
        notice = refusal
        return effects
    }

    private mutating func askToRemove() {
        let chosen = runs.chosen
        guard !chosen.isEmpty else { return }
        if let live = chosen.first(where: { $0.standing.isLive }) {
            notice = "\(live.name) is being trained; stop it first"
            return
        }
        if let waiting = chosen.first(where: { $0.standing == .waiting }) {
            notice = "\(waiting.name) waits in the queue; nothing of it is there to delete"
            return
        }
        overlay = .removal(RemovalState(paths: chosen.map(\.path)))
    }

    /// What the keys do in the question before runs are deleted.
    mutating func performInRemoval(_ command: Command) -> [Effect] {
        guard case .removal(var removal) = overlay else { return [] }
        switch command {
        case .choose:
            overlay = nil
            return removal.selection == 1 ? [.removeRuns(removal.paths)] : []
        case .cancel: overlay = nil
        default:
            removal.selection = moved(removal.selection, by: command, count: removal.titles.count)
            overlay = .removal(removal)
        }
        return []
    }

    /// Takes which runs could not be deleted, and why.
    mutating func takeRemoved(_ paths: [String], _ complaints: [String]) -> [Effect] {
        runs.unmarkAll()
        let done = paths.count - complaints.count
        notice = complaints.first ?? "\(done) \(done == 1 ? "run is" : "runs are") deleted"
        return runs.look()
    }

    /// Offers a run's checkpoints.
    mutating func takeCheckpoints(_ checkpoints: [KeptCheckpoint], of path: String) {
        guard screen == .runs, runs.cursor == path, overlay == nil else { return }
        guard !checkpoints.isEmpty else {
            notice = "the run has kept no parameters to start from"
            return
        }
        overlay = .branch(BranchState(path: path, checkpoints: checkpoints))
    }

    /// What the keys do in the list of checkpoints: the chosen one and the run's settings go into the form.
    mutating func performInBranch(_ command: Command) -> [Effect] {
        guard case .branch(var branch) = overlay else { return [] }
        switch command {
        case .choose:
            overlay = nil
            guard branch.checkpoints.indices.contains(branch.selection),
                var configuration = runs.all?.first(where: { $0.path == branch.path })?.configuration
            else { return [] }
            configuration.parent = branch.checkpoints[branch.selection].path
            configuration.name = nil
            configuration.runsFolder = setup.configuration.runsFolder
            setup.replace(with: configuration)
            setup.cursor = .start
            return showSetup()
        case .cancel: overlay = nil
        default:
            branch.selection = moved(branch.selection, by: command, count: branch.checkpoints.count)
            overlay = .branch(branch)
        }
        return []
    }
}
