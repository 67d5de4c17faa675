import Core

extension TrainingSnapshot {
    /// The run as it was when `epoch` had ended: faces and epochs up to there. Charts, settings and warnings stay.
    func asOf(epoch: Int) -> TrainingSnapshot {
        var past = self
        past.epochs = epochs.filter { $0.epoch <= epoch }
        past.followed = followed.map { face in
            var face = face
            face.history = face.history.filter { $0.epoch <= epoch }
            return face
        }
        return past
    }
}

extension TrainState {
    /// The run as faces and classes show it: now, or as of the epoch under the cursor.
    var shown: TrainingSnapshot? {
        guard let epoch = view.cursor else { return snapshot }
        return snapshot?.asOf(epoch: epoch)
    }

    /// What the charts' view needs to know of the run.
    var extent: ChartView.Extent? { snapshot.map(ChartCurves.extent) }
}

/// How fast a replay goes.
enum ReplayPace {
    /// Seconds an epoch: the whole run in some ten seconds, but no faster than eyes follow.
    static func interval(epochs: Int) -> Double { min(0.4, max(0.08, 10 / Double(max(1, epochs)))) }
}

/// The line above the footer while an epoch of the past is looked at.
enum ReplayLine {
    /// Draws where the cursor stands among the epochs that have ended.
    static func draw(_ train: TrainState, _ keys: Keymap, on canvas: inout Canvas) {
        guard let epoch = train.view.cursor, let last = train.extent?.lastEpoch else { return }
        let y = canvas.height - 2
        let number = String(epoch).paddedLeft(String(last).count)
        let word = train.view.isPlaying ? "▶ replay" : "replay"
        let now = keys.label(of: .cursorNow, isUnicode: canvas.capabilities.isUnicode) ?? ""
        let text = "epoch \(number) of \(last)" + (train.isActive ? ", training goes on" : "") + (now.isEmpty ? "" : "; \(now) leaves it")
        var x = 1 + canvas.put(word, x: 1, y: y, Style(.highlight, bold: true)) + 2
        let width = max(0, min(canvas.width / 3, canvas.width - x - text.count - 3))
        canvas.put(String(repeating: "─", count: width), x: x, y: y, Style(.faint))
        if width > 0 {
            canvas[x + (width - 1) * epoch / max(1, last), y] = Cell("◆", Style(.highlight, bold: true))
            x += width + 2
        }
        canvas.put(text, x: x, y: y, maximum: canvas.width - x - 1)
    }
}
