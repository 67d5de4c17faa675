import FaceData
import Platform
import Core

/// What a network makes of faces: its confusions, the faces behind them, one face closely.
enum InspectScreen {
    /// Draws everything but the footer.
    static func draw(_ state: AppState, on canvas: inout Canvas) {
        let body = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 3)
        guard let inspection = state.inspect.inspection else {
            Chrome.drawHeader(state, on: &canvas)
            drawOpening(state.inspect, in: body, on: &canvas)
            Chrome.drawNotice(state.notice, on: &canvas)
            return
        }
        drawHeader(inspection, state, on: &canvas)
        switch state.inspect.view {
        case .matrix: drawMatrix(inspection, state, in: body, on: &canvas)
        case .faces: drawFaces(inspection, state, in: body, on: &canvas)
        case .face: CloseUpView.draw(inspection, state, on: &canvas)
        case .averages: AveragesView.draw(inspection, state, in: body, on: &canvas)
        }
        drawStatus(inspection, state.inspect, on: &canvas)
        Chrome.drawNotice(state.notice, on: &canvas)
    }

    /// Narrower, the matrix has no room for faces beside it.
    private static let widthWithFaces = 110

    private static func drawMatrix(_ inspection: Inspection, _ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let width = canvas.width < widthWithFaces ? rect.width : ConfusionView.width(classCount: inspection.classNames.count, within: rect.width - 54)
        ConfusionView.draw(inspection, state.inspect, in: Rect(x: rect.x, y: rect.y, width: width, height: rect.height), on: &canvas)
        guard width < rect.width else { return }
        let side = Rect(x: rect.x + width, y: rect.y, width: rect.width - width, height: rect.height)
        Panel.draw(side, title: "faces of the cell", on: &canvas)
        guard !state.inspect.cellFaces.isEmpty else {
            canvas.put("no faces in this cell", x: side.inner.x + 1, y: side.inner.y, Style(.faint))
            return
        }
        FacePairs.draw(
            state.inspect.cellFaces.map { FacePairs.Tile($0, of: inspection, canvas.glyphs) }, cursor: nil, first: 0, in: side.inner,
            mode: state.faceMode,
            on: &canvas)
    }

    private static func drawFaces(_ inspection: Inspection, _ state: AppState, in rect: Rect, on canvas: inout Canvas) {
        let count = state.inspect.list.count
        let place = count == 0 ? "" : " \(NumberText.grouped(state.inspect.position + 1))/\(NumberText.grouped(count))"
        let pinned = state.inspect.faceIndex.map(state.isPinned) == true ? " pinned" : ""
        Panel.draw(rect, title: "faces\(place)\(pinned): original, attention", isFocused: true, on: &canvas)
        guard count > 0 else {
            let reason = inspection.count == 0 ? "there are no faces" : "no face is like that" + filterKeys(state.keys)
            canvas.put(reason, x: rect.inner.x + 1, y: rect.inner.y, Style(.secondary), maximum: rect.inner.width - 1)
            return
        }
        let layout = FacePairs.layout(width: rect.inner.width, height: rect.inner.height)
        let first = layout.first(showing: state.inspect.position, of: count)
        let shown = state.inspect.list[first..<min(count, first + layout.count)]
        FacePairs.draw(
            shown.map { FacePairs.Tile($0, of: inspection, canvas.glyphs) }, cursor: state.inspect.position - first, first: first, in: rect.inner,
            mode: state.faceMode, on: &canvas)
    }

    /// Which keys put other faces in sight, to be said behind a sentence.
    private static func filterKeys(_ keys: Keymap) -> String {
        let labels = keys.labels(of: [.verdict, .confidence, .truth, .said], in: .faceList)
        guard let last = labels.last else { return "" }
        let all = labels.count == 1 ? "\(last) changes" : labels.dropLast().joined(separator: ", ") + " and \(last) change"
        return "; \(all) what is in sight"
    }

    /// Whose answers these are, of which faces, and how good they are.
    private static func drawHeader(_ inspection: Inspection, _ state: AppState, on canvas: inout Canvas) {
        let epoch = inspection.epoch > 0 ? " @\(inspection.epoch)" : ""
        var facts = [inspection.network, inspection.split?.rawValue ?? "images", counted(inspection.count, "face", "faces")]
        if !inspection.labels.isEmpty {
            let right = inspection.labels.indices.count { inspection.isRight($0) == true }
            facts.append("\(Figures.percent(Double(right) / Double(max(1, inspection.count)))) %")
        }
        let x = 1 + canvas.put("Inspect", x: 1, y: 0, Style(.highlight, bold: true)) + 2
        let parts = inspection.checkpoint.split(separator: "/").suffix(2).joined(separator: "/")
        let name = canvas.glyphs.legible((parts.hasSuffix(".safetensors") ? String(parts.dropLast(12)) : parts) + epoch)
        func room(besides end: String) -> Int { canvas.width - x - end.count - 3 }
        // Of a short line the network goes first; what it is called is known better.
        if room(besides: facts.joined(separator: " · ")) < min(name.count, 16) { facts.removeFirst() }
        var end = facts.joined(separator: " · ")
        if let snapshot = state.train.snapshot, !snapshot.hasEnded, canvas.width >= 100 { end += "  ● \(RunState(snapshot).word)" }
        canvas.put(name.keepingEnd(max(8, room(besides: end))), x: x, y: 0, Style(.text, bold: true))
        canvas.put(end, endingAt: canvas.width - 1, y: 0, Style(.secondary))
    }

    /// What is left out, or what is waited for.
    private static func drawStatus(_ inspection: Inspection, _ inspect: InspectState, on canvas: inout Canvas) {
        let y = canvas.height - 2
        if inspect.isOpening {
            canvas.put("opening: " + progress(inspect.progress), x: 1, y: y, Style(.info), maximum: canvas.width - 2)
        } else if let failure = inspect.failure {
            canvas.put(canvas.glyphs.legible(failure), x: 1, y: y, Style(.error), maximum: canvas.width - 2)
        } else {
            let words = inspect.filter.words(inspection.classNames)
            canvas.put(
                words.isEmpty ? canvas.glyphs.legible(inspection.source) : "only " + canvas.glyphs.legible(words.joined(separator: ", ")), x: 1, y: y,
                Style(words.isEmpty ? .secondary : .info), maximum: canvas.width - 2)
        }
    }

    private static func drawOpening(_ inspect: InspectState, in rect: Rect, on canvas: inout Canvas) {
        Panel.draw(rect, title: inspect.failure == nil ? "opening" : "cannot be opened", isFocused: true, on: &canvas)
        let inner = Rect(x: rect.inner.x + 1, y: rect.inner.y + 1, width: rect.inner.width - 2, height: rect.inner.height - 1)
        if let failure = inspect.failure {
            canvas.put(canvas.glyphs.legible(failure).wrapped(inner.width), in: inner, Style(.error))
            return
        }
        canvas.put(canvas.glyphs.legible(inspect.target.checkpoint).keepingEnd(inner.width), x: inner.x, y: inner.y)
        canvas.put(progress(inspect.progress), x: inner.x, y: inner.y + 2, Style(.secondary), maximum: inner.width)
        let share: Double? =
            switch inspect.progress {
            case .loading(let progress): progress.fraction
            case .asking(let done, let all): Double(done) / Double(max(1, all))
            case nil: nil
            }
        guard let share else { return }
        let bar = Bars.bar(share, width: inner.width, isUnicode: canvas.capabilities.isUnicode)
        canvas.put(bar, x: inner.x, y: inner.y + 3, Style(.info), maximum: inner.width)
    }

    private static func progress(_ progress: InspectionProgress?) -> String {
        switch progress {
        case .loading(let progress): "reading faces \(Figures.percent(progress.fraction)) %   \(DoctorColumn.amount(progress))"
        case .asking(let done, let all): "asking about \(NumberText.grouped(done)) of \(NumberText.grouped(all)) faces"
        case nil: "reading the checkpoint"
        }
    }
}
