import FaceData
import Platform
import Core

/// `deep-emotion evaluate --folds K`: trains as many networks, each without one part of the data, and scores each on the part that it has not seen.
struct FoldsCommand {
    let arguments: TrainArguments
    let flips: Bool

    /// Whether the line asks for this.
    static func isMeant(_ words: some Sequence<String>) -> Bool { words.contains { $0 == "--folds" || $0.hasPrefix("--folds=") } }

    /// What was asked for; nil where it was help. All but `--flips` are options of train.
    static func parse(_ words: some Sequence<String>) throws -> FoldsCommand? {
        let words = Array(words)
        if let word = words.first(where: { ["--fold", "--resume"].contains($0) }) {
            throw UsageError(description: "--folds and \(word): every part is held out once, by a run of its own")
        }
        guard !words.contains(where: { $0.hasPrefix("--checkpoint") }) else {
            throw UsageError(description: "--folds and --checkpoint: each part is scored by a network that was trained without it")
        }
        guard let arguments = try TrainArguments.parse(words.filter { $0 != "--flips" }, isLegacy: false) else { return nil }
        let count = arguments.configuration.split.folds
        guard count > 1 else { throw UsageError(description: "--folds '\(count)': expected 2...100") }
        return FoldsCommand(arguments: arguments, flips: words.contains("--flips"))
    }

    /// Returns the process's exit code.
    func run() -> Int32 {
        StopSignals.install()
        let progress = CommandProgress()
        let count = arguments.configuration.split.folds
        var folds: [CrossValidation.Fold] = []
        do {
            for fold in 1...count {
                var configuration = arguments.configuration
                configuration.split.fold = fold
                configuration.name = configuration.name.map { "\($0)-fold-\(fold)" }
                let (outcome, folder) = train(configuration, title: "fold \(fold)/\(count)", progress)
                guard case .finished = outcome else {
                    progress.clear()
                    return TrainCommand.exitCode(outcome)
                }
                // The last epoch's network: the best one would be chosen by the faces that it is to be scored on.
                let network = try TrainedNetwork(opening: folder + "/last.safetensors", threads: configuration.threads)
                let faces = try EvaluationData(
                    DataSource(configuration.data), split: .validation, options: configuration.loadOptions, isCancelled: CommandProgress.isCancelled)
                let report = try EvaluationReport(network, faces, flips: flips, isCancelled: CommandProgress.isCancelled)
                folds.append(CrossValidation.Fold(fold: fold, run: folder, evaluation: report.evaluation))
                progress.clear()
                if !arguments.printsJSON { Output.print(FoldsText.line(folds[fold - 1], of: count)) }
            }
        } catch {
            progress.clear()
            return CommandEnd.exitCode(error)
        }
        let result = CrossValidation(folds)
        Output.print(arguments.printsJSON ? result.json + "\n" : FoldsText.summary(result))
        return CommandEnd.exitCode(0)
    }

    private func train(_ configuration: RunConfiguration, title: String, _ progress: CommandProgress) -> (RunOutcome, folder: String) {
        let session = TrainingSession(configuration: configuration)
        let outcome = TrainCommand.follow(session) { progress.tell(title, Int($0.progress * 1000), of: 1000) }
        return (outcome, session.snapshot().runFolder ?? "")
    }
}

/// Cross-validation as a person reads it.
enum FoldsText {
    static func line(_ fold: CrossValidation.Fold, of count: Int) -> String {
        let score = fold.evaluation
        return "fold \(fold.fold)/\(count): \(NumberText.grouped(score.faces)) faces  accuracy \(NumberText.percent(score.accuracy))  "
            + "balanced \(NumberText.percent(score.balancedAccuracy))  loss \(NumberText.fixed(score.loss, 4))  \(fold.run)\n"
    }

    static func summary(_ result: CrossValidation) -> String {
        let lines = CrossValidation.measures.map { name, value in
            let (mean, spread) = (result.mean(value), result.spread(value))
            let numbers =
                name == "loss"
                ? "\(NumberText.fixed(mean, 4)) ± \(NumberText.fixed(spread, 4))"
                : "\(NumberText.percent(mean)) ± \(NumberText.fixed(spread * 100, 1))"
            return "  \(name) \(numbers)\n"
        }
        return "mean and standard deviation over \(result.folds.count) folds, each scored by the last epoch's network, which has not seen it:\n"
            + lines.joined()
    }
}
