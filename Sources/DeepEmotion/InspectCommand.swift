import Platform
import Core
import TUI

/// `deep-emotion inspect`: the dashboard, opened on what a network makes of faces.
struct InspectCommand {
    /// A checkpoint, a run's folder or its name; nil: the run that was saved last.
    var checkpoint: String?
    var runsFolder = "runs"
    var data: String?
    var split: EvaluationData.Split?

    static let help = """
        deep-emotion inspect [CHECKPOINT|RUN] [--data DIR|FILE|demo] [options]

        Opens the dashboard on a trained network: its confusions, the faces behind them, where attention looks, what predictions hang on.
        Without a name it takes the run that was saved last. Images that nobody has labelled open too: --data me.png, --data pictures.

          --data DIR|FILE|demo     The faces. [those that the checkpoint's run trained on]
          --split WHICH            test, validation, train or all, of labelled faces. [test where there is a test part, else validation]
          --runs DIR               Where runs are looked for. [runs]

        """

    private static let names = ["--data", "--split", "--runs"]

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> InspectCommand? {
        var reader = ArgumentReader(words)
        var command = InspectCommand()
        func take(_ path: String) throws(UsageError) {
            guard command.checkpoint == nil else {
                throw UsageError(description: "'\(path)': one checkpoint or run at a time; faces go behind --data")
            }
            command.checkpoint = path
        }
        while let option = try reader.nextOption(path: take) {
            switch option.name {
            case "--help", "-h": return nil
            case "--data": command.data = try reader.value(of: option, expected: "a folder or file of faces, or demo")
            case "--split": command.split = try reader.choice(of: option)
            case "--runs": command.runsFolder = try reader.value(of: option, expected: "the folder that runs are kept in")
            default: throw UsageError(unknown: option.name, of: "inspect", known: names)
            }
        }
        return command
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        // What cannot be opened is said here, before the screen is taken.
        do {
            let path = try InspectionTarget.checkpoint(named: checkpoint, runsFolder: runsFolder)
            let target = InspectionTarget(checkpoint: path, runsFolder: runsFolder, data: data, split: split)
            return Dashboard.run(configuration: RunConfiguration(), at: .inspection(target))
        } catch {
            Output.complain(error.description)
            return 1
        }
    }
}
