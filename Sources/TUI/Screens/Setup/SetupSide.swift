import FaceData
import Platform
import Core

/// The column right of the form: the focused field's meaning, and what the run will cost.
enum SetupSide {
    /// Draws both boxes into `rect`.
    static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let setup = state.setup
        // The meaning needs about six lines; what matters least of the cost makes room.
        let cost = costLines(state).prefix(max(2, rect.height - 10))
        let costHeight = cost.count + 2
        let top = Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - costHeight)
        Panel.draw(top, title: setup.field?.label ?? "start", on: &canvas)
        drawMeaning(setup, state.keys, in: top.inner, on: &canvas)
        let bottom = Rect(x: rect.x, y: top.y + top.height, width: rect.width, height: costHeight)
        Panel.draw(bottom, title: "this run", on: &canvas)
        for (offset, line) in cost.enumerated() {
            let y = bottom.inner.y + offset
            canvas.put(line.name, x: bottom.inner.x, y: y, Style(.secondary), maximum: bottom.inner.width)
            // Near enough to its name that the eye finds it.
            canvas.put(line.value, endingAt: bottom.inner.x + min(bottom.inner.width, 40), y: y)
        }
    }

    private static func drawMeaning(_ setup: SetupState, _ keys: Keymap, in rect: Rect, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        var y = rect.y
        func rest() -> Rect { Rect(x: rect.x, y: y, width: rect.width, height: rect.y + rect.height - y) }
        guard let field = setup.field else {
            let text =
                "Starts training with these settings. Loading shows how far it is and can be cancelled; a run under way can be paused and stopped."
            canvas.put(text.wrapped(rect.width), in: rest())
            return
        }
        y += canvas.put(field.help.wrapped(rect.width), in: rest())
        let isBad = setup.entryError != nil
        let takes = (isBad ? glyphs.wrong + " " : "") + "takes \(field.range)"
        y += canvas.put(takes.wrapped(rect.width), in: rest(), isBad ? Style(.error, bold: true) : Style(.secondary))
        if field.kind != .text, field.kind != .path || field.id == .runs {
            let isOfPreset = field.group != .output && field.group != .data && field.id != .preset
            let standard = field.text(in: isOfPreset ? RunConfiguration(preset: setup.configuration.preset) : RunConfiguration())
            let source = isOfPreset ? setup.configuration.preset.rawValue : "default"
            y += canvas.put(
                "\(source): \(standard.isEmpty ? FieldLine.emptyText(field.id) : standard)".wrapped(rect.width), in: rest(), Style(.secondary))
        }
        if field.takesList, let hint = listHint(setup, keys) { y += canvas.put(hint.wrapped(rect.width), in: rest(), Style(.secondary)) }
        if !setup.completions.isEmpty {
            let names = setup.completions.map { glyphs.legible(DataState.name(of: $0)) }
            canvas.put(names, in: rest(), Style(.info))
        }
    }

    /// How several values are typed, or how many runs they make.
    private static func listHint(_ setup: SetupState, _ keys: Keymap) -> String? {
        if !setup.lists.isEmpty { return "\(NumberText.grouped(setup.runCount)) runs, one after the other" }
        guard setup.entry == nil else { return "several values with commas between them: a run each" }
        return keys.label(of: .addValue, in: .setup).map { "several values: key \($0)" }
    }

    /// What is known of the cost, a name and a value each, what matters most first; as many lines whatever is known, so that nothing moves.
    private static func costLines(_ state: AppState) -> [(name: String, value: String)] {
        let values = state.setup.configuration.hyperparameters
        let faces = state.doctor.source == DataSource(state.setup.configuration.data) ? state.doctor.trainingCount : nil
        let trained = faces.map { min($0, values.limit ?? $0) }
        let estimate = state.setup.cost.estimate
        let unknown = state.train.isActive ? "a run trains" : "measuring"
        let secondsPerEpoch = estimate.flatMap { estimate in trained.map { Double($0) / max(estimate.imagesPerSecond, 1e-9) } }
        let all = secondsPerEpoch.map { $0 * Double(values.epochs) }
        let uncounted = state.doctor.outcome == nil ? "counting" : "unknown"
        let timing = faces == nil ? uncounted : unknown
        let start = state.setup.cost.minuteOfDay
        // The measurement may have been earlier than the count.
        let moreFaces = (state.doctor.faceCount ?? state.setup.cost.faceCount) - state.setup.cost.faceCount
        return [
            ("one epoch", secondsPerEpoch.map { $0 < 60 ? Figures.fixed($0, 1) + " s" : NumberText.clock($0) } ?? timing),
            ("all epochs", all.map { NumberText.clock($0) } ?? timing),
            ("from \(estimate == nil ? "now" : Figures.timeOfDay(start)) until", all.map { finish($0, start: start) } ?? timing),
            ("training faces", trained.map { NumberText.grouped($0) } ?? uncounted),
            ("steps per epoch", trained.map { NumberText.grouped(($0 + values.batchSize - 1) / values.batchSize) } ?? uncounted),
            ("images/s", estimate.map { NumberText.grouped(Int($0.imagesPerSecond)) } ?? unknown),
            ("parameters", estimate.map { NumberText.grouped($0.parameterCount) } ?? unknown),
            ("memory", estimate.map { Figures.bytes($0.bytes + moreFaces * FaceSet.pixelsPerFace) } ?? unknown),
        ]
    }

    /// When a run that begins at `start` ends: a time today, or in how many days.
    private static func finish(_ seconds: Double, start: Int) -> String {
        let minute = start + Int((min(seconds, 1e9) / 60).rounded(.up))
        let days = minute / 1440
        return Figures.timeOfDay(minute) + (days > 0 ? " +\(days) d" : "")
    }
}
