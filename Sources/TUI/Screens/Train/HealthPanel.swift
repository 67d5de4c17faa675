import Core

/// Where attention looks, epoch by epoch: mean and spread of scale, angle, shift, distance and share outside, and what was noticed.
enum HealthPanel {
    /// Draws a sparkline of the mean and one of the spread for each number, with the warnings at their epochs below.
    static func draw(_ train: TrainState, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        guard let snapshot = train.snapshot else { return }
        let title = "attention over the epochs" + (train.view.cursor.map { " @\($0)" } ?? "")
        Panel.draw(rect, title: title, number: TrainState.Panel.health.rawValue, isFocused: isFocused, on: &canvas)
        let inner = Rect(x: rect.inner.x + 1, y: rect.inner.y, width: rect.inner.width - 2, height: rect.inner.height)
        guard let latest = snapshot.epochs.last(where: { $0.epoch <= train.view.cursor ?? .max }) else {
            canvas.put("waits for the first validation", x: inner.x, y: inner.y, Style(.faint), maximum: inner.width)
            return
        }
        let columns = Columns(inner)
        canvas.put("mean", x: columns.mean, y: inner.y, Style(.secondary))
        let spread = "spread over the faces"
        canvas.put(spread.count <= columns.width ? spread : "spread", x: columns.spread, y: inner.y, Style(.secondary), maximum: columns.width)
        // A line apart where there is room, or bars that touch look like one.
        let stride = inner.height >= 18 ? 2 : 1
        var y = inner.y + 1
        for row in rows(snapshot.epochs, latest) where y < inner.y + inner.height - 1 {
            canvas.put(row.name, x: inner.x, y: y, Style(.secondary), maximum: 8)
            canvas.put(row.value, endingAt: columns.mean - 1, y: y)
            put(row.means, x: columns.mean, y: y, width: columns.width, Style(.highlight), on: &canvas)
            if let spreads = row.spreads { put(spreads, x: columns.spread, y: y, width: columns.width, Style(.info), on: &canvas) }
            y += stride
        }
        canvas.put("noticed", x: inner.x, y: y, Style(.secondary))
        if snapshot.warnings.isEmpty { canvas.put("nothing", endingAt: columns.mean - 1, y: y) }
        drawMarks(train, snapshot, columns, y: y, on: &canvas)
        drawFindings(train, in: Rect(x: inner.x, y: y + 2, width: inner.width, height: inner.y + inner.height - y - 2), on: &canvas)
    }

    /// Where the sparklines stand.
    private struct Columns {
        let mean: Int
        let spread: Int
        /// Of each.
        let width: Int

        private static let nameWidth = 9
        /// Of the figures.
        static let valueWidth = 15

        init(_ rect: Rect) {
            mean = rect.x + Self.nameWidth + Self.valueWidth + 1
            width = max(1, (rect.x + rect.width - mean - 2) / 2)
            spread = mean + width + 2
        }
    }

    private struct Row {
        let name: String
        /// Mean and spread in figures.
        let value: String
        let means: [Double]
        let spreads: [Double]?
    }

    private static func rows(_ epochs: [EpochRecord], _ latest: EpochRecord) -> [Row] {
        typealias Moments = AttentionStatistics.Moments
        func row(_ name: String, _ digits: Int, _ pick: (AttentionStatistics) -> Moments, orMean mean: ((EpochRecord) -> Double)? = nil) -> Row {
            let now = latest.attention.map(pick)
            let value: String
            if let now {
                let usual = "\(Figures.fixed(now.mean, digits)) ± \(Figures.fixed(now.spread, digits))"
                // Attention that has run away has numbers to match.
                value = usual.count <= Columns.valueWidth ? usual : "\(Figures.compact(now.mean)) ± \(Figures.compact(now.spread))"
            } else {
                value = mean.map { Figures.fixed($0(latest), digits) } ?? "-"
            }
            return Row(
                name: name, value: value, means: epochs.map { record in record.attention.map { pick($0).mean } ?? mean?(record) ?? .nan },
                spreads: epochs.map { $0.attention.map { pick($0).spread } ?? .nan })
        }
        return [
            row("scale", 2, \.scale, orMean: \.meanScale), row("angle", 1, \.angle), row("shift x", 2, \.shiftX), row("shift y", 2, \.shiftY),
            row("distance", 2, \.distance),
            Row(
                name: "outside", value: Figures.fixed(latest.meanOutside * 100, 1) + " %", means: epochs.map(\.meanOutside), spreads: nil),
            Row(
                name: "differ", value: latest.attention.map { Figures.fixed($0.thetaSpread, 3) } ?? "-",
                means: epochs.map { $0.attention?.thetaSpread ?? .nan }, spreads: nil),
        ]
    }

    /// A sparkline over all epochs: of several that share a cell the one farthest from the mean, so that no spike is lost.
    private static func put(_ values: [Double], x: Int, y: Int, width: Int, _ style: Style, on canvas: inout Canvas) {
        let finite = values.filter(\.isFinite)
        let mean = finite.reduce(0, +) / Double(max(1, finite.count))
        let cells = (0..<min(width, values.count)).map { cell -> Double in
            let part = values[cell * values.count / min(width, values.count)..<(cell + 1) * values.count / min(width, values.count)]
            return part.filter(\.isFinite).max { abs($0 - mean) < abs($1 - mean) } ?? .nan
        }
        canvas.put(Bars.sparkline(cells, width: width, isUnicode: canvas.capabilities.isUnicode), x: x, y: y, style, maximum: width)
    }

    /// Below the means: warnings where they began, and the cursor.
    private static func drawMarks(_ train: TrainState, _ snapshot: TrainingSnapshot, _ columns: Columns, y: Int, on canvas: inout Canvas) {
        let count = snapshot.epochs.count
        func cell(_ epoch: Int) -> Int? {
            guard let index = snapshot.epochs.firstIndex(where: { $0.epoch == epoch }) else { return nil }
            return columns.mean + index * min(columns.width, count) / count
        }
        for warning in snapshot.warnings {
            if let x = cell(warning.epoch) { canvas[x, y] = Cell("▲", Style(.warning, bold: true)) }
        }
        if let cursor = train.view.cursor, let x = cell(cursor) { canvas[x, y + 1] = Cell("◆", Style(.highlight, bold: true)) }
    }

    /// The warnings' headings, as many as there is room for.
    private static func drawFindings(_ train: TrainState, in rect: Rect, on canvas: inout Canvas) {
        for (offset, warning) in train.findings.prefix(max(0, rect.height)).enumerated() {
            let finding = FindingText(warning, recovery: train.snapshot?.recovery(from: warning), canvas.glyphs)
            canvas.put(finding.heading, x: rect.x, y: rect.y + offset, Style(finding.holds ? .warning : .secondary), maximum: rect.width)
        }
    }
}
