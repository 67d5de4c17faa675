import Foundation
import Testing

/// `doctor` and `setup` as a person types them.
@Suite(.timeLimit(.minutes(2)))
struct DoctorAndSetupTests {
    private let program: Program

    init() throws {
        program = try Program()
        var rows = ["emotion,pixels,Usage"]
        for row in 0..<96 {
            let pixels = (0..<2304).map { String(($0 * (row % 7 + 1) + row * 3) % 256) }.joined(separator: " ")
            rows.append("\(row % 7),\(pixels),\(row < 64 ? "Training" : "PublicTest")")
        }
        try program.write("data/fer2013.csv", rows.joined(separator: "\n") + "\n")
    }

    @Test func theDoctorReports() throws {
        let text = try program.run(["doctor", "data"])
        #expect(text.status == 0, "\(text.complaints)")
        #expect(text.output.contains("FER2013 (fer2013.csv), recognised by the table fer2013.csv; the PublicTest rows validate"))
        #expect(text.lines.contains { $0.hasPrefix("all") && $0.contains("64") && $0.contains("32") })
        let json = try program.run(["doctor", "--json", "--data=data", "--split", "random"])
        #expect(json.status == 0)
        #expect(json.lines.count == 1)
        #expect(try object(json.lines[0])["layout"] as? String == "FER2013 (fer2013.csv)")
        #expect(json.complaints == "")
    }

    @Test(arguments: [
        (["doctor"], 2, "no data"), (["doctor", "a", "b"], 2, "'b': the data are a"), (["doctor", "nowhere"], 1, "nowhere: no such file or folder"),
        (["doctor", "data", "--jsn"], 2, "did you mean --json?"), (["setup"], 2, "no --data"),
        (["setup", "--data", "demo"], 1, "demo: holds no table"),
        (["setup", "--data", "data", "--format", "gif"], 2, "--format 'gif': expected png or jpg"),
        (["setup", "--data", "data", "--otu", "x"], 2, "did you mean --out?"), (["setup", "--data", "nowhere"], 1, "nowhere: no such file"),
        (["doctr"], 2, "did you mean doctor?"), (["doctor", "data", "--split", "papr"], 2, "--split 'papr'"),
    ])
    func wrongWords(_ arguments: [String], status: Int32, expected: String) throws {
        let result = try program.run(arguments)
        #expect(result.status == status, "\(result.complaints)")
        #expect(result.output == "")
        #expect(result.complaints.contains(expected), "\(result.complaints)")
        #expect(result.complaints.split(separator: "\n").count == 1, "\(result.complaints)")
    }

    @Test func aFileWhereTheFolderShouldBe() throws {
        let result = try program.run(["setup", "--data", "data", "--out", "data/fer2013.csv"])
        #expect(result.status == 1)
        #expect(result.complaints.contains("data/fer2013.csv: cannot make images in it: Not a directory"), "\(result.complaints)")
    }

    @Test func setupThenTrainingIsTheSameBitForBit() throws {
        let setup = try program.run(["setup", "--data", "data", "--out", "images", "--json"])
        #expect(setup.status == 0, "\(setup.complaints)")
        #expect(try object(setup.lines[0])["event"] as? String == "start")
        #expect(try object(setup.lines[setup.lines.count - 1])["written"] as? Int == 96)
        for (data, name) in [("data", "rows"), ("images", "images")] {
            let run = try program.run(["train", "--data", data, "--epochs", "1", "--name", name, "--seed", "3", "--batch-size", "16"])
            #expect(run.status == 0, "\(run.complaints)")
        }
        #expect(try program.data("runs/rows/last.safetensors") == program.data("runs/images/last.safetensors"))
        #expect(try program.data("runs/rows/best.safetensors") == program.data("runs/images/best.safetensors"))
        let again = try program.run(["setup", "--data", "data", "--out", "images"])
        #expect(again.output.contains("all 96 images are there already; nothing was changed"))
    }

    @Test func theEarlierProgramsOwnLine() throws {
        let setup = try program.run(["-s", "True", "-d", "data"])
        #expect(setup.status == 0, "\(setup.complaints)")
        #expect(setup.output.contains("JPEG loses a little of every pixel"))
        #expect(program.exists("data/train/3/3.jpg"))
        #expect(program.exists("data/val/1/64.jpg"))
        #expect(!program.exists("runs"))
        let both = try program.run(["-s", "True", "-t", "True", "-d", "data", "-e", "1", "--name", "a"])
        #expect(both.status == 0, "\(both.complaints)")
        #expect(both.output.contains("nothing was changed"))
        #expect(program.exists("runs/a/last.safetensors"))
    }

    @Test func helpNamesEveryOption() throws {
        for (command, options) in [
            ("doctor", ["--json", "--split", "--threads"]), ("setup", ["--data", "--out", "--format", "--split", "--skip-bad", "--json"]),
        ] {
            let help = try program.run([command, "--help"])
            #expect(help.status == 0)
            for option in options { #expect(help.output.contains("  " + option), "\(command) \(option)") }
        }
    }
}
