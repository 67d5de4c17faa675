import Platform
import Core

/// Loss and accuracy over one epoch axis; sparklines where there is little room.
enum TrainCharts {
    /// Draws training loss by step and validation loss by epoch, with the loss of guessing dotted.
    static func drawLoss(_ snapshot: TrainingSnapshot, _ view: ChartView, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let curves = Curves(
            raw: ChartCurves.raw(snapshot.stepLoss, snapshot), smoothed: ChartCurves.smoothed(snapshot.stepLoss, snapshot, view.smoothing),
            validation: snapshot.epochs.map { (x: Double($0.epoch), y: $0.validation.loss) })
        var chart = Chart()
        chart.guides = [log(Double(max(2, snapshot.classNames.count)))]
        let frame = Frame(
            name: "loss", number: 1, text: { $0.map(Figures.four) ?? "    -" }, unit: "",
            details: details(snapshot, view, Figures.four) { ($0.train.loss, snapshot.stepLoss) })
        draw(chart, curves, frame, snapshot, view, in: rect, isFocused: isFocused, on: &canvas)
    }

    /// Draws training accuracy by step and validation accuracy by epoch, with chance and majority dotted.
    static func drawAccuracy(_ snapshot: TrainingSnapshot, _ view: ChartView, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        func percent(_ points: ChartCurves.Points) -> ChartCurves.Points { points.map { ($0.x, $0.y * 100) } }
        let curves = Curves(
            raw: percent(ChartCurves.raw(snapshot.stepAccuracy, snapshot)),
            smoothed: percent(ChartCurves.smoothed(snapshot.stepAccuracy, snapshot, view.smoothing)),
            validation: snapshot.epochs.map { (x: Double($0.epoch), y: $0.validation.accuracy * 100) })
        var chart = Chart()
        chart.yRange = 0...100
        chart.guides = [100 / Double(max(1, snapshot.classNames.count)), snapshot.majorityShare * 100]
        if view.axis == .usual { chart.label = { Figures.fixed($0, 0) } }
        let frame = Frame(
            name: "accuracy", number: 2, text: { $0.map { Figures.percent($0 / 100) } ?? "   -" }, unit: " %",
            details: details(snapshot, view, Figures.percent) { ($0.train.accuracy, snapshot.stepAccuracy) })
        draw(chart, curves, frame, snapshot, view, in: rect, isFocused: isFocused, on: &canvas)
    }

    /// A chart's three curves.
    private struct Curves {
        let raw: ChartCurves.Points
        let smoothed: ChartCurves.Points
        let validation: ChartCurves.Points
    }

    /// What stands in a chart's border.
    private struct Frame {
        let name: String
        let number: Int
        let text: (Double?) -> String
        /// Behind the training's number.
        let unit: String
        /// What else is known of the epoch under the cursor.
        let details: String?
    }

    private static func draw(
        _ chart: Chart, _ curves: Curves, _ frame: Frame, _ snapshot: TrainingSnapshot, _ view: ChartView, in rect: Rect, isFocused: Bool,
        on canvas: inout Canvas
    ) {
        let train = view.cursor.map { ChartCurves.value(of: curves.smoothed, at: $0) } ?? curves.smoothed.last?.y
        let validation = view.cursor.map { ChartCurves.value(of: curves.validation, at: $0) } ?? curves.validation.last?.y
        let name = frame.name + (view.cursor.map { " @\($0)" } ?? "")
        let title = title(name, train: frame.text(train) + frame.unit, validation: frame.text(validation), width: rect.width)
        Panel.draw(rect, title: title, number: frame.number, isFocused: isFocused, on: &canvas)
        drawCaption(snapshot, view, frame.details, in: rect, on: &canvas)
        let inner = rect.inner
        guard inner.height >= 3 else {
            drawSparklines(curves.smoothed.map(\.y), curves.validation.map(\.y), in: inner, on: &canvas)
            return
        }
        var chart = chart
        chart.series = [
            Series(points: curves.raw, role: .faint, look: .rawFaint), Series(points: curves.smoothed, role: .train, look: .bright),
            Series(points: curves.validation, role: .validation, look: .points),
        ]
        chart.xRange = view.range(ChartCurves.extent(snapshot))
        chart.yAxis = view.axis
        chart.marks = ChartCurves.marks(snapshot)
        chart.cursor = view.cursor.map(Double.init)
        chart.draw(in: inner, on: &canvas)
        if curves.smoothed.isEmpty {
            canvas.put("waits for the first step", x: inner.x + 5, y: inner.y + inner.height / 2, Style(.faint), maximum: inner.width - 5)
        }
    }

