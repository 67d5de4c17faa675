import Platform
import CNcurses
import Core

/// The real terminal. One thread, the main one, owns it.
package final class NcursesTerminal: Terminal {
    package private(set) var width: Int
    package private(set) var height: Int
    package let capabilities: Capabilities
    package let notice: String?

    private let screen: OpaquePointer
    private let output: UnsafeMutablePointer<FILE>
    private let input: UnsafeMutablePointer<FILE>
    private let keys: KeyReader
    private let errors: DivertedErrors
    private let canHideCursor: Bool
    private var pairs: ColorPairs
    private var shown: Canvas?
    private var theme: Theme?
    private var isClosed = false
    /// The signal that `key` has returned early for.
    private var toldReason: StopReason?

    /// Takes the terminal of standard input and output over, and the signals with it.
    ///
    /// - Parameter errorLog: a file that gets what is printed on standard error while the screen is up; nil: it is kept and shown after `close`.
    package static func open(errorLog: String? = nil) throws(TerminalError) -> NcursesTerminal {
        guard isatty(STDOUT_FILENO) == 1 else { throw .noScreen }
        let type = try TerminalSetup.type(output: STDOUT_FILENO)
        let keyboard = TerminalSetup.keyboard()
        guard keyboard >= 0 else { throw .noKeyboard }
        let isUnicode = TerminalSetup.adoptLocale()
        // ncurses ends the process on these signals, and the run with it, unless someone has them before it starts.
        if shim_is_default(SIGINT) == 1 { StopSignals.install() }
        TerminalSignals.take()
        do throws(TerminalError) {
            let terminal = try NcursesTerminal(
                type: type.name, output: dup(STDOUT_FILENO), input: keyboard, isUnicode: isUnicode, allowsColors: TerminalSetup.allowsColors,
                errors: DivertedErrors(path: errorLog), notice: type.notice)
            terminal.watch()
            return terminal
        } catch {
            TerminalSignals.release()
            throw error
        }
    }

    /// Drives a terminal of a type that terminfo knows on two descriptors, which it owns from now on.
    init(
        type: String, output: Int32, input: Int32, isUnicode: Bool, allowsColors: Bool = true, errors: DivertedErrors = DivertedErrors(path: nil),
        notice: String? = nil
    ) throws(TerminalError) {
        guard let output = fdopen(output, "w"), let input = fdopen(input, "r") else { throw .refused(type) }
        guard let screen = newterm(type, output, input) else {
            fclose(output)
            fclose(input)
            throw .refused(type)
        }
        self.screen = screen
        self.output = output
        self.input = input
        self.errors = errors
        self.notice = notice

        var modes = termios()
        if tcgetattr(fileno(input), &modes) == 0 {
            // Ctrl-S, pressed out of habit, would freeze the screen.
            modes.c_iflag &= ~tcflag_t(IXON)
            tcsetattr(fileno(input), TCSANOW, &modes)
            def_prog_mode()
        }
        cbreak()
        noecho()
        nonl()
        set_escdelay(25)
        // Without it ncurses stops in the middle of a screen when a key waits.
        typeahead(-1)
        canHideCursor = curs_set(0) != ERR
        leaveok(shim_stdscr(), canHideCursor)

        let hasColors = allowsColors && has_colors() && start_color() == OK
        let hasStandard = hasColors && use_default_colors() == OK
        let colors: Capabilities.Colors =
            switch hasColors ? shim_colors() : 0 {
            case 256...: .many
            case 16...: .sixteen
            case 8...: .eight
            default: .none
            }
        capabilities = Capabilities(colors: colors, isUnicode: isUnicode)
        pairs = ColorPairs(
            palette: Palette(theme: .terminal, colors: colors, isDirect: colors == .many && shim_has_direct_colors() == 1, hasStandard: hasStandard))
        keys = KeyReader(descriptor: fileno(input))
        (width, height) = (Int(getmaxx(shim_stdscr())), Int(getmaxy(shim_stdscr())))
        _ = adoptSize()
    }

    deinit { close() }

    package func show(_ canvas: Canvas, theme: Theme) {
        guard !isClosed else { return }
        if theme != self.theme {
            pairs.adopt(theme)
            self.theme = theme
            shown = nil
        }
        guard canvas != shown else { return }
        let before = shown.flatMap { $0.width == canvas.width && $0.height == canvas.height ? $0 : nil }
        if before == nil { werase(shim_stdscr()) }
        for y in 0..<min(height, canvas.height) {
            var cursor = -1
            for x in 0..<min(width, canvas.width) {
                let cell = canvas[x, y]
                if let before, before[x, y] == cell { continue }
                guard cell.character != Cell.rightHalf || x == 0 || canvas[x - 1, y].character.cellWidth != 2 else {
                    cursor = -1
                    continue
                }
                let isCut = cell.character.cellWidth == 2 && (x + 1 >= min(width, canvas.width) || canvas[x + 1, y].character != Cell.rightHalf)
                if cursor != x { wmove(shim_stdscr(), Int32(y), Int32(x)) }
                draw(cell.character == Cell.rightHalf || isCut ? " " : cell.character, cell.style)
                cursor = x + (isCut ? 1 : cell.character.cellWidth)
            }
        }
        shown = canvas
        send()
    }

    package func key(withinMilliseconds timeout: Int32) -> Key? {
        guard !isClosed else { return nil }
        let end = KeyReader.now + Int(max(0, timeout))
        repeat {
            // Told once and at once: who then waits for a run to be saved must not spin.
            if let reason = StopSignals.reason, reason != toldReason {
                toldReason = reason
                return nil
            }
            let wasAway = TerminalSignals.wasToldToStop()
            if wasAway { stop() }
            if TerminalSignals.wasContinued() || wasAway, takeBack() { return .resize }
            if TerminalSignals.wasResized(), adoptSize() { return .resize }
            if let key = keys.next() { return key }
            keys.wait(milliseconds: end - KeyReader.now)
        } while KeyReader.now < end
        return keys.next()
    }

    package func listenToMouse(_ isOn: Bool) {
        guard !isClosed else { return }
        keys.listensToMouse = isOn
        shim_listen_to_mouse(isOn ? 1 : 0)
    }

    package func ring(_ message: String?) {
        guard !isClosed else { return }
        beep()
        guard let message else { return }
        sendApart(TerminalSetup.notification(message))
    }

    package func close() {
        guard !isClosed else { return }
        isClosed = true
        CrashGuard.disarm()
        set_term(screen)
        endwin()
        // Where the shell has no screen of its own to go back to, its prompt would stand in the footer.
        if !TerminalSetup.hasScreenOfItsOwn { fputs("\n", output) }
        keys.close()
        delscreen(screen)
        fclose(output)
        fclose(input)
        TerminalSignals.release()
        errors.restore()
    }

    /// Guards against the program's own crash from now on, and keeps standard error off the screen.
    private func watch() {
        errors.divert()
        // The answer comes among the keys, sooner or later or never.
        if TerminalSetup.answersQuestions { sendApart("\u{1B}[?2026$p") }
        var modes = termios()
        // What the shell had: ncurses keeps it apart, and gives it back for a moment.
        reset_shell_mode()
        let hasModes = tcgetattr(fileno(output), &modes) == 0
        reset_prog_mode()
        CrashGuard.arm(
            output: fileno(output), modes: hasModes ? modes : nil, sequence: TerminalSetup.resetSequence(), errors: errors.original,
            diverted: errors.memory)
    }

    private func draw(_ character: Character, _ style: Style) {
        let (pair, attributes) = pairs.find(style)
        // ncurses keeps five code points a cell.
        var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &text) { place in
            let text = place.assumingMemoryBound(to: wchar_t.self)
            let character = capabilities.isUnicode ? character : character.inASCII
            for (index, scalar) in zip(0..<5, character.unicodeScalars) { text[index] = wchar_t(scalar.value) }
            var cell = cchar_t()
            if shim_set_cell(&cell, text.baseAddress, attributes, pair) == OK { wadd_wch(shim_stdscr(), &cell) }
        }
    }

    private func send() {
        if !canHideCursor { wmove(shim_stdscr(), Int32(height - 1), Int32(width - 1)) }
        wnoutrefresh(shim_stdscr())
        // Around what ncurses sends at once: its own buffer is empty before and after.
        if keys.knowsSynchronisedOutput { sendApart("\u{1B}[?2026h") }
        doupdate()
        if keys.knowsSynchronisedOutput { sendApart("\u{1B}[?2026l") }
    }

    /// Sends what ncurses knows nothing of; it must not move the cursor.
    private func sendApart(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { SystemCalls.write(fileno(output), $0) }
    }

    /// Ctrl-Z: the shell's screen, then a stop, then ours.
    private func stop() {
        endwin()
        CrashGuard.disarm()
        errors.restore()
        TerminalSignals.stop()
        reset_prog_mode()
        watch()
    }

    /// Draws all again after the shell had the terminal; says whether the window has another size now.
    private func takeBack() -> Bool {
        if !isendwin() { endwin() }
        let isResized = adoptSize()
        clearok(shim_curscr(), true)
        send()
        return isResized
    }

    /// Follows the window's size; says whether it has changed.
    private func adoptSize() -> Bool {
        var (columns, rows): (Int32, Int32) = (0, 0)
        guard shim_window_size(fileno(output), &columns, &rows) == 0, Int(columns) != width || Int(rows) != height else { return false }
        // Not resizeterm, which queues a key of its own.
        guard resize_term(rows, columns) == OK else { return false }
        (width, height) = (Int(columns), Int(rows))
        clearok(shim_curscr(), true)
        shown = nil
        return true
    }
}
