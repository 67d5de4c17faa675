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
        let bindings = zip(Binding.all, Self.names).map { binding, name in changes[name].map(binding.with) ?? binding }
        self.bindings = bindings.map { binding in
            // A footer that names two commands' keys, as in ←→, holds as long as the other one has its own.
            guard let other = Self.partners[binding.command], binding.footer != nil else { return binding }
            func keys(_ table: [Binding]) -> [Key]? {
                table.first { $0.command == other && !$0.contexts.filter(binding.contexts.contains).isEmpty }?.keys
            }
            return keys(bindings) == keys(Binding.all) ? binding : binding.with(binding.keys)
        }
    }

    /// Commands whose footer shows another command's key beside their own.
    private static let partners: [Command: Command] = [
        .cursorBack: .cursorOn, .nextFace: .previousFace, .increase: .decrease, .boxLeft: .boxRight,
    ]

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

    /// The first key of a command where `context` has the keys; nil where it has none.
    func label(of command: Command, in context: Context, isUnicode: Bool = true) -> String? {
        bindings.first { $0.command == command && $0.contexts.contains(context) }?.keys.first?.label(isUnicode: isUnicode)
    }

    /// The first keys of some commands, those without a key left out.
    func labels(of commands: [Command], in context: Context, isUnicode: Bool = true) -> [String] {
        commands.compactMap { label(of: $0, in: context, isUnicode: isUnicode) }
    }

    /// What keys do next, to be said behind a sentence: `; w goes there, and q ends it`. A command without a key is not spoken of.
    func hint(_ clauses: (command: Command, context: Context, words: String)...) -> String {
        let said = clauses.compactMap { clause in label(of: clause.command, in: clause.context).map { "\($0) \(clause.words)" } }
        return said.isEmpty ? "" : "; " + said.joined(separator: ", and ")
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
