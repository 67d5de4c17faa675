import Core

/// Everything that was noticed, the newest first, each whole.
enum FindingsOverlay {
    /// Draws the list around the finding under the cursor.
    static func draw(_ list: FindingsState, _ train: TrainState, on canvas: inout Canvas) {
        let width = canvas.width < 92 ? canvas.width - 2 : min(canvas.width - 6, 96)
        let blocks = blocks(train, width: width - 4, canvas.glyphs)
        let count = blocks.reduce(0) { $0 + $1.count }
        let title = "noticed \(list.selection + 1) of \(blocks.count)"
        let inner = Box.draw(width: width, height: min(max(1, count), canvas.height - 4), title: title, on: &canvas)
        // The cursor's finding from its heading on, and below it as much as there is room for.
        let before = blocks.prefix(list.selection).reduce(0) { $0 + $1.count }
        let start = max(0, min(before, count - inner.height))
        let lines = blocks.enumerated().flatMap { index, block in block.map { (line: $0, distance: index - list.selection) } }
        for (offset, entry) in lines.dropFirst(start).prefix(inner.height).enumerated() {
            let y = inner.y + offset
            canvas.listen(in: Rect(x: inner.x, y: y, width: inner.width, height: 1), for: .line(entry.distance))
            guard entry.line.isHeading else {
                canvas.put(entry.line.text, x: inner.x + 2, y: y, entry.line.style, maximum: inner.width - 2)
                continue
            }
            Box.drawLine(
                entry.line.text, isHere: entry.distance == 0, in: Rect(x: inner.x, y: y, width: inner.width, height: 1),
                role: entry.line.style.ink == .role(.warning) ? .warning : .secondary, on: &canvas)
        }
    }

    private struct Line {
        var text: String
        var style: Style
        var isHeading = false
    }

    /// Each finding's lines, with a blank one behind all but the last.
    private static func blocks(_ train: TrainState, width: Int, _ glyphs: TerminalSymbols) -> [[Line]] {
        let findings = train.findings
        return findings.enumerated().map { index, warning in
            let text = FindingText(warning, recovery: train.snapshot?.recovery(from: warning), glyphs)
            let style = Style(text.holds ? .text : .secondary)
            var lines = [Line(text: text.heading, style: Style(text.holds ? .warning : .secondary), isHeading: true)]
            lines += text.message.wrapped(width).map { Line(text: $0, style: style) }
            lines += (text.advice ?? "").wrapped(width).map { Line(text: $0, style: Style(.info)) }
            return lines + (index < findings.count - 1 ? [Line(text: "", style: style)] : [])
        }
    }
}
