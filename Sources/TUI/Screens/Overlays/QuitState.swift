import Core

/// The list of ways to end a run.
struct QuitState: Sendable, Equatable {
    /// One way.
    enum Choice: Sendable {
        case finishEpoch, saveNow, stay, discard, background, goOn
        /// Of a run that another process trains.
        case leave, endAfterEpoch, endNow

        /// As the list names it.
        var title: String {
            switch self {
            case .finishEpoch: "finish the epoch, save and leave"
            case .saveNow: "save now and leave"
            case .stay: "stop, save and stay"
            case .discard: "discard the run"
            case .background: "leave it running in the background"
            case .goOn: "go on"
            case .leave: "leave, the run goes on"
            case .endAfterEpoch: "let it finish the epoch, save and stop"
            case .endNow: "let it save now and stop"
            }
        }
    }

    /// Whether another process trains the run.
    var isAttached = false
    /// The line under the cursor.
    var selection = 0
    /// Whether it is asked again before the run is discarded.
    var asksAgain = false

    /// The ways there are.
    var choices: [Choice] {
        isAttached ? [.leave, .endAfterEpoch, .endNow, .goOn] : [.finishEpoch, .saveNow, .stay, .discard, .background, .goOn]
    }

    /// The lines as they stand there now.
    var titles: [String] { asksAgain ? ["no, keep it", "yes, delete the run's folder"] : choices.map(\.title) }
}

extension AppState {
    /// What the keys do in the list of ways to end a run.
    mutating func performInQuit(_ command: Command) -> [Effect] {
        guard case .quit(var quit) = overlay else { return [] }
        switch command {
        case .choose: return quit.asksAgain ? answerAgain(quit) : choose(quit.choices[quit.selection])
        case .cancel:
            overlay = quit.asksAgain ? .quit(QuitState(selection: quit.choices.firstIndex(of: .discard) ?? 0)) : nil
        default:
            quit.selection = moved(quit.selection, by: command, count: quit.titles.count)
            overlay = .quit(quit)
        }
        return []
    }

    private mutating func choose(_ choice: QuitState.Choice) -> [Effect] {
        overlay = nil
        switch choice {
        case .finishEpoch: return train.askForEnd(.afterEpoch, leaves: true)
        case .saveNow: return train.askForEnd(.now(.user), leaves: true)
        case .stay: return train.askForEnd(.now(.user), leaves: false)
        case .discard:
            overlay = .quit(QuitState(asksAgain: true))
            return []
        case .background:
            train.goesOnInBackground = true
            return train.askForEnd(.now(.user), leaves: true)
        case .leave: return [.leave]
        case .endAfterEpoch: return train.askForEnd(.afterEpoch, leaves: false)
        case .endNow: return train.askForEnd(.now(.user), leaves: false)
        case .goOn:
            // A stop that was asked for cannot be taken back, leaving can.
            train.leavesWhenEnded = false
            return []
        }
    }

    private mutating func answerAgain(_ quit: QuitState) -> [Effect] {
        overlay = nil
        return quit.selection == 1 ? train.askForEnd(.discard, leaves: false) : []
    }

    /// A list's selection after a key that moves.
    func moved(_ selection: Int, by command: Command, count: Int) -> Int {
        let target =
            switch command {
            case .up: selection - 1
            case .down: selection + 1
            case .pageUp: selection - 10
            case .pageDown: selection + 10
            case .first: 0
            case .last: count - 1
            default: selection
            }
        return min(max(target, 0), max(0, count - 1))
    }
}
