import Platform
import Core

/// All actions with the keys that hold, for printing.
package struct KeyList: Sendable {
    private let keys: Keymap
    private let path: String
    /// Lines of the key file that cannot be taken, a sentence each.
    package let problems: [String]

    /// - Parameter isStandard: whether the person's own file is left out.
    package init(isStandard: Bool) {
        path = KeyFile.path { name in getenv(name).map { String(cString: $0) } }
        let read = isStandard ? (.standard, []) : KeyFile.read(path)
        keys = read.keys
        problems = read.problems.map(\.description)
    }

    /// In the key file's format.
    package var text: String { KeyFile.text(keys, path: path) }

    /// An array of objects, a line each.
    package var json: String {
        let lines = zip(keys.bindings, Keymap.names).map { binding, name in
            JSONText.line(
                Entry(
                    action: name, keys: binding.keys.map { $0.label(isUnicode: false) }, contexts: binding.contexts.map(\.rawValue),
                    help: binding.help))
        }
        return "[\n" + lines.joined(separator: ",\n") + "\n]"
    }

    private struct Entry: Encodable {
        let action: String
        let keys: [String]
        let contexts: [String]
        let help: String
    }
}
