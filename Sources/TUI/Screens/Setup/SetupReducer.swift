import Platform
import Core

extension AppState {
    /// Goes to the form and begins to count and measure what it needs.
    mutating func showSetup() -> [Effect] {
        screen = .setup
        return examineForm() + measureCost()
    }

    /// What the keys of Setup do.
    mutating func performInSetup(_ command: Command) -> [Effect] {
        switch command {
        case .up: setup.move(by: -1)
        case .down: setup.move(by: 1)
        case .pageUp: setup.move(by: -10)
        case .pageDown: setup.move(by: 10)
        case .first: setup.cursor = .start
        case .last: setup.move(by: SetupState.lines.count)
        case .start: return start()
        case .edit: return edit()
        case .addValue: if let field = setup.field { type(in: field, behind: ", ") }
        case .decrease: return step(-1)
        case .increase: return step(1)
        case .reset:
            guard let field = setup.field, setup.canReset else { break }
            _ = setup.set(field.presetText(for: setup.configuration))
            return examineForm() + measureCost()
        case .undo:
            setup.undo()
            return examineForm() + measureCost()
        case .save: setup.file = FilePrompt(.save)
        case .load: setup.file = FilePrompt(.load)
        case .chooseData:
            screen = .data
            return stopMeasuring() + examineCursor()
        default: break
        }
        return []
    }

    /// Begins to edit a number field with the digit that was pressed.
    mutating func beginTyping(_ key: Key) -> [Effect] {
        guard case .character(let character) = key, character.isNumber || character == "." || character == "-" else { return [] }
        switch setup.field?.kind {
        case .integer, .optionalInteger, .real, .decay: setup.entry = TextEntry(String(character))
        default: break
        }
        return []
    }

    /// Starts on the Start line; opens a field for typing, or goes to the next choice.
    private mutating func edit() -> [Effect] {
        guard let field = setup.field else { return start() }
        switch field.kind {
        case .choice where setup.lists[field.id] == nil, .toggle where setup.lists[field.id] == nil: return step(1)
        default:
            type(in: field)
            return []
        }
    }

    /// Opens a field for typing, with what it holds and `behind`.
    private mutating func type(in field: Setting, behind: String = "") {
        setup.entry = TextEntry(setup.text(of: field) + behind)
        setup.completions = []
    }

    private mutating func step(_ direction: Int) -> [Effect] {
        guard let field = setup.field else { return [] }
        _ = setup.set(field.stepped(direction, in: setup.configuration))
        return examineForm() + measureCost()
    }

    /// Begins a run, unless one trains already.
    mutating func start() -> [Effect] {
        if setup.entry != nil {
            guard setup.entryError == nil else { return [] }
            _ = acceptField()
        }
        guard !train.isActive || train.isAttached else {
            setup.refuse("a run is still training" + keys.hint((.watch, .setup, "goes there"), (.quit, .training, "ends it")), at: .start)
            return []
        }
        let count = setup.runCount
        guard count <= SweepPlan.limit else {
            let most = NumberText.grouped(SweepPlan.limit)
            setup.refuse("the values make \(NumberText.grouped(count)) runs; a queue takes at most \(most)", at: .start)
            return []
        }
        setup.clearRefusal()
        train = TrainState(after: train)
        train.queue = setup.sweep
        let started = startNextOfQueue()
        if started == nil { train.snapshot = TrainingSnapshot(configuration: setup.configuration) }
        screen = .train
        // The run reads the data itself; to read it twice at once would hold both up.
        if doctor.outcome == nil { doctor = Doctor() }
        return stopMeasuring() + [.cancelExamination] + (started ?? [.start(setup.configuration)])
    }

    /// Ends a measurement under way, so that it begins anew when the form is shown again.
    mutating func stopMeasuring() -> [Effect] {
        setup.cost.cancel()
        return [.cancelMeasurement]
    }

    /// Times the steps of a run like the form's, where that is not known yet; never while a run trains, which it would slow down.
    mutating func measureCost() -> [Effect] {
        let classCount = doctor.classCount
        let basis = CostState.Basis(setup.configuration, classCount: classCount)
        guard !train.isActive, setup.cost.basis != basis else { return [] }
        let request = nextRequest()
        let faceCount = doctor.faceCount ?? basis.batchSize
        setup.cost.begin(basis, faceCount: faceCount, request: request)
        return [.measureCost(setup.configuration, faceCount: faceCount, classCount: classCount, request: request)]
    }
}
