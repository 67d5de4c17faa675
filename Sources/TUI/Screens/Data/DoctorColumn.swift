import FaceData
import Platform
import Core

/// What is known of the data under the cursor: counts, what is wrong, a few faces, and what is noteworthy.
///
/// Faces come before remarks that the numbers tell as well; what cannot be read comes before faces.
enum DoctorColumn {
    /// The column's title, with the data's name.
    static func title(_ doctor: Doctor, _ glyphs: TerminalSymbols) -> String {
        switch doctor.source {
        case nil: "doctor"
        case .demo: "doctor: demo faces"
        case .path(let path): "doctor: " + glyphs.legible(DataState.name(of: path))
        }
    }

    /// Draws inside the column's border.
    static func draw(_ doctor: Doctor, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        guard doctor.source != nil else {
            canvas.put("nothing under the cursor yet", x: rect.x, y: rect.y, Style(.faint), maximum: rect.width)
            return
        }
        switch doctor.outcome {
        case nil: drawProgress(doctor, in: rect, on: &canvas)
        case .failure(let error):
            let isPlain = doctor.looksLikeFaces == false
            let sentence = canvas.glyphs.legible(error.description)
            canvas.put(sentence.wrapped(rect.width), in: rect, Style(isPlain ? .secondary : .error))
        case .success(let report): draw(report, of: doctor.source, in: rect, mode: mode, on: &canvas)
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
            : "\(NumberText.grouped(progress.done)) of \(NumberText.grouped(progress.total)) \(progress.unit.rawValue)"
    }

    private static func draw(_ report: DatasetReport, of source: DataSource?, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        var y = rect.y
        func rest() -> Rect { Rect(x: rect.x, y: y, width: rect.width, height: rect.y + rect.height - y) }
        y += canvas.put(summary(report, width: rect.width, glyphs).wrapped(rect.width), in: rest())
        y += canvas.put(canvas.glyphs.legible(report.split).wrapped(rect.width), in: rest(), Style(.secondary))
        y += drawCounts(report, in: rest(), on: &canvas)
        y += canvas.put(problems(report).wrapped(rect.width), in: rest(), Style(report.unreadable.isEmpty ? .secondary : .warning))
        for error in report.unreadable.prefix(2) {
            y += canvas.put((glyphs.wrong + " " + glyphs.legible(shortened(error, source))).wrapped(rect.width), in: rest(), Style(.error))
        }
        if report.unreadable.count > 2, rest().height > 0 {
            y += canvas.put(["and \(NumberText.grouped(report.unreadable.count - 2)) more"], in: rest(), Style(.error))
        }
        let remarks = report.findings.map { ("· " + glyphs.legible($0)).wrapped(rect.width) }
        let facesHeight = report.samples.isEmpty || rest().height < leastFacesHeight ? 0 : leastFacesHeight
        let fitting = remarks.fitting(rest().height - facesHeight)
        y += canvas.put(Array(fitting.joined()), in: rest())
        if fitting.count < remarks.count, rest().height > facesHeight {
            let count = remarks.count - fitting.count
            y += canvas.put(["and \(count) more \(count == 1 ? "remark" : "remarks"), in a larger window"], in: rest(), Style(.faint))
        }
        if facesHeight > 0 { drawSamples(report, in: rest(), mode: mode, on: &canvas) }
    }

    /// The error without the part of its path that the cursor stands on.
    private static func shortened(_ error: DatasetError, _ source: DataSource?) -> String {
        let sentence = error.description
        guard case .path(let path) = source, sentence.hasPrefix(path) else { return sentence }
        let rest = sentence.dropFirst(path.count)
        return rest.hasPrefix("/") ? String(rest.dropFirst()) : DataState.name(of: path) + rest
    }

    /// Layout, faces and, where a line has room for it, the size they are trained at.
    private static func summary(_ report: DatasetReport, width: Int, _ glyphs: TerminalSymbols) -> String {
        let all = report.splits.reduce(0) { $0 + $1.total }
        let text = "\(glyphs.legible(report.layout)): \(NumberText.grouped(all)) faces"
        let times = glyphs.isUnicode ? "×" : "x"
        let size = report.sizes.map { ", \($0.smallest)...\($0.largest) > 48x48" } ?? ", 48\(times)48"
        return text.count + size.count <= width ? text + size : text
    }

    /// What is wrong, in numbers.
    private static func problems(_ report: DatasetReport) -> String {
        let counts = [
            (report.unreadable.count, "unreadable"), (report.duplicates.acrossSplits, "in two splits"), (report.duplicates.surplus, "repeated"),
            (report.blankCount, "blank"),
        ].filter { $0.0 > 0 }
        guard !counts.isEmpty else { return "nothing unreadable, repeated or blank" }
        return counts.map { "\(NumberText.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
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
                canvas.put(NumberText.grouped(split.counts[label]), endingAt: rect.x + nameWidth + countWidth * (index + 1), y: y)
            }
            guard barWidth >= 4, let counts = report.splits.first?.counts else { continue }
            let bar = Bars.bar(Double(counts[label]) / largest, width: barWidth, isUnicode: canvas.capabilities.isUnicode)
            canvas.put(bar, x: rect.x + rect.width - barWidth, y: y, Style(.info), maximum: barWidth)
        }
        let y = rect.y + 1 + report.classNames.count
        canvas.put("all", x: rect.x, y: y, Style(.secondary), maximum: nameWidth)
        for (index, split) in report.splits.enumerated() {
            let sum = NumberText.grouped(split.total)
            canvas.put(sum, endingAt: rect.x + nameWidth + countWidth * (index + 1), y: y, Style(.text, bold: true))
        }
        return report.classNames.count + 2
    }

