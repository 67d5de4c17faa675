import Foundation
import Testing

/// evaluate, predict, explain and curves as a person types them, on a network of one short run.
@Suite(.timeLimit(.minutes(3)))
struct EvaluateTests {
    private let program: Program

    init() throws {
        program = try Program()
        let trained = try program.run([
            "train", "--data", "demo", "--epochs", "1", "--limit", "160", "--preset", "baseline", "--name", "r", "--tensorboard",
        ])
        try #require(trained.status == 0, "\(trained.complaints)")
    }

    private func expect(_ arguments: [String], status: Int32, says expected: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try program.run(arguments)
        #expect(result.status == status, "\(arguments): \(result.complaints)", sourceLocation: sourceLocation)
        #expect(result.output == "", sourceLocation: sourceLocation)
        #expect(result.complaints.split(separator: "\n").count == 1, "\(result.complaints)", sourceLocation: sourceLocation)
        #expect(result.complaints.contains(expected), "\(result.complaints)", sourceLocation: sourceLocation)
    }

    /// An image of 48x48 grey pixels that every reader takes: here a row of a table.
    private func table(_ rows: Int, header: String = "pixels") -> String {
        header + "\n" + (0..<rows).map { row in (0..<2304).map { String(($0 * 3 + row * 40) % 256) }.joined(separator: " ") + "\n" }.joined()
    }

