import Foundation
import Testing

/// The dashboard on a pseudo-terminal, driven by keys and signals.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct DashboardTests {
    private let program: Program

    init() throws { program = try Program() }

    @Test func twoKeysTrainTheDemoFacesAndLeavingSaves() throws {
        let terminal = try program.trainingDashboard().terminal
        terminal.type("q")
        try terminal.wait(for: "save now and leave")
        terminal.type("\u{1B}[B\r")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        #expect(terminal.afterwards.contains("runs/\(try program.onlyRun())"))
        #expect(terminal.afterwards.contains("last.safetensors") || terminal.afterwards.contains("best.safetensors"))
        #expect(program.exists("runs/\(try program.onlyRun())/last.safetensors"))
        let lines = String(decoding: try program.data("runs/\(try program.onlyRun())/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(try object(String(lines[lines.count - 1]))["event"] as? String == "stopped")
    }

    @Test(arguments: [(SIGINT, Int32(130), "interrupt"), (SIGTERM, 143, "terminate"), (SIGHUP, 129, "hangup")])
    func signalsSaveAndRestoreTheTerminal(signal: Int32, status: Int32, reason: String) throws {
        let terminal = try program.trainingDashboard().terminal
        terminal.send(signal)
        #expect(try terminal.end() == status)
        #expect(terminal.isRestored)
        let lines = String(decoding: try program.data("runs/\(try program.onlyRun())/metrics.jsonl"), as: UTF8.self).split(separator: "\n")
        #expect(try object(String(lines[lines.count - 1]))["reason"] as? String == reason)
    }

    @Test func anIdleScreenSendsNothing() throws {
        let terminal = try PseudoTerminal(program)
        // The doctor's table of the demo faces; soon after it there is nothing more to say.
        try terminal.wait(for: "surprise")
        for _ in 0..<20 where !terminal.read(seconds: 1).isEmpty {}
        #expect(terminal.read(seconds: 1.5).isEmpty)
        terminal.type("q")
        #expect(try terminal.end() == 0)
        #expect(terminal.isRestored)
        #expect(!program.exists("runs"))
    }

    @Test func suspendingGivesTheTerminalBackAndComingBackDrawsAgain() throws {
        let terminal = try PseudoTerminal(program)
        try terminal.wait(for: "demo faces")
        terminal.send(SIGTSTP)
        try terminal.wait(for: "\u{1B}[?1049l")
        terminal.send(SIGCONT)
        try terminal.wait(for: "demo faces")
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }

    @Test(arguments: [
        ["TERM": "vt100"], ["TERM": "linux"], ["TERM": "xterm-16color"], ["LC_ALL": "C"], ["NO_COLOR": "1"], ["TERM": "no-such-terminal"],
    ])
    func everyTerminalGetsAScreen(_ environment: [String: String]) throws {
        let terminal = try PseudoTerminal(program, environment: environment)
        try terminal.wait(for: "demo")
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }

    @Test func aSmallTerminalIsToldWhatIsNeeded() throws {
        let terminal = try PseudoTerminal(program, columns: 59, rows: 17)
        try terminal.wait(for: "60")
        terminal.type("q")
        #expect(try terminal.end() == 0)
    }
}
