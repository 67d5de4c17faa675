/// A braille chart (letters where there is no UTF-8) with value labels at its left and, from eight rows on, epochs below.
package struct Chart: Sendable {
    /// Drawn in this order; where two share a cell, the later one's colour wins.
    package var series: [Series] = []
    /// The common horizontal axis.
    package var xRange: ClosedRange<Double> = 0...1
    /// The usual range; nil: from the series, single spikes left out. What lies outside is drawn at the edge.
    package var yRange: ClosedRange<Double>?
    /// Another range than the usual one.
    package var yAxis = VerticalAxis.usual
    /// Dotted horizontal lines, e.g. chance and majority.
    package var guides: [Double] = []
    /// Marks on the horizontal axis.
    package var marks: [ChartMark] = []
    /// A place that a person looks at, as a line from top to bottom.
    package var cursor: Double?
    /// Whether epochs stand below; nil: from eight rows on.
    package var hasAxisRow: Bool?
    /// Makes a value's label, at most 4 characters.
    package var label: @Sendable (Double) -> String = Chart.shortLabel

    /// Without series, from 0 to 1.
    package init() {}

    /// Cells at the left that labels have.
    package static let labelWidth = 4

    /// Draws into `rect`, over what stands there.
    package func draw(in rect: Rect, on canvas: inout Canvas) {
        let labelWidth = rect.width >= 3 * Self.labelWidth ? Self.labelWidth : 0
        let axisRows = rect.height > 1 && (hasAxisRow ?? (rect.height >= 8)) ? 1 : 0
        let plot = Rect(x: rect.x + labelWidth, y: rect.y, width: rect.width - labelWidth, height: rect.height - axisRows)
        guard plot.width > 0, plot.height > 0 else { return }

        let axis = ChartAxis(range: xRange, width: plot.width * 2)
        let columns = series.map { SeriesColumn.columns(of: $0.points, on: axis) }
        let range = yAxis == .usual ? yRange : nil
        let scale = ValueScale(
            range: range ?? ValueScale.range(of: columns.flatMap(\.self), yAxis), height: plot.height * 4, isLogarithmic: yAxis == .logarithmic)

        // A cell has one colour: where a bright line crosses raw values, theirs would turn it into a block, so they give way there.
        var faint = DotGrid(columns: plot.width, rows: plot.height)
        var bright = faint
        draw(guidesOn: &faint, axis, scale)
        for (series, columns) in zip(series, columns) {
            if series.look == .rawFaint {
                Self.draw(columns, of: series, on: &faint, scale)
            } else {
                Self.draw(columns, of: series, on: &bright, scale)
            }
        }
        faint.draw(x: plot.x, y: plot.y, on: &canvas)
        bright.draw(x: plot.x, y: plot.y, on: &canvas)

        if let cursor, let column = axis.column(of: cursor) { Self.draw(cursorAt: plot.x + column / 2, in: plot, on: &canvas) }
        for mark in marks.sorted(by: { $0.kind.rawValue < $1.kind.rawValue }) {
            guard let column = axis.column(of: mark.position) else { continue }
            canvas[plot.x + column / 2, plot.y + plot.height - 1] = Cell(mark.kind.sign, mark.kind.style)
        }
        if labelWidth > 0 { draw(labelsIn: Rect(x: rect.x, y: rect.y, width: labelWidth, height: plot.height), scale, on: &canvas) }
        if axisRows > 0 {
            for tick in axis.ticks { canvas.put(tick.text, x: plot.x + tick.cell, y: plot.y + plot.height, Style(.secondary)) }
        }
    }

    /// Guides and marks as dots that leave room for the data between them.
    private func draw(guidesOn grid: inout DotGrid, _ axis: ChartAxis, _ scale: ValueScale) {
        for guide in guides where scale.range.contains(guide) {
            let row = scale.row(of: guide)
            for x in stride(from: 0, to: grid.width, by: 4) { grid.set(x, row, DotGrid.Pen(style: Style(.faint), plain: "-")) }
        }
        for mark in marks where mark.kind == .change {
            guard let column = axis.column(of: mark.position) else { continue }
            for y in stride(from: 1, to: grid.height, by: 4) { grid.set(column, y, DotGrid.Pen(style: Style(.faint), plain: ":")) }
        }
    }

    /// A line through the blank cells of a column; curves stay as they are.
    private static func draw(cursorAt x: Int, in plot: Rect, on canvas: inout Canvas) {
        for y in plot.y..<plot.y + plot.height where canvas[x, y].character == " " {
            canvas[x, y] = Cell("┊", Style(.highlight, bold: true))
        }
    }

    private static func draw(_ columns: [SeriesColumn], of series: Series, on grid: inout DotGrid, _ scale: ValueScale) {
        let pen = series.pen
        var previous: (x: Int, y: Int)?
        for column in columns {
            let (low, high) = (scale.row(of: column.least), scale.row(of: column.greatest))
            guard series.look != .points else {
                for row in low == high ? [low] : [low, high] { block(around: column.column, row, on: &grid, pen) }
                continue
            }
            if let previous, !column.isInterrupted { grid.line(from: previous, to: (column.column, scale.row(of: column.first)), pen) }
            grid.line(from: (column.column, high), to: (column.column, low), pen)
            previous = (column.column, scale.row(of: column.last))
        }
    }

    /// Four dots, moved inwards at the right and upper edges.
    private static func block(around x: Int, _ y: Int, on grid: inout DotGrid, _ pen: DotGrid.Pen) {
        let (left, top) = (min(x, grid.width - 2), max(y - 1, 0))
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] { grid.set(left + dx, top + dy, pen) }
    }

    /// The values of the upper row, the lower row and, where there is room, the middle.
    private func draw(labelsIn rect: Rect, _ scale: ValueScale, on canvas: inout Canvas) {
        let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
        var values = rect.height == 1 ? [high] : [high, low]
        let middle = scale.middle
        // Not where rounding would make it the same as the one above or below.
        if rect.height >= 4, label(middle) != label(high), label(middle) != label(low) { values.append(middle) }
        for value in values {
            let text = label(value)
            // Flush right under each other, with a blank before the curve where the text leaves one.
            let indent = max(0, 3 - text.count)
            canvas.put(text, x: rect.x + indent, y: rect.y + scale.row(of: value) / 4, Style(.secondary), maximum: rect.width - indent)
        }
    }

    /// A value in at most four characters: `0.8`, `1.25`, `120`, `25k`, `1e-4`.
    package static func shortLabel(_ value: Double) -> String {
        guard value.isFinite else { return "" }
        let size = value.magnitude
        let sign = value < 0 ? "-" : ""
        if size == 0 { return "0" }
        if size >= 999.5 || size < 0.0095 {
            if size >= 999.5, size < 999_500 { return sign + Int((size / 1000).rounded()).description + "k" }
            var (exponent, mantissa) = (0, size)
            while mantissa >= 9.5 { (exponent, mantissa) = (exponent + 1, mantissa / 10) }
            while mantissa < 0.95 { (exponent, mantissa) = (exponent - 1, mantissa * 10) }
            return "\(sign)\(Int(mantissa.rounded()))e\(exponent)"
        }
        if size >= 99.5 { return sign + Int(size.rounded()).description }
        let decimals = size < 9.995 && value > 0 ? 2 : 1
        let scale = decimals == 2 ? 100.0 : 10.0
        let units = Int((size * scale).rounded())
        let fraction = String(units % Int(scale) + Int(scale)).dropFirst()
        let whole = "\(units / Int(scale))"
        // One decimal stays, so that 1.0 reads as measured and 1.25 keeps its second.
        let kept = fraction.count == 2 && fraction.last == "0" ? fraction.dropLast() : fraction
        return size >= 9.995 && kept == "0" ? sign + whole : "\(sign)\(whole).\(kept)"
    }
}
