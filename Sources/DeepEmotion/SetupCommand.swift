import FaceData
import Platform
import Core

/// `deep-emotion setup`: images and a manifest out of a CSV.
struct SetupCommand {
    var data = DataArguments()
    /// nil: where the data lie.
    var out: String?
    var format = ImageSetup.Format.png
    var printsJSON = false

    static let help = """
        deep-emotion setup --data DIR|FILE [options]

        Makes images of the rows of a CSV, in the TensorFlow implementation's layout: train/<label>/<row>.png, val/<label>/<row>.png, and test/... where
        there is a test part; labels are FER2013's numbers, rows are counted from 0 in the source file. manifest.csv, which is written last, names every
        image with its source. The source is only read. A second run changes nothing; one that was interrupted goes on.

        \(DataArguments.help())
          --out DIR                         Where the images go. [where the data lie]
          --format png|jpg                  PNG keeps every pixel; JPEG, which the TensorFlow implementation makes, does not. [png]
          --json                            One JSON object a line on standard output, and nothing else.

        Exit codes: 0 all images are there, 1 data or disk went wrong, 2 the command line is wrong, 130 Ctrl-C.

        """

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws -> SetupCommand? {
        var reader = ArgumentReader(words)
        var command = SetupCommand()
        while let option = try reader.nextOption(path: { path throws(UsageError) in try command.data.take(path: path) }) {
            switch option.name {
            case "--help", "-h": return nil
            case "--json": command.printsJSON = try reader.isOn(option)
            case "--out": command.out = try reader.value(of: option, expected: "a folder")
            case "--format": command.format = try reader.choice(of: option)
            default:
                guard try command.data.take(option, &reader) else {
                    throw UsageError(unknown: option.name, of: "setup", known: DataArguments.names + ["--out", "--format", "--json"])
                }
            }
        }
        guard command.data.hasData else { throw UsageError(description: "no --data: give a folder or a CSV of faces") }
        return command
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        let lines = SetupLines(printsJSON: printsJSON)
        return CommandEnd.exitCode { bar in
            let setup = try ImageSetup(
                data.source, to: out, format: format, options: data.configuration.loadOptions, progress: bar.load,
                isCancelled: CommandProgress.isCancelled)
            bar.clear()
            lines.begin(setup)
            let outcome = try setup.run(
                progress: { progress in
                    bar.tell("images", progress.done, of: progress.total, unit: "images")
                    lines.note(progress)
                }, isCancelled: { StopSignals.reason != nil || Output.stopReason != nil })
            bar.clear()
            lines.end(setup, outcome)
            return 0
        }
    }
}
