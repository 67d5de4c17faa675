/// Everything that was noticed in a run, hidden and over or not, the newest first.
struct FindingsState: Sendable, Equatable {
    /// The finding under the cursor.
    var selection = 0
}

extension AppState {
    /// What the keys do in the list of findings.
    mutating func performInFindings(_ command: Command) -> [Effect] {
        guard case .findings(var list) = overlay else { return [] }
        switch command {
        case .choose, .cancel: overlay = nil
        default:
            list.selection = moved(list.selection, by: command, count: train.findings.count)
            overlay = .findings(list)
        }
        return []
    }
}
