/// The list of themes; the one under the cursor is in use while it is chosen.
struct ThemeState: Sendable, Equatable {
    /// The line under the cursor.
    var selection: Int
    /// The theme that Esc brings back.
    let before: Int
}

extension AppState {
    /// What the keys do in the list of themes.
    mutating func performInThemes(_ command: Command) -> [Effect] {
        guard case .themes(var list) = overlay else { return [] }
        switch command {
        case .choose:
            overlay = nil
            return [.rememberTheme(theme.name)]
        case .cancel:
            overlay = nil
            themeIndex = list.before
        default:
            list.selection = moved(list.selection, by: command, count: themes.count)
            themeIndex = list.selection
            overlay = .themes(list)
        }
        return []
    }
}
