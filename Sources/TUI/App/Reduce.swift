import Platform
import Core

/// Changes `state` by what happened, and says what is to be done outside.
func reduce(_ state: inout AppState, _ action: Action) -> [Effect] {
    switch action {
    case .opened: return state.open()
    case .key(let key): return state.press(key)
    case .answer(let answer): return state.take(answer)
    case .snapshot(let snapshot): return state.take(snapshot)
    case .pointed(let gesture, let target): return state.point(gesture, at: target)
    case .tick:
        state.tick()
        return []
    case .runsAreDue: return state.screen == .runs ? state.runs.look() : []
    }
}

extension AppState {
    /// Asks for what the first screen shows.
    fileprivate mutating func open() -> [Effect] {
        data.listings + (inspectsFirst.map { openInspection($0) } ?? (screen == .runs ? runs.look() : examineCursor()))
    }

    /// Looks the key up in the table of actions; where text is typed, what is not in it is text.
    fileprivate mutating func press(_ key: Key) -> [Effect] {
        guard key != .resize else { return [] }
        notice = nil
        let context = context
        let isText = if case .character = key { context.takesText } else { false }
        if !isText, let binding = keys.binding(of: key, in: context) {
            return binding.isEnabled(self) ? perform(binding.command, key: key) : []
        }
        switch context {
        case .field, .file, .rate, .help, .runsFilter, .runsNote: return type(key, in: context)
        case .setup: return beginTyping(key)
        default: return []
        }
    }

    /// Does what a binding or Help says.
    ///
    /// - Parameter key: the key that asked for it, where one did.
    mutating func perform(_ command: Command, key: Key? = nil) -> [Effect] {
        switch command {
        case .help:
            overlay = .help(HelpState(under: context, keys: keys))
            return []
        case .theme:
            overlay = .themes(ThemeState(selection: themeIndex, before: themeIndex))
            return []
        case .quit: return quit()
        case .watch:
            screen = .train
            return stopMeasuring()
        case .back: return goBack()
        case .mouse:
            usesMouse.toggle()
            notice = usesMouse ? "the mouse clicks and scrolls here" : "the mouse is the terminal's again"
            return []
        case .picture:
            overlay = .pictures(PicturesState(under: overlay))
            return []
        case .runs: return showRuns()
        case .inspect: return inspectableRun.map { openInspection($0) } ?? []
        default: break
        }
        switch context {
        case .help: return performInHelp(command)
        case .quit, .discard: return performInQuit(command)
        case .themes: return performInThemes(command)
        case .findings: return performInFindings(command)
        case .pictures: return performInPictures(command)
        case .removal: return performInRemoval(command)
        case .branch: return performInBranch(command)
        case .runs, .curves, .difference: return performInRuns(command)
        case .runsFilter, .runsNote: return performWhileTypingInRuns(command)
        case .data: return performInData(command)
        case .setup: return performInSetup(command)
        case .field, .file: return performWhileTyping(command)
        case .loading, .training, .enlarged, .ended, .rate: return performInTrain(command, key: key)
        case .opening: return []
        case .matrix, .faceList, .closeUp, .whatIf, .averages: return performInInspect(command)
        }
    }

    private mutating func type(_ key: Key, in context: Context) -> [Effect] {
        switch context {
        case .field, .file: typeInSetup(key)
        case .rate: train.rate?.take(key)
        case .help: typeInHelp(key)
        case .runsFilter, .runsNote: typeInRuns(key)
        default: break
        }
        return []
    }

    /// One screen back: Train to Setup or Runs, Setup to Data, Inspect to where it was opened. A run goes on.
    private mutating func goBack() -> [Effect] {
        switch screen {
        case .data: return []
        case .setup:
            screen = .data
            return stopMeasuring() + examineCursor()
        case .inspect: return backInInspect()
        case .train: return train.isAttached ? leaveAttached() : showSetup()
        case .runs:
            switch runs.cameFrom {
            case .setup: return showSetup()
            case .train where train.snapshot != nil: screen = .train
            default:
                screen = .data
                return examineCursor()
            }
            return []
        }
    }

    /// Leaves at once where nothing trains; else asks how the run should end.
    private mutating func quit() -> [Effect] {
        // A run of another process goes on; on Train itself it can be stopped as well.
        guard train.isActive, !train.isAttached || screen == .train else { return [.leave] }
        if train.isLoading {
            guard !train.isAttached else { return [.leave] }
            train.leavesWhenEnded = true
            return [.stop(.now(.user))]
        }
        overlay = .quit(QuitState(isAttached: train.isAttached))
        return []
    }
}
