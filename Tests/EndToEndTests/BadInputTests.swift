import Foundation
import Testing

/// What wrong words and wrong data get: one sentence, the right exit code, and no run folder.
@Suite(.timeLimit(.minutes(2)))
struct BadInputTests {
    private let program: Program

    init() throws { program = try Program() }

    private func expect(_ arguments: [String], status: Int32, says expected: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let result = try program.run(arguments)
        #expect(result.status == status, "\(arguments): \(result.complaints)", sourceLocation: sourceLocation)
        #expect(result.output == "", sourceLocation: sourceLocation)
        #expect(result.complaints.split(separator: "\n").count == 1, "\(result.complaints)", sourceLocation: sourceLocation)
        for part in expected { #expect(result.complaints.contains(part), "\(result.complaints)", sourceLocation: sourceLocation) }
        #expect(!program.exists("runs"), sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        (["train"], ["--data"]),
        (["trian", "--data", "demo"], ["unknown command 'trian'", "did you mean train?"]),
        (["train", "--data", "demo", "--epoch", "3"], ["unknown option --epoch", "did you mean --epochs?"]),
        (["train", "--data", "demo", "--learning-rate", "-1"], ["--learning-rate '-1'", "expected"]),
        (["train", "--data", "demo", "--learning-rate", "1e-4x"], ["--learning-rate '1e-4x'"]),
        (["train", "--data", "demo", "--learning-rate", "nan"], ["--learning-rate 'nan'"]),
        (["train", "--data", "demo", "--learning-rate"], ["--learning-rate needs a value"]),
        (["train", "--data", "demo", "--batch-size", "0"], ["--batch-size '0'", "1...4,096"]),
        (["train", "--data", "demo", "--dropout", "1.5"], ["--dropout '1.5'"]),
        (["train", "--data", "demo", "--threads", "0"], ["--threads '0'", "1...256"]),
        (["train", "--data", "demo", "--threads", "257"], ["--threads '257'"]),
        (["train", "--data", "demo", "--epochs", "0"], ["--epochs '0'", "1...100,000"]),
        (["train", "--data", "demo", "--epochs", "1000000000000"], ["--epochs '1000000000000'"]),
        (["train", "--data", "demo", "--preset", "best"], ["--preset 'best'", "baseline", "paper"]),
        (["train", "--data", "demo", "--sampler", "nearest"], ["--sampler 'nearest'"]),
        (["train", "--data", "demo", "--seed", "-1"], ["--seed '-1'"]),
        (["train", "--data", "demo", "--limit", "0"], ["--limit '0'"]),
        (["train", "--data", "demo", "--name", "a/b"], ["--name 'a/b'"]),
        (["train", "--data", "demo", "extra"], ["'extra'"]),
        (["train", "--data", "demo", "--name", "a\nb"], ["--name 'a?b'", "without a slash"]),
        (["train", "--data", "demo", "--json=perhaps"], ["--json 'perhaps'", "on or off"]),
        (["train", "--data", "demo", "--skip-bad", "perhaps"], ["--skip-bad 'perhaps'", "on or off"]),
        (["train", "--data", "demo", "--lr", "0.1"], ["unknown option --lr", "did you mean -lr?"]),
        (["train", "--Data", "demo"], ["unknown option --Data", "did you mean --data?"]),
        (["train", "--data", "demo", "-x"], ["unknown option -x; see deep-emotion train --help"]),
        (["--versoin"], ["unknown option --versoin", "did you mean --version?"]),
        (["TRAIN"], ["unknown command 'TRAIN'", "did you mean train?"]),
        (["-t", "maybe", "-d", "demo"], ["-t 'maybe'", "True or False"]),
        (["-t", "True", "-e", "5"], ["--data"]),
    ])
    func usage(_ arguments: [String], _ expected: [String]) throws { try expect(arguments, status: 2, says: expected) }

    @Test func aNameThatIsTaken() throws {
        try program.write("elsewhere/mine/note.txt", "here already")
        let result = try program.run(["train", "--data", "demo", "--runs", "elsewhere", "--name", "mine"])
        #expect(result.status == 2)
        #expect(result.complaints.contains("elsewhere/mine"))
        #expect(program.names(in: "elsewhere/mine") == ["note.txt"])
    }

    @Test func aRunsFolderThatCannotBeWritten() throws {
        try expect(["train", "--data", "demo", "--epochs", "1", "--runs", "/proc/here"], status: 1, says: ["/proc/here"])
        let long = "runs/" + String(repeating: "x", count: 300)
        try expect(["train", "--data", "demo", "--epochs", "1", "--runs", long], status: 1, says: ["File name too long"])
        try program.write("file", "no folder")
        try expect(["train", "--data", "demo", "--epochs", "1", "--runs", "file"], status: 1, says: ["file"])
    }

