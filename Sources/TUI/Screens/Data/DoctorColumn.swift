import Core

/// What is known of the data under the cursor, as lines, and a few faces where there is room.
enum DoctorColumn {
    /// Draws inside the column's border.
    static func draw(_ doctor: Doctor, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        guard let source = doctor.source else {
            canvas.put("nothing under the cursor yet", x: rect.x, y: rect.y, Style(.faint), maximum: rect.width)
            return
        }
        let name = if case .path(let path) = source { DataState.name(of: path) } else { "demo faces" }
        canvas.put(glyphs.legible(name), x: rect.x, y: rect.y, Style(.text, bold: true), maximum: rect.width)
        var body = Rect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
        switch doctor.outcome {
        case nil: drawProgress(doctor, in: body, on: &canvas)
        case .failure(let error):
            let isPlain = doctor.looksLikeFaces == false
            body.y += canvas.put(glyphs.legible(error.description).wrapped(rect.width), in: body, Style(isPlain ? .secondary : .error))
        case .success(let report): draw(report, in: body, mode: mode, on: &canvas)
        }
    }

    private static func drawProgress(_ doctor: Doctor, in rect: Rect, on canvas: inout Canvas) {
        canvas.put("examining …", x: rect.x, y: rect.y, Style(.info), maximum: rect.width)
        guard let progress = doctor.progress else { return }
        let bar = Bars.bar(progress.fraction, width: rect.width - 7, isUnicode: canvas.capabilities.isUnicode)
        canvas.put(bar, x: rect.x, y: rect.y + 1, Style(.info), maximum: rect.width - 7)
        canvas.put(Figures.percent(progress.fraction) + " %", endingAt: rect.x + rect.width, y: rect.y + 1, Style(.secondary))
        canvas.put(amount(progress), x: rect.x, y: rect.y + 2, Style(.secondary), maximum: rect.width)
    }

    /// "120 of 271 MB", "1,200 of 28,709 images".
    static func amount(_ progress: LoadProgress) -> String {
        progress.unit == .bytes
            ? "\(Figures.bytes(progress.done)) of \(Figures.bytes(progress.total))"
            : "\(SetupField.grouped(progress.done)) of \(SetupField.grouped(progress.total)) \(progress.unit.rawValue)"
    }

    private static func draw(_ report: DatasetReport, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let all = report.splits.reduce(0) { $0 + $1.counts.reduce(0, +) }
        var y = rect.y
        func rest() -> Rect { Rect(x: rect.x, y: y, width: rect.width, height: rect.y + rect.height - y) }
        y += canvas.put(
            "\(glyphs.legible(report.layout)): \(SetupField.grouped(all)) faces, 48\(glyphs.isUnicode ? "×" : "x")48".wrapped(rect.width), in: rest())
        y += canvas.put(report.rule.sentence.wrapped(rect.width), in: rest(), Style(.secondary))
        y += drawCounts(report, in: rest(), on: &canvas)
        y += canvas.put(problems(report).wrapped(rect.width), in: rest(), Style(report.unreadable.isEmpty ? .secondary : .warning))
        for finding in report.findings {
            y += canvas.put(("· " + glyphs.legible(finding)).wrapped(rect.width), in: rest(), Style(.text))
        }
        for error in report.unreadable.prefix(3) {
            y += canvas.put((glyphs.wrong + " " + glyphs.legible(error.description)).wrapped(rect.width), in: rest(), Style(.error))
        }
        if report.unreadable.count > 3, y < rect.y + rect.height {
            y += canvas.put(["and \(SetupField.grouped(report.unreadable.count - 3)) more that cannot be read"], in: rest(), Style(.error))
        }
        drawSamples(report, in: rest(), mode: mode, on: &canvas)
    }

    /// What is wrong, in numbers.
    private static func problems(_ report: DatasetReport) -> String {
        [
            "unreadable \(SetupField.grouped(report.unreadable.count))", "in two splits \(SetupField.grouped(report.duplicates.acrossSplits))",
            "repeated \(SetupField.grouped(report.duplicates.surplus))", "blank \(SetupField.grouped(report.blankCount))",
        ].joined(separator: ", ")
    }

    /// A line a class: its faces in each split, and a bar of the first.
    ///
    /// - Returns: the lines used.
    private static func drawCounts(_ report: DatasetReport, in rect: Rect, on canvas: inout Canvas) -> Int {
        guard rect.height >= report.classNames.count + 2 else { return 0 }
        let nameWidth = 9
        let countWidth = 8
        let barWidth = rect.width - nameWidth - countWidth * report.splits.count - 1
        for (index, split) in report.splits.enumerated() {
            let name = split.name == "validation" ? "valid." : split.name
            canvas.put(String(name.prefix(countWidth)), endingAt: rect.x + nameWidth + countWidth * (index + 1), y: rect.y, Style(.secondary))
        }
        let largest = Double(max(1, report.splits.first?.counts.max() ?? 1))
        for (label, className) in report.classNames.enumerated() {
            let y = rect.y + 1 + label
            canvas.put(canvas.glyphs.legible(className), x: rect.x, y: y, Style(.text), maximum: nameWidth)
            for (index, split) in report.splits.enumerated() {
                canvas.put(SetupField.grouped(split.counts[label]), endingAt: rect.x + nameWidth + countWidth * (index + 1), y: y)
            }
            guard barWidth >= 4, let counts = report.splits.first?.counts else { continue }
            let bar = Bars.bar(Double(counts[label]) / largest, width: barWidth, isUnicode: canvas.capabilities.isUnicode)
            canvas.put(bar, x: rect.x + rect.width - barWidth, y: y, Style(.info), maximum: barWidth)
        }
        let y = rect.y + 1 + report.classNames.count
        canvas.put("all", x: rect.x, y: y, Style(.secondary), maximum: nameWidth)
        for (index, split) in report.splits.enumerated() {
            let sum = SetupField.grouped(split.counts.reduce(0, +))
            canvas.put(sum, endingAt: rect.x + nameWidth + countWidth * (index + 1), y: y, Style(.text, bold: true))
        }
        return report.classNames.count + 2
    }

    /// Four faces beside each other, or two above two, at the foot of the column.
    private static func drawSamples(_ report: DatasetReport, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        let samples = Array(report.samples.prefix(4))
        guard !samples.isEmpty else { return }
        let perRow = (rect.width + 1) / 4 >= 13 ? 4 : 2
        let fitting = min(24, (rect.width + 1) / perRow - 1)
        let rows = (samples.count + perRow - 1) / perRow
        let byHeight = (rect.height - rows) / rows * 2
        let width = min(fitting, byHeight) / 2 * 2
        guard width >= 12 else { return }
        let contrast = FacePicture.contrast(of: samples.map(\.pixels))
        for (index, sample) in samples.enumerated() {
            let face = Rect(
                x: rect.x + index % perRow * (width + 1), y: rect.y + rect.height - (rows - index / perRow) * (width / 2 + 1), width: width,
                height: width / 2)
            FacePicture.draw(sample.pixels, in: face, on: &canvas, mode: mode, contrast: contrast)
            let name = report.classNames.indices.contains(sample.label) ? report.classNames[sample.label] : ""
            canvas.put(canvas.glyphs.legible(name), x: face.x, y: face.y + face.height, Style(.secondary), maximum: width)
        }
    }
}
