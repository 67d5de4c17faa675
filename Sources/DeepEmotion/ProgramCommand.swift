import Core
import TUI

/// One command of the program: its name, and what it does with the words behind it.
struct ProgramCommand: Sendable {
    let name: String
    private let body: @Sendable (ArraySlice<String>) throws -> Int32

    private init(_ name: String, _ body: @escaping @Sendable (ArraySlice<String>) throws -> Int32) {
        (self.name, self.body) = (name, body)
    }

    /// A command whose words are read first; where they ask for help, it is printed.
    private init<Parsed>(
        _ name: String, help: @escaping @Sendable @autoclosure () -> String,
        _ parse: @escaping @Sendable (ArraySlice<String>) throws -> Parsed?, _ run: @escaping @Sendable (Parsed) throws -> Int32
    ) {
        self.init(name) { words in
            guard let parsed = try parse(words) else {
                Output.print(help())
                return 0
            }
            return try run(parsed)
        }
    }

    /// Returns the process's exit code.
    func run(_ words: ArraySlice<String>) throws -> Int32 { try body(words) }

    /// All of them.
    static let all: [ProgramCommand] = [
        ProgramCommand("train", help: HelpText.train, { try TrainArguments.parse($0, isLegacy: false) }, { TrainCommand.run($0) }),
        ProgramCommand("sweep", help: SweepArguments.help, { try SweepArguments.parse($0) }, { SweepCommand.run($0) }),
        ProgramCommand("runs", help: RunsArguments.help, { try RunsArguments.parse($0) }, { try RunsCommand.run($0) }),
        ProgramCommand(
            "watch", help: WatchArguments.help, { try WatchArguments.parse($0) },
            { Dashboard.run(configuration: $0.configuration, at: $0.place) }),
        ProgramCommand("doctor", help: DoctorCommand.help, { try DoctorCommand.parse($0) }, { $0.run() }),
        ProgramCommand("setup", help: SetupCommand.help, { try SetupCommand.parse($0) }, { $0.run() }),
        evaluate,
        ProgramCommand("predict", help: PredictCommand.help, { try PredictCommand.parse($0) }, { $0.run() }),
        ProgramCommand("explain", help: ExplainCommand.help, { try ExplainCommand.parse($0) }, { $0.run() }),
        ProgramCommand("inspect", help: InspectCommand.help, { try InspectCommand.parse($0) }, { $0.run() }),
        ProgramCommand("curves", help: CurvesCommand.help, { try CurvesCommand.parse($0) }, { $0.draw() }),
        ProgramCommand("snapshot") { try SnapshotCommand.run($0) },
        ProgramCommand("keys") { try KeysCommand.run($0) },
        bench,
    ]

    /// Scores a network, or with `--folds` trains some to be scored.
    private static let evaluate = ProgramCommand("evaluate") { words in
        let scores = ProgramCommand("evaluate", help: EvaluateCommand.help, { try EvaluateCommand.parse($0) }, { $0.run() })
        let folds = ProgramCommand("evaluate", help: EvaluateCommand.help, { try FoldsCommand.parse($0) }, { $0.run() })
        return try (FoldsCommand.isMeant(Array(words)) ? folds : scores).run(words)
    }

    /// Measures the engine, or with `--keys` the dashboard.
    private static let bench = ProgramCommand("bench") { words in
        guard !words.contains(where: { $0.hasPrefix("--keys") }) else { return try KeyBenchCommand.run(words) }
        return try ProgramCommand(
            "bench", help: BenchCommand.help, { try BenchCommand.parse($0) }, { BenchCommand.run($0.benchmark, printsJSON: $0.printsJSON) }
        ).run(words)
    }
}
