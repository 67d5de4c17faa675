import Platform
import Core

/// What `sweep` was asked to do.
struct SweepArguments {
    var plan: SweepPlan
    var printsJSON = false

    static let help = """
        deep-emotion sweep --data DIR|FILE|demo [options]

        Trains several runs one after the other: the options of deep-emotion train, of which numbers and choices take several values,
        0.001,0.003,0.01 or 1...3 (each whole number) or 0.001...0.1 x3 (so many values, by even factors where the setting goes by powers of ten).
        Every combination is a run of its own, named after its values. The same command again takes up where a sweep was stopped or killed: runs that
        have ended are not trained again. At the end there is a table.

          --name NAME     The runs' names begin with it. [sweep-PRESET-DATA]
          --config FILE   Settings to start from: a run.json, or a form saved in the dashboard.
          --from FILE     All start from this checkpoint.
          --json          One JSON object a line on standard output, and nothing else: the runs' events, and at the end {"event":"sweep"}.

        """

    /// nil where help was asked for.
    static func parse(_ words: some Sequence<String>) throws -> SweepArguments? {
        var reader = ArgumentReader(words)
        var settings: [(field: Setting, value: String)] = []
        var axes: [SweepPlan.Axis] = []
        var file: String?
        var parent: String?
        var printsJSON = false
        while let option = try reader.nextOption() {
            switch option.name {
            case "--help", "-h": return nil
            case "--json": printsJSON = try reader.isOn(option)
            case "--config": file = try reader.value(of: option, expected: "a run.json or a saved form")
            case "--from": parent = try reader.value(of: option, expected: "a checkpoint")
            default:
                guard let field = Setting.all.first(where: { $0.option == option.name }) else {
                    throw UsageError(unknown: option.name, of: "sweep", known: Setting.all.map(\.option) + ["--json", "--config", "--from"])
                }
                let value = try reader.value(of: option, for: field)
                axes.removeAll { $0.id == field.id }
                if ValueList.isList(value, for: field) {
                    // `0.001...0.1 x3` in two words of the shell.
                    let count = value.contains("...") ? reader.optionalCount() : nil
                    let text = value + (count.map { " " + $0 } ?? "")
                    axes.append(SweepPlan.Axis(field.id, try ValueList.values(text, of: field, in: RunConfiguration())))
                } else {
                    settings.append((field, value))
                }
            }
        }
        let name = settings.last { $0.field.id == .name }?.value
        let plan = try SweepPlan(axes: axes, name: name) { combination in
            var configuration = try TrainArguments.configure(settings + combination, file: file, isLegacy: false)
            if let parent { configuration.parent = parent }
            return configuration
        }
        return SweepArguments(plan: plan, printsJSON: printsJSON)
    }
}

extension ArgumentReader {
    /// The number of values of a range, where it stands in a word of its own: x3.
    fileprivate mutating func optionalCount() -> String? {
        nextWord { $0.hasPrefix("x") && Int($0.dropFirst()) != nil }
    }
}

/// `deep-emotion sweep`: several runs without a screen.
enum SweepCommand {
    /// Returns the process's exit code.
    static func run(_ arguments: SweepArguments) -> Int32 {
        StopSignals.install()
        let items = arguments.plan.items
        var failures: [String] = []
        var code: Int32 = 0
        for (index, item) in items.enumerated() {
            let title = "run \(index + 1)/\(items.count)" + title(item, arguments.plan)
            do {
                let session: TrainingSession
                let printer = RunPrinter(printsJSON: arguments.printsJSON, epochs: item.configuration.hyperparameters.epochs)
                switch try SweepStep(item.configuration) {
                case .done(let run):
                    say("\(title): is trained already, best \(percent(run))", arguments)
                    continue
                case .begin(let configuration):
                    say(title, arguments)
                    session = TrainingSession(configuration: configuration) { printer.note($0) }
                case .goOn(let run):
                    say("\(title): goes on", arguments)
                    session = TrainingSession(resuming: run) { printer.note($0) }
                }
                let outcome = TrainCommand.follow(session, printer.update)
                // What a run comes to is told by the table; what stops the others too ends the sweep.
                switch outcome {
                case .stopped(.notFinite, _, _, _, let message): say("\(title): \(message ?? "numbers ran away")", arguments)
                case .finished where Output.stopReason == nil: break
                default: code = TrainCommand.exitCode(outcome)
                }
                if case .failed(let message, _) = outcome { failures.append(message) }
            } catch {
                Output.complain("\(error)")
                failures.append("\(error)")
            }
            if code != 0 { break }
        }
        finish(arguments, failures: failures, isWhole: code == 0)
        return code != 0 ? code : failures.isEmpty ? 0 : 1
    }

    private static func title(_ item: SweepPlan.Item, _ plan: SweepPlan) -> String {
        zip(plan.axes, item.values).map { "  \(Setting.field($0.id).label) \($1.isEmpty ? "all" : $1)" }.joined()
    }

    private static func percent(_ run: RunOverview) -> String { run.bestAccuracy.map(NumberText.percent) ?? "unknown" }

    private static func say(_ sentence: String, _ arguments: SweepArguments) {
        if arguments.printsJSON { Output.write(sentence + "\n", to: STDERR_FILENO) } else { Output.print(sentence + "\n") }
    }

    /// The table of what has been trained, the best first, or one JSON object.
    private static func finish(_ arguments: SweepArguments, failures: [String], isWhole: Bool) {
        let runs = arguments.plan.items.compactMap { item in
            item.configuration.name.flatMap { RunIndex.run(called: $0, in: item.configuration.runsFolder) }
        }
        let best = RunOrder(.validation).sorted(runs)
        if arguments.printsJSON {
            let settings = arguments.plan.axes.map { Setting.field($0.id) }
            Output.print(RunLine.sweep(best.map { RunLine($0, settings: settings) }, failures: failures, isWhole: isWhole) + "\n")
            return
        }
        if !best.isEmpty { Output.print("\n" + RunsCommand.text(best)) }
        if !isWhole { Output.print("the same command again goes on where this sweep was ended\n") }
    }
}
