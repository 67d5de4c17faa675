/// Curves over one another that are told apart by colour, by the pattern of their line and by letters on it; without UTF-8 the letters are the line.
struct OverlayChart {
    /// How a curve is drawn.
    struct Look: Sendable {
        let role: Role
        /// Columns of dots that are drawn and left out in turn; a whole line where it is empty.
        let pattern: [Int]
        /// The line in five cells, for a legend.
        let sample: String
    }

    /// One run's values.
    struct Curve {
        let letter: Character
        let look: Look
        /// In ascending order of x.
        let points: [(x: Double, y: Double)]
    }

    let curves: [Curve]

    /// In turn; no two have both the same colour and the same line.
    static let looks: [Look] = [
        Look(role: .train, pattern: [], sample: "⠤⠤⠤⠤⠤"), Look(role: .validation, pattern: [4, 2], sample: "⠤⠤ ⠤⠤"),
        Look(role: .good, pattern: [1, 1], sample: "⠄⠄⠄⠄⠄"), Look(role: .warning, pattern: [6, 2, 1, 2], sample: "⠤⠤⠄⠤⠤"),
        Look(role: .info, pattern: [2, 2], sample: "⠤ ⠤ ⠤"), Look(role: .highlight, pattern: [8, 4], sample: "⠤⠤⠤  "),
        Look(role: .error, pattern: [1, 3], sample: "⠄ ⠄ ⠄"), Look(role: .text, pattern: [3, 1], sample: "⠤⠄⠤⠄⠤"),
    ]

    /// Draws with labels at the left and, from eight rows on, epochs below.
    func draw(in rect: Rect, on canvas: inout Canvas) {
        let labels = Chart.labelWidth
        let axisRows = rect.height >= 8 ? 1 : 0
        let plot = Rect(x: rect.x + labels, y: rect.y, width: rect.width - labels, height: rect.height - axisRows)
        guard plot.width > 1, plot.height > 0 else { return }
        let last = curves.compactMap(\.points.last?.x).max() ?? 1
        let axis = ChartAxis(range: min(1, last - 1)...max(last, 2), width: plot.width * 2)
        let columns = curves.map { SeriesColumn.columns(of: $0.points, on: axis) }
        let scale = ValueScale(range: ValueScale.range(of: columns.flatMap(\.self)), height: plot.height * 4)
        var grid = DotGrid(columns: plot.width, rows: plot.height)
        for (curve, columns) in zip(curves, columns) { draw(curve, columns, on: &grid, scale) }
        grid.draw(x: plot.x, y: plot.y, on: &canvas)
        for (index, columns) in columns.enumerated() { drawLetters(index, columns, plot, scale, on: &canvas) }
        let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
        for value in plot.height >= 4 ? [high, (low + high) / 2, low] : [high, low] {
            canvas.put(Chart.shortLabel(value), endingAt: plot.x, y: plot.y + scale.row(of: value) / 4, Style(.secondary))
        }
        if axisRows > 0 {
            for tick in axis.ticks { canvas.put(tick.text, x: plot.x + tick.cell, y: plot.y + plot.height, Style(.secondary)) }
        }
    }

    /// Joins the columns' values, with gaps where the pattern has some.
    private func draw(_ curve: Curve, _ columns: [SeriesColumn], on grid: inout DotGrid, _ scale: ValueScale) {
        let pen = DotGrid.Pen(style: Style(curve.look.role), plain: curve.letter)
        let period = curve.look.pattern.reduce(0, +)
        func isDrawn(_ column: Int) -> Bool {
            guard period > 0 else { return true }
            var rest = column % period
            for (index, length) in curve.look.pattern.enumerated() {
                if rest < length { return index % 2 == 0 }
                rest -= length
            }
            return true
        }
        var previous: (x: Int, y: Int)?
        for column in columns {
            let (low, high) = (scale.row(of: column.least), scale.row(of: column.greatest))
            if let previous, !column.isInterrupted {
                let next = (x: column.column, y: scale.row(of: column.first))
                for x in previous.x...next.x where isDrawn(x) {
                    // From this column of dots to the next, so that steep pieces have no holes.
                    func row(_ x: Int) -> Int {
                        next.x == previous.x ? next.y : previous.y + (next.y - previous.y) * (min(x, next.x) - previous.x) / (next.x - previous.x)
                    }
                    grid.line(from: (x, row(x)), to: (x, row(x + 1)), pen)
                }
            }
            if isDrawn(column.column) || columns.count == 1 { grid.line(from: (column.column, high), to: (column.column, low), pen) }
            previous = (column.column, scale.row(of: column.last))
        }
    }

    /// The curve's letter at its end and along it, each curve's elsewhere, so that they seldom meet.
    private func drawLetters(_ index: Int, _ columns: [SeriesColumn], _ plot: Rect, _ scale: ValueScale, on canvas: inout Canvas) {
        guard let last = columns.last, let first = columns.first else { return }
        let style = Style(curves[index].look.role, bold: true)
        func put(_ column: SeriesColumn) {
            canvas[plot.x + column.column / 2, plot.y + scale.row(of: column.last) / 4] = Cell(curves[index].letter, style)
        }
        let spacing = 32
        var next = first.column + 6 + index * spacing / max(1, curves.count)
        for column in columns where column.column >= next {
            put(column)
            next = column.column + spacing
        }
        put(last)
    }
}
