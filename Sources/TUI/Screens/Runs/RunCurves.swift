import Core

/// The curves of several runs over one epoch axis, with a legend that tells them by letter and line, not by colour alone.
enum RunCurves {
    /// Draws the chart, and beside or below it the legend.
    static func draw(_ runs: RunsState, in rect: Rect, on canvas: inout Canvas) {
        let chosen = Array(runs.chosen.prefix(RunsState.curveLimit))
        let legendHeight = min(chosen.count, max(1, rect.height / 3)) + 2
        let chartRect = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - legendHeight)
        let legendRect = Rect(x: rect.x, y: rect.y + chartRect.height, width: rect.width, height: legendHeight)
        Panel.draw(chartRect, title: runs.curveKind.title, isFocused: true, on: &canvas)
        let curves = chosen.enumerated().map { index, run in
            OverlayChart.Curve(
                letter: letter(index, run, runs), look: OverlayChart.looks[index % OverlayChart.looks.count],
                points: (runs.curves[run.path]?.curve.points ?? []).map { (Double($0.epoch), runs.curveKind.value($0)) })
        }
        if curves.allSatisfy(\.points.isEmpty) {
            let isKnown = chosen.allSatisfy { runs.curves[$0.path] != nil }
            canvas.put(
                isKnown ? "no epoch of these runs has ended yet" : "reading", x: chartRect.inner.x + 2, y: chartRect.inner.y + 1, Style(.secondary),
                maximum: chartRect.inner.width - 3)
        } else {
            OverlayChart(curves: curves).draw(in: chartRect.inner, on: &canvas)
        }
        drawLegend(chosen, curves, runs, in: legendRect, on: &canvas)
    }

    /// A marked run has its letter in the table; one under the cursor alone is A.
    private static func letter(_ index: Int, _ run: RunOverview, _ runs: RunsState) -> Character {
        runs.letter(of: run.path)?.first ?? "A"
    }

    private static func drawLegend(
        _ chosen: [RunOverview], _ curves: [OverlayChart.Curve], _ runs: RunsState, in rect: Rect, on canvas: inout Canvas
    ) {
        let more = runs.chosen.count - min(chosen.count, rect.inner.height)
        Panel.draw(rect, title: more > 0 ? "legend  \(more) more are marked" : "legend", on: &canvas)
        let inner = rect.inner
        let table = RunTable(chosen)
        for (offset, run) in chosen.prefix(inner.height).enumerated() {
            let y = inner.y + offset
            let style = Style(curves[offset].look.role, bold: true)
            canvas.put(String(curves[offset].letter), x: inner.x + 1, y: y, style)
            canvas.put(canvas.capabilities.isUnicode ? curves[offset].look.sample : "", x: inner.x + 3, y: y, style)
            let differing = table.columns.filter { !RunColumn.own.contains($0.column) }.map { "\($0.title) \($0.cells[offset])" }
            let best = run.bestAccuracy.map { "\(Figures.percent($0)) %" + (run.bestEpoch.map { " @\($0)" } ?? "") } ?? "-"
            let words = ([run.name, best] + differing).joined(separator: "  ")
            canvas.put(canvas.glyphs.legible(words), x: inner.x + 10, y: y, maximum: inner.width - 11)
        }
    }
}

extension RunsState.CurveKind {
    /// The chart's title.
    var title: String {
        switch self {
        case .accuracy: "validation accuracy, %"
        case .loss: "validation loss"
        case .trainAccuracy: "training accuracy, %"
        case .trainLoss: "training loss"
        }
    }

    /// What the chart shows of an epoch.
    func value(_ point: RunCurve.Point) -> Double {
        switch self {
        case .accuracy: point.accuracy * 100
        case .loss: point.loss
        case .trainAccuracy: point.trainAccuracy * 100
        case .trainLoss: point.trainLoss
        }
    }
}
