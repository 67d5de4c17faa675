import Core

/// The newest finding that holds and is not hidden, above the progress line: what is the matter, with its numbers, and what to try.
///
/// Of others the first line says how many there are and which key shows them.
struct FindingsNotice {
    /// A line and how it is drawn.
    private typealias Line = (text: String, style: Style)
    private let lines: [Line]
    /// At the right of the first line.
    private let remark: String

    /// Lines at most; what is longer stands whole in the list.
    static let limit = 6

    /// Lines that it needs; 0 where there is nothing to say.
    var height: Int { min(lines.count, Self.limit) }

    /// - Parameters:
    ///   - width: in cells, without the columns at the edges.
    ///   - key: what opens the list; nil where nothing does.
    init(_ train: TrainState, width: Int, key: String?, _ glyphs: TerminalSymbols) {
        let visible = train.visibleFindings
        guard let newest = visible.first else {
            (lines, remark) = ([], "")
            return
        }
        let finding = FindingText(newest, recovery: nil, glyphs)
        let message = "\(glyphs.warning) epoch \(newest.epoch): \(finding.message)"
        func text(besides remark: String) -> [Line] {
            message.wrapped(width, first: remark.isEmpty ? width : width - remark.count - 2).map { ($0, Style(.warning, bold: true)) }
                + (finding.advice ?? "").wrapped(width).map { ($0, Style(.text)) }
        }
        let more = visible.count > 1 ? key.map { "\($0) shows \(visible.count - 1) more" } ?? "" : ""
        let whole = text(besides: more)
        remark = more.isEmpty && whole.count > Self.limit ? key.map { "\($0) shows the rest" } ?? "" : more
        self.lines = remark == more ? whole : text(besides: remark)
    }

    /// Draws as much as `rect` has room for, a column from its edges.
    func draw(in rect: Rect, on canvas: inout Canvas) {
        for (offset, line) in lines.prefix(rect.height).enumerated() {
            let isCut = offset == rect.height - 1 && lines.count > rect.height
            canvas.put(isCut ? line.text + " …" : line.text, x: rect.x + 1, y: rect.y + offset, line.style, maximum: rect.width - 2)
        }
        if rect.height > 0 { canvas.put(remark, endingAt: rect.x + rect.width - 1, y: rect.y, Style(.highlight, bold: true)) }
    }
}
