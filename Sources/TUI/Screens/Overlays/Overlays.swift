import Core

/// A box over the screen's middle.
enum Box {
    /// Clears a place of so many cells inside the border, draws the border, and says where the inside is.
    static func draw(width: Int, height: Int, title: String, on canvas: inout Canvas) -> Rect {
        let outer = (width: min(width + 2, canvas.width), height: min(height + 2, canvas.height - 1))
        let rect = Rect(x: (canvas.width - outer.width) / 2, y: (canvas.height - outer.height) / 2, width: outer.width, height: outer.height)
        canvas.fill(rect, Cell(" ", Style(.text, on: .background)))
        Panel.draw(rect, title: title, isFocused: true, on: &canvas)
        return rect.inner
    }

    /// A list's line, with the pointer where the cursor is.
    static func drawLine(_ text: String, isHere: Bool, in rect: Rect, role: Role = .text, on canvas: inout Canvas) {
        let style = isHere ? Style(role, on: .selection, bold: true) : Style(role)
        canvas.fill(rect, Cell(" ", style))
        canvas.put((isHere ? "▸ " : "  ") + text, x: rect.x, y: rect.y, style, maximum: rect.width)
    }
}

/// The list of ways to end a run.
enum QuitOverlay {
    /// Draws the list, or the second question.
    static func draw(_ quit: QuitState, _ state: AppState, on canvas: inout Canvas) {
        let titles = quit.titles
        let title =
            quit.asksAgain
            ? "delete everything this run has made?" : quit.isAttached ? "another process trains this run" : "the run is still training"
        let inner = Box.draw(width: max(40, title.count + 4), height: titles.count, title: title, on: &canvas)
        for (offset, text) in titles.enumerated() {
            Box.drawLine(
                text, isHere: offset == quit.selection, in: Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1), on: &canvas)
        }
    }
}

/// The list of themes.
enum ThemeOverlay {
    /// Draws the list, and below it what is wrong with theme files.
    static func draw(_ list: ThemeState, _ state: AppState, on canvas: inout Canvas) {
        let complaints = state.themeComplaints.flatMap { canvas.glyphs.legible($0).wrapped(48) }
        let rows = min(state.themes.count, canvas.height - 6 - complaints.count)
        let inner = Box.draw(width: 50, height: rows + complaints.count, title: "themes", on: &canvas)
        let start = ListWindow.start(cursor: list.selection, count: state.themes.count, height: rows)
        for (offset, theme) in state.themes.dropFirst(start).prefix(rows).enumerated() {
            Box.drawLine(
                canvas.glyphs.legible(theme.name), isHere: start + offset == list.selection,
                in: Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1), on: &canvas)
        }
        canvas.put(complaints, in: Rect(x: inner.x + 1, y: inner.y + rows, width: inner.width - 2, height: complaints.count), Style(.warning))
    }
}

/// All keys, from the table that dispatches them.
enum HelpOverlay {
    /// Draws the filter and what is left of the table.
    static func draw(_ help: HelpState, on canvas: inout Canvas) {
        // A rim of one column beside it would only show what stands below in shreds.
        let width = canvas.width < 92 ? canvas.width - 2 : min(canvas.width - 6, 96)
        let inner = Box.draw(width: width, height: canvas.height - 4, title: "help", on: &canvas)
        canvas.put("find", x: inner.x + 1, y: inner.y, Style(.secondary))
        EntryLine.draw(help.filter, in: Rect(x: inner.x + 6, y: inner.y, width: inner.width - 7, height: 1), on: &canvas)
        let bindings = help.bindings
        guard !bindings.isEmpty else {
            canvas.put("no key does that", x: inner.x + 1, y: inner.y + 2, Style(.faint))
            return
        }
        let lines = lines(bindings)
        let whole = wholeSentence(help, bindings, width: inner.width)
        let rows = inner.height - 1 - whole.count
        canvas.put(whole, in: Rect(x: inner.x + 1, y: inner.y + 1 + rows, width: inner.width - 2, height: whole.count), Style(.secondary))
        let cursor = lines.firstIndex { $0.index == help.selection }
        let start = ListWindow.start(cursor: cursor, count: lines.count, height: rows)
        for (offset, line) in lines.dropFirst(start).prefix(rows).enumerated() {
            let place = Rect(x: inner.x, y: inner.y + 1 + offset, width: inner.width, height: 1)
            guard let index = line.index else {
                canvas.put(line.text, x: place.x + 1, y: place.y, Style(.secondary, bold: true), maximum: place.width - 1)
                continue
            }
            let keys = bindings[index].binding.keys.map { $0.label(isUnicode: canvas.capabilities.isUnicode) }.joined(separator: " ")
            let name = keys.count > 15 ? String(keys.prefix(15)) : keys
            Box.drawLine(name.paddedRight(16) + line.text, isHere: index == help.selection, in: place, on: &canvas)
        }
    }

    /// The chosen line's explanation below the list, where the list has too little room for it.
    private static func wholeSentence(_ help: HelpState, _ bindings: [(binding: Binding, context: Context)], width: Int) -> [String] {
        guard bindings.indices.contains(help.selection) else { return [] }
        let sentence = bindings[help.selection].binding.help
        return sentence.count + 18 > width ? sentence.wrapped(width - 2) : []
    }

    /// Headings, and a line for each binding with its index.
    private static func lines(_ bindings: [(binding: Binding, context: Context)]) -> [(text: String, index: Int?)] {
        var lines: [(text: String, index: Int?)] = []
        for (index, entry) in bindings.enumerated() {
            if index == 0 || bindings[index - 1].context != entry.context { lines.append((entry.context.title, nil)) }
            lines.append((entry.binding.help, index))
        }
        return lines
    }
}
