import Foundation
import Testing

/// The table of runs, runs of other processes, the queue: the built program from the outside.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RunsTests {
    private let program: Program
    private let settings = ["--data", "demo", "--limit", "96", "--batch-size", "48"]

    init() throws { program = try Program() }

    private func train(_ name: String, epochs: Int, _ more: [String] = [], whileItRuns: (Process) throws -> Void = { _ in }) throws -> Program.Result
    {
        try program.run(["train", "--name", name, "--epochs", String(epochs), "--json"] + settings + more, whileItRuns: whileItRuns)
    }

    /// The table's lines as objects by the runs' names.
    private func table(_ arguments: [String] = []) throws -> [String: [String: Any]] {
        let lines = try program.run(["runs", "--json"] + arguments).lines.map(object)
        return Dictionary(uniqueKeysWithValues: lines.map { (($0["run"] as? String ?? "").replacingOccurrences(of: "runs/", with: ""), $0) })
    }

    private func state(_ name: String) throws -> String? { try table()[name]?["state"] as? String }

    @Test func theTableTellsWhatBecameOfEachRun() throws {
        #expect(try train("done", epochs: 1, ["--learning-rate", "0.001"]).status == 0)
        let killed = try train("killed", epochs: 100_000) { process in
            try program.wait(for: "\"epoch\":1,", in: "runs/killed/metrics.jsonl")
            #expect(try state("killed") == "training")
            kill(process.processIdentifier, SIGKILL)
        }
        #expect(killed.status == -SIGKILL)
        #expect(try state("killed") == "crashed")
        #expect(try state("done") == "finished")
        #expect(try Set(table(["--filter", "lr < 0.002 data = demo"]).keys) == ["done"])
        let text = try program.run(["runs", "--sort", "name"])
        #expect(text.status == 0)
        #expect(text.lines.first?.hasPrefix("run ") == true && text.lines.first?.contains("  lr") == true)
        #expect(text.output.contains("killed: its process died"))
        #expect(try program.run(["runs", "--runs", "elsewhere"]).complaints == "deep-emotion: elsewhere: no runs\n")
        // The one that changed last stands in the fourth line: a click chooses the one below it, another opens it.
        let terminal = try PseudoTerminal(program, arguments: ["watch"])
        try terminal.wait(for: "its process died")
        let click = "\u{1B}[<0;10;5M\u{1B}[<0;10;5m"
        terminal.type(click)
        // ncurses makes one of two clicks that come in one piece.
        try terminal.wait(for: "runs/done")
        terminal.type(click)
        try terminal.wait(for: "attention")
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }

    @Test(arguments: [
        (["runs", "--filter", "vall > 3"], Int32(2), "--filter: 'vall' is no field"), (["runs", "--sort", "size"], 2, "--sort 'size'"),
        (["runs", "--jsn"], 2, "did you mean --json?"), (["watch", "nowhere"], 1, "nowhere: no run"),
        (["watch", "--data", "x"], 2, "unknown option --data"),
        (["sweep", "--seed", "1...3"], 2, "no --data"), (["sweep", "--data", "demo", "--seed", "3...1"], 2, "--seed '3...1'"),
        (["sweep", "--data", "demo", "--seeds", "1"], 2, "did you mean --seed?"),
    ])
    func whatCannotBeAsked(_ words: [String], status: Int32, says: String) throws {
        let result = try program.run(words)
        #expect(result.status == status && result.complaints.contains(says), "\(result.complaints)")
        #expect(result.complaints.split(separator: "\n").count == 1 && !program.exists("runs"))
    }

    @Test func aRunOfAnotherProcessIsWatchedPausedAndStopped() throws {
        let stopped = try train("far", epochs: 100_000) { _ in
            try program.wait(for: "\"epoch\":2,", in: "runs/far/metrics.jsonl")
            let terminal = try PseudoTerminal(program, arguments: ["watch"])
            try terminal.wait(for: "training")
            terminal.type("\r")
            try terminal.wait(for: "attention")
            terminal.type(" ")
            try terminal.wait(for: "paused")
            terminal.type(" ")
            try terminal.wait(for: "training")
            terminal.type("q")
            try terminal.wait(for: "let it save now and stop")
            terminal.type("\u{1B}[B\u{1B}[B\r")
            try terminal.wait(for: "stopped")
            terminal.type("q")
            #expect(try terminal.end() == 0)
            #expect(terminal.isRestored)
        }
        #expect(stopped.status == 0)
        let last = try object(try #require(stopped.lines.last))
        #expect(last["event"] as? String == "stopped" && last["reason"] as? String == "user")
        #expect(!program.exists("runs/far/status.json") && !program.exists("runs/far/control"))
        #expect(try state("far") == "stopped")
    }

    @Test func closingTheDashboardLetsARunOfAnotherProcessGoOn() throws {
        let ended = try train("far", epochs: 100_000) { process in
            try program.wait(for: "\"epoch\":2,", in: "runs/far/metrics.jsonl")
            let terminal = try PseudoTerminal(program, arguments: ["watch", "far"])
            try terminal.wait(for: "attention")
            terminal.type("q")
            try terminal.wait(for: "leave, the run goes on")
            terminal.type("\r")
            #expect(try terminal.end() == 0)
            #expect(process.isRunning)
            #expect(try state("far") == "training")
            kill(process.processIdentifier, SIGTERM)
        }
        #expect(ended.status == 143)
    }

    @Test func leftInTheBackgroundARunGoesOnWithoutLosingAStep() throws {
        let (terminal, name) = try program.trainingDashboard()
        terminal.type("q")
        try terminal.wait(for: "leave it running in the background")
        terminal.type("\u{1B}[F\u{1B}[A\r")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        let words = terminal.afterwards
        #expect(words.contains("goes on in the background as process") && words.contains("deep-emotion watch runs/\(name)"))
        let process = Int32(words.components(separatedBy: "process ").last?.prefix { $0.isNumber } ?? "") ?? 0
        try #require(process > 0)
        defer { kill(process, SIGKILL) }
        #expect(process != 0 && getsid(process) == process, "a session of its own")
        let before = try epochs(name).count
        for _ in 0..<1000 {
            if try epochs(name).count >= before + 2 { break }
            Thread.sleep(forTimeInterval: 0.02)
        }
        #expect(try state(name) == "training")
        kill(process, SIGTERM)
        try program.wait(for: "\"reason\":\"terminate\"", in: "runs/\(name)/metrics.jsonl")
        let trained = try epochs(name)
        #expect(trained.count >= before + 2 && trained == Array(1...trained.count))
        #expect(String(decoding: try program.data("runs/\(name)/log"), as: UTF8.self).contains("taken up in epoch"))
    }

    @Test func curvesOfTwoRunsLieOverEachOtherAndOneIsBranched() throws {
        #expect(try train("first", epochs: 2).status == 0)
        #expect(try train("second", epochs: 3, ["--learning-rate", "0.001", "--keep-every", "2"]).status == 0)
        let terminal = try PseudoTerminal(program, arguments: ["watch"], columns: 120, rows: 36)
        try terminal.wait(for: "second")
        terminal.type("  v")
        try terminal.wait(for: "validation accuracy")
        try terminal.wait(for: "legend")
        terminal.type("\u{1B}")
        try terminal.wait(for: "finished")
        terminal.type("gd")
        try terminal.wait(for: "difference")
        terminal.type("\u{1B}")
        try terminal.wait(for: "finished")
        // The run that changed last stands first.
        terminal.type("gb")
        try terminal.wait(for: "epoch 2")
        terminal.type("\u{1B}[F\r")
        try terminal.wait(for: "epoch-0002.safetensors")
        terminal.type("\r")
        try terminal.wait(for: "finished, best")
        terminal.type("q")
        #expect(try terminal.end() == 0)
        let name = try #require(program.names(in: "runs").first { $0 != "first" && $0 != "second" })
        let record = try object(String(decoding: try program.data("runs/\(name)/run.json"), as: UTF8.self).replacing("\n", with: " "))
        let configuration = try #require(record["configuration"] as? [String: Any])
        #expect((configuration["parent"] as? String)?.hasSuffix("runs/second/epoch-0002.safetensors") == true)
        #expect(try epochs(name) == [1, 2, 3])
    }

    @Test func aSweepGoesOnWhereItWasKilled() throws {
        let words = ["sweep", "--name", "s", "--epochs", "2", "--learning-rate", "0.001,0.01", "--seed", "1...2"] + settings
        let killed = try program.run(words) { process in
            try program.wait(for: "\"event\":\"finished\"", in: "runs/s-learning-rate-0.001-seed-1/metrics.jsonl")
            kill(process.processIdentifier, SIGINT)
        }
        #expect(killed.status == 130 && killed.output.contains("the same command again goes on"))
        let first = try program.data("runs/s-learning-rate-0.001-seed-1/metrics.jsonl")
        let again = try program.run(words + ["--json"])
        #expect(again.status == 0, "\(again.complaints)")
        #expect(try program.data("runs/s-learning-rate-0.001-seed-1/metrics.jsonl") == first)
        #expect(again.complaints.contains("run 1/4  learning rate 0.001  seed 1: is trained already"))
        let last = try object(try #require(again.lines.last))
        #expect(last["event"] as? String == "sweep" && last["isWhole"] as? Bool == true && (last["runs"] as? [Any])?.count == 4)
        #expect(program.names(in: "runs").count == 4)
        #expect(try table(["--filter", "state = finished"]).count == 4)
        let other = try program.run(words + ["--epochs", "3"])
        #expect(other.status == 1 && other.complaints.contains("has epochs 2 instead of 3"))
    }

    /// The epochs of a run's metrics.
    private func epochs(_ name: String) throws -> [Int] {
        String(decoding: try program.data("runs/\(name)/metrics.jsonl"), as: UTF8.self).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("{\"event\":\"epoch\"") else { return nil }
            return (try? object(String(line)))?["epoch"] as? Int
        }
    }
}
