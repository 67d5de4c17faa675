import Platform
import Core

/// The confusion matrix as a heat map: rows are true classes, recall stands at the right edge, precision at the lower one.
enum ConfusionView {
    private static let nameWidth = 9
    private static let edgeWidth = 7
    private static let cellWidths = 4...8

    /// What it needs, borders included, and no more than `width`.
    static func width(classCount: Int, within width: Int) -> Int {
        min(width, 2 + nameWidth + edgeWidth + classCount * cellWidths.upperBound)
    }

    /// Draws as many classes as there is room for, those around the cursor.
    static func draw(_ inspection: Inspection, _ inspect: InspectState, in rect: Rect, on canvas: inout Canvas) {
        Panel.draw(rect, title: "confusions, " + (inspect.showsShares ? "% of true" : "faces") + "; rows are true", isFocused: true, on: &canvas)
        let inner = rect.inner
        let names = inspection.classNames.map(canvas.glyphs.legible)
        let counts = inspect.confusion
        let cellWidth = min(max((inner.width - nameWidth - edgeWidth) / max(1, names.count), cellWidths.lowerBound), cellWidths.upperBound)
        let columnCount = min(names.count, max(1, (inner.width - nameWidth - edgeWidth) / cellWidth))
        // The head, the lower edge, and two lines that say what is under the cursor.
        let rowCount = min(names.count, max(1, inner.height - 5))
        let firstColumn = ListWindow.start(cursor: inspect.cell.column, count: names.count, height: columnCount)
        let firstRow = ListWindow.start(cursor: inspect.cell.row, count: names.count, height: rowCount)
        let columns = firstColumn..<firstColumn + columnCount
        func end(_ column: Int) -> Int { inner.x + nameWidth + (column - firstColumn + 1) * cellWidth }
        let edge = end(columns.upperBound - 1) + edgeWidth

        for column in columns {
            let isHere = column == inspect.cell.column
            canvas.put(
                String(names[column].prefix(cellWidth - 1)), endingAt: end(column), y: inner.y,
                isHere ? Style(.highlight, bold: true) : Style(.secondary))
        }
        canvas.put("recall", endingAt: edge, y: inner.y, Style(.secondary))
        for row in firstRow..<firstRow + rowCount {
            let y = inner.y + 1 + row - firstRow
            let isHere = row == inspect.cell.row
            canvas.put(names[row], x: inner.x, y: y, isHere ? Style(.highlight, bold: true) : Style(.text), maximum: nameWidth - 1)
            let all = counts[row].reduce(0, +)
            for column in columns {
                let share = all > 0 ? Double(counts[row][column]) / Double(all) : 0
                let place = Rect(x: end(column) - cellWidth, y: y, width: cellWidth, height: 1)
                let text = inspect.showsShares ? (all > 0 ? Figures.fixed(share * 100, 0) : "-") : short(counts[row][column])
                canvas.listen(in: place, for: .cell(row: row, column: column))
                drawCell(text, share, isDiagonal: row == column, isHere: isHere && column == inspect.cell.column, in: place, on: &canvas)
            }
            canvas.put(percent(counts[row][row], of: all), endingAt: edge, y: y, Style(.validation, bold: true))
        }
        let y = inner.y + 1 + rowCount
        canvas.put("precision", x: inner.x, y: y, Style(.secondary), maximum: nameWidth)
        for column in columns {
            let all = counts.reduce(0) { $0 + $1[column] }
            let text = all > 0 ? Figures.fixed(Double(counts[column][column]) / Double(all) * 100, 0) : "-"
            canvas.put(text, endingAt: end(column), y: y, Style(.validation, bold: true))
        }
        let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
        let total = counts.reduce(0) { $0 + $1.reduce(0, +) }
        canvas.put(percent(right, of: total), endingAt: edge, y: y, Style(.validation, bold: true))
        canvas.put(
            sentence(inspect, names).wrapped(inner.width - 1),
            in: Rect(x: inner.x, y: y + 2, width: inner.width, height: inner.y + inner.height - y - 2),
            Style(.text))
    }

    private static func drawCell(_ text: String, _ share: Double, isDiagonal: Bool, isHere: Bool, in rect: Rect, on canvas: inout Canvas) {
        var style = ClassesPanel.style(share, isDiagonal: isDiagonal)
        if canvas.capabilities.colors == .many, share > 0 {
            // Roots, so that what is rare is seen too.
            let ground = 2 + Int(share.squareRoot() * 21)
            style = Style(grey: ground > 13 ? 0 : Greys.count - 1, on: ground)
            style.isBold = isDiagonal
        }
        if isHere { style = Style(.text, on: .selection, bold: true) }
        canvas.fill(rect, Cell(" ", style))
        canvas.put(text, endingAt: rect.x + rect.width, y: rect.y, style)
        if isHere { canvas.put("▸", endingAt: rect.x + rect.width - text.count, y: rect.y, style) }
    }

    /// What is under the cursor, in words.
    private static func sentence(_ inspect: InspectState, _ names: [String]) -> String {
        let (row, column) = inspect.cell
        let count = inspect.confusion[row][column]
        let all = inspect.confusion[row].reduce(0, +)
        guard all > 0 else { return "no face in sight is \(names[row])" }
        let share = Figures.fixed(Double(count) / Double(all) * 100, 1)
        let faces = count == 1 ? "1 face" : "\(NumberText.grouped(count)) faces"
        return row == column
            ? "\(faces) of \(names[row]) recognised: \(share) % of \(NumberText.grouped(all))"
            : "\(faces) of \(names[row]) taken for \(names[column]): \(share) % of \(NumberText.grouped(all))"
    }

    private static func percent(_ part: Int, of all: Int) -> String { all > 0 ? Figures.percent(Double(part) / Double(all)) : "-" }

    /// At most three digits: 28k.
    private static func short(_ count: Int) -> String { count < 10_000 ? String(count) : "\(count / 1000)k" }
}