    @Test func foldersThatHoldNothing() throws {
        try expect(["train", "--data", "nowhere"], status: 1, says: ["nowhere: no such file or folder"])
        try FileManager.default.createDirectory(at: program.folder.appending(path: "empty"), withIntermediateDirectories: true)
        try expect(["train", "--data", "empty"], status: 1, says: ["empty: the folder is empty", "fer2013.csv"])
        try program.write("odd/notes.txt", "nothing to see")
        try expect(["train", "--data", "odd"], status: 1, says: ["odd: no faces recognised; looked for fer2013.csv"])
    }

    @Test func pathsThatLeadToNoFile() throws {
        try program.write("faces/happy/1.txt", "beside it")
        for path in ["pipe.csv", "faces/happy/2.png"] { try #require(mkfifo(program.folder.appending(path: path).path, 0o600) == 0) }
        try expect(["train", "--data", "pipe.csv"], status: 1, says: ["pipe.csv: cannot be read: it is no ordinary file"])
        try expect(["train", "--data", "faces"], status: 1, says: ["faces/happy/2.png: cannot be read: it is no ordinary file"])
        try expect(["train", "--config", "pipe.csv"], status: 1, says: ["pipe.csv: cannot read: it is no ordinary file"])
        try expect(["train", "--data=~/nowhere"], status: 1, says: ["/nowhere: no such file or folder"])
    }

    @Test func tablesThatAreSpoilt() throws {
        let pixels = (0..<2304).map { String($0 % 256) }.joined(separator: " ")
        func table(_ bad: String) -> String {
            // The bad row is in line 17.
            let good = (0..<15).map { "\($0 % 7),\(pixels)\n" }.joined()
            return "emotion,pixels\n" + good + bad + "\n" + good
        }
        try program.write("t/train.csv", table("3," + pixels.dropLast(4)))
        try expect(["train", "--data", "t"], status: 1, says: ["t/train.csv, line 17: found 2,303 pixel values, expected 2,304"])
        try program.write("t/train.csv", table("9,\(pixels)"))
        try expect(["train", "--data", "t"], status: 1, says: ["t/train.csv, line 17: found emotion '9', expected 0...6"])
        try program.write("t/train.csv", table("3,256 \(pixels.dropFirst(2))"))
        try expect(["train", "--data", "t"], status: 1, says: ["line 17: found '256' as pixel value 1, expected a whole number 0...255"])
        try program.write("t/train.csv", table("3,abc \(pixels.dropFirst(2))"))
        try expect(["train", "--data", "t"], status: 1, says: ["line 17: found 'abc' as pixel value 1"])
        let skipped = try program.run(["train", "--data", "t", "--skip-bad", "--epochs", "1", "--json", "--name", "a"])
        #expect(skipped.status == 0)
        #expect(try object(skipped.lines[0])["skipped"] as? Int == 1)
        #expect(try object(skipped.lines[0])["train"] as? Int == 27)
        try FileManager.default.removeItem(at: program.folder.appending(path: "runs"))
        try program.write("t/train.csv", String(table("3,\(pixels)").dropLast(3000)))
        try expect(["train", "--data", "t"], status: 1, says: ["line 32: found the end of the file in mid-row"])
        try program.write("t/train.csv", "emotion,image\n3,1 2 3\n")
        try expect(["train", "--data", "t"], status: 1, says: ["line 1: no column 'pixels'"])
        try program.write("t/train.csv", "pixels\n\(pixels)\n")
        try expect(["train", "--data", "t"], status: 1, says: ["line 1: no column 'emotion'"])
    }

    @Test func imagesThatAreSpoilt() throws {
        try program.write("f/happy/1.jpg", "this is text")
        try expect(["train", "--data", "f"], status: 1, says: ["f/happy/1.jpg: is neither PNG, JPEG, TIFF, BMP nor PNM"])
        try program.write("f/happy/1.jpg", "")
        try expect(["train", "--data", "f"], status: 1, says: ["f/happy/1.jpg: the file is empty (0 bytes)"])
    }

    @Test func theDashboardNeedsATerminal() throws {
        try expect([], status: 2, says: ["terminal"])
    }

    @Test func helpAndVersion() throws {
        for words in [["--help"], ["-h"], ["help"], ["help", "train"], ["train", "--help"]] {
            let result = try program.run(words)
            #expect(result.status == 0)
            #expect(result.output.contains("deep-emotion"))
            #expect(result.complaints == "")
        }
        let train = try program.run(["train", "--help"]).output
        for option in [
            "--data", "--preset", "--network", "--epochs", "--learning-rate", "--schedule", "--batch-size", "--dropout", "--l2", "--flip",
            "--sampler", "--input", "--init", "--seed", "--threads", "--runs", "--name", "--limit", "--json", "--skip-bad", "--config",
            "--optimiser", "--momentum", "--weight-decay", "--clip", "--average", "--patience", "--warm-up", "--decay-every", "--decay-factor",
            "--plateau-patience", "--class-weights", "--label-smoothing",
        ] {
            #expect(train.contains(option + " ") || train.contains(option + "\n"), "\(option)")
        }
        #expect(try program.run(["--version"]).output.hasPrefix("deep-emotion "))
    }
}
