import Core

/// Two runs beside each other: what they came to, and every setting in which they differ.
enum RunDifference {
    /// Draws a table of three columns.
    static func draw(_ runs: RunsState, _ keys: Keymap, in rect: Rect, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        guard let (left, right) = runs.pair else {
            Panel.draw(rect, title: "difference", isFocused: true, on: &canvas)
            canvas.put(
                "one of the two runs is gone" + keys.hint((.backToTable, .difference, "goes back to the table")), x: rect.inner.x + 1,
                y: rect.inner.y, Style(.secondary),
                maximum: rect.width - 4)
            return
        }
        let lines = lines(left, right)
        let count = lines.count { $0.isSetting }
        Panel.draw(rect, title: "difference  \(count) \(count == 1 ? "setting" : "settings")", isFocused: true, on: &canvas)
        let inner = rect.inner
        let label = 16
        let half = (inner.width - label - 2) / 2
        let rows = inner.height - 1
        let past = min(runs.differencePast, max(0, lines.count - 1 - rows))
        // The names stay, what stands below them scrolls.
        for (offset, line) in (lines.prefix(1) + lines.dropFirst(1 + past).prefix(rows)).enumerated() {
            let y = inner.y + offset
            canvas.put(line.name, x: inner.x + 1, y: y, Style(.secondary), maximum: label - 1)
            let style =
                offset == 0 ? Style(.highlight, bold: true) : Style(line.left == line.right ? .secondary : .text, bold: line.left != line.right)
            canvas.put(glyphs.legible(line.left).keepingEnds(half - 1), x: inner.x + label, y: y, style, maximum: half - 1)
            canvas.put(
                glyphs.legible(line.right).keepingEnds(inner.width - label - half), x: inner.x + label + half, y: y, style,
                maximum: inner.width - label - half)
        }
        Chrome.drawMore("lines", past..<min(lines.count - 1, past + rows), of: lines.count - 1, keys, in: .difference, at: rect, on: &canvas)
        guard count == 0 else { return }
        canvas.put(
            "they have the same settings", x: inner.x + 1, y: inner.y + min(lines.count + 1, inner.height - 1), Style(.info), maximum: inner.width - 2
        )
    }

    /// The lines below the names; 0 where there are no two runs.
    static func lineCount(_ runs: RunsState) -> Int { runs.pair.map { lines($0.0, $0.1).count - 1 } ?? 0 }

    /// A name and what it is for either run.
    private struct Line {
        let name: String
        let left: String
        let right: String
        var isSetting = false
    }

    private static func lines(_ left: RunOverview, _ right: RunOverview) -> [Line] {
        let table = RunTable([left, right], leavingOut: [])
        let own = table.columns.filter { RunColumn.own.contains($0.column) }
        let settings = table.columns.filter { !RunColumn.own.contains($0.column) }
        func name(of column: RunColumn) -> String { if case .setting(let id) = column { Setting.field(id).label } else { column.title } }
        func line(_ column: RunTable.Column, isSetting: Bool) -> Line {
            Line(name: name(of: column.column), left: column.cells[0], right: column.cells[1], isSetting: isSetting)
        }
        return own.map { line($0, isSetting: false) } + settings.map { line($0, isSetting: true) }
    }
}
