/// All keys in one list; typing filters it.
struct HelpState: Sendable, Equatable {
    /// Who had the keys before, and has them again for what is chosen here.
    let under: Context
    /// What was typed.
    var filter = TextEntry()
    /// The line under the cursor among those that are left.
    var selection = 0

    /// The table that is shown.
    let keys: Keymap

    /// Over a screen or a text that is typed.
    init(under: Context, keys: Keymap = .standard) {
        self.under = under
        self.keys = keys
    }

    /// What is left of the table: where the person is first, every word of the filter somewhere in the line.
    var bindings: [(binding: Binding, context: Context)] {
        let words = filter.text.lowercased().split(separator: " ")
        let contexts = [under] + Context.allCases.filter { $0 != under }
        var seen: Set<String> = []
        return contexts.flatMap { context in
            keys.bindings.filter { $0.contexts.contains(context) }.map { ($0, context) }
        }.filter { binding, _ in
            // A command that holds in several places is listed once.
            guard seen.insert("\(binding.command) \(binding.help)").inserted else { return false }
            let line = ([binding.help.lowercased()] + binding.keys.map { $0.label(isUnicode: false).lowercased() }).joined(separator: " ")
            return words.allSatisfy { line.contains($0) }
        }
    }
}

extension AppState {
    /// What the keys do in Help.
    mutating func performInHelp(_ command: Command) -> [Effect] {
        guard case .help(var help) = overlay else { return [] }
        switch command {
        case .cancel: overlay = nil
        case .choose:
            guard help.bindings.indices.contains(help.selection) else { return [] }
            overlay = nil
            let (binding, context) = help.bindings[help.selection]
            guard binding.contexts.contains(self.context) else {
                notice = "'\(binding.name(self))' works in \(context.title) only"
                return []
            }
            guard binding.isEnabled(self) else {
                notice = "'\(binding.name(self))' has nothing to do now"
                return []
            }
            return perform(binding.command)
        default:
            help.selection = moved(help.selection, by: command, count: help.bindings.count)
            overlay = .help(help)
        }
        return []
    }

    /// Filters Help.
    mutating func typeInHelp(_ key: Key) {
        guard case .help(var help) = overlay else { return }
        help.filter.take(key)
        help.selection = 0
        overlay = .help(help)
    }
}
