import Core

/// Per-class accuracy and the confusion matrix of the latest validation: rows are true classes, numbers are per cent of the row.
enum ClassesPanel {
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
        let columns = min(confusion.count, max(0, (inner.width - 15) / 4))
        for column in 0..<columns { canvas.put(String(names[column].prefix(3)), endingAt: inner.x + 13 + column * 4, y: inner.y, Style(.secondary)) }
        let recallEnd = min(inner.x + inner.width, inner.x + 13 + (columns - 1) * 4 + 7)
        canvas.put("right", endingAt: recallEnd, y: inner.y, Style(.secondary))
        for (row, counts) in confusion.enumerated().prefix(inner.height - 1) {
            let y = inner.y + 1 + row
            canvas.put(names[row], x: inner.x, y: y, Style(.text), maximum: 9)
            let all = counts.reduce(0, +)
            for column in 0..<columns {
                let share = all > 0 ? Double(counts[column]) / Double(all) : 0
                canvas.put(Figures.fixed(share * 100, 0), endingAt: inner.x + 13 + column * 4, y: y, style(share, isDiagonal: row == column))
            }
            let recall = record.validation.recall[row].map { Figures.percent($0) } ?? "   -"
            canvas.put(recall, endingAt: recallEnd, y: y, Style(.validation, bold: true))
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
