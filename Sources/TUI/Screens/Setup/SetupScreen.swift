import FaceData
import Platform
import Core

/// The form, what the focused field means, what the run will cost, and the command that does the same.
enum SetupScreen {
    /// Draws everything but the footer.
    static func draw(_ state: AppState, on canvas: inout Canvas) {
        Chrome.drawHeader(state, on: &canvas)
        let command = commandLines(state, width: canvas.width - 2).map(canvas.glyphs.legible)
        let rows = canvas.height - 2 - command.count
        let groups = canvas.width >= 100 ? 16 : 0
        let form = max(34, min(64, (canvas.width - groups) * 23 / 40))
        if groups > 0 { drawGroups(state.setup, in: Rect(x: 0, y: 1, width: groups, height: rows), on: &canvas) }
        drawForm(state, in: Rect(x: groups, y: 1, width: form, height: rows), on: &canvas)
        let side = Rect(x: groups + form, y: 1, width: canvas.width - groups - form, height: rows)
        SetupSide.draw(state, in: side, on: &canvas)
        canvas.put(command, in: Rect(x: 1, y: canvas.height - 1 - command.count, width: canvas.width - 2, height: command.count), Style(.info))
        if let file = state.setup.file { drawFilePrompt(file, state.setup, commandHeight: command.count, on: &canvas) }
        Chrome.drawNotice(state.notice, on: &canvas)
    }

    /// The equivalent command in as many lines as it takes.
    private static func commandLines(_ state: AppState, width: Int) -> [String] {
        Array(
            EquivalentCommand.words(for: state.setup.configuration, lists: state.setup.lists).map(EquivalentCommand.quoted).wrapped(width).prefix(6))
    }

    private static func drawGroups(_ setup: SetupState, in rect: Rect, on canvas: inout Canvas) {
        Panel.draw(rect, title: "groups", on: &canvas)
        for (offset, group) in Setting.Group.allCases.enumerated() {
            let isHere = setup.field?.group == group
            canvas.put(
                (isHere ? "▸" : " ") + group.rawValue, x: rect.inner.x, y: rect.inner.y + offset,
                isHere ? Style(.highlight, bold: true) : Style(.secondary), maximum: rect.inner.width)
        }
    }

    /// A line of the scrolling list.
    private enum Line: Equatable {
        case heading(String)
        case line(SetupState.Line)
        case remark(String, Role)
    }

    private static func lines(_ state: AppState, width: Int, _ glyphs: TerminalSymbols) -> [Line] {
        let setup = state.setup
        var lines: [Line] = []
        for line in SetupState.lines {
            if case .field(let id) = line {
                let group = Setting.field(id).group
                if Setting.all.first(where: { $0.group == group })?.id == id { lines.append(.heading(group.rawValue)) }
            }
            lines.append(.line(line))
            if let refusal = setup.refusal, refusal.line == line {
                lines += glyphs.legible(refusal.sentence).wrapped(width - 3).map { .remark($0, .error) }
            } else if line == .field(.data), let complaint = complaint(state) {
                lines += glyphs.legible(complaint).wrapped(width - 3).map { .remark($0, .error) }
            } else if line == .start, let parent = setup.configuration.parent, setup.notice == nil {
                lines += glyphs.legible("starts from \(parent)").wrapped(width - 3).map { .remark($0, .info) }
            } else if line == .start, let notice = setup.notice {
                lines += glyphs.legible(notice).wrapped(width - 3).map { .remark($0, .good) }
            }
        }
        return lines
    }

    /// Why the form's data would be refused, as soon as it is known and not only when a run begins.
    private static func complaint(_ state: AppState) -> String? {
        guard state.doctor.source == DataSource(state.setup.configuration.data) else { return nil }
        switch state.doctor.outcome {
        case .failure(let error): return error.description
        case .success(let report) where !report.unreadable.isEmpty && !state.setup.configuration.skipsBad:
            let count = report.unreadable.count
            return "\(NumberText.grouped(count)) \(count == 1 ? "row or image" : "rows or images") cannot be read; skip bad on leaves them out"
        default: return nil
        }
    }

