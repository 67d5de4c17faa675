import FaceData
import Core

/// A run: charts, the followed face as it is and as attention sees it, progress.
enum TrainScreen {
    /// Draws everything but the footer.
    static func draw(_ state: AppState, on canvas: inout Canvas) {
        guard let snapshot = state.train.snapshot else {
            Chrome.drawHeader(state, on: &canvas)
            canvas.put(
                "no run was started yet" + state.keys.hint((.back, .training, "goes to the form"), (.start, .setup, "starts one there")), x: 2, y: 2,
                Style(.secondary))
            return
        }
        TrainHeader.draw(snapshot, on: &canvas)
        let key = state.keys.label(of: .findings, isUnicode: canvas.capabilities.isUnicode)
        let notice = FindingsNotice(state.train, width: canvas.width - 2, key: key, canvas.glyphs)
        let layout = TrainLayout(width: canvas.width, height: canvas.height, noticeLines: notice.height)
        if state.train.isLoading {
            drawLoading(snapshot, on: &canvas)
        } else if state.train.isEnlarged || !layout.shows(state.train.panel) {
            // A panel that has no place beside the others is shown alone.
            drawEnlarged(state, snapshot, noticeLines: notice.height, on: &canvas)
        } else {
            drawPanels(state, snapshot, layout, on: &canvas)
        }
        if let rect = layout.notice { notice.draw(in: rect, on: &canvas) }
        if state.train.rate != nil {
            drawRate(state.train, on: &canvas)
        } else if state.train.view.cursor != nil {
            ReplayLine.draw(state.train, state.keys, on: &canvas)
        } else {
            TrainProgress.draw(state, snapshot, on: &canvas)
        }
        Chrome.drawNotice(state.notice, on: &canvas)
    }

    private static func drawPanels(_ state: AppState, _ snapshot: TrainingSnapshot, _ layout: TrainLayout, on canvas: inout Canvas) {
        let focus = state.train.panel
        for (panel, rect) in layout.panels { canvas.listen(in: rect, for: .panel(panel)) }
        TrainCharts.drawLoss(snapshot, state.train.view, in: layout.loss, isFocused: focus == .loss, on: &canvas)
        TrainCharts.drawAccuracy(snapshot, state.train.view, in: layout.accuracy, isFocused: focus == .accuracy, on: &canvas)
        if let rect = layout.classes {
            ClassesPanel.draw(state.train.shown ?? snapshot, at: state.train.view.cursor, in: rect, isFocused: focus == .classes, on: &canvas)
        }
        guard let faces = layout.faces else { return }
        FacePanels.drawPair(state, in: (faces.original, faces.attention), on: &canvas)
        FaceInfo.draw(state.train, in: faces.info, isFocused: focus == .face, on: &canvas)
        if let rect = layout.others { FacePanels.drawOthers(state, in: rect, on: &canvas) }
    }

    private static func drawEnlarged(_ state: AppState, _ snapshot: TrainingSnapshot, noticeLines: Int, on canvas: inout Canvas) {
        let rect = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 3 - noticeLines)
        canvas.listen(in: rect, for: .panel(state.train.panel))
        switch state.train.panel {
        case .loss: TrainCharts.drawLoss(snapshot, state.train.view, in: rect, isFocused: true, on: &canvas)
        case .accuracy: TrainCharts.drawAccuracy(snapshot, state.train.view, in: rect, isFocused: true, on: &canvas)
        case .classes: ClassesPanel.draw(state.train.shown ?? snapshot, at: state.train.view.cursor, in: rect, isFocused: true, on: &canvas)
        case .health: HealthPanel.draw(state.train, in: rect, isFocused: true, on: &canvas)
        case .face: FaceInfo.draw(state.train, in: rect, isFocused: true, on: &canvas)
        case .original, .attention:
            let half = rect.width / 2
            FacePanels.drawPair(
                state,
                in: (
                    Rect(x: rect.x, y: rect.y, width: half, height: rect.height),
                    Rect(x: rect.x + half, y: rect.y, width: rect.width - half, height: rect.height)
                ), on: &canvas)
        }
    }

    private static func drawLoading(_ snapshot: TrainingSnapshot, on canvas: inout Canvas) {
        let rect = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 3)
        Panel.draw(rect, title: "loading", isFocused: true, on: &canvas)
        let inner = rect.inner
        let middle = inner.y + inner.height / 2 - 1
        let data = snapshot.configuration.data == "demo" ? "demo faces" : snapshot.configuration.data
        canvas.put(
            "reading " + canvas.glyphs.legible(data).keepingEnd(inner.width - 12), x: inner.x + 2, y: middle - 1, maximum: inner.width - 2)
        guard case .loading(let progress) = snapshot.phase, let progress else { return }
        let width = inner.width - 4
        canvas.put(
            Bars.bar(progress.fraction, width: width, isUnicode: canvas.capabilities.isUnicode), x: inner.x + 2, y: middle, Style(.info),
            maximum: width)
        canvas.put(
            "\(Figures.percent(progress.fraction)) %   \(DoctorColumn.amount(progress))", x: inner.x + 2, y: middle + 1, Style(.secondary),
            maximum: width)
    }

    /// The learning rate while it is typed, in place of the progress line.
    private static func drawRate(_ train: TrainState, on canvas: inout Canvas) {
        guard let rate = train.rate else { return }
        let y = canvas.height - 2
        let x = 1 + canvas.put("learning rate", x: 1, y: y, Style(.highlight, bold: true)) + 1
        let error = train.rateError
        EntryLine.draw(rate, in: Rect(x: x, y: y, width: 14, height: 1), isGood: error == nil, on: &canvas)
        let text = error.map { "\(canvas.glyphs.wrong) takes \($0.expected)" } ?? "from the next step on, with a mark on the charts"
        canvas.put(text, x: x + 16, y: y, Style(error == nil ? .secondary : .error), maximum: canvas.width - x - 17)
    }
}
