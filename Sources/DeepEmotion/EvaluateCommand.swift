import FaceData
import Platform
import TUI
import Core

/// `deep-emotion evaluate`: what a trained network scores on faces that are labelled.
struct EvaluateCommand {
    var network = NetworkArguments()
    /// nil: what the checkpoint's run trained on.
    var data: String?
    var split: EvaluationData.Split?
    var flips = false
    var skipsBad = false
    var printsJSON = false
    var confusionFile: String?
    var predictionsFile: String?
    /// A PNG file for the matrix, or a folder for all pictures.
    var pictures: String?

    static let help = """
        deep-emotion evaluate --checkpoint FILE|RUN [--data DIR|FILE|demo] [options]
        deep-emotion evaluate --folds K --data DIR|FILE|demo [--flips] [--json] [options of train]

        Scores a trained network: loss, accuracy, balanced accuracy, macro F1, precision and recall by class, confusion matrix (rows = true), expected
        calibration error (15 bins). Classes are matched by name; faces of classes that the network does not know are left out and counted.
        With --folds, cross-validation for small sets: trains K networks, each without one part of the faces (whole subjects where they are known), scores
        each on the part that it has not seen, and gives mean and standard deviation.

        \(NetworkArguments.help)
          --data DIR|FILE|demo     The faces. [those of the checkpoint's run, where its run.json lies beside it]
          --split WHICH            test, validation, train or all. [test where there is a test part, else validation]
          --flips                  Ask about each face and its mirror image and take the mean of both probabilities.
          --skip-bad               Count and leave out rows or images that cannot be read.
          --json                   One JSON object on standard output, and nothing else.
          --confusion FILE.csv     Write the confusion matrix.
          --predictions FILE.csv   Write every face's prediction, probabilities and theta.
          --png FILE.png|DIR       Write the confusion matrix as a picture; into a folder also the faces that it is surest and most wrong about.

        """

    private static let names =
        NetworkArguments.names + ["--data", "--split", "--flips", "--skip-bad", "--json", "--confusion", "--predictions", "--png"]

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> EvaluateCommand? {
        var reader = ArgumentReader(words)
        var command = EvaluateCommand()
        while let option = try reader.nextOption() {
            if try command.network.take(option, &reader) { continue }
            switch option.name {
            case "--help", "-h": return nil
            case "--data": command.data = try reader.value(of: option, expected: "a folder or file of faces, or demo")
            case "--split": command.split = try reader.choice(of: option)
            case "--flips": command.flips = true
            case "--skip-bad": command.skipsBad = true
            case "--json": command.printsJSON = true
            case "--confusion": command.confusionFile = try reader.value(of: option, expected: "a file to write")
            case "--predictions": command.predictionsFile = try reader.value(of: option, expected: "a file to write")
            case "--png": command.pictures = try reader.value(of: option, expected: "a .png file or a folder to write")
            default: throw UsageError(unknown: option.name, of: "evaluate", known: names)
            }
        }
        try command.network.check(command: "evaluate")
        return command
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        CommandEnd.exitCode { progress in
            let network = try network.open()
            let source = try self.network.data(of: network, data, skipsBad: skipsBad)
            let faces = try EvaluationData(
                source.source, split: split, options: source.options, progress: progress.load, isCancelled: CommandProgress.isCancelled)
            let report = try EvaluationReport(
                network, faces, flips: flips, progress: { progress.tell("asking", $0, of: $1) }, isCancelled: CommandProgress.isCancelled)
            progress.clear()
            for (name, count) in report.leftOut.sorted(by: { $0.key < $1.key }) {
                let few = count == 1 ? "1 face" : "\(NumberText.grouped(count)) faces"
                Output.complain("\(few) of class \(name) left out: the network knows \(network.classNames.joined(separator: ", "))")
            }
            try write(report)
            Output.print(printsJSON ? report.json + "\n" : EvaluationText.text(report, network))
            return 0
        }
    }

    private func write(_ report: EvaluationReport) throws(FileError) {
        if let confusionFile { try ReportFile.write(Array(report.confusionCSV.utf8), to: confusionFile) }
        if let predictionsFile { try ReportFile.write(Array(report.predictionsCSV.utf8), to: predictionsFile) }
        guard let pictures else { return }
        let matrix = ConfusionPicture.draw(
            report.evaluation.confusion, classNames: report.evaluation.classNames,
            title: "accuracy \(NumberText.percent(report.evaluation.accuracy)) of \(NumberText.grouped(report.evaluation.faces)) faces")
        guard !pictures.lowercased().hasSuffix(".png") else { return try ReportFile.write(matrix.png, to: pictures) }
        try ReportFile.write(matrix.png, to: pictures + "/confusion.png")
        try ReportFile.write(
            FaceGridPicture.draw(
                report.tiles(perClass: 5) { $0.0 != $0.1 }, title: "taken for another class, the surest first"
            ).png, to: pictures + "/wrong.png")
        try ReportFile.write(
            FaceGridPicture.draw(report.tiles(perClass: 5) { $0.0 == $0.1 }, title: "recognised, the surest first").png, to: pictures + "/right.png")
    }
}
