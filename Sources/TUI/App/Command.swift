/// What a person can have done; keys, footer and Help come from `Binding.all`.
enum Command: String, Sendable, CaseIterable {
    // Everywhere
    case help, theme, quit, watch, back, runs, mouse, picture
    // Lists
    case up, down, pageUp, pageDown, first, last, choose
    // Data
    case take, enterFolder, leaveFolder, showHidden
    // Setup
    case start, edit, addValue, decrease, increase, reset, undo, save, load, chooseData
    // Typing
    case accept, complete, moveOnUp, moveOnDown, cancel
    // Train
    case pause, rate, previousFace, nextFace, faceMode, nextPanel, previousPanel, choosePanel, enlarge, shrink, hideWarning, findings, newRun
    case cancelLoading
    // Charts and replay
    case pinFace, saveAnimation, saveStrip
    case play, cursorBack, cursorOn, cursorFarBack, cursorFarOn, cursorFirst, cursorNow
    case zoomIn, zoomOut, panBack, panOn, wholeRun, smoothing, axis
    // Runs
    case openRun, markRun, overlayCurves, compareRuns, curveKind, backToTable, sortColumn, sortDirection, filterRuns, starRun, noteRun, removeRuns
    case resumeRun, branchRun
    // Inspect
    case inspect, openFaces, allFaces, counts, cellLeft, cellRight, verdict, confidence, truth, said, split, checkpoint, averages
    case outline, cover, features, whatIf, boxLeft, boxRight, boxUp, boxDown, boxLarger, boxSmaller, boxClockwise, boxAgainstClock, ownBox
}

/// One line of the table of actions: a command, its keys, and where it holds.
struct Binding: Sendable {
    /// What is done.
    let command: Command
    /// Any of these does it.
    let keys: [Key]
    /// As the footer calls it, one or two words.
    let name: @Sendable (AppState) -> String
    /// As Help explains it, one sentence.
    let help: String
    /// Where the keys have this meaning.
    let contexts: [Context]
    /// The keys as the footer shows them; nil keeps the command out of it.
    let footer: String?
    /// Whether it can be done now.
    let isEnabled: @Sendable (AppState) -> Bool

    /// With a name that is always the same.
    init(
        _ command: Command, _ keys: [Key], _ name: @escaping @Sendable @autoclosure () -> String, _ help: String, in contexts: [Context],
        footer: String? = nil, isEnabled: @escaping @Sendable (AppState) -> Bool = { _ in true }
    ) {
        self.init(command, keys, naming: { _ in name() }, help, in: contexts, footer: footer, isEnabled: isEnabled)
    }

    /// With a name that depends on what is going on.
    init(
        _ command: Command, _ keys: [Key], naming: @escaping @Sendable (AppState) -> String, _ help: String, in contexts: [Context],
        footer: String? = nil, isEnabled: @escaping @Sendable (AppState) -> Bool = { _ in true }
    ) {
        self.command = command
        self.keys = keys
        name = naming
        self.help = help
        self.contexts = contexts
        self.footer = footer
        self.isEnabled = isEnabled
    }

    /// What the footer names first while an epoch of the past is looked at.
    private static let replay: Set<Command> = [.play, .cursorBack, .cursorNow]

    /// What the footer shows now, at most eight; of keys that now do the same the first.
    static func footer(for state: AppState) -> [Binding] {
        let context = state.context
        var names: Set<String> = []
        var shown = state.keys.bindings.filter {
            $0.footer != nil && $0.contexts.contains(context) && $0.isEnabled(state) && names.insert($0.name(state)).inserted
        }
        // Who looks at an epoch of the past wants to go on from it, or back to now.
        if state.train.view.cursor != nil { shown = shown.filter { replay.contains($0.command) } + shown.filter { !replay.contains($0.command) } }
        // Help and the way out, the last two, are always among them.
        return shown.count <= 8 ? shown : Array(shown.prefix(6) + shown.suffix(2))
    }
}

extension Key {
    /// The key as a person calls it.
    ///
    /// - Parameter isUnicode: false writes arrows as words.
    func label(isUnicode: Bool) -> String {
        switch self {
        case .character(" "): "space"
        case .character(let character): String(character)
        case .enter: "enter"
        case .escape: "esc"
        case .tab: "tab"
        case .backTab: "shift-tab"
        case .backspace: "backspace"
        case .delete: "delete"
        case .insert: "insert"
        case .up: isUnicode ? "↑" : "up"
        case .down: isUnicode ? "↓" : "down"
        case .left: isUnicode ? "←" : "left"
        case .right: isUnicode ? "→" : "right"
        case .home: "home"
        case .end: "end"
        case .pageUp: "page up"
        case .pageDown: "page down"
        case .function(let number): "F\(number)"
        case .control(let letter): "ctrl-\(letter)"
        case .resize: "resize"
        case .mouse: "mouse"
        }
    }
}
