import FaceData
import Platform
import Core

/// `deep-emotion doctor`: what a folder or file of faces holds, and what is wrong with it.
struct DoctorCommand {
    var data = DataArguments()
    var printsJSON = false

    static let help = """
        deep-emotion doctor DIR|FILE [options]

        Reads all of it and says which layout was recognised and why, how many faces each split and class has, what cannot be read, what stands there
        more than once, and what to do about it. Bad rows and images are listed, not refused.

        \(DataArguments.help(without: [.data, .skipBad]))
          --json                            One JSON object on standard output, and nothing else.

        Exit codes: 0 it could be read, whatever was found, 1 nothing could be read, 2 the command line is wrong.

        """

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws -> DoctorCommand? {
        var reader = ArgumentReader(words)
        var command = DoctorCommand()
        while let option = try reader.nextOption(path: { path throws(UsageError) in try command.data.take(path: path) }) {
            switch option.name {
            case "--help", "-h": return nil
            case "--json": command.printsJSON = try reader.isOn(option)
            default:
                guard try command.data.take(option, &reader) else {
                    throw UsageError(unknown: option.name, of: "doctor", known: DataArguments.names + ["--json"])
                }
            }
        }
        guard command.data.hasData else { throw UsageError(description: "no data: give a folder or a file of faces, or demo for the built-in ones") }
        return command
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        CommandEnd.exitCode { progress in
            let report = try DatasetReport.examine(
                data.source, options: data.configuration.loadOptions, progress: progress.load, isCancelled: CommandProgress.isCancelled)
            progress.clear()
            Output.print(printsJSON ? report.json + "\n" : DoctorText.text(report))
            return 0
        }
    }
}
