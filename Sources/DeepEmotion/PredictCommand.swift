import FaceData
import Platform
import TUI
import Core

/// `deep-emotion predict`: what a trained network says of faces without labels.
struct PredictCommand {
    /// How predictions are printed.
    enum Form: Sendable { case text, json, csv, submission }

    var network = NetworkArguments()
    var paths: [String] = []
    var form = Form.text
    var flips = false
    var shows = false
    /// A picture of all faces.
    var picture: String?

    static let help = """
        deep-emotion predict --checkpoint FILE|RUN PATH... [options]

        Says what a trained network sees in images, in folders of images (with all below them, in natural order) and in tables with a column `pixels`,
        such as Kaggle's test.csv; - is one image or table over standard input. What cannot be read is told on standard error, the rest goes on, and
        the exit code is 1.

        \(NetworkArguments.help)
          --flips                  Ask about each face and its mirror image and take the mean of both probabilities.
          --show                   Draw each face with theta's box, what the attention makes of it, and all probabilities.
          --json                   One JSON object a line for each face, and nothing else.
          --csv                    A table: file, row, predicted class, confidence, all probabilities, theta.
          --submission             Kaggle's format for its FER2013 competition: a column emotion with 0...6, a line for each row of test.csv.
          --png FILE.png           Write all faces, at most 60, as one picture.

        """

    private static let names = NetworkArguments.names + ["--flips", "--show", "--json", "--csv", "--submission", "--png"]
    /// More faces make no picture that a person looks at.
    private static let mostTiles = 60

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> PredictCommand? {
        var reader = ArgumentReader(words)
        var command = PredictCommand()
        while let option = try reader.nextOption(path: { command.paths.append($0) }) {
            if try command.network.take(option, &reader) { continue }
            switch option.name {
            case "--help", "-h": return nil
            case "--flips": command.flips = true
            case "--show": command.shows = true
            case "--json": command.form = try command.form(.json, option)
            case "--csv": command.form = try command.form(.csv, option)
            case "--submission": command.form = try command.form(.submission, option)
            case "--png": command.picture = try reader.value(of: option, expected: "a .png file to write")
            default: throw UsageError(unknown: option.name, of: "predict", known: names)
            }
        }
        try command.network.check(command: "predict")
        guard !command.paths.isEmpty else { throw UsageError(description: "no face: give images, folders, tables, or - for standard input") }
        guard !command.shows || command.form == .text else { throw UsageError(description: "--show draws for people: leave the other format out") }
        return command
    }

    private func form(_ new: Form, _ option: ArgumentReader.Option) throws(UsageError) -> Form {
        guard form == .text || form == new else { throw UsageError(description: "\(option.name): only one of --json, --csv and --submission") }
        return new
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        CommandEnd.exitCode { progress in
            let network = try network.open()
            var input = PredictionInput(threads: min(self.network.threads, ProcessorCount.online))
            for path in paths {
                if path == "-" {
                    input.addStandardInput(isCancelled: CommandProgress.isCancelled)
                } else {
                    input.add(path, isCancelled: CommandProgress.isCancelled)
                }
            }
            let faces = input.faces(classNames: network.classNames)
            let predictions = network.predict(
                faces, flips: flips, progress: { progress.tell("asking", $0, of: faces.count) }, isCancelled: CommandProgress.isCancelled)
            progress.clear()
            for failure in input.failures { Output.complain(failure.description) }
            guard let predictions, StopSignals.reason == nil else { return 0 }
            let isWhole = input.failures.isEmpty
            guard isWhole || form != .submission else {
                Output.complain("no submission is printed: a row that is left out would shift all behind it")
                return 1
            }
            try print(predictions, input, network)
            if let picture, !predictions.isEmpty { try ReportFile.write(Self.picture(predictions, input, network).png, to: picture) }
            return isWhole ? 0 : 1
        }
    }

    private func print(_ predictions: [FacePrediction], _ input: PredictionInput, _ network: TrainedNetwork) throws(UsageError) {
        let table = PredictionTable(classNames: network.classNames, hasLabels: false)
        var text = form == .csv ? table.header : form == .submission ? "emotion\n" : ""
        for (index, prediction) in predictions.enumerated() {
            switch form {
            case .text:
                text += PredictionText.line(prediction, at: input.origins[index], network.classNames)
                if shows { text += PredictionText.drawing(prediction, face: input.face(index), network.classNames) }
            case .json: text += table.json(prediction, at: input.origins[index])
            case .csv: text += table.line(prediction, at: input.origins[index])
            case .submission:
                guard let number = table.ferNumber(prediction) else {
                    throw UsageError(description: "--submission: the network knows none of FER2013's seven emotions")
                }
                text += "\(number)\n"
            }
            if text.utf8.count > 1 << 16 {
                Output.print(text)
                text = ""
            }
        }
        Output.print(text)
    }

    private static func picture(_ predictions: [FacePrediction], _ input: PredictionInput, _ network: TrainedNetwork) -> Raster {
        let columns = 6
        let shown = Array(predictions.indices.prefix(mostTiles))
        let rows = stride(from: 0, to: shown.count, by: columns).map { first in
            FaceGridPicture.Row(
                heading: "",
                tiles: shown[first..<min(shown.count, first + columns)].map { index in
                    let prediction = predictions[index]
                    return FaceGridPicture.Tile(
                        pixels: input.face(index), theta: prediction.theta,
                        caption: "\(network.classNames[prediction.predicted]) \(NumberText.percent(prediction.confidence))", isRight: nil)
                })
        }
        let few = predictions.count > shown.count ? "the first \(shown.count) of \(NumberText.grouped(predictions.count)) faces" : "predictions"
        return FaceGridPicture.draw(rows, title: few)
    }
}
