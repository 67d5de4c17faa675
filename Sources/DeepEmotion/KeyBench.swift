import Platform
import Core

/// How long the dashboard takes from a key to the screen while a run trains: a client on a pseudo-terminal presses keys and waits for what they
/// change. The dashboard is this program itself, in a folder of its own that goes at the end.
struct KeyBench {
    /// Keys that are measured.
    var count = 200
    /// The terminal's width in cells.
    var columns: UInt16 = 80
    /// The terminal's height in cells.
    var rows: UInt16 = 24

    /// Why nothing was measured.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Milliseconds of each key, the fastest first.
    func run(progress: (Int) -> Void) throws(Failure) -> [Double] {
        var template = Array("/tmp/deep-emotion-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw failed("make a folder in /tmp") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? Disk().remove(folder) }
        let (leader, follower) = try terminal()
        defer {
            close(leader)
            close(follower)
        }
        let child = try start(in: folder, on: follower)
        defer { end(child, leader) }

        var screen = Screen(descriptor: leader)
        try screen.wait(for: "demo faces", seconds: 10)
        screen.type("\r")
        try screen.wait(for: "Start training", seconds: 10)
        screen.type("\r")
        try screen.wait(for: "step", seconds: 60)
        // The first steps find their pace.
        screen.read(seconds: 2)

        var times: [Double] = []
        var random: UInt32 = 1
        for index in 0..<count {
            random = random &* 1_664_525 &+ 1_013_904_223
            // Never in step with the charts, which change five times a second.
            screen.read(seconds: 0.05 + Double(random >> 16) / 65_536 * 0.1)
            let start = ContinuousClock.now
            // The focus goes to the other chart; its corner becomes heavy, which nothing else makes it.
            screen.type(index % 2 == 0 ? "2" : "1")
            try screen.wait(for: "\u{250F}", seconds: 5)
            times.append((ContinuousClock.now - start).milliseconds)
            progress(index + 1)
        }
        return times.sorted()
    }

    private func terminal() throws(Failure) -> (leader: Int32, follower: Int32) {
        var (leader, follower): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&leader, &follower, nil, nil, &size) == 0 else { throw failed("open a pseudo-terminal") }
        for descriptor in [leader, follower] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(leader, F_SETFL, O_NONBLOCK)
        return (leader, follower)
    }

    private func start(in folder: String, on follower: Int32) throws(Failure) -> pid_t {
        var link = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &link, link.count - 1)
        guard length > 0, chdir(folder) == 0 else { throw failed("find the program") }
        let program = String(decoding: link.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let environment = [
            "TERM=xterm-256color", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=\(folder)", "XDG_STATE_HOME=\(folder)/state",
            "XDG_CONFIG_HOME=\(folder)/config",
        ]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in STDIN_FILENO...STDERR_FILENO { posix_spawn_file_actions_adddup2(&actions, follower, descriptor) }
        var words: [UnsafeMutablePointer<CChar>?] = [strdup(program), nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        var child: pid_t = 0
        guard posix_spawn(&child, program, &actions, nil, &words, &variables) == 0 else { throw failed("start \(program)") }
        return child
    }

    /// Ends the dashboard as a shell would, and takes what it still says.
    private func end(_ child: pid_t, _ leader: Int32) {
        kill(child, SIGTERM)
        var screen = Screen(descriptor: leader)
        var status: Int32 = 0
        for _ in 0..<100 {
            if waitpid(child, &status, WNOHANG) != 0 { return }
            screen.read(seconds: 0.1)
        }
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
    }

    private func failed(_ what: String) -> Failure { Failure(description: "cannot \(what): \(String(cString: strerror(errno)))") }

    /// The other end of the terminal.
    private struct Screen {
        let descriptor: Int32
        private var bytes: [UInt8] = []

        init(descriptor: Int32) { self.descriptor = descriptor }

        mutating func type(_ keys: String) {
            bytes = []
            _ = Array(keys.utf8).withUnsafeBytes { SystemCalls.write(descriptor, $0) }
        }

        /// Reads until `text` has come since keys were typed last.
        mutating func wait(for text: String, seconds: Double) throws(Failure) {
            let end = ContinuousClock.now + .seconds(seconds)
            let wanted = Array(text.utf8)
            while !bytes.contains(wanted) {
                guard ContinuousClock.now < end else { throw Failure(description: "the dashboard never showed '\(text)'") }
                take(milliseconds: 50)
            }
        }

        /// Reads for so long.
        mutating func read(seconds: Double) {
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end { take(milliseconds: Int32(max(1, min(20, (end - ContinuousClock.now).milliseconds)))) }
        }

        private mutating func take(milliseconds: Int32) {
            var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, milliseconds) > 0 else { return }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = buffer.withUnsafeMutableBytes { place in
                place.baseAddress.map { SystemCalls.read(descriptor, $0, place.count) } ?? 0
            }
            if count > 0 { bytes += buffer[..<count] } else { usleep(1000) }
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Double { Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15 }
}
