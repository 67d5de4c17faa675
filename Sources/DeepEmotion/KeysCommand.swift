import Platform
import Core
import TUI

/// `deep-emotion keys`: every action of the dashboard and its keys.
enum KeysCommand {
    static let help = """
        deep-emotion keys [options]

        Prints every action and its keys in the format of the key file, which it says the place of: redirect it there and change what you like.
        What is wrong in that file is said on standard error; then the exit code is 1, and what can be taken holds.

          --standard   The keys without the file.
          --json       One JSON array on standard output: action, keys, help and contexts of each.

        """

    /// Returns the process's exit code.
    static func run(_ words: some Sequence<String>) throws(UsageError) -> Int32 {
        var reader = ArgumentReader(words)
        var (isStandard, printsJSON) = (false, false)
        while let option = try reader.nextOption() {
            switch option.name {
            case "--help", "-h":
                Output.print(help)
                return 0
            case "--standard": isStandard = true
            case "--json": printsJSON = true
            default: throw UsageError(unknown: option.name, of: "keys", known: ["--standard", "--json"])
            }
        }
        let list = KeyList(isStandard: isStandard)
        for problem in list.problems { Output.complain(problem.description) }
        Output.print(printsJSON ? list.json + "\n" : list.text)
        return list.problems.isEmpty ? 0 : 1
    }
}
