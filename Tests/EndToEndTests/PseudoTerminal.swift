import Foundation

/// As `read(2)`, which a method here hides.
private func receive(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int { read(descriptor, buffer, count) }

/// The program on a terminal of its own, with a person's keys.
final class PseudoTerminal {
    private let leader: Int32
    private let follower: Int32
    private let process = Process()
    /// All that the program has sent.
    private(set) var bytes: [UInt8] = []
    /// The terminal's settings before the program began.
    private let settingsBefore: String

    /// Starts the program in `program`'s folder.
    init(_ program: Program, arguments: [String] = [], columns: UInt16 = 80, rows: UInt16 = 24, environment: [String: String] = [:]) throws {
        (leader, follower) = try Self.pair()
        Self.set(leader, columns: columns, rows: rows)
        _ = fcntl(leader, F_SETFL, O_NONBLOCK)
        settingsBefore = Self.settings(follower)
        let handle = FileHandle(fileDescriptor: follower, closeOnDealloc: false)
        process.executableURL = Program.path
        process.arguments = arguments
        process.currentDirectoryURL = program.folder
        // Nothing of the user's own, neither themes nor recent folders.
        let home = program.folder.path
        let standard = [
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": home, "XDG_STATE_HOME": home + "/state", "XDG_CONFIG_HOME": home + "/config",
            "NO_COLOR": "",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(standard) { $1 }.merging(environment) { $1 }
        (process.standardInput, process.standardOutput, process.standardError) = (handle, handle, handle)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        close(leader)
        close(follower)
    }

    /// Gives the terminal another size.
    func resize(columns: UInt16, rows: UInt16 = 24) { Self.set(leader, columns: columns, rows: rows) }

    /// All that the program has sent, as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Types keys.
    func type(_ keys: String) {
        let text = Array(keys.utf8)
        _ = write(leader, text, text.count)
    }

    /// Sends the program a signal.
    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Reads for so long, and gives what came.
    @discardableResult
    func read(seconds: Double) -> [UInt8] {
        let end = Date().addingTimeInterval(seconds)
        let before = bytes.count
        var buffer = [UInt8](repeating: 0, count: 65536)
        repeat {
            let count = receive(leader, &buffer, buffer.count)
            if count > 0 { bytes += buffer[..<count] } else { Thread.sleep(forTimeInterval: 0.01) }
        } while Date() < end
        return Array(bytes[before...])
    }

    /// Reads until the program has sent `text` since the last call; at most twenty seconds.
    func wait(for text: String) throws {
        let wanted = Array(text.utf8)
        let start = searched
        for _ in 0..<400 {
            if let found = bytes[start...].firstRange(of: wanted) {
                searched = found.upperBound
                return
            }
            read(seconds: 0.05)
        }
        throw Program.Failure(description: "never saw '\(text)' in: \(printable(bytes[start...].suffix(3000)))")
    }

    private var searched = 0

    /// Waits for the program's end; gives its exit status, negative for a signal.
    func end() throws -> Int32 {
        for _ in 0..<400 {
            if !process.isRunning {
                read(seconds: 0.1)
                return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
            }
            read(seconds: 0.05)
        }
        throw Program.Failure(description: "never ended; last: \(printable(bytes.suffix(2000)))")
    }

    /// Whether the terminal's settings are those from before, and the screen of the shell is back.
    var isRestored: Bool {
        Self.settings(follower) == settingsBefore && bytes.firstRange(of: Array("\u{1B}[?1049l".utf8)) != nil
    }

    /// What came after the shell's screen was restored.
    var afterwards: String {
        guard let range = bytes.firstRange(of: Array("\u{1B}[?1049l".utf8)) else { return "" }
        return printable(bytes[range.upperBound...])
    }

    private func printable(_ part: some Sequence<UInt8>) -> String {
        String(decoding: part.map { $0 == 27 ? UInt8(ascii: "^") : $0 }, as: UTF8.self)
    }

    /// A new pseudo-terminal's two ends.
    private static func pair() throws -> (leader: Int32, follower: Int32) {
        var (leader, follower): (Int32, Int32) = (-1, -1)
        guard openpty(&leader, &follower, nil, nil, nil) == 0 else {
            throw Program.Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
        }
        for descriptor in [leader, follower] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return (leader, follower)
    }

    private static func set(_ descriptor: Int32, columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    private static func settings(_ descriptor: Int32) -> String {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return "none" }
        return "\(settings.c_iflag) \(settings.c_oflag) \(settings.c_lflag) \(settings.c_cflag)"
    }
}

extension Program {
    /// The dashboard, two keys after a first start, with an epoch of the demo faces trained, and the run's name.
    func trainingDashboard() throws -> (terminal: PseudoTerminal, run: String) {
        let terminal = try PseudoTerminal(self)
        try terminal.wait(for: "demo faces")
        terminal.type("\r")
        try terminal.wait(for: "Start training")
        terminal.type("\r")
        try terminal.wait(for: "attention")
        let run = try onlyRun()
        try wait(for: "\"epoch\":1", in: "runs/\(run)/metrics.jsonl")
        return (terminal, run)
    }

    /// The name of the only run.
    func onlyRun() throws -> String {
        for _ in 0..<1000 {
            if let name = names(in: "runs").first { return name }
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw Failure(description: "no run began")
    }
}

extension Collection where Element == UInt8 {
    /// Where `part` stands first.
    func firstRange(of part: [UInt8]) -> Range<Index>? {
        var start = startIndex
        while start != endIndex {
            if self[start...].starts(with: part) { return start..<index(start, offsetBy: part.count) }
            start = index(after: start)
        }
        return nil
    }
}
