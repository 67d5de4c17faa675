import FaceData
import Core

/// Three columns: parents, this folder, and what the doctor says of what is under the cursor.
enum DataScreen {
    /// Draws everything but the footer.
    static func draw(_ state: AppState, on canvas: inout Canvas) {
        Chrome.drawHeader(state, on: &canvas)
        let columns = columns(width: canvas.width, height: canvas.height)
        if let parents = columns.parents { drawParents(state.data, in: parents, on: &canvas) }
        drawFolder(state.data, in: columns.folder, on: &canvas)
        Panel.draw(columns.doctor, title: DoctorColumn.title(state.doctor, canvas.glyphs), on: &canvas)
        DoctorColumn.draw(state.doctor, in: columns.doctor.inner, mode: state.faceMode, on: &canvas)
        canvas.put(
            canvas.glyphs.legible(state.data.folder).keepingEnd(canvas.width - 2), x: 1, y: canvas.height - 2, Style(.secondary))
        Chrome.drawNotice(state.notice, on: &canvas)
    }

    /// Where the columns stand; the parents give way first.
    static func columns(width: Int, height: Int) -> (parents: Rect?, folder: Rect, doctor: Rect) {
        let rows = height - 3
        let parents = width < 76 ? 0 : min(24, width / 6)
        let folder = min(40, (width - parents) * (parents == 0 ? 9 : 8) / 21)
        return (
            parents == 0 ? nil : Rect(x: 0, y: 1, width: parents, height: rows), Rect(x: parents, y: 1, width: folder, height: rows),
            Rect(x: parents + folder, y: 1, width: width - parents - folder, height: rows)
        )
    }

    private static func drawParents(_ data: DataState, in rect: Rect, on canvas: inout Canvas) {
        Panel.draw(rect, title: "parents", on: &canvas)
        let inner = rect.inner
        let name = DataState.name(of: data.folder)
        switch data.parent == nil ? .entries([]) : data.siblings {
        case .loading: canvas.put("reading …", x: inner.x, y: inner.y, Style(.faint), maximum: inner.width)
        case .failed(let sentence): canvas.put(canvas.glyphs.legible(sentence).wrapped(inner.width), in: inner, Style(.warning))
        case .entries(let all):
            let folders = all.filter { $0.isFolder && (data.showsHidden || !$0.isHidden || $0.name == name) }
            let current = folders.firstIndex { $0.name == name }
            let start = ListWindow.start(cursor: current, count: folders.count, height: inner.height)
            for (offset, entry) in folders.dropFirst(start).prefix(inner.height).enumerated() {
                let isHere = start + offset == current
                canvas.listen(in: Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1), for: .sibling(entry.name))
                canvas.put(
                    (isHere ? "▸" : " ") + canvas.glyphs.legible(entry.name), x: inner.x, y: inner.y + offset,
                    isHere ? Style(.text, bold: true) : Style(.secondary), maximum: inner.width)
            }
        }
    }

    private static func drawFolder(_ data: DataState, in rect: Rect, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        Panel.draw(rect, title: glyphs.legible(DataState.name(of: data.folder)), isFocused: true, on: &canvas)
        let inner = rect.inner
        let lines = lines(data, width: inner.width, glyphs)
        let cursor = lines.firstIndex { $0 == .row(data.cursor) }
        let start = ListWindow.start(cursor: cursor, count: lines.count, height: inner.height)
        for (offset, line) in lines.dropFirst(start).prefix(inner.height).enumerated() {
            draw(line, isHere: start + offset == cursor, data, x: inner.x, y: inner.y + offset, width: inner.width, on: &canvas)
            if case .row(let row) = line, let place = data.rows.firstIndex(of: row), let here = data.rows.firstIndex(of: data.cursor) {
                canvas.listen(in: Rect(x: inner.x, y: inner.y + offset, width: inner.width, height: 1), for: .line(place - here))
            }
        }
    }

    /// What stands in the middle column, headings and remarks included.
    private enum Line: Equatable {
        case row(DataState.Row)
        case rule
        case remark(String)
    }

    private static func lines(_ data: DataState, width: Int, _ glyphs: TerminalSymbols) -> [Line] {
        var lines: [Line] = data.rows.filter { if case .entry = $0 { false } else { true } }.map { .row($0) }
        lines.append(.rule)
        switch data.listing {
        case .loading: lines.append(.remark("reading the folder"))
        case .failed(let sentence): lines += glyphs.legible(sentence).wrapped(width - 1).map { .remark($0) }
        case .entries([]): lines.append(.remark("empty; ← goes up"))
        case .entries where data.entries.isEmpty: lines.append(.remark("only hidden names; . shows them"))
        case .entries: lines += data.entries.map { .row(.entry($0.name)) }
        }
        return lines
    }

    private static func draw(_ line: Line, isHere: Bool, _ data: DataState, x: Int, y: Int, width: Int, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let ground: Role = isHere ? .selection : .background
        let text: String
        var style = Style(.text, on: ground, bold: isHere)
        switch line {
        case .rule:
            canvas.put(String(repeating: "─", count: width), x: x, y: y, Style(.faint))
            return
        case .remark(let sentence):
            canvas.put(sentence, x: x + 1, y: y, Style(.secondary), maximum: width - 1)
            return
        case .row(.demo):
            text = "demo faces"
            style.ink = .role(.info)
        case .row(.recent(let path)):
            text = glyphs.legible(path).keepingEnd(width - 1)
            style.ink = .role(.info)
        case .row(.entry(let name)):
            let isFolder = data.entries.first { $0.name == name }?.isFolder ?? false
            text = glyphs.legible(name) + (isFolder ? "/" : "")
            if !isFolder, !name.lowercased().hasSuffix(".csv") { style.ink = .role(.faint) }
        }
        canvas.fill(Rect(x: x, y: y, width: width, height: 1), Cell(" ", style))
        canvas.put((isHere ? "▸" : " ") + text, x: x, y: y, style, maximum: width)
    }
}
