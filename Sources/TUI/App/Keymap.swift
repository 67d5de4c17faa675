/// The table of actions with a person's own keys; footer and Help follow it.
struct Keymap: Sendable, Equatable {
    /// The table as it is.
    static let standard = Keymap(changes: [:])

    /// Other keys, by the action's name.
    let changes: [String: [Key]]
    /// `Binding.all` with those keys.
    let bindings: [Binding]

    /// With other keys for some actions.
    init(changes: [String: [Key]]) {
        self.changes = changes
        bindings = zip(Binding.all, Self.names).map { binding, name in changes[name].map(binding.with) ?? binding }
    }

    /// The same keys for everything.
    static func == (left: Keymap, right: Keymap) -> Bool { left.changes == right.changes }

    /// The binding of `key` in `context`, whether enabled or not.
    func binding(of key: Key, in context: Context) -> Binding? {
        bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }
    }

    /// The first key of a command; nil where it has none.
    func label(of command: Command, isUnicode: Bool) -> String? {
        bindings.first { $0.command == command && !$0.keys.isEmpty }?.keys.first?.label(isUnicode: isUnicode)
    }

    /// What the key file calls each of `Binding.all`: the command in words; where a command has other keys elsewhere, with the place behind.
    static let names: [String] = {
        var known: [String: [Key]] = [:]
        return Binding.all.map { binding in
            let word = binding.command.rawValue.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
            let name = known[word].map { $0 == binding.keys } ?? true ? word : word + "." + (binding.contexts.first?.rawValue ?? "")
            known[name] = binding.keys
            return name
        }
    }()
}

extension Binding {
    /// The same with other keys.
    func with(_ keys: [Key]) -> Binding {
        let footer = footer == nil ? nil : keys.first?.label(isUnicode: true)
        return Binding(command, keys, naming: name, help, in: contexts, footer: footer, isEnabled: isEnabled)
    }
}
