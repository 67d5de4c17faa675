import Engine
import Platform
import Core

/// The command line that trains the same run without a screen.
enum EquivalentCommand {
    /// Words as they would reach the program, `deep-emotion` and `train` first; only what differs from the preset.
    ///
    /// - Parameter lists: fields that take several values in turn; then it is the command of all the runs.
    static func words(for configuration: RunConfiguration, lists: [Setting.ID: String] = [:]) -> [String] {
        var words = ["deep-emotion", lists.isEmpty ? "train" : "sweep"]
        for (field, value) in settings(for: configuration, lists: lists) { words += field.isFlag ? [field.option] : option(field, value) }
        if let parent = configuration.parent { words += ["--from", parent] }
        return words
    }

    /// What differs from the preset, the data first; a list stands for its field's value.
    static func settings(for configuration: RunConfiguration, lists: [Setting.ID: String]) -> [(field: Setting, value: String)] {
        var standard = RunConfiguration(preset: configuration.preset)
        let presetNetwork = standard.hyperparameters.network
        // A network brings its own batch norm: what stands behind it is a change to that.
        if configuration.hyperparameters.network != presetNetwork {
            standard.hyperparameters.network = configuration.hyperparameters.network
            standard.hyperparameters.normalisation = standard.hyperparameters.network.ownNormalisation
        }
        return ordered.compactMap { field in
            if let list = lists[field.id] { return (field, list.filter { $0 != " " }) }
            let value = field.text(in: configuration)
            let differs =
                switch field.id {
                case .data: true
                case .preset: configuration.preset != RunConfiguration().preset
                case .network: configuration.hyperparameters.network != presetNetwork
                default: value != field.text(in: standard)
                }
            return differs ? (field, value) : nil
        }
    }

    /// In one line, quoted for a shell.
    static func line(for configuration: RunConfiguration, lists: [Setting.ID: String] = [:]) -> String {
        words(for: configuration, lists: lists).map(quoted).joined(separator: " ")
    }

    /// The data first: it is what a person looks for.
    private static let ordered = [Setting.field(.data)] + Setting.all.filter { $0.id != .data }

    /// A value that begins with a dash would be taken for an option unless it stands in the same word.
    private static func option(_ field: Setting, _ value: String) -> [String] {
        value.hasPrefix("-") ? ["\(field.option)=\(value)"] : [field.option, value]
    }

    /// `word` so that a POSIX shell takes it as it stands.
    static func quoted(_ word: String) -> String { ShellText.quoted(word) }
}
