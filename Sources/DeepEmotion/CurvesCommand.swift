import Platform
import TUI
import Core

/// `deep-emotion curves`: a run's curves as a picture.
struct CurvesCommand {
    var run = ""
    var runsFolder = "runs"
    var picture = ""

    static let help = """
        deep-emotion curves RUN --png FILE.png [--runs DIR]

        Draws loss, accuracy, learning rate and attention of a run over its epochs, finished or not.

          --png FILE.png           The picture.
          --runs DIR               Where runs are looked for by name. [runs]

        """

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> CurvesCommand? {
        var reader = ArgumentReader(words)
        var command = CurvesCommand()
        func take(_ path: String) throws(UsageError) {
            guard command.run.isEmpty else { throw UsageError(description: "'\(path)': one run at a time") }
            command.run = path
        }
        while let option = try reader.nextOption(path: take) {
            switch option.name {
            case "--help", "-h": return nil
            case "--png": command.picture = try reader.value(of: option, expected: "a .png file to write")
            case "--runs": command.runsFolder = try reader.value(of: option, expected: "the folder that runs are kept in")
            default: throw UsageError(unknown: option.name, of: "curves", known: ["--png", "--runs"])
            }
        }
        guard !command.run.isEmpty else { throw UsageError(description: "no run: give its folder or its name; see deep-emotion curves --help") }
        guard !command.picture.isEmpty else { throw UsageError(description: "no --png: give the file to write") }
        return command
    }

    /// Returns the process's exit code.
    func draw() -> Int32 {
        do {
            let history = try RunHistory(of: run, runsFolder: runsFolder)
            guard !history.epochs.isEmpty else { throw RunError.noEpoch(path: history.path) }
            let name = history.path.split(separator: "/").last.map { String($0) } ?? history.path
            try ReportFile.write(CurvesPicture.draw(history.epochs, title: name).png, to: picture)
            return 0
        } catch {
            return CommandEnd.exitCode(error)
        }
    }
}
