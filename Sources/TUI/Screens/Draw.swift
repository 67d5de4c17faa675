import FaceData
import Core

/// Draws the whole screen: the same state, size and capabilities give the same canvas.
func draw(_ state: AppState, width: Int, height: Int, capabilities: Capabilities) -> Canvas {
    var canvas = Canvas(width: width, height: height, capabilities: capabilities)
    canvas.fill(canvas.bounds, Cell(" ", Style()))
    guard width >= Chrome.minimum.width, height >= Chrome.minimum.height else {
        Chrome.drawTooSmall(on: &canvas)
        return canvas
    }
    switch state.screen {
    case .data: DataScreen.draw(state, on: &canvas)
    case .setup: SetupScreen.draw(state, on: &canvas)
    case .train: TrainScreen.draw(state, on: &canvas)
    case .runs: RunsScreen.draw(state, on: &canvas)
    case .inspect: InspectScreen.draw(state, on: &canvas)
    }
    Chrome.drawFooter(state, on: &canvas)
    switch state.overlay {
    case .help(let help): HelpOverlay.draw(help, on: &canvas)
    case .quit(let quit): QuitOverlay.draw(quit, state, on: &canvas)
    case .themes(let themes): ThemeOverlay.draw(themes, state, on: &canvas)
    case .findings(let list): FindingsOverlay.draw(list, state.train, on: &canvas)
    case .pictures(let list): PicturesOverlay.draw(list, on: &canvas)
    case .removal(let removal): RemovalOverlay.draw(removal, on: &canvas)
    case .branch(let branch): BranchOverlay.draw(branch, on: &canvas)
    case nil: break
    }
    return canvas
}

/// What all screens have: the first line, the last one, and the word where there is too little room.
enum Chrome {
    /// The smallest terminal that shows anything useful.
    static let minimum = (width: 60, height: 18)

    /// Says how large the terminal must be.
    static func drawTooSmall(on canvas: inout Canvas) {
        guard canvas.height > 0 else { return }
        let size = canvas.capabilities.isUnicode ? "60×18" : "60x18"
        let text = "this needs \(size), the terminal has \(canvas.width)\(canvas.capabilities.isUnicode ? "×" : "x")\(canvas.height)"
        canvas.put(text, x: 0, y: canvas.height / 2, Style(.warning), maximum: canvas.width)
    }

    /// The way through the screens, and the run that goes on elsewhere.
    static func drawHeader(_ state: AppState, on canvas: inout Canvas) {
        var x = 1 + canvas.put("Deep-Emotion", x: 1, y: 0, Style(.text, bold: true)) + 3
        let gap = canvas.width < 80 ? 3 : 4
        for (screen, name) in [(AppState.Screen.data, "Data"), (.setup, "Setup"), (.train, "Train"), (.runs, "Runs")] {
            let isHere = state.screen == screen
            canvas.listen(in: Rect(x: x, y: 0, width: name.count, height: 1), for: .screen(screen))
            if isHere { canvas.put("▸", x: x - 2, y: 0, Style(.highlight, bold: true)) }
            x += canvas.put(name, x: x, y: 0, isHere ? Style(.highlight, bold: true) : Style(.secondary)) + gap
        }
        // The footers are full.
        let place: Context = state.screen == .setup ? .setup : state.screen == .train ? .training : .data
        if state.screen != .runs, canvas.width >= 80, let key = state.keys.label(of: .runs, in: place, isUnicode: canvas.capabilities.isUnicode) {
            x += canvas.put(key, x: x - gap + 1, y: 0, Style(.highlight, bold: true)) + 1
        }
        guard let snapshot = state.train.snapshot else { return }
        let word = RunState(snapshot)
        let text = "● \(word.word)"
        let whole = text + " \(snapshot.epoch)/\(snapshot.configuration.hyperparameters.epochs)"
        let room = canvas.width - 1 - (x - gap + 2)
        canvas.put(whole.count <= room ? whole : text, endingAt: canvas.width - 1, y: 0, Style(word.role))
    }