    private static func drawForm(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let setup = state.setup
        Panel.draw(rect, title: "run", isFocused: setup.file == nil, on: &canvas)
        let inner = rect.inner
        let lines = lines(state, width: inner.width, canvas.glyphs)
        let cursor = lines.firstIndex(of: .line(setup.cursor))
        let start = ListWindow.start(cursor: cursor, count: lines.count, height: inner.height)
        for (offset, line) in lines.dropFirst(start).prefix(inner.height).enumerated() {
            let place = Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1)
            if case .line(let target) = line, let index = SetupState.lines.firstIndex(of: target),
                let here = SetupState.lines.firstIndex(of: setup.cursor)
            {
                canvas.listen(in: place, for: .line(index - here))
            }
            switch line {
            case .heading(let name):
                let title = name + " "
                canvas.put(title, x: place.x + 1, y: place.y, Style(.secondary, bold: true))
                let rule = String(repeating: "─", count: max(0, place.width - 2 - title.count))
                canvas.put(rule, x: place.x + 1 + title.count, y: place.y, Style(.faint))
            case .remark(let text, let role): canvas.put(text, x: place.x + 2, y: place.y, Style(role), maximum: place.width - 2)
            case .line(.start): drawStart(setup, state.keys, in: place, on: &canvas)
            case .line(.field(let id)): FieldLine.draw(Setting.field(id), setup, in: place, on: &canvas)
            }
        }
    }

    private static func drawStart(_ setup: SetupState, _ keys: Keymap, in rect: Rect, on canvas: inout Canvas) {
        let isHere = setup.cursor == .start
        let text = (isHere ? "▸" : " ") + " Start training"
        let style = isHere ? Style(.highlight, on: .selection, bold: true) : Style(.highlight, bold: true)
        canvas.put(isHere ? text.paddedRight(rect.width) : text, x: rect.x, y: rect.y, style, maximum: rect.width)
        let labels = keys.labels(of: isHere ? [.edit, .start] : [.start], in: .setup, isUnicode: canvas.capabilities.isUnicode)
        canvas.put(labels.joined(separator: " or "), endingAt: rect.x + rect.width - 1, y: rect.y, isHere ? style : Style(.faint))
    }

    private static func drawFilePrompt(_ file: FilePrompt, _ setup: SetupState, commandHeight: Int, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let below = setup.completions.isEmpty ? [] : [setup.completions.prefix(6).map { DataState.name(of: $0) }.joined(separator: "  ")]
        let remarks = (file.complaint.map { glyphs.legible($0).wrapped(canvas.width - 4) } ?? []) + below.map { glyphs.legible($0) }
        let height = 3 + remarks.count
        let rect = Rect(x: 0, y: canvas.height - 1 - height, width: canvas.width, height: height)
        canvas.fill(rect, Cell(" ", Style()))
        Panel.draw(rect, title: file.purpose == .save ? "save the form as" : "load a form or a run.json", isFocused: true, on: &canvas)
        EntryLine.draw(file.entry, in: Rect(x: rect.inner.x + 1, y: rect.inner.y, width: rect.inner.width - 2, height: 1), on: &canvas)
        canvas.put(
            remarks, in: Rect(x: rect.inner.x + 1, y: rect.inner.y + 1, width: rect.inner.width - 2, height: remarks.count),
            Style(file.complaint == nil ? .secondary : .error))
    }
}

/// One line of text while it is typed.
enum EntryLine {
    /// Shows the part around the cursor, which is a reversed cell.
    static func draw(_ entry: TextEntry, in rect: Rect, isGood: Bool = true, on canvas: inout Canvas) {
        guard rect.width > 1 else { return }
        let start = max(0, entry.cursor - rect.width + 1)
        let style = Style(isGood ? .text : .error, on: .selection, underlined: true)
        canvas.fill(rect, Cell(" ", style))
        canvas.put(String(canvas.glyphs.legible(entry.text).dropFirst(start).prefix(rect.width)), x: rect.x, y: rect.y, style)
        let x = rect.x + entry.cursor - start
        let under = entry.characters.indices.contains(entry.cursor) ? canvas[x, rect.y].character : " "
        canvas[x, rect.y] = Cell(under, Style(isGood ? .text : .error, on: .selection, reversed: true))
    }
}
