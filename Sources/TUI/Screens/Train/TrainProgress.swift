import Platform
import Core

/// The line above the footer: progress, speed, learning rate, what is saved; of an ended run, how it ended.
enum TrainProgress {
    /// Draws into the line above the footer.
    static func draw(_ state: AppState, _ snapshot: TrainingSnapshot, on canvas: inout Canvas) {
        let y = canvas.height - 2
        if case .ended(let outcome) = snapshot.phase {
            canvas.put(
                sentence(outcome, snapshot, canvas.glyphs, width: canvas.width - 2), x: 1, y: y, Style(RunState(snapshot).role, bold: true),
                maximum: canvas.width - 2)
            return
        }
        guard snapshot.stepsPerEpoch > 0 else { return }
        var tail: [String] = [
            "\(Figures.percent(snapshot.progress)) %", "\(NumberText.grouped(Int(min(snapshot.imagesPerSecond, 1e9))).paddedLeft(6)) img/s",
            "lr \(Figures.rate(snapshot.learningRate))", snapshot.savedEpoch.flatMap { $0 > 0 ? "saved @\($0)" : nil } ?? "",
        ]
        if state.train.isAttached { tail.append("attached") }
        if let queue = state.train.queue { tail.append("run \(queue.next)/\(queue.items.count)") }
        if let ending = ending(state.train) { tail = [tail[0], ending] }
        let text = tail.filter { !$0.isEmpty }.joined(separator: "   ")
        let width = max(8, canvas.width - 3 - text.count)
        drawBar(snapshot.progress, in: Rect(x: 1, y: y, width: min(width, canvas.width / 2), height: 1), on: &canvas)
        canvas.put(text, x: 2 + min(width, canvas.width / 2), y: y, Style(ending(state.train) == nil ? .text : .warning), maximum: canvas.width - 3)
    }

    /// A bar whose rest is a rule, so that its end is seen.
    private static func drawBar(_ fraction: Double, in rect: Rect, on canvas: inout Canvas) {
        let filled = Bars.bar(fraction, width: rect.width, isUnicode: canvas.capabilities.isUnicode)
        canvas.put(String(repeating: "─", count: rect.width), x: rect.x, y: rect.y, Style(.faint))
        canvas.put(String(filled.prefix { $0 != " " }), x: rect.x, y: rect.y, Style(.train), maximum: rect.width)
    }

    /// What end was asked for, while it is awaited.
    private static func ending(_ train: TrainState) -> String? {
        switch train.stop {
        case nil: nil
        case .now where train.goesOnInBackground: "saving, then it goes on in the background"
        case .afterEpoch: "finishing the epoch, then \(train.leavesWhenEnded ? "leaving" : "stopping")"
        case .now: "saving"
        case .discard: "discarding"
        }
    }

    /// How it ended and where it lies, with as much of the path as there is room for.
    private static func sentence(_ outcome: RunOutcome, _ snapshot: TrainingSnapshot, _ glyphs: TerminalSymbols, width: Int) -> String {
        let (words, path): (String, String?) =
            switch outcome {
            case .finished(let epoch, let accuracy, let checkpoint, let reason):
                ("finished\(reason == .patience ? ", out of patience" : ""), best \(Figures.fixed(accuracy * 100, 1)) % @\(epoch)", checkpoint)
            case .stopped(_, let epoch, let step, let checkpoint, let message):
                // What went wrong stands in words in the warning.
                (
                    (message == nil ? "stopped " : "broken off ")
                        + RunState.place(epoch: epoch, step: step, stepsPerEpoch: snapshot.stepsPerEpoch), checkpoint
                )
            case .crashed(let epoch, let step, let checkpoint):
                ("its process died " + RunState.place(epoch: epoch, step: step, stepsPerEpoch: snapshot.stepsPerEpoch), checkpoint)
            case .discarded: ("discarded", nil)
            case .failed(let message, _): (message, nil)
            }
        guard let path else { return glyphs.legible(words) }
        let all = glyphs.legible(words + ", saved as " + path)
        guard all.count > width, let folder = snapshot.runFolder else { return all }
        return glyphs.legible(words + " · ") + glyphs.legible(folder).keepingEnd(width - words.count - 3)
    }
}
