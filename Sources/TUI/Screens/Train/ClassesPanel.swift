import Core

/// Per-class accuracy and the confusion matrix of the latest validation: rows are true classes, numbers are per cent of the row.
enum ClassesPanel {
    private static let nameWidth = 9
    private static let cellWidths = 3...4
    /// The sign that more columns follow, with its blank.
    private static let moreWidth = 2
    /// A blank and `100.0`; one blank more where there is room.
    private static let recallWidth = (least: 6, full: 7)

    /// How many classes there is room for, as columns and as rows, and where the recall ends.
    private struct Layout {
        let cellWidth: Int
        let columns: Int
        let rows: Int
        let recallEnd: Int

        /// All columns where they can be made narrow enough; else as many as leave room for a sign that says so. Rows end in a line that says so.
        init(classCount: Int, width: Int, height: Int) {
            let room = width - nameWidth - recallWidth.least
            cellWidth = classCount * cellWidths.upperBound <= room ? cellWidths.upperBound : cellWidths.lowerBound
            let fits = classCount * cellWidth <= room
            columns = fits ? classCount : max(1, (room - moreWidth) / cellWidth)
            rows = classCount <= height - 1 ? classCount : max(0, height - 2)
            recallEnd = min(width, nameWidth + columns * cellWidth + (fits ? 0 : moreWidth) + recallWidth.full)
        }
    }

    /// Draws with as many columns and rows as there is room for.
    ///
    /// - Parameter epoch: the one that is looked at; nil: the latest.
    static func draw(_ snapshot: TrainingSnapshot, at epoch: Int? = nil, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let title = "classes, % of true" + (epoch.map { " @\($0)" } ?? "")
        Panel.draw(rect, title: title, number: 6, isFocused: isFocused, on: &canvas)
        let inner = rect.inner
        guard let record = snapshot.epochs.last else {
            canvas.put(
                epoch == nil ? "waits for the first validation" : "not validated before training", x: inner.x + 1, y: inner.y, Style(.faint),
                maximum: inner.width - 1)
            return
        }
        let glyphs = canvas.glyphs
        let names = snapshot.classNames.map(glyphs.legible)
        let confusion = record.validation.confusion
        let layout = Layout(classCount: confusion.count, width: inner.width, height: inner.height)
        func end(_ column: Int) -> Int { inner.x + nameWidth + (column + 1) * layout.cellWidth }
        for column in 0..<layout.columns {
            canvas.put(String(names[column].prefix(layout.cellWidth - 1)), endingAt: end(column), y: inner.y, Style(.secondary))
        }
        if layout.columns < confusion.count { canvas.put("…", endingAt: end(layout.columns - 1) + moreWidth, y: inner.y, Style(.secondary)) }
        let recallEnd = inner.x + layout.recallEnd
        canvas.put("right", endingAt: recallEnd, y: inner.y, Style(.secondary))
        for (row, counts) in confusion.enumerated().prefix(layout.rows) {
            let y = inner.y + 1 + row
            canvas.put(names[row], x: inner.x, y: y, Style(.text), maximum: nameWidth)
            let all = counts.reduce(0, +)
            for column in 0..<layout.columns {
                let share = all > 0 ? Double(counts[column]) / Double(all) : 0
                let text = Figures.fixed(share * 100, 0)
                // In narrow columns a zero would run into the hundred beside it.
                guard text != "0" || row == column || layout.cellWidth == cellWidths.upperBound else { continue }
                canvas.put(text, endingAt: end(column), y: y, style(share, isDiagonal: row == column))
            }
            let recall = record.validation.recall[row].map { Figures.percent($0) } ?? "   -"
            canvas.put(recall, endingAt: recallEnd, y: y, Style(.validation, bold: true))
        }
        if layout.rows < confusion.count {
            canvas.put("… \(confusion.count - layout.rows) more", x: inner.x, y: inner.y + 1 + layout.rows, Style(.secondary), maximum: inner.width)
        }
        let y = inner.y + 2 + confusion.count
        guard y < inner.y + inner.height else { return }
        canvas.put(
            "balanced accuracy \(Figures.percent(record.validation.balancedAccuracy)) %", x: inner.x, y: y, Style(.secondary), maximum: inner.width)
        guard y + 1 < inner.y + inner.height else { return }
        let attention = "attention: scale \(Figures.fixed(record.meanScale, 2)), outside \(Figures.fixed(record.meanOutside * 100, 0)) %"
        canvas.put(attention, x: inner.x, y: y + 1, Style(.secondary), maximum: inner.width)
    }

    /// Much is bright, little is faint; what is right is bold too.
    static func style(_ share: Double, isDiagonal: Bool) -> Style {
        if isDiagonal { return Style(.good, bold: true) }
        return share >= 0.2 ? Style(.warning) : share >= 0.05 ? Style(.text) : Style(.faint)
    }
}
