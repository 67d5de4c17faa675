/// Starts this very program once more, in a session of its own without a terminal: it outlives whoever started it.
package enum DetachedProcess {
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - log: gets what it prints, behind what is there.
    /// - Returns: its process.
    /// - Throws: `FileError`, of the log or of the program.
    package static func start(_ arguments: [String], log: String) throws(FileError) -> Int32 {
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard output >= 0 else { throw FileError(path: log, operation: "write", code: errno) }
        defer { _ = close(output) }

        // What whoever started us waits on must not be held open by what outlives us.
        for descriptor in STDERR_FILENO + 1..<Self.descriptorLimit where fcntl(descriptor, F_GETFD) >= 0 {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }

        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
        // Threads of ours hold signals back and ignore some: not for another program.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | SystemCalls.spawnInOwnSession))

        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, program, &actions, &attributes, &words, environ)
        guard code == 0 else { throw FileError(path: program, operation: "start", code: code) }
        return process
    }

    /// Above all descriptors that this program ever has.
    private static let descriptorLimit: Int32 = 1024

    /// The program that runs, also where its file has been replaced since.
    private static var program: String { SystemCalls.program ?? CommandLine.arguments[0] }
}
