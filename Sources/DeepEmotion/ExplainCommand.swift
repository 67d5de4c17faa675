import FaceData
import Platform
import TUI
import Core

/// `deep-emotion explain`: what a prediction hangs on, by covering the face square by square.
struct ExplainCommand {
    var network = NetworkArguments()
    var image: String?
    var data: String?
    var row: Int?
    var split: EvaluationData.Split?
    var limit: Int?
    var patch = 10
    var stride = 2
    var fill = Occlusion.Fill.grey(0)
    var skipsBad = false
    var printsJSON = false
    var picture: String?

    private var occlusion: Occlusion { Occlusion(patch: patch, stride: stride, fill: fill) }

    static let help = """
        deep-emotion explain --checkpoint FILE|RUN IMAGE [options]
        deep-emotion explain --checkpoint FILE|RUN --data DIR|FILE --row N [options]
        deep-emotion explain --checkpoint FILE|RUN --data DIR|FILE [--split WHICH] [--limit N] [options]

        Occlusion saliency as in the paper (section IV.D): a square is put over the face, the network is asked again, and the square moves on. Two maps:
        the share of the squares over a pixel under which another class is predicted, and by how much the probability falls, of the true class where it
        is known and of the predicted one elsewhere. Over data without --row the mean over each class's recognised faces: the paper's figure.

        \(NetworkArguments.help)
          --data DIR|FILE|demo     Labelled faces. [without an image: those of the checkpoint's run]
          --row N                  One face of them: the row of its table, from 0, or of images the number in their order.
          --split WHICH            test, validation, train or all. [test where there is a test part, else validation]
          --limit N                Of them at most so many faces, drawn by class.
          --patch N                Side of the square in pixels, 1...48. [10]
          --stride N               By how much it moves, 1...patch. [2]
          --fill GREY|mean         What stands in it: a grey 0...255, or the face's mean grey. [0, the paper's zero: black]
          --skip-bad               Count and leave out rows or images that cannot be read.
          --json                   One JSON object with both maps on standard output, and nothing else.
          --png FILE.png           Write face and maps as a picture.

        """

    private static let names =
        NetworkArguments.names
        + ["--data", "--row", "--split", "--limit", "--patch", "--stride", "--fill", "--skip-bad", "--json", "--png"]

    /// What was asked for; nil where it was help.
    static func parse(_ words: some Sequence<String>) throws(UsageError) -> ExplainCommand? {
        var reader = ArgumentReader(words)
        var command = ExplainCommand()
        func take(_ path: String) throws(UsageError) {
            guard command.image == nil else { throw UsageError(description: "'\(path)': one image at a time") }
            command.image = path
        }
        while let option = try reader.nextOption(path: take) {
            if try command.network.take(option, &reader) { continue }
            switch option.name {
            case "--help", "-h": return nil
            case "--data": command.data = try reader.value(of: option, expected: "a folder or file of faces, or demo")
            case "--row": command.row = try reader.number(of: option, in: 0...10_000_000)
            case "--split": command.split = try reader.choice(of: option)
            case "--limit": command.limit = try reader.number(of: option, in: 1...10_000_000)
            case "--patch": command.patch = try reader.number(of: option, in: 1...FaceSet.side)
            case "--stride": command.stride = try reader.number(of: option, in: 1...FaceSet.side)
            case "--fill":
                command.fill = try reader.value(of: option, "a grey 0...255, or mean") { word in
                    word == "mean" ? .mean : UInt8(word).map { .grey($0) }
                }
            case "--skip-bad": command.skipsBad = true
            case "--json": command.printsJSON = true
            case "--png": command.picture = try reader.value(of: option, expected: "a .png file to write")
            default: throw UsageError(unknown: option.name, of: "explain", known: names)
            }
        }
        try command.network.check(command: "explain")
        guard command.stride <= command.patch else {
            throw UsageError(description: "--stride '\(command.stride)': expected 1...\(command.patch), the patch, so that no pixel is left out")
        }
        guard command.image == nil || (command.data == nil && command.row == nil && command.split == nil) else {
            throw UsageError(description: "an image and --data, --row or --split: give one or the other")
        }
        return command
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        CommandEnd.exitCode { progress in
            let network = try network.open()
            if let image {
                var input = PredictionInput()
                input.add(image)
                if let failure = input.failures.first { throw failure }
                guard input.count == 1 else { throw UsageError(description: "\(image): \(input.count) faces; explain takes one image, or --data") }
                try explain(input.face(0), at: input.origins[0], label: nil, network)
            } else {
                let source = try self.network.data(of: network, data, skipsBad: skipsBad)
                let faces = try EvaluationData(
                    source.source, split: row == nil ? split : split ?? .all, options: source.options, progress: progress.load,
                    isCancelled: CommandProgress.isCancelled)
                progress.clear()
                if let row { try explain(row: row, of: faces, network) } else { try explainClasses(of: faces, network, progress) }
            }
            return 0
        }
    }

