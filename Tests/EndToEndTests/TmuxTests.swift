import Foundation
import Testing

/// A person's session in a real terminal: what is tested is the screen that tmux has made of the bytes. Skipped, and said so, without tmux.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Tmux.path != nil, "tmux is not installed"))
struct TmuxTests {
    private let program: Program

    init() throws { program = try Program() }

    /// Overlays two runs, replays an epoch, looks at a wrong face in two sizes, and branches a kept checkpoint.
    @Test func twoRunsAreComparedReplayedInspectedAndBranched() throws {
        for (name, seed) in [("one", "1"), ("two", "2")] {
            let trained = try program.run([
                "train", "--data", "demo", "--epochs", "2", "--limit", "160", "--keep-every", "1", "--seed", seed, "--name", name,
            ])
            try #require(trained.status == 0, "\(trained.complaints)")
        }
        let tmux = try Tmux(program)
        try tmux.press("R", until: "two  ")
        // Marking goes on to the next line.
        try tmux.press("Space", "Space", "v", until: "B ⠤⠤ ⠤⠤  one")
        try tmux.press("Escape", until: "▸B one")
        try tmux.press("Up", until: "▸A two")
        try tmux.press("Enter", until: "finished  epoch 2/2")
        try tmux.press("[", "[", until: "1 loss @1")
        try tmux.press("v", until: "recall")
        try tmux.press("r", "a", "Enter", until: "theta")
        #expect(tmux.screen.contains("✗") && tmux.screen.contains("only wrong"))
        try tmux.resize(columns: 60, rows: 18)
        try tmux.press("w", "Left", until: "with this box")
        try tmux.resize(columns: 80, rows: 24)
        try tmux.press("Escape", "Escape", "Escape", "Escape", until: "1 loss @1")
        try tmux.press("R", "b", until: "start from two")
        try tmux.press("Down", "Down", "Enter", until: "starts from runs/two/epoch-0001.safetensors")
        try tmux.press("q", until: "[left with 0]")
        #expect(!tmux.screen.contains("starts from"), "the shell's own screen is back")
    }
}

/// The program in a tmux of its own.
private final class Tmux {
    /// Where tmux is; nil where it is not installed.
    static let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/tmux" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private let program: Program
    private let socket: String
    private let server = Process()

    init(_ program: Program) throws {
        self.program = program
        socket = program.folder.path + "/tmux"
        let home = program.folder.path
        let command = "cd '\(home)'; env HOME='\(home)' XDG_STATE_HOME='\(home)/state' XDG_CONFIG_HOME='\(home)/config' LC_ALL=C.UTF-8 "
        let shell = command + "'\(Program.path.path)'; echo \"[left with $?]\"; exec sleep 600"
        // Not as a daemon: Foundation waits for all that a process leaves behind.
        server.executableURL = URL(fileURLWithPath: Self.path ?? "/nowhere")
        server.arguments = ["-u", "-S", socket, "-D", "-f", "/dev/null"]
        try server.run()
        for _ in 0..<400 where !program.exists("tmux") { Thread.sleep(forTimeInterval: 0.05) }
        try run(["new-session", "-d", "-x", "80", "-y", "24", shell])
        try press(until: "demo faces")
    }

    deinit {
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
    }

    /// What a person sees.
    var screen: String { (try? run(["capture-pane", "-p"])) ?? "" }

    func resize(columns: Int, rows: Int) throws { try run(["resize-window", "-x", "\(columns)", "-y", "\(rows)"]) }

    /// Presses keys, each as tmux calls it, and waits for `text` on the screen; some ten seconds.
    func press(_ keys: String..., until text: String) throws {
        for key in keys {
            try run(["send-keys", key])
            // An escape that a key follows at once is that key with Alt.
            if key == "Escape" { Thread.sleep(forTimeInterval: 0.1) }
        }
        for _ in 0..<100 where !screen.contains(text) { Thread.sleep(forTimeInterval: 0.05) }
        guard screen.contains(text) else { throw Program.Failure(description: "never saw '\(text)' in:\n\(screen)") }
    }

    @discardableResult
    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.path ?? "/nowhere")
        process.arguments = ["-u", "-S", socket] + arguments
        let output = program.folder.appending(path: ".screen")
        try Data().write(to: output)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Program.Failure(description: "tmux \(arguments) ended with \(process.terminationStatus)") }
        return try String(contentsOf: output, encoding: .utf8)
    }
}