    /// The chart's name and numbers as far apart as the border has room for; 6 cells of it are number, blanks and corners.
    private static func title(_ name: String, train: String, validation: String, width: Int) -> String {
        let variants = [
            "\(name)   train \(train)   val \(validation)", "\(name) train \(train) val \(validation)", "\(name) \(train) val \(validation)",
            "\(name.replacing("accuracy", with: "acc")) \(train) val \(validation)",
        ]
        return variants.first { $0.count + 6 <= width } ?? name
    }

    /// The mean of the epoch under the cursor and its extreme steps.
    private static func details(
        _ snapshot: TrainingSnapshot, _ view: ChartView, _ text: (Double) -> String, _ pick: (EpochRecord) -> (mean: Double, history: StepHistory)
    ) -> String? {
        guard let cursor = view.cursor, let record = snapshot.epochs.first(where: { $0.epoch == cursor }) else { return nil }
        func trimmed(_ value: Double) -> String { String(text(value).drop { $0 == " " }) }
        let (mean, history) = pick(record)
        let steps = ChartCurves.extremes(history, snapshot, epoch: cursor).map { ", steps \(trimmed($0.lowerBound)) to \(trimmed($0.upperBound))" }
        return "epoch's mean \(trimmed(mean))" + (steps ?? "")
    }

    /// In the lower border: what is known of the cursor's epoch, and what differs from the usual view; the signs where there is room.
    private static func drawCaption(
        _ snapshot: TrainingSnapshot, _ view: ChartView, _ details: String?, in rect: Rect, on canvas: inout Canvas
    ) {
        var parts = details.map { [$0] } ?? []
        if view.smoothing != .medium { parts.append("smoothing \(view.smoothing.rawValue)") }
        if view.axis != .usual { parts.append(view.axis.title) }
        if view.window != .whole {
            let range = view.range(ChartCurves.extent(snapshot))
            parts.append("epochs \(Figures.short(range.lowerBound)) to \(Figures.short(range.upperBound))")
        }
        if rect.height >= 14 {
            let kinds = ChartMark.Kind.allCases.filter { kind in ChartCurves.marks(snapshot).contains { $0.kind == kind } }
            if !kinds.isEmpty { parts.append(kinds.map { "\($0.sign) \($0.title)" }.joined(separator: " ")) }
        }
        // Whole parts only: what is cut in the middle says nothing.
        while !parts.isEmpty, parts.joined(separator: " · ").count > rect.width - 6 { parts.removeLast() }
        guard !parts.isEmpty else { return }
        canvas.put(" " + parts.joined(separator: " · ") + " ", x: rect.x + 2, y: rect.y + rect.height - 1, Style(.secondary))
    }

    private static func drawSparklines(_ train: [Double], _ validation: [Double], in rect: Rect, on canvas: inout Canvas) {
        let width = rect.width - 6
        let lines = [("train", train, Role.train), ("val", validation, .validation)]
        for (offset, line) in lines.prefix(rect.height).enumerated() {
            canvas.put(line.0, x: rect.x, y: rect.y + offset, Style(.secondary))
            // One value a cell, over the whole run.
            let values = line.1.count <= width ? line.1 : (0..<width).map { line.1[($0 + 1) * line.1.count / width - 1] }
            canvas.put(
                Bars.sparkline(values, width: width, isUnicode: canvas.capabilities.isUnicode), x: rect.x + 6, y: rect.y + offset, Style(line.2),
                maximum: width)
        }
    }
}
