@testable import Platform
import TestSupport
import CNcurses
import Core
import Testing

@testable import TUI

/// What concerns the whole process stands in processes of its own.
@Suite struct TerminalSetupTests {
    @Test func triesXtermForTypesThatNobodyKnows() async {
        await #expect(processExitsWith: .success) {
            setenv("TERM", "no-such-terminal", 1)
            let unknown = try TerminalSetup.type(output: 1)
            #expect(unknown.name == "xterm-256color")
            #expect(unknown.notice == "The terminal type 'no-such-terminal' is unknown here: drawing as on xterm-256color.")
            unsetenv("TERM")
            #expect(try TerminalSetup.type(output: 1).notice == "TERM is not set: drawing as on xterm-256color.")
            setenv("TERM", "vt100", 1)
            #expect(try TerminalSetup.type(output: 1).name == "vt100")
            #expect(try TerminalSetup.type(output: 1).notice == nil)
            setenv("TERM", "dumb", 1)
            #expect(throws: TerminalError.cannotPlaceCursor("dumb")) { try TerminalSetup.type(output: 1) }
        }
    }

    @Test func saysSoWhereThereIsNoTerminfo() async {
        await #expect(processExitsWith: .success) {
            for name in ["TERMINFO", "TERMINFO_DIRS", "HOME"] { setenv(name, "/nowhere", 1) }
            setenv("TERM", "no-such-terminal", 1)
            // Debian's ncurses also looks where no variable leads, so that the fallback may be found all the same.
            do throws(TerminalError) {
                #expect(try TerminalSetup.type(output: 1).name == "xterm-256color")
            } catch {
                #expect(error == .unknownType("no-such-terminal"))
            }
        }
    }

    @Test(arguments: ["", "C", "POSIX", "en_US.UTF-8", "xx_XX.utf8", "de_DE.ISO-8859-1"]) func obeysTheLocale(name: String) async {
        await #expect(processExitsWith: .success) { [name] in
            for variable in ["LC_ALL", "LC_CTYPE", "LANG"] { unsetenv(variable) }
            if !name.isEmpty { setenv("LC_ALL", name, 1) }
            let isUnicode = TerminalSetup.adoptLocale()
            #expect(isUnicode == !["C", "POSIX", "de_DE.ISO-8859-1"].contains(name))
            // Numbers keep their point.
            #expect(String(cString: setlocale(LC_NUMERIC, nil)) == "C")
        }
    }

    @Test func dropsTerminfosDelays() {
        #expect(TerminalSetup.withoutPadding(Array("\u{1B}[m$<2>x$<5*/>$".utf8)) == Array("\u{1B}[mx$".utf8))
    }

    @Test func saysWhatIsMissingInOneSentence() {
        let errors: [TerminalError] = [.noScreen, .noKeyboard, .unknownType(nil), .unknownType("x"), .cannotPlaceCursor("dumb"), .refused("x")]
        for error in errors {
            #expect(!error.description.contains("\n"))
            #expect(error.description.count > 30)
        }
    }

    @Test func keepsTheSignalsThatNcursesWouldTake() async {
        await #expect(processExitsWith: .success) {
            // Test processes start with signals blocked.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            StopSignals.install()
            TerminalSignals.take()
            let terminal = try NcursesTerminal(
                type: "xterm-256color", output: open("/dev/null", O_RDWR), input: open("/dev/null", O_RDWR), isUnicode: false)
            raise(SIGTSTP)
            #expect(TerminalSignals.wasToldToStop())
            #expect(!TerminalSignals.wasToldToStop())
            raise(SIGWINCH)
            #expect(TerminalSignals.wasResized())
            raise(SIGTERM)
            #expect(StopSignals.reason == .terminate)
            #expect(terminal.key(withinMilliseconds: 5000) == nil)
            terminal.close()
            #expect(shim_is_default(SIGTSTP) == 1)
        }
    }

    @Test func givesTheTerminalBackInACrash() async throws {
        let result = try await #require(
            processExitsWith: .signal(SIGSEGV), observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            unsetenv("SWIFT_BACKTRACE")
            let folder = try TemporaryFolder()
            // Standard error as the dashboard diverts it.
            let diverted = open(folder.path + "/errors", O_RDWR | O_CREAT, 0o600)
            let original = dup(2)
            dup2(diverted, 2)
            CrashGuard.arm(output: 1, modes: nil, sequence: Array("GIVEN BACK".utf8), errors: original, diverted: diverted)
            perror("said meanwhile")
            raise(SIGSEGV)
        }
        #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
        #expect(String(decoding: result.standardErrorContent, as: UTF8.self).contains("said meanwhile"))
    }

    /// A time limit or a batch system's notice ends the program as a crash does.
    @Test func givesTheTerminalBackAtALimit() async throws {
        let result = try await #require(processExitsWith: .signal(SIGXCPU), observing: [\.standardOutputContent]) {
            // Test processes start with signals blocked.
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            unsetenv("SWIFT_BACKTRACE")
            CrashGuard.arm(output: 1, modes: nil, sequence: Array("GIVEN BACK".utf8), errors: -1, diverted: -1)
            raise(SIGXCPU)
        }
        #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
    }

    @Test func watchesNoLongerThanAsked() async throws {
        let result = try await #require(processExitsWith: .signal(SIGABRT), observing: [\.standardOutputContent]) {
            CrashGuard.arm(output: 1, modes: nil, sequence: Array("GIVEN BACK".utf8), errors: -1, diverted: -1)
            CrashGuard.disarm()
            signal(SIGABRT, SIG_DFL)
            abort()
        }
        #expect(!String(decoding: result.standardOutputContent, as: UTF8.self).contains("GIVEN BACK"))
    }
}
