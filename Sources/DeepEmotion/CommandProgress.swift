import FaceData
import Platform
import Core
import Synchronization

/// One line on standard error that tells how far a command is, where that is a terminal.
final class CommandProgress: Sendable {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let state = Mutex((title: "", begun: ContinuousClock.now, told: ContinuousClock.now, hasLine: false))

    /// Tells that `done` of `all` are done; called from any thread, as often as one likes.
    ///
    /// - Parameter unit: what is counted, where the rate is worth telling.
    func tell(_ title: String, _ done: Int, of all: Int, unit: String? = nil) {
        guard isShown, all > 0 else { return }
        let now = ContinuousClock.now
        let line: String? = state.withLock { state in
            if state.title != title { (state.title, state.begun) = (title, now) }
            guard !state.hasLine || now - state.told > .milliseconds(100) || done >= all else { return nil }
            (state.told, state.hasLine) = (now, true)
            let share = Double(done) / Double(all)
            let seconds = (now - state.begun) / .seconds(1)
            let rate = unit.flatMap { seconds > 0.2 ? "  \(NumberText.grouped(Int(Double(done) / seconds))) \($0)/s" : nil } ?? ""
            let left = share > 0 && seconds > 1 ? "  ETA " + NumberText.clock(seconds / share * (1 - share)) : ""
            return "\r\(title) \(NumberText.percent(share))\(rate)\(left)\u{1B}[K"
        }
        if let line { Output.write(line, to: STDERR_FILENO) }
    }

    /// Takes the line away.
    func clear() {
        guard
            state.withLock({ state in
                defer { state.hasLine = false }
                return state.hasLine
            })
        else { return }
        Output.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    /// For loads.
    func load(_ progress: LoadProgress) { tell("loading", progress.done, of: progress.total) }

    /// Whether a signal asks the command to end.
    static let isCancelled: @Sendable () -> Bool = { StopSignals.reason != nil }
}

/// How a command comes to its exit code.
enum CommandEnd {
    /// Does what a command does, with a line that tells how far it is; what goes wrong is told when that line is gone.
    ///
    /// - Parameter body: returns the exit code unless a signal or standard output says otherwise.
    static func exitCode(of body: (CommandProgress) throws -> Int32) -> Int32 {
        StopSignals.install()
        let progress = CommandProgress()
        do {
            let code = try body(progress)
            progress.clear()
            return exitCode(code)
        } catch {
            progress.clear()
            return exitCode(error)
        }
    }

    /// Says what went wrong and gives the exit code; a person who stopped the command is told nothing.
    static func exitCode(_ error: any Error) -> Int32 {
        if let reason = StopSignals.reason { return reason.exitCode }
        Output.complain("\(error)")
        switch error {
        case is UsageError, is SettingError: return 2
        case let error as ResumeError: return error.isUsage ? 2 : 1
        default: return 1
        }
    }

    /// The exit code of a command that did what it should, `code` unless a signal or standard output says otherwise.
    static func exitCode(_ code: Int32) -> Int32 {
        guard let reason = StopSignals.reason ?? Output.stopReason else { return code }
        if reason == .diskFull { Output.complain(Output.complaint) }
        return reason.exitCode
    }
}
