import Core

/// Loss and accuracy over one epoch axis; sparklines where there is little room.
enum TrainCharts {
    /// Draws training loss by step and validation loss by epoch.
    static func drawLoss(_ snapshot: TrainingSnapshot, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        let smoothed = smoothed(snapshot.stepLoss, snapshot)
        let validation = snapshot.epochs.map { (x: Double($0.epoch), y: $0.validation.loss) }
        func number(_ value: Double?) -> String { value.map(Figures.four) ?? "    -" }
        let title = title("loss", train: number(smoothed.last?.y), validation: number(validation.last?.y), width: rect.width)
        Panel.draw(rect, title: title, number: 1, isFocused: isFocused, on: &canvas)
        let inner = rect.inner
        guard inner.height >= 3 else {
            drawSparklines(smoothed.map(\.y), validation.map(\.y), in: inner, on: &canvas)
            return
        }
        var chart = Chart()
        chart.series = series(raw(snapshot.stepLoss, snapshot), smoothed, validation)
        chart.xRange = 0...axisEnd(snapshot)
        chart.marks = marks(snapshot)
        draw(chart, waits: smoothed.isEmpty, in: inner, on: &canvas)
    }

    /// Draws training accuracy by step and validation accuracy by epoch, with chance and majority dotted.
    static func drawAccuracy(_ snapshot: TrainingSnapshot, in rect: Rect, isFocused: Bool, on canvas: inout Canvas) {
        func percent(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] { points.map { ($0.x, $0.y * 100) } }
        let smoothed = percent(smoothed(snapshot.stepAccuracy, snapshot))
        let validation = snapshot.epochs.map { (x: Double($0.epoch), y: $0.validation.accuracy * 100) }
        func number(_ value: Double?) -> String { value.map { Figures.percent($0 / 100) } ?? "   -" }
        let title = title("accuracy", train: number(smoothed.last?.y) + " %", validation: number(validation.last?.y), width: rect.width)
        Panel.draw(rect, title: title, number: 2, isFocused: isFocused, on: &canvas)
        let inner = rect.inner
        guard inner.height >= 3 else {
            drawSparklines(smoothed.map(\.y), validation.map(\.y), in: inner, on: &canvas)
            return
        }
        var chart = Chart()
        chart.series = series(percent(raw(snapshot.stepAccuracy, snapshot)), smoothed, validation)
        chart.xRange = 0...axisEnd(snapshot)
        chart.yRange = 0...100
        chart.guides = [100 / Double(max(1, snapshot.classNames.count)), snapshot.majorityShare * 100]
        chart.marks = marks(snapshot)
        chart.label = { Figures.fixed($0, 0) }
        draw(chart, waits: smoothed.isEmpty, in: inner, on: &canvas)
    }

    /// The chart's name and latest numbers as far apart as the border has room for; 6 cells of it are number, blanks and corners.
    private static func title(_ name: String, train: String, validation: String, width: Int) -> String {
        let variants = [
            "\(name)   train \(train)   val \(validation)", "\(name) train \(train) val \(validation)", "\(name) \(train) val \(validation)",
        ]
        return variants.first { $0.count + 6 <= width } ?? name
    }

    private static func draw(_ chart: Chart, waits: Bool, in rect: Rect, on canvas: inout Canvas) {
        chart.draw(in: rect, on: &canvas)
        if waits { canvas.put("waits for the first step", x: rect.x + 5, y: rect.y + rect.height / 2, Style(.faint), maximum: rect.width - 5) }
    }

    private static func series(
        _ raw: [(x: Double, y: Double)], _ smoothed: [(x: Double, y: Double)], _ validation: [(x: Double, y: Double)]
    ) -> [Series] {
        [
            Series(points: raw, role: .faint, look: .rawFaint), Series(points: smoothed, role: .train, look: .bright),
            Series(points: validation, role: .validation, look: .points),
        ]
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

    /// The last epoch in sight: grows in round steps, so that the charts are filled from the start and seldom move.
    static func axisEnd(_ snapshot: TrainingSnapshot) -> Double {
        let position = Double(max(0, snapshot.epoch - 1)) + Double(snapshot.step) / Double(max(1, snapshot.stepsPerEpoch))
        let epochs = Double(snapshot.configuration.hyperparameters.epochs)
        var power = 1.0
        while true {
            for factor in [1.0, 2, 3, 4, 5, 6, 8] where factor * power >= position { return min(epochs, factor * power) }
            power *= 10
        }
    }

    private static func marks(_ snapshot: TrainingSnapshot) -> [Double] {
        snapshot.changes.map { Double($0.epoch - 1) + Double($0.step) / Double(max(1, snapshot.stepsPerEpoch)) }
    }

    /// The middle of bucket `index` in epochs.
    private static func position(_ index: Int, _ history: StepHistory, _ snapshot: TrainingSnapshot) -> Double {
        (Double(index) + 0.5) * Double(history.stepsPerBucket) / Double(max(1, snapshot.stepsPerEpoch))
    }

    /// Lowest and highest step of each bucket, so that no spike is lost.
    private static func raw(_ history: StepHistory, _ snapshot: TrainingSnapshot) -> [(x: Double, y: Double)] {
        var points: [(x: Double, y: Double)] = []
        points.reserveCapacity(history.buckets.count * 2)
        for (index, bucket) in history.buckets.enumerated() {
            let x = position(index, history, snapshot)
            points.append((x, bucket.minimum))
            if bucket.maximum > bucket.minimum { points.append((x, bucket.maximum)) }
        }
        return points
    }

    /// The running mean over about a sixth of an epoch, at least 10 steps, without the start's pull to zero.
    private static func smoothed(_ history: StepHistory, _ snapshot: TrainingSnapshot) -> [(x: Double, y: Double)] {
        let span = max(10, Double(snapshot.stepsPerEpoch) / 6)
        let keep = exp(-Double(history.stepsPerBucket) / span)
        var (sum, weight) = (0.0, 0.0)
        return history.buckets.enumerated().map { index, bucket in
            sum = sum * keep + bucket.mean * (1 - keep)
            weight = weight * keep + (1 - keep)
            return (position(index, history, snapshot), sum / weight)
        }
    }
}
