import Platform
import Core

/// All runs, the curves of some of them, or in what two of them differ.
enum RunsScreen {
    /// Draws everything but the footer.
    static func draw(_ state: AppState, on canvas: inout Canvas) {
        Chrome.drawHeader(state, on: &canvas)
        let rect = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 3)
        switch state.runs.view {
        case .table:
            drawTable(state, in: rect, on: &canvas)
            drawBelow(state, on: &canvas)
        case .curves: RunCurves.draw(state.runs, in: rect, on: &canvas)
        case .difference: RunDifference.draw(state.runs, state.keys, in: rect, on: &canvas)
        }
        Chrome.drawNotice(state.notice, on: &canvas)
    }

    private static func drawTable(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let runs = state.runs
        let glyphs = canvas.glyphs
        let layout = RunColumns(runs.table, runs: runs.shown, width: rect.width - 2 - RunColumns.markWidth)
        Panel.draw(rect, title: title(runs, hidden: layout.hidden, glyphs, width: rect.width - 6), isFocused: runs.typing == nil, on: &canvas)
        let inner = rect.inner
        guard !runs.shown.isEmpty else {
            let lines = glyphs.legible(remark(runs, state.keys)).wrapped(inner.width - 2)
            canvas.put(lines, in: Rect(x: inner.x + 1, y: inner.y + 1, width: inner.width - 2, height: lines.count), Style(.secondary))
            return
        }
        for place in layout.places {
            let isOrder = place.column.column == runs.order.column
            let style = isOrder ? Style(.highlight, bold: true) : Style(.secondary)
            put(place.column.title, place, x: inner.x + RunColumns.markWidth, y: inner.y, style, on: &canvas)
            canvas.listen(
                in: Rect(x: inner.x + RunColumns.markWidth + place.x, y: inner.y, width: place.width, height: 1), for: .heading(place.column.column))
        }
        let cursor = runs.shown.firstIndex { $0.path == runs.cursor }
        let rows = inner.height - 1
        let start = ListWindow.start(cursor: cursor, count: runs.shown.count, height: rows)
        for (offset, run) in runs.shown.enumerated().dropFirst(start).prefix(rows) {
            let place = Rect(x: inner.x, y: inner.y + 1 + offset - start, width: inner.width, height: 1)
            canvas.listen(in: place, for: .line(offset - (cursor ?? 0)))
            drawRow(run, offset, isHere: offset == cursor, layout, runs, in: place, on: &canvas)
        }
    }

    private static func drawRow(
        _ run: RunOverview, _ index: Int, isHere: Bool, _ layout: RunColumns, _ runs: RunsState, in rect: Rect, on canvas: inout Canvas
    ) {
        let ground: Role = isHere ? .selection : .background
        if isHere { canvas.fill(rect, Cell(" ", Style(.text, on: .selection))) }
        canvas.put(isHere ? "▸" : " ", x: rect.x, y: rect.y, Style(.highlight, on: ground, bold: true))
        if let letter = runs.letter(of: run.path) { canvas.put(letter, x: rect.x + 1, y: rect.y, Style(.highlight, on: ground, bold: true)) }
        for place in layout.places {
            var style = Style(.text, on: ground, bold: isHere)
            var text = canvas.glyphs.legible(place.column.cells[index])
            if place.column.column == .name { text = text.keepingEnds(place.width) }
            if place.column.column == .state {
                let standing = StandingLook(run.standing)
                if !isHere { style = Style(standing.role) }
                text = standing.sign + " " + text
            } else if text == "-" {
                style = Style(.faint, on: ground)
            }
            put(text, place, x: rect.x + RunColumns.markWidth, y: rect.y, style, on: &canvas)
        }
    }

    private static func put(_ text: String, _ place: RunColumns.Place, x: Int, y: Int, _ style: Style, on canvas: inout Canvas) {
        let left = x + place.x
        if place.column.isNumber, text.count < place.width {
            canvas.put(text, endingAt: left + place.width, y: y, style)
        } else {
            canvas.put(text, x: left, y: y, style, maximum: place.width)
        }
    }

    /// How many runs, of how many, in which order, and what there was no room for.
    private static func title(_ runs: RunsState, hidden: Int, _ glyphs: TerminalSymbols, width: Int) -> String {
        let all = runs.all?.count ?? 0
        let count = runs.filter.isEmpty ? "\(all)" : "\(runs.shown.count) of \(all)"
        let arrow = glyphs.isUnicode ? (runs.order.isDescending ? "↓" : "↑") : runs.order.isDescending ? "down" : "up"
        var title = "runs  \(count)  by \(runs.order.column.title) \(arrow)"
        if !runs.filter.isEmpty { title += "  / \(glyphs.legible(runs.filter))" }
        if hidden > 0, title.count + 20 < width { title += "  (\(hidden) more \(hidden == 1 ? "column" : "columns"))" }
        return title
    }

    private static func remark(_ runs: RunsState, _ keys: Keymap) -> String {
        if let complaint = runs.complaint { return complaint }
        guard let all = runs.all else { return "reading \(runs.folder)" }
        guard all.isEmpty else { return "none of \(all.count) runs is asked for" + keys.hint((.filterRuns, .runs, "changes the filter")) }
        return "no runs in \(runs.folder) yet" + keys.hint((.back, .runs, "goes back"), (.start, .setup, "on Setup starts one"))
    }

    /// The line above the footer: what is typed, or what there is to say of the run under the cursor.
    private static func drawBelow(_ state: AppState, on canvas: inout Canvas) {
        let y = canvas.height - 2
        let glyphs = canvas.glyphs
        switch state.runs.typing {
        case .filter(let entry):
            let error = state.runs.filterError
            let x = 1 + canvas.put("filter", x: 1, y: y, Style(.highlight, bold: true)) + 1
            let width = error == nil ? canvas.width - x - 1 : max(14, min(entry.characters.count + 1, canvas.width / 2 - x))
            EntryLine.draw(entry, in: Rect(x: x, y: y, width: width, height: 1), isGood: error == nil, on: &canvas)
            guard let error else { return }
            canvas.put(
                "\(glyphs.wrong) \(glyphs.legible(error.description))", x: x + width + 1, y: y, Style(.error), maximum: canvas.width - x - width - 2)
        case .note(let entry):
            let x = 1 + canvas.put("note", x: 1, y: y, Style(.highlight, bold: true)) + 1
            EntryLine.draw(entry, in: Rect(x: x, y: y, width: canvas.width - x - 1, height: 1), on: &canvas)
        case nil:
            guard let run = state.runs.run else { return }
            let parts = [run.note.text.isEmpty ? nil : run.note.text, run.reason, run.path].compactMap(\.self)
            let role: Role = run.standing == .crashed || run.standing == .unreadable ? .warning : .secondary
            canvas.put(glyphs.legible(parts.joined(separator: " · ")), x: 1, y: y, Style(role), maximum: canvas.width - 2)
        }
    }
}