    /// The keys of what is focused.
    static func drawFooter(_ state: AppState, on canvas: inout Canvas) {
        let y = canvas.height - 1
        var items = Binding.footer(for: state).map { (keys: keyText($0, canvas.glyphs), name: $0.name(state), command: $0.command) }
        // What does not fit goes, the last first, but never the last two, help and the way out, and the way back after all others.
        while items.reduce(-1, { $0 + $1.keys.count + $1.name.count + 3 }) > canvas.width - 1, items.count > 2 {
            items.remove(at: items.dropLast(2).lastIndex { !waysBack.contains($0.command) } ?? items.count - 3)
        }
        var x = 1
        for (keys, name, command) in items {
            canvas.listen(in: Rect(x: x, y: y, width: keys.count + 1 + name.count, height: 1), for: .command(command))
            x += canvas.put(keys, x: x, y: y, Style(.highlight, bold: true)) + 1
            x += canvas.put(name, x: x, y: y, Style(.secondary)) + 2
        }
    }

    /// Says in the lower border of `rect` which of all things are shown, and the keys that show others; nothing where all are.
    static func drawMore(
        _ things: String, _ shown: Range<Int>, of count: Int, _ keys: Keymap, in context: Context, at rect: Rect, on canvas: inout Canvas
    ) {
        guard shown.count < count else { return }
        let turning = keys.labels(of: [.up, .down], in: context, isUnicode: false).joined(separator: " and ")
        let text = "\(things) \(shown.lowerBound + 1)-\(shown.upperBound) of \(count)" + (turning.isEmpty ? "" : ", \(turning) show others")
        canvas.put(text, endingAt: rect.x + rect.width - 2, y: rect.y + rect.height - 1, Style(.secondary))
    }

    /// Commands that lead to where a person came from.
    private static let waysBack: Set<Command> = [.back, .cancel, .shrink, .backToTable]

    /// The footer's word for a binding's keys.
    private static func keyText(_ binding: Binding, _ glyphs: TerminalSymbols) -> String {
        let text = binding.footer ?? ""
        guard !glyphs.isUnicode else { return text }
        return switch text {
        case "←→": "<>"
        case "←": "<"
        case "→": ">"
        case "↓": "down"
        case "↑": "up"
        default: text
        }
    }

    /// One sentence above the footer, where there is one.
    static func drawNotice(_ sentence: String?, on canvas: inout Canvas) {
        guard let sentence else { return }
        canvas.fill(Rect(x: 0, y: canvas.height - 2, width: canvas.width, height: 1), Cell(" ", Style()))
        canvas.put(canvas.glyphs.legible(sentence), x: 1, y: canvas.height - 2, Style(.warning), maximum: canvas.width - 2)
    }
}

/// A run's state in one word and a colour.
struct RunState {
    /// At most nine letters.
    let word: String
    /// Good news, news or a warning.
    let role: Role

    /// In epochs of fewer seconds the word would flicker from one to the other.
    private static let shortEpoch = 2.0

    /// Where a run was stopped: "after epoch 3", "in epoch 4 after step 17".
    static func place(epoch: Int, step: Int, stepsPerEpoch: Int) -> String {
        step > 0 && step == stepsPerEpoch ? "after epoch \(epoch)" : "in epoch \(epoch) after step \(step)"
    }

    /// What `snapshot` is doing or how it ended.
    init(_ snapshot: TrainingSnapshot) {
        (word, role) =
            switch snapshot.phase {
            case .loading: ("loading", .info)
            case .training: ("training", .good)
            // As long as the other words, so that nothing jitters between epochs.
            case .validating: snapshot.epochs.last.map { $0.seconds < Self.shortEpoch } ?? false ? ("training", .good) : ("validates", .good)
            case .paused: ("paused", .warning)
            case .ended(.finished): ("finished", .info)
            case .ended(.stopped(let reason, _, _, _, _)):
                reason == .notFinite || reason == .diskFull ? ("broke off", .error) : ("stopped", .warning)
            case .ended(.crashed): ("crashed", .error)
            case .ended(.discarded): ("discarded", .warning)
            case .ended(.failed): ("failed", .error)
            }
    }
}