    @Test func evaluateSaysWhatTheRunSaid() throws {
        #expect(program.names(in: "runs/r").contains { $0.contains("tfevents") })
        let lines = try String(contentsOf: program.folder.appending(path: "runs/r/metrics.jsonl"), encoding: .utf8).split(separator: "\n")
        let epoch = try object(try #require(lines.map { String($0) }.first { $0.contains("\"event\":\"epoch\"") }))
        let validation = try #require(epoch["validation"] as? [String: Any])
        let result = try program.run([
            "evaluate", "--checkpoint", "r", "--json", "--confusion", "out/c.csv", "--predictions", "out/p.csv", "--png", "out",
        ])
        #expect(result.status == 0, "\(result.complaints)")
        #expect(result.complaints == "")
        #expect(result.lines.count == 1)
        let score = try object(result.lines[0])
        #expect(score["accuracy"] as? Double == validation["accuracy"] as? Double)
        #expect(score["confusion"] as? [[Int]] == validation["confusion"] as? [[Int]])
        #expect((score["recall"] as? [Double])?.count == 7)
        #expect(score["split"] as? String == "validation")
        let faces = try #require(score["faces"] as? Int)
        let table = try String(contentsOf: program.folder.appending(path: "out/p.csv"), encoding: .utf8).split(separator: "\n")
        #expect(table.count == faces + 1)
        #expect(program.names(in: "out") == ["c.csv", "confusion.png", "p.csv", "right.png", "wrong.png"])
        // For people, with the run's folder or its file, the matrix in digits where nobody looks at colours.
        for place in ["runs/r", "runs/r/last.safetensors"] {
            let text = try program.run(["evaluate", "--checkpoint", place, "--flips", "--split", "train"])
            #expect(text.status == 0)
            #expect(text.output.contains("confusion: rows are true classes"))
            #expect(!text.output.contains("\u{1B}"))
        }
    }

    @Test func predictTakesTablesAndStandardInput() throws {
        try program.write("test.csv", table(3))
        let json = try program.run(["predict", "--checkpoint", "r", "test.csv", "--json"])
        #expect(json.lines.count == 3)
        let face = try object(json.lines[2])
        #expect(face["row"] as? Int == 2)
        #expect((face["probabilities"] as? [String: Double])?.count == 7)
        #expect((face["theta"] as? [Double])?.count == 6)
        let submission = try program.run(["predict", "--checkpoint", "r", "test.csv", "--submission"])
        #expect(submission.lines.count == 4)
        #expect(submission.lines[0] == "emotion")
        #expect(submission.lines.dropFirst().allSatisfy { (0...6).contains(Int($0) ?? -1) })
        let shown = try program.run(["predict", "--checkpoint", "r", "--show", "test.csv", "--png", "faces.png"])
        #expect(shown.lines.count > 36)
        #expect(program.exists("faces.png"))
        // One bad row: the others are said, the code tells.
        try program.write("bad.csv", table(2) + "1 2 3\n")
        let partly = try program.run(["predict", "--checkpoint", "r", "bad.csv", "--csv"])
        #expect(partly.status == 1)
        #expect(partly.lines.count == 3)
        #expect(partly.complaints.contains("bad.csv, line 4: found 3 pixel values"))
        #expect(try program.run(["predict", "--checkpoint", "r", "bad.csv", "--submission"]).output == "")
    }

    @Test func explainCoversOneFaceOrAClass() throws {
        try program.write(
            "fer.csv",
            "emotion,pixels,Usage\n" + (0..<3).map { "\($0),\((0..<2304).map { String($0 % 256) }.joined(separator: " ")),PrivateTest\n" }.joined())
        let one = try program.run([
            "explain", "--checkpoint", "r", "--data", "fer.csv", "--row", "1", "--patch", "24", "--stride", "12", "--json", "--png", "s.png",
        ])
        #expect(one.status == 0, "\(one.complaints)")
        let face = try object(one.lines[0])
        #expect(face["true"] as? String == "disgust")
        #expect(face["squares"] as? Int == 9)
        #expect((face["drops"] as? [[Double]])?.count == 48)
        #expect(program.exists("s.png"))
        let classes = try program.run(["explain", "--checkpoint", "r", "--limit", "14", "--patch", "24", "--stride", "24"])
        #expect(classes.status == 0)
        #expect(classes.output.contains("faces recognised"))
    }

    @Test func curvesAreDrawn() throws {
        #expect(try program.run(["curves", "r", "--png", "c.png"]).status == 0)
        #expect(try program.data("c.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func foldsAreHeldOutByTurns() throws {
        let result = try program.run([
            "evaluate", "--folds", "2", "--data", "demo", "--preset", "baseline", "--epochs", "1", "--limit", "64", "--name", "cv", "--json",
        ])
        #expect(result.status == 0, "\(result.complaints)")
        let object = try object(result.lines[0])
        let faces = try #require((object["folds"] as? [[String: Any]])?.compactMap { ($0["evaluation"] as? [String: Any])?["faces"] as? Int })
        #expect(faces.count == 2)
        #expect(faces.reduce(0, +) == object["faces"] as? Int)
        #expect(program.names(in: "runs") == ["cv-fold-1", "cv-fold-2", "r"])
        try expect(["evaluate", "--folds", "1", "--data", "demo"], status: 2, says: "--folds '1'")
        try expect(["evaluate", "--folds", "3", "--data", "demo", "--checkpoint", "r"], status: 2, says: "--folds and --checkpoint")
    }

    @Test func wrongWords() throws {
        try expect(["evaluate"], status: 2, says: "no --checkpoint")
        try expect(["evaluate", "--checkpoint", "nobody"], status: 1, says: "no checkpoint, no run's folder, and no run of that name in runs")
        try expect(
            ["evaluate", "--checkpoint", "r", "--split", "tests"], status: 2, says: "--split 'tests': expected test, validation, train or all")
        try expect(["evaluate", "--checkpoint", "r", "--confusoin", "x"], status: 2, says: "did you mean --confusion?")
        try expect(["evaluate", "--checkpoint", "r", "--data", "nowhere"], status: 1, says: "nowhere: no such file or folder")
        try expect(["evaluate", "--checkpoint", "r", "--input", "raw"], status: 1, says: "--input raw contradicts")
        try expect(["evaluate", "--checkpoint", "r", "--confusion", "/dev/null/x.csv"], status: 1, says: "/dev/null")
        try program.write("bad.safetensors", "no tensors")
        try expect(["predict", "--checkpoint", "bad.safetensors", "x.png"], status: 1, says: "no whole safetensors file")
        try expect(["predict", "--checkpoint", "r"], status: 2, says: "no face")
        try expect(["predict", "--checkpoint", "r", "nowhere.png"], status: 1, says: "nowhere.png: no such file")
        try expect(["predict", "--checkpoint", "r", "x", "--json", "--csv"], status: 2, says: "only one of")
        try expect(["explain", "--checkpoint", "r", "--patch", "4", "--stride", "5"], status: 2, says: "expected 1...4")
        try expect(["explain", "--checkpoint", "r", "--patch", "49"], status: 2, says: "--patch '49': expected 1...48")
        try expect(["explain", "--checkpoint", "r", "--row", "100000"], status: 2, says: "none of that row")
        try expect(["explain", "--checkpoint", "r", "a.png", "--data", "demo"], status: 2, says: "one or the other")
        try expect(["curves", "r"], status: 2, says: "no --png")
        try expect(["curves", "nobody", "--png", "x.png"], status: 1, says: "nobody/metrics.jsonl")
        for command in ["evaluate", "predict", "explain", "curves"] {
            #expect(try program.run([command, "--help"]).output.contains("deep-emotion \(command)"))
        }
    }
}