/// A run's state as a sign and a colour.
struct StandingLook {
    let sign: String
    let role: Role

    /// Of a run in a table.
    init(_ standing: RunStanding) {
        (sign, role) =
            switch standing {
            case .training: ("●", .good)
            case .paused: ("◐", .warning)
            case .finished: ("✓", .info)
            case .stopped: ("■", .warning)
            case .crashed: ("✗", .error)
            case .unreadable: ("?", .error)
            case .waiting: ("○", .secondary)
            }
    }
}

/// Which columns there is room for, and where they stand.
struct RunColumns {
    /// A column in its place, from the first column's left edge.
    struct Place {
        let column: RunTable.Column
        let x: Int
        let width: Int
    }

    private(set) var places: [Place] = []
    /// Columns that had no room.
    private(set) var hidden = 0

    /// The pointer, the mark's letter and a blank.
    static let markWidth = 3
    private static let gap = 2
    private static let nameWidth = (least: 14, most: 44)

    /// - Parameter width: for all of them.
    init(_ table: RunTable, runs: [RunOverview], width: Int) {
        func needed(by column: RunTable.Column) -> Int { column.width + (column.column == .state ? 2 : 0) }
        // What every run has; then what tells them apart; then the rest.
        let always: [RunColumn] = [.name, .state, .validation, .epoch]
        func isSetting(_ column: RunColumn) -> Bool { if case .setting = column { true } else { false } }
        let differing = table.columns.filter { !$0.isUniform && !always.contains($0.column) && ![.time, .rate].contains($0.column) }.map(\.column)
        let ranked = always + differing.filter(isSetting) + differing.filter { !isSetting($0) } + [.time, .rate, .data, .network]
        var chosen: Set<RunColumn> = [.name]
        let name = table.columns.first { $0.column == .name }.map { min(max($0.width, Self.nameWidth.least), Self.nameWidth.most) } ?? 0
        var room = width - min(name, max(Self.nameWidth.least, width / 3))
        for column in ranked where !chosen.contains(column) {
            guard let entry = table.columns.first(where: { $0.column == column }) else { continue }
            let needed = Self.gap + needed(by: entry)
            guard needed <= room else { continue }
            room -= needed
            chosen.insert(column)
        }
        hidden = table.columns.count - chosen.count
        let nameRoom = min(name, max(Self.nameWidth.least, width / 3) + max(0, room))
        var x = 0
        for column in table.columns where chosen.contains(column.column) {
            let columnWidth = column.column == .name ? nameRoom : needed(by: column)
            places.append(Place(column: column, x: x, width: columnWidth))
            x += columnWidth + Self.gap
        }
    }
}
