import Foundation
import Testing

/// `deep-emotion train` from the outside.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct TrainTests {
    private let program: Program
    /// A run of a second or less.
    private let short = ["train", "--data", "demo", "--epochs", "2", "--limit", "150"]

    init() throws { program = try Program() }

    @Test func jsonLinesAreTheRunsOwnRecord() throws {
        let result = try program.run(short + ["--name", "a", "--json", "--seed", "3", "--threads", "2"])
        #expect(result.status == 0)
        #expect(result.complaints == "")
        let events = try result.lines.map(object)
        #expect(events.map { $0["event"] as? String } == ["start", "epoch", "epoch", "finished"])
        #expect(try String(decoding: program.data("runs/a/metrics.jsonl"), as: UTF8.self) == result.output)

        let start = events[0]
        #expect(start["run"] as? String == "runs/a")
        #expect(start["network"] as? String == "paper")
        #expect(start["parameters"] as? Int == 47_657)
        #expect(start["train"] as? Int == 150)
        #expect(start["validation"] as? Int == 500)
        #expect(start["skipped"] as? Int == 0)
        #expect((start["rule"] as? String)?.isEmpty == false)
        for key in [
            "epochs", "learningRate", "schedule", "batchSize", "dropout", "l2", "flip", "shift", "rotation", "scale", "brightness", "contrast",
            "erasing", "sampler", "input", "initialisation", "seed", "limit",
            "optimiser", "momentum", "weightDecay", "clip", "average", "warmUp", "decayEvery", "decayFactor", "plateauPatience", "classWeights",
            "labelSmoothing", "patience",
        ] {
            #expect(start[key] != nil, "\(key)")
        }

        for (index, event) in events[1...2].enumerated() {
            #expect(event["epoch"] as? Int == index + 1)
            let train = try #require(event["train"] as? [String: Double])
            let validation = try #require(event["validation"] as? [String: Any])
            #expect((0.5...3).contains(train["loss"] ?? 0))
            #expect((0...1).contains(train["accuracy"] ?? -1))
            let confusion = try #require(validation["confusion"] as? [[Int]])
            #expect(confusion.count == 7)
            #expect(confusion.joined().reduce(0, +) == 500)
            let correct = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
            #expect(validation["accuracy"] as? Double == Double(correct) / 500)
            #expect(validation["balancedAccuracy"] as? Double != nil)
            #expect(validation["loss"] as? Double != nil)
            for key in ["l2", "learningRate", "seconds", "imagesPerSecond"] { #expect(event[key] as? Double != nil, "\(key)") }
        }
        let rates = try events[1...2].map { try #require($0["learningRate"] as? Double) }
        #expect(abs(rates[0] - 0.005 / 25) < 1e-9)
        #expect(rates[0] < rates[1] && rates[1] < 0.005)
        #expect(events[3]["checkpoint"] as? String == "runs/a/best.safetensors")
        #expect(events[3]["bestEpoch"] as? Int != nil)
        let names = ["best.safetensors", "faces.jsonl", "last.safetensors", "metrics.jsonl", "resume.safetensors", "run.json", "split.csv"]
        #expect(program.names(in: "runs/a") == names)
    }

    @Test func aPipeGetsOneLineAnEpoch() throws {
        let result = try program.run(short)
        #expect(result.status == 0)
        #expect(result.lines.count { $0.hasPrefix("epoch ") } == 2)
        #expect(!result.output.contains("\u{1B}"))
        #expect(!result.output.contains("\r"))
        #expect(program.names(in: "runs").count == 1)
        #expect(program.names(in: "runs")[0].hasSuffix("-tuned-demo"))
    }

    @Test func theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws {
        for threads in ["1", "2", "3", "1"] { try program.run(short + ["--threads", threads, "--seed", "8"]) }
        let runs = program.names(in: "runs")
        #expect(runs.count == 4)
        let files = try runs.map { try program.data("runs/\($0)/last.safetensors") }
        #expect(files.allSatisfy { $0 == files[0] && $0.count > 190_000 })
        try program.run(short + ["--seed", "9", "--name", "other"])
        #expect(try program.data("runs/other/last.safetensors") != files[0])
    }

    @Test func aRunIsRepeatedFromItsConfiguration() throws {
        try program.run(short + ["--name", "first", "--seed", "5", "--dropout", "0.3", "--sampler", "stn", "--input", "unit"])
        let again = try program.run(["train", "--config", "runs/first/run.json", "--name", "second"])
        #expect(again.status == 0)
        #expect(try program.data("runs/first/best.safetensors") == program.data("runs/second/best.safetensors"))
        let changed = try program.run(["train", "--config", "runs/first/run.json", "--name", "third", "--seed", "6"])
        #expect(changed.status == 0)
        #expect(try program.data("runs/first/best.safetensors") != program.data("runs/third/best.safetensors"))
        #expect(try program.run(["train", "--config", "runs/first/metrics.jsonl"]).status == 1)
        #expect(try program.run(["train", "--config", "nowhere.json"]).status == 1)
    }

    @Test(arguments: [(SIGINT, Int32(130), "interrupt"), (SIGTERM, 143, "terminate"), (SIGHUP, 129, "hangup")])
    func signalsSaveAndSayWhere(signal: Int32, status: Int32, reason: String) throws {
        let long = ["train", "--data", "demo", "--epochs", "5000", "--limit", "150", "--name", "a", "--json"]
        let result = try program.run(long) { process in
            try program.wait(for: "\"epoch\":3", in: "runs/a/metrics.jsonl")
            kill(process.processIdentifier, signal)
        }
        #expect(result.status == status)
        let last = try object(try #require(result.lines.last))
        #expect(last["event"] as? String == "stopped")
        #expect(last["reason"] as? String == reason)
        #expect((last["epoch"] as? Int ?? 0) >= 3)
        #expect(last["step"] as? Int != nil)
        let checkpoint = try #require(last["checkpoint"] as? String)
        #expect(checkpoint == "runs/a/last.safetensors")
        #expect(program.exists(checkpoint))
        #expect(program.names(in: "runs/a").allSatisfy { !$0.contains("tmp") })
    }

    @Test func aReaderThatGoesAwayStopsTheRun() throws {
        let pipe = Pipe()
        let process = Process()
        process.executableURL = Program.path
        process.arguments = ["train", "--data", "demo", "--epochs", "5000", "--limit", "150", "--name", "a", "--json"]
        process.currentDirectoryURL = program.folder
        process.standardOutput = pipe
        try process.run()
        try program.wait(for: "\"epoch\":1", in: "runs/a/metrics.jsonl")
        try pipe.fileHandleForWriting.close()
        try pipe.fileHandleForReading.close()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == 129)
        #expect(program.exists("runs/a/last.safetensors"))
    }

    @Test func thePapersOwnSettingsCollapseAndThatIsSaidByTheThirdEpoch() throws {
        let result = try program.run(["train", "--data", "demo", "--preset", "paper", "--epochs", "4", "--name", "a", "--json"])
        #expect(result.status == 0)
        let events = try result.lines.map(object)
        let warnings = events.filter { $0["event"] as? String == "warning" }
        #expect(Set(warnings.compactMap { $0["kind"] as? String }) == ["attentionOutside", "collapse"])
        #expect(warnings.count == 2)
        let warning = try #require(warnings.first { $0["kind"] as? String == "collapse" })
        #expect(warning["epoch"] as? Int == 3)
        #expect((warning["numbers"] as? [String: Any])?["share"] as? Double ?? 0 >= 0.99)
        #expect((warning["advice"] as? String ?? "").contains("--preset baseline"))
        let steps = try #require(warning["steps"] as? [[String: Any]])
        #expect(steps.first?["field"] as? String == "preset" && steps.first?["to"] as? String == "baseline")
    }

    /// A log on a disk that is full; the run's own folder is not.
    @Test(arguments: ["2", "5000"]) func standardOutputThatCannotBeWrittenStopsTheRunAndSaysSo(epochs: String) throws {
        let result = try program.run(short + ["--epochs", epochs, "--name", "a", "--json"], output: "/dev/full")
        #expect(result.status == 1)
        #expect(result.complaints == "deep-emotion: standard output: cannot write: No space left on device\n")
        #expect(program.exists("runs/a/last.safetensors"))
    }

    /// A file of the run would get the number of the one that is closed.
    @Test func standardFilesThatAreClosedAreNoOthers() throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "exec \"$0\" \"$@\" <&- >&- 2>&-", Program.path.path] + short + ["--name", "a", "--json"]
        shell.currentDirectoryURL = program.folder
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        let lines = try String(decoding: program.data("runs/a/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(try lines.map { try object(String($0))["event"] as? String } == ["start", "epoch", "epoch", "finished"])
    }

    @Test func theBarFitsTheTerminalAndLeavesNothingBehind() throws {
        let words = ["train", "--data", "demo", "--epochs", "5000", "--limit", "150", "--name", "a"]
        let terminal = try PseudoTerminal(program, arguments: words, columns: 70)
        // Epochs are shorter than the time between two bars, so no certain epoch has one.
        for _ in 0..<3 { try terminal.wait(for: "img/s  ETA ") }
        try terminal.wait(for: "\u{1B}[J")
        let wide = terminal.text
        terminal.resize(columns: 30)
        // The old bar stands on three rows now, and all of them go.
        try terminal.wait(for: "\r\u{1B}[2A\u{1B}[J")
        try terminal.wait(for: "\r\u{1B}[J")
        terminal.send(SIGINT)
        #expect(try terminal.end() == 130)
        // An epoch's line has no ETA. The share has its brackets only where all numbers leave room for them.
        let bars = wide.components(separatedBy: "\u{1B}[J").compactMap { $0.components(separatedBy: "\r\n").last }
            .filter { $0.contains("img/s  ETA ") }
        #expect(bars.contains { $0.contains("  loss ") }, "\(bars)")
        #expect(bars.allSatisfy { $0.count <= 70 })
        // Perhaps an epoch's line, then the end's two, and no bar behind them.
        let rest = try #require(terminal.text.components(separatedBy: "\u{1B}[J").last)
        let last = rest.components(separatedBy: "\r\n").suffix(3)
        #expect(last.first?.hasPrefix("stopped (interrupt) in epoch ") == true, "\(rest)")
        #expect(last.dropFirst() == ["resume: deep-emotion train --resume runs/a", ""], "\(rest)")
    }

    // MARK: - The TensorFlow implementation's own command lines

    @Test(arguments: [
        ["-t", "True", "-d", "demo"],
        ["--train", "True", "--data", "demo", "--hparams", "True", "--learning_rate", "0.005", "--batch_size", "32"],
        ["-t", "-d", "demo", "-hparams", "True", "-lr", "0.005", "-bs", "32"],
        ["-d", "demo", "-t", "true", "--hyperparams", "True"],
        ["-d=demo", "--train=True", "-lr=0.005", "-bs=32"],
    ])
    func legacyCommandLinesMeanThePaper(_ words: [String]) throws {
        let result = try program.run(words + ["-e", "1", "--limit", "64", "--name", "a", "--json"])
        #expect(result.status == 0, "\(result.complaints)")
        let start = try object(result.lines[0])
        #expect(start["preset"] as? String == "paper")
        #expect(start["epochs"] as? Int == 1)
        #expect(start["batchSize"] as? Int == 32)
        #expect(start["learningRate"] as? Double == 0.005)
        #expect(start["input"] as? String == "raw")
        #expect(start["sampler"] as? String == "stn")
        #expect(start["seed"] as? Int == 1234)
    }

    @Test func legacySwitchesThatAskForNoTraining() throws {
        let nothing = try program.run(["-t", "False", "-d", "demo"])
        #expect(nothing.status == 0)
        #expect((nothing.output + nothing.complaints).contains("nothing to do"))
        // Drawn faces have no rows to make images of.
        let setup = try program.run(["-s", "True", "-d", "demo"])
        #expect(setup.status == 1)
        #expect(setup.complaints.contains("holds no table"))
        #expect(!program.exists("runs"))
    }
}
