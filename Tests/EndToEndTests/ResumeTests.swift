import Foundation
import Testing

/// `deep-emotion train --resume` from the outside: killed, stopped, finished, busy and missing runs.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ResumeTests {
    private let program: Program
    private let settings = ["--data", "demo", "--limit", "96", "--batch-size", "48", "--json"]

    init() throws { program = try Program() }

    private func train(_ name: String, epochs: Int, whileItRuns: (Process) throws -> Void = { _ in }) throws -> Program.Result {
        try program.run(["train", "--name", name, "--epochs", String(epochs)] + settings, whileItRuns: whileItRuns)
    }

    /// What a run comes to: parameters, followed faces, and metrics without time and place.
    private func result(_ name: String) throws -> [Data] {
        let lines = String(decoding: try program.data("runs/\(name)/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        let metrics = try lines.map { line in
            var event = try object(String(line))
            for key in ["seconds", "imagesPerSecond", "run", "checkpoint", "threads"] { event[key] = nil }
            return try JSONSerialization.data(withJSONObject: event, options: .sortedKeys)
        }
        return try metrics + ["last.safetensors", "best.safetensors", "faces.jsonl"].map { try program.data("runs/\(name)/\($0)") }
    }

    @Test func killedAgainAndAgainItComesToTheSame() throws {
        #expect(try train("whole", epochs: 10).status == 0)
        let killed = try train("parts", epochs: 10) { process in
            try program.wait(for: "\"epoch\":2,", in: "runs/parts/metrics.jsonl")
            kill(process.processIdentifier, SIGKILL)
        }
        #expect(killed.status == -SIGKILL)
        for (epoch, delay, signal, threads) in [(4, 0, SIGTERM, "1"), (6, 0.03, SIGKILL, "3")] {
            let result = try program.run(["train", "--resume", "runs/parts", "--threads", threads, "--json"]) { process in
                try program.wait(for: "\"epoch\":\(epoch),", in: "runs/parts/metrics.jsonl")
                Thread.sleep(forTimeInterval: delay)
                kill(process.processIdentifier, signal)
            }
            #expect(result.status == (signal == SIGTERM ? 143 : -SIGKILL))
        }
        let last = try program.run(["train", "--resume", "parts", "--json"])
        #expect(last.status == 0)
        #expect((try object(last.lines[0])["resumed"] as? [String: Int])?["epoch"] ?? 0 >= 6)
        #expect(try result("parts") == result("whole"))
        #expect(program.names(in: "runs/parts") == program.names(in: "runs/whole"), "what broken writes left is gone")

        let again = try program.run(["train", "--resume", "parts"])
        #expect(again.status == 0)
        #expect(again.complaints.contains("nothing is left to do; to train on: deep-emotion train --resume runs/parts --epochs 20"))
        let longer = try program.run(["train", "--resume", "parts", "--epochs", "11"])
        #expect(longer.status == 0)
        #expect(longer.output.contains("taken up in epoch 11 after 0 steps"))
        #expect(longer.output.contains("now stretches over 11 epochs"))
        #expect(longer.lines.count { $0.hasPrefix("epoch ") } == 1)
    }

    @Test func aRunThatNeverSavedStartsOver() throws {
        #expect(try train("a", epochs: 2).status == 0)
        let whole = try result("a")
        for name in ["resume.safetensors", "best.safetensors"] {
            try FileManager.default.removeItem(at: program.folder.appending(path: "runs/a/\(name)"))
        }
        let again = try program.run(["train", "--resume", "a", "--json"])
        #expect(again.status == 0)
        #expect(again.complaints == "runs/a was ended before its first checkpoint; it starts over from its run.json\n")
        #expect(try result("a") == whole)
    }

    @Test func aRunThatIsBeingTrainedIsLeftAlone() throws {
        let stopped = try train("a", epochs: 100_000) { process in
            try program.wait(for: "\"epoch\":1,", in: "runs/a/metrics.jsonl")
            let second = try program.run(["train", "--resume", "runs/a"])
            #expect(second.status == 1)
            #expect(second.complaints == "deep-emotion: runs/a: another process is training this run; stop it first\n")
            kill(process.processIdentifier, SIGINT)
        }
        #expect(stopped.status == 130)
        #expect(try object(try #require(stopped.lines.last))["resume"] as? String == "deep-emotion train --resume runs/a")
        let seed = try program.run(["train", "--resume", "runs/a", "--seed", "3"])
        #expect(seed.status == 2)
        #expect(seed.complaints.contains("--seed: a run that is taken up again keeps its own (1234)"))
    }

    @Test(arguments: [
        (["train", "--resume", "nowhere"], Int32(1), "nowhere: no run: there is no run.json"),
        (["train", "--resume", "."], 1, "no run"),
        (["train", "--resume"], 2, "--resume needs a value"),
        (["train", "--resume", "a", "--config", "b"], 2, "--resume and --config"),
        (["train", "--resume", "a", "--preset", "paper"], 2, "--resume and --preset"),
        (["train", "--data", "demo", "--keep-every", "-1"], 2, "--keep-every '-1'"),
    ])
    func whatCannotBeTakenUp(_ words: [String], status: Int32, says: String) throws {
        let result = try program.run(words)
        #expect(result.status == status)
        #expect(result.complaints.contains(says) && result.complaints.split(separator: "\n").count == 1, "\(result.complaints)")
    }

    /// At this rate no epoch is better than the first.
    @Test func aRunThatIsOutOfPatienceSaysHowToTrainOn() throws {
        let words = ["train", "--data", "demo", "--limit", "100", "--epochs", "9", "--learning-rate", "1e-7", "--patience", "2", "--name", "a"]
        let first = try program.run(words)
        #expect(first.status == 0)
        #expect(first.lines.last?.hasPrefix("finished early, out of patience after 3 epochs: best validation accuracy") == true, "\(first.lines)")
        let again = try program.run(["train", "--resume", "a"])
        #expect(again.status == 0 && again.output == "")
        let command = "deep-emotion train --resume runs/a --patience 4"
        #expect(again.complaints.hasSuffix("nothing is left to do; to train on: \(command)\n"), "\(again.complaints)")
        let further = try program.run(["train", "--resume", "a", "--patience", "4", "--json"])
        let last = try object(try #require(further.lines.last))
        #expect(further.status == 0 && last["reason"] as? String == "patience" && last["epochs"] as? Int == 5)
    }

    @Test func facesThatAreGone() throws {
        let pixels = (0..<2304).map { String($0 % 256) }.joined(separator: " ")
        let rows = (0..<40).map { "\($0 % 7),\(pixels)\n" }
        try program.write("t/train.csv", "emotion,pixels\n" + rows.joined())
        #expect(try program.run(["train", "--data", "t", "--name", "a", "--epochs", "1"]).status == 0)
        let file = program.folder.appending(path: "t/train.csv")
        try FileManager.default.moveItem(at: file, to: program.folder.appending(path: "moved.csv"))
        let gone = try program.run(["train", "--resume", "a", "--epochs", "2"])
        #expect(gone.status == 1)
        #expect(gone.complaints.contains("where the faces have moved, say so with --data"))
        #expect(try program.run(["train", "--resume", "a", "--epochs", "2", "--data", "moved.csv"]).status == 0)
        try program.write("t/train.csv", "emotion,pixels\n" + rows.dropLast().joined())
        let changed = try program.run(["train", "--resume", "a", "--epochs", "3", "--data", "t"])
        #expect(changed.status == 1)
        #expect(changed.complaints.contains("are not those it was trained on"))
    }
}
