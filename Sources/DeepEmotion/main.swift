import CProcessor
import Platform
import Core
import TUI

/// What the words ask for; returns the exit code.
func run(_ words: [String]) -> Int32 {
    do {
        switch words.first {
        case nil:
            return Dashboard.run(configuration: RunConfiguration())
        case .some where DashboardArguments.isMeant(by: words):
            return Dashboard.run(configuration: RunConfiguration(), options: try DashboardArguments.parse(words))
        case "help" where words.count > 1:
            return run([words[1], "--help"])
        case "--help", "-h", "help":
            Output.print(HelpText.general)
            return 0
        case "--version":
            Output.print("deep-emotion \(Version.text)\n")
            return 0
        case .some(let word) where word.hasPrefix("-"):
            guard let arguments = try TrainArguments.parse(words, isLegacy: true) else {
                Output.print(HelpText.general)
                return 0
            }
            return LegacyCommand.run(arguments)
        case .some(let word):
            if let command = ProgramCommand.all.first(where: { $0.name == word }) { return try command.run(words.dropFirst()) }
            let known = ProgramCommand.all.map(\.name) + ["help"]
            let hint = Spelling.nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? "; see deep-emotion --help"
            throw UsageError(description: "unknown command '\(word)'\(hint)")
        }
    } catch {
        return CommandEnd.exitCode(error)
    }
}

if !processor_fits_engine() { exit(1) }
Output.fillGaps()
exit(run(Array(CommandLine.arguments.dropFirst())))