    /// What the smallest faces need; where there is a line more they get their names.
    private static let leastFacesHeight = 6

    /// Sample faces at the foot of the column, as many and as large as fit.
    private static func drawSamples(_ report: DatasetReport, in rect: Rect, mode: FaceMode, on canvas: inout Canvas) {
        guard let grid = grid(for: report.samples.count, in: rect) else { return }
        let samples = report.samples.prefix(grid.count)
        let contrast = FacePicture.contrast(of: samples.map(\.pixels))
        let rows = (grid.count + grid.perRow - 1) / grid.perRow
        let step = grid.width / 2 + (hasNames(rect) ? 1 : 0)
        for (index, sample) in samples.enumerated() {
            let face = Rect(
                x: rect.x + index % grid.perRow * (grid.width + 1),
                y: rect.y + rect.height - (rows - index / grid.perRow) * step, width: grid.width, height: grid.width / 2)
            FacePicture.draw(sample.pixels, in: face, on: &canvas, mode: mode, contrast: contrast)
            guard hasNames(rect) else { continue }
            let name = report.classNames.indices.contains(sample.label) ? report.classNames[sample.label] : ""
            canvas.put(canvas.glyphs.legible(name), x: face.x, y: face.y + face.height, Style(.secondary), maximum: grid.width)
        }
    }

    private static func hasNames(_ rect: Rect) -> Bool { rect.height > leastFacesHeight }

    /// How many faces, how many in a row and how wide: whatever shows most; nil where none fits.
    private static func grid(for available: Int, in rect: Rect) -> (count: Int, perRow: Int, width: Int)? {
        var best: (count: Int, perRow: Int, width: Int)?
        for count in 1...max(1, min(available, 4)) {
            for perRow in 1...count {
                let rows = (count + perRow - 1) / perRow
                let width = min(48, (rect.width + 1) / perRow - 1, (rect.height / rows - (hasNames(rect) ? 1 : 0)) * 2) / 2 * 2
                if width >= 12, count * width > best.map({ $0.count * $0.width }) ?? 0 { best = (count, perRow, width) }
            }
        }
        return best
    }
}

extension [[String]] {
    /// The first of these paragraphs that together have at most `height` lines.
    fileprivate func fitting(_ height: Int) -> Self {
        var lines = 0
        return Array(
            prefix { paragraph in
                lines += paragraph.count
                return lines <= height
            })
    }
}
