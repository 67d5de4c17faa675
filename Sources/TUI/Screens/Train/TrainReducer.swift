import Platform
import Core

extension AppState {
    /// What the keys of Train do.
    mutating func performInTrain(_ command: Command, key: Key?) -> [Effect] {
        switch command {
        case .cancelLoading where !train.isLoading: return []
        case .cancelLoading: return train.isAttached ? leaveAttached() : [.stop(.now(.user))]
        case .pause: return train.isActive ? train.togglePause() : []
        case .rate: train.rate = train.snapshot.map { TextEntry(NumberText.shortest($0.configuration.hyperparameters.learningRate)) }
        case .accept, .complete: return setRate()
        case .cancel: train.rate = nil
        case .previousFace: train.moveFace(by: -1)
        case .nextFace: train.moveFace(by: 1)
        case .faceMode: faceMode = faceMode.next
        case .nextPanel: train.movePanel(by: 1)
        case .previousPanel: train.movePanel(by: -1)
        case .choosePanel: if case .character(let digit) = key, let number = digit.wholeNumberValue { train.choosePanel(number) }
        case .enlarge: train.setEnlarged(true)
        case .shrink: train.setEnlarged(false)
        case .hideWarning: train.hideWarnings()
        case .resumeRun:
            guard train.canResume, let snapshot = train.snapshot, let folder = snapshot.runFolder else { break }
            return takeUp(folder, snapshot.configuration)
        case .findings: overlay = .findings(FindingsState())
        case .newRun: return showSetup()
        default: return performInCharts(command)
        }
        return []
    }

    /// Takes the learning rate that was typed where it is one.
    private mutating func setRate() -> [Effect] {
        guard let entry = train.rate, train.rateError == nil, let rate = Double(entry.text.filter { !$0.isWhitespace }) else { return [] }
        train.rate = nil
        return rate == train.snapshot?.configuration.hyperparameters.learningRate ? [] : [.setLearningRate(rate)]
    }
}
