import Foundation
import Testing

/// A person looks at a wrong face, with keys, on a run that was just trained.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct InspectTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func aWrongFaceIsLookedAtCloselyAndTheBoxMoved() throws {
        let trained = try program.run(["train", "--data", "demo", "--epochs", "1", "--limit", "160", "--preset", "baseline", "--name", "r"])
        try #require(trained.status == 0, "\(trained.complaints)")
        let terminal = try PseudoTerminal(program, arguments: ["inspect", "r"])
        try terminal.wait(for: "recall")
        // The largest confusion is under the cursor; its faces, the first of them large.
        terminal.type("\r")
        try terminal.wait(for: "original, attention")
        terminal.type("\r")
        try terminal.wait(for: "theta")
        terminal.type("f")
        try terminal.wait(for: "before and after the warp")
        terminal.type("f")
        try terminal.wait(for: "theta")
        terminal.type("o")
        try terminal.wait(for: "400 squares")
        terminal.type("w")
        try terminal.wait(for: "what if")
        terminal.type("l+.")
        // Letters that stand where they stood are not sent again.
        try terminal.wait(for: "this box")
        // Esc alone ends the trial, and leaves the face large.
        terminal.type("\u{1B}")
        try terminal.wait(for: "occlude")
        terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
    }

    @Test func whatCannotBeOpenedIsSaidWithoutAScreen() throws {
        for (arguments, status, expected) in [
            (["inspect", "nobody"], Int32(1), "nobody"), (["inspect"], 1, "no run has a checkpoint"), (["inspect", "--splt", "all"], 2, "--split"),
            (["inspect", "--split", "some"], 2, "test, validation, train or all"), (["inspect", "a", "b"], 2, "one checkpoint or run at a time"),
        ] {
            let result = try program.run(arguments)
            #expect(result.status == status, "\(arguments): \(result.complaints)")
            #expect(result.output == "")
            #expect(result.complaints.contains(expected), "\(result.complaints)")
        }
        #expect(try program.run(["inspect", "--help"]).output.contains("--data"))
    }
}