    private func explain(row: Int, of data: EvaluationData, _ network: TrainedNetwork) throws {
        let isTable = data.origins.contains { $0.row != nil }
        let found = isTable ? data.origins.firstIndex { $0.row == row } : row < data.faces.count ? row : nil
        guard let found else {
            throw UsageError(
                description: "--row '\(row)': the split \(data.split.rawValue) has \(NumberText.grouped(data.faces.count)) faces, none of that row")
        }
        let label = network.mapping(of: data.faces.classNames).indices[Int(data.faces.labels[found])]
        try explain(data.faces.face(found), at: data.origin(found), label: label, network)
    }

    private func explain(_ face: [UInt8], at origin: FaceOrigin, label: Int?, _ network: TrainedNetwork) throws(FileError) {
        let saliency = network.saliency(of: face, label: label, occlusion)
        let names = network.classNames
        if printsJSON {
            Output.print(SaliencyReport.json(saliency, at: origin, label: label, occlusion, classNames: names))
        } else {
            Output.print(SaliencyText.text(saliency, at: origin, label: label, face: face, occlusion, names))
        }
        guard let picture else { return }
        let row = SaliencyPicture.Row(
            heading: names[saliency.watched], detail: "\(NumberText.percent(saliency.whole.probabilities[saliency.watched]))", face: face,
            flips: saliency.flips, drops: saliency.drops)
        try ReportFile.write(SaliencyPicture.draw([row], title: title).png, to: picture)
    }

    private func explainClasses(of data: EvaluationData, _ network: TrainedNetwork, _ progress: CommandProgress) throws {
        let known = try network.known(data.faces)
        let chosen = EvaluationData.drawn(limit, labels: known.labels, classCount: network.classNames.count)
        var classes = network.classNames.map { _ in ClassSaliency() }
        for (done, index) in chosen.enumerated() {
            guard StopSignals.reason == nil else { return progress.clear() }
            let face = data.faces.face(known.positions[index])
            let label = known.labels[index]
            classes[label].add(network.saliency(of: face, label: label, occlusion), face: face)
            progress.tell("covering", done + 1, of: chosen.count)
        }
        progress.clear()
        if printsJSON {
            Output.print(SaliencyReport.json(classes, occlusion, classNames: network.classNames))
        } else {
            Output.print(SaliencyText.text(classes, occlusion, network.classNames))
        }
        guard let picture else { return }
        let rows = zip(network.classNames, classes).compactMap { name, saliency -> SaliencyPicture.Row? in
            guard let face = saliency.meanFace, let flips = saliency.flips, let drops = saliency.drops else { return nil }
            let detail = "\(saliency.recognised) of \(saliency.faces) faces"
            return SaliencyPicture.Row(heading: name, detail: detail, face: face, flips: flips, drops: drops)
        }
        guard !rows.isEmpty else {
            Output.complain("no face was recognised, so there is no picture to write")
            return
        }
        try ReportFile.write(SaliencyPicture.draw(rows, title: title).png, to: picture)
    }

    private var title: String { "covered by \(patch) x \(patch), stride \(stride)" }
}
