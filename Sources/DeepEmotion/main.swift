import Core
import TUI

/// What the words ask for; returns the exit code.
func run(_ words: [String]) -> Int32 {
    if let complaint = ProcessorCheck.complaint {
        Output.complain(complaint)
        return 1
    }
    do {
        switch words.first {
        case nil:
            return Dashboard.run(configuration: RunConfiguration())
        case "help" where words.count > 1:
            return run([words[1], "--help"])
        case "--help", "-h", "help":
            Output.print(HelpText.general)
            return 0
        case "--version":
            Output.print("deep-emotion \(Version.text)\n")
            return 0
        case "train":
            guard let arguments = try TrainArguments.parse(words.dropFirst(), isLegacy: false) else {
                Output.print(HelpText.train)
                return 0
            }
            return TrainCommand.run(arguments)
        case "bench":
            guard let (benchmark, printsJSON) = try BenchCommand.parse(words.dropFirst()) else {
                Output.print(BenchCommand.help)
                return 0
            }
            return BenchCommand.run(benchmark, printsJSON: printsJSON)
        case "runs":
            guard let arguments = try RunsArguments.parse(words.dropFirst()) else {
                Output.print(RunsArguments.help)
                return 0
            }
            return try RunsCommand.run(arguments)
        case "watch":
            guard let arguments = try WatchArguments.parse(words.dropFirst()) else {
                Output.print(WatchArguments.help)
                return 0
            }
            return Dashboard.run(configuration: arguments.configuration, at: arguments.place)
        case "sweep":
            guard let arguments = try SweepArguments.parse(words.dropFirst()) else {
                Output.print(SweepArguments.help)
                return 0
            }
            return SweepCommand.run(arguments)
        case "evaluate" where FoldsCommand.isMeant(words):
            guard let command = try FoldsCommand.parse(words.dropFirst()) else {
                Output.print(EvaluateCommand.help)
                return 0
            }
            return command.run()
        case "evaluate":
            guard let command = try EvaluateCommand.parse(words.dropFirst()) else {
                Output.print(EvaluateCommand.help)
                return 0
            }
            return command.run()
        case "predict":
            guard let command = try PredictCommand.parse(words.dropFirst()) else {
                Output.print(PredictCommand.help)
                return 0
            }
            return command.run()
        case "explain":
            guard let command = try ExplainCommand.parse(words.dropFirst()) else {
                Output.print(ExplainCommand.help)
                return 0
            }
            return command.run()
        case "inspect":
            guard let command = try InspectCommand.parse(words.dropFirst()) else {
                Output.print(InspectCommand.help)
                return 0
            }
            return command.run()
        case "curves":
            guard let command = try CurvesCommand.parse(words.dropFirst()) else {
                Output.print(CurvesCommand.help)
                return 0
            }
            return command.draw()
        case .some(let word) where word.hasPrefix("-"):
            guard let arguments = try TrainArguments.parse(words, isLegacy: true) else {
                Output.print(HelpText.general)
                return 0
            }
            return TrainCommand.run(arguments)
        case .some(let word):
            let known = ["train", "sweep", "runs", "watch", "evaluate", "predict", "explain", "inspect", "curves", "bench", "help"]
            let hint = Spelling.nearest(to: word, among: known).map { "; did you mean \($0)?" } ?? "; see deep-emotion --help"
            throw UsageError(description: "unknown command '\(word)'\(hint)")
        }
    } catch let error as RunError {
        Output.complain(error.description)
        return 1
    } catch let error as FileError {
        Output.complain(error.description)
        return 1
    } catch let error as ResumeError {
        Output.complain(error.description)
        return error.isUsage ? 2 : 1
    } catch {
        Output.complain("\(error)")
        return 2
    }
}

Output.fillGaps()
exit(run(Array(CommandLine.arguments.dropFirst())))
