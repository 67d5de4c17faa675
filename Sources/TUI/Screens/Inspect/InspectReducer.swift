import Platform
import Core

extension AppState {
    /// Opens what `target` names, from the screen that Esc leads back to; whoever has a run or a checkpoint to look at calls this.
    ///
    /// - Parameter keepsView: whether what is looked at stays in sight meanwhile, and is gone back to.
    mutating func openInspection(_ target: InspectionTarget, keepsView: Bool = false) -> [Effect] {
        let origin = screen == .inspect ? inspect.origin : screen
        let request = nextRequest()
        inspect.begin(target, from: origin, request: request, keepsView: keepsView)
        screen = .inspect
        return stopMeasuring() + [.inspect(.open(target, isBusy: train.isActive, request: request))]
    }

    /// What Train's run has saved: its best epoch, else its last; nil where it has saved nothing yet. In the table of runs, the run under the cursor.
    var inspectableRun: InspectionTarget? {
        if screen == .runs { return runs.run.flatMap { $0.standing == .waiting ? nil : InspectionTarget(checkpoint: $0.path) } }
        guard let snapshot = train.snapshot, let folder = snapshot.runFolder, snapshot.savedEpoch != nil else { return nil }
        return InspectionTarget(checkpoint: folder + (snapshot.best == nil ? "/last.safetensors" : "/best.safetensors"), split: .validation)
    }

    /// What the keys of Inspect do.
    mutating func performInInspect(_ command: Command) -> [Effect] {
        switch command {
        case .split: return turnSplit()
        case .checkpoint:
            guard let other = inspect.otherCheckpoint else { return [] }
            var target = inspect.target
            target.checkpoint = other
            return openInspection(target, keepsView: true)
        case .verdict: inspect.refine { $0.turnVerdict() }
        case .confidence: inspect.refine { $0.turnBand() }
        case .truth, .said:
            let count = inspect.inspection?.classNames.count ?? 0
            inspect.refine { command == .truth ? $0.turnTruth(classCount: count) : $0.turnSaid(classCount: count) }
        case .faceMode: faceMode = faceMode.next
        case .averages: return showAverages()
        case .pinFace: return pinInspected()
        default:
            switch inspect.view {
            case .matrix: return performInMatrix(command)
            case .faces: return performInFaces(command)
            case .face: return performInCloseUp(command)
            case .averages:
                let columns = FacePairs.columns(width: terminalSize.width, height: terminalSize.height)
                let rows = (inspect.averages.classes.count { $0.recognised > 0 } + columns - 1) / columns
                inspect.averages.past = moved(inspect.averages.past / columns, by: command, count: rows) * columns
            }
        }
        // Another filter may put another face in sight.
        return inspect.view == .face && command != .faceMode ? look() : []
    }

    /// Takes what work in the background found; answers to old requests are dropped.
    mutating func take(_ answer: InspectAnswer) -> [Effect] {
        switch answer {
        case .opening(let progress, let request):
            if request == inspect.request { inspect.progress = progress }
        case .opened(let outcome, let request):
            guard request == inspect.request else { return [] }
            inspect.finish(outcome)
            if let note = inspect.inspection?.notes.first, notice == nil { notice = note }
            return inspect.view == .face ? look() : []
        case .looked(let look, let request):
            if request == inspect.close.lookRequest { inspect.close.look = look }
        case .covering(let done, let all, let request):
            if request == inspect.close.coverRequest { inspect.close.covered = Double(done) / Double(max(1, all)) }
        case .covered(let saliency, let request):
            guard request == inspect.close.coverRequest else { return [] }
            inspect.close.coverRequest = nil
            inspect.close.saliency = saliency
        case .averaging(let classes, let done, let all, let request):
            guard request == inspect.averages.request else { return [] }
            (inspect.averages.classes, inspect.averages.done, inspect.averages.all) = (classes, done, all)
        }
        return []
    }

    /// One view back: a face to its list, a list to the matrix, the matrix to the screen that the person came from.
    mutating func backInInspect() -> [Effect] {
        switch inspect.view {
        case .face where inspect.close.trial != nil:
            inspect.close.trial = nil
            return look()
        case _ where inspect.isOpening || inspect.inspection == nil: return leaveInspect()
        case .face:
            inspect.view = .faces
            return []
        case .averages:
            inspect.view = inspect.hasLabels ? .matrix : .faces
            return [.inspect(.cancelAverage)]
        case .faces where inspect.hasLabels:
            inspect.view = .matrix
            inspect.refine { ($0.truth, $0.said) = (nil, nil) }
            return []
        case .faces, .matrix: return leaveInspect()
        }
    }

    private mutating func leaveInspect() -> [Effect] {
        let origin = inspect.origin
        inspect = InspectState()
        screen = origin
        let closing: [Effect] = [.inspect(.close)]
        switch origin {
        case .data, .inspect:
            screen = .data
            return closing + examineCursor()
        case .setup: return closing + showSetup()
        case .runs: return closing + runs.look()
        case .train: return closing
        }
    }

    private mutating func turnSplit() -> [Effect] {
        guard let split = inspect.inspection?.split else { return [] }
        var target = inspect.target
        target.split = split.next
        return openInspection(target, keepsView: true)
    }

    private mutating func performInMatrix(_ command: Command) -> [Effect] {
        switch command {
        case .up: inspect.moveCell(rows: -1, columns: 0)
        case .down: inspect.moveCell(rows: 1, columns: 0)
        case .cellLeft: inspect.moveCell(rows: 0, columns: -1)
        case .cellRight: inspect.moveCell(rows: 0, columns: 1)
        case .first: inspect.moveCell(rows: -.max / 2, columns: -.max / 2)
        case .last: inspect.moveCell(rows: .max / 2, columns: .max / 2)
        case .counts: inspect.showsShares.toggle()
        case .openFaces:
            let cell = inspect.cell
            inspect.refine { ($0.truth, $0.said) = (cell.row, cell.column) }
            inspect.view = .faces
        case .allFaces:
            inspect.refine { ($0.truth, $0.said) = (nil, nil) }
            inspect.view = .faces
        default: break
        }
        return []
    }

    private mutating func performInFaces(_ command: Command) -> [Effect] {
        switch command {
        case .previousFace: inspect.movePosition(by: -1)
        case .nextFace: inspect.movePosition(by: 1)
        case .up: inspect.movePosition(by: -FacePairs.columns(width: terminalSize.width, height: terminalSize.height))
        case .down: inspect.movePosition(by: FacePairs.columns(width: terminalSize.width, height: terminalSize.height))
        case .pageUp: inspect.movePosition(by: -10)
        case .pageDown: inspect.movePosition(by: 10)
        case .first: inspect.movePosition(by: -.max / 2)
        case .last: inspect.movePosition(by: .max / 2)
        case .openFaces:
            guard inspect.faceIndex != nil else { return [] }
            inspect.view = .face
            return look()
        default: break
        }
        return []
    }

    private mutating func showAverages() -> [Effect] {
        guard inspect.inspection != nil else { return [] }
        inspect.view = .averages
        inspect.averages = AverageState()
        inspect.averages.request = nextRequest()
        return [.inspect(.average(request: inspect.averages.request))]
    }
}
