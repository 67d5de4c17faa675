import Foundation
import Testing

/// What shows screens outside a terminal, and what a person's files and hands change of the dashboard.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ScreenToolsTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func keysPrintsWhatTheKeyFileTakes() throws {
        let home = ["XDG_CONFIG_HOME": program.folder.path + "/config"]
        let printed = try program.run(["keys"], environment: home)
        #expect(printed.status == 0 && printed.lines.contains("pause = space") && printed.complaints.isEmpty)
        try program.write("config/deep-emotion/keys", printed.output.replacingOccurrences(of: "pause = space", with: "pause = F9\nnonsense"))
        let changed = try program.run(["keys"], environment: home)
        #expect(changed.status == 1 && changed.lines.contains("pause = F9"))
        #expect(changed.complaints.contains("config/deep-emotion/keys line ") && changed.complaints.contains("expected an action"))
        let json = try program.run(["keys", "--json", "--standard"], environment: home)
        let entries = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect(entries?.contains { $0["action"] as? String == "pause" && $0["keys"] as? [String] == ["space"] } == true)
        #expect(try program.run(["keys", "--jsn"]).complaints.contains("did you mean --json?"))
    }

    @Test func snapshotDrawsARunInEveryFormat() throws {
        let trained = try program.run(["train", "--data", "demo", "--limit", "64", "--epochs", "2", "--name", "a", "--preset", "baseline"])
        #expect(trained.status == 0)
        let text = try program.run(["snapshot", "train", "--run", "runs/a", "--size", "80x24", "--epoch", "1"])
        #expect(text.status == 0 && text.output.contains("loss @1") && text.lines.count == 24)
        for format in ["ansi", "svg", "png", "txt"] {
            #expect(try program.run(["snapshot", "train", "--run", "runs/a", "--out", "a.\(format)"]).status == 0)
            #expect(program.exists("a.\(format)"))
        }
        #expect(try program.data("a.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
        #expect(try program.run(["snapshot", "replay", "--run", "runs/a", "--face", "2", "--out", "a.gif"]).status == 0)
        #expect(try program.data("a.gif").starts(with: Array("GIF89a".utf8)))
        #expect(try program.run(["snapshot", "replay", "--run", "runs/a", "--face", "99"]).status == 2)
        let inspected = try program.run(["snapshot", "inspect", "--run", "runs/a", "--size", "80x24"])
        #expect(inspected.status == 0 && inspected.output.contains("a/best @") && inspected.output.contains("recall"))
        let large = try program.run(["snapshot", "inspect", "--checkpoint", "runs/a/last.safetensors", "--data", "demo", "--press", "a enter o"])
        #expect(large.output.contains("a/last @2") && large.output.contains("400 squares"), "\(large.complaints)")
        let pressed = try program.run(["snapshot", "train", "--run", "runs/a", "--press", "tab z", "--ascii", "--colors", "0"])
        #expect(pressed.output.contains("2 accuracy") && !pressed.output.contains("1 loss"))
    }

    @Test(
        arguments: [
            (["snapshot"], 2, "snapshot needs a screen"), (["snapshot", "trane"], 2, "unknown screen 'trane'"),
            (["snapshot", "train"], 2, "--run RUN"), (["snapshot", "train", "--run", "nowhere"], 1, "nowhere"),
            (["snapshot", "help", "--size", "80"], 2, "--size '80'"), (["snapshot", "help", "--colors", "7"], 2, "--colors '7'"),
            (["snapshot", "inspect"], 2, "--run RUN or --checkpoint FILE"), (["snapshot", "inspect", "--checkpoint", "nowhere"], 1, "nowhere"),
            (["snapshot", "help", "--checkpoint", "a"], 2, "only the screen inspect"), (["snapshot", "replay"], 2, "--run RUN"),
            (["snapshot", "help", "--format", "gif"], 2, "--format 'gif'"),
            (["snapshot", "help", "--out", "no/where.txt"], 1, "no/where.txt"),
            (["--notify", "loud"], 2, "--notify 'loud': expected off, bell or message"), (["--mouse"], 2, "--mouse needs a value"),
            (["bench", "--keys", "3"], 2, "--keys '3'"),
        ] as [([String], Int32, String)]) func badWordsGetASentence(words: [String], status: Int32, sentence: String) throws
    {
        let result = try program.run(words)
        #expect(result.status == status && result.complaints.contains(sentence), "\(result.complaints)")
        #expect(result.complaints.split(separator: "\n").count == 1)
    }

    @Test func aPersonReplaysAnEpochClicksAndSavesAPicture() throws {
        try program.run(["train", "--data", "demo", "--limit", "64", "--epochs", "2", "--preset", "baseline"])
        try program.write("config/deep-emotion/keys", "play = F9\n")
        let terminal = try PseudoTerminal(program)
        // xterm's mouse is asked for, in its SGR form.
        try terminal.wait(for: "\u{1B}[?1006;1000h")
        try terminal.wait(for: "demo faces")
        terminal.type("\r")
        try terminal.wait(for: "Start training")
        // Few faces are soon trained on.
        terminal.type("o")
        try terminal.wait(for: "load a form")
        terminal.type("\u{15}runs/\(try #require(program.names(in: "runs").first))/run.json\r")
        try terminal.wait(for: "limit")
        terminal.type("\u{1B}[15~")
        try terminal.wait(for: "finished, best")
        terminal.type("[")
        try terminal.wait(for: "replay")
        // The epoch before: what is on the screen then is told by a picture of it, since a terminal is sent only what changes.
        terminal.type("[\u{13}")
        try terminal.wait(for: "save a picture")
        terminal.type("\u{1B}[H\r")
        try terminal.wait(for: "saved as deep-emotion-train-1.txt")
        let epoch = String(decoding: try program.data("deep-emotion-train-1.txt"), as: UTF8.self)
        #expect(epoch.contains("loss @1") && epoch.contains("original @1") && epoch.contains("epoch 1 of 2; end leaves it"))
        terminal.type("\u{1B}[F")
        terminal.type("\u{1B}[<0;60;3M")
        try terminal.wait(for: "\u{250F}")
        terminal.type("\u{13}")
        try terminal.wait(for: "save a picture")
        terminal.type("\r")
        try terminal.wait(for: "saved as deep-emotion-train-1.svg")
        #expect(program.exists("deep-emotion-train-1.svg"))
        terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        // What was chosen by eye is remembered.
        let remembered = String(decoding: try program.data("state/deep-emotion/preferences"), as: UTF8.self)
        #expect(remembered.contains("panel = 2"))
    }

    @Test func aTerminalThatKnowsSynchronisedOutputGetsIt() throws {
        let terminal = try PseudoTerminal(program)
        try terminal.wait(for: "\u{1B}[?2026$p")
        try terminal.wait(for: "demo faces")
        #expect(!terminal.text.contains("\u{1B}[?2026h"))
        terminal.type("\u{1B}[?2026;2$y")
        terminal.type("t")
        try terminal.wait(for: "\u{1B}[?2026h")
        try terminal.wait(for: "themes")
        try terminal.wait(for: "\u{1B}[?2026l")
        terminal.type("\u{1B}")
        terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
    }
}
