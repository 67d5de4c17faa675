import Engine
import Platform
import Core

/// Train's first line: network, data, state, epoch, step, time left, best epoch.
enum TrainHeader {
    /// Draws as much as the width allows.
    static func draw(_ snapshot: TrainingSnapshot, on canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let state = RunState(snapshot)
        let parts = Parts(snapshot)
        let classCount = max(1, snapshot.classNames.count)
        let architecture = snapshot.configuration.hyperparameters.architecture(classCount: classCount)
        let name = architecture.name
        // A network that is not one of the published two is not taken for one, however little room there is.
        let marked = architecture.variation == nil ? "" : architecture.kind.rawValue + "*"
        // The longest of these that fits; what matters least goes first.
        let data = glyphs.legible(shortName(snapshot))
        let variants: [(head: String, tail: [String])] = [
            ("\(name) · \(data)", [parts.epoch, parts.step, parts.left, parts.best]),
            (name, [parts.epoch, parts.step, parts.left, parts.best]),
            (marked.isEmpty ? data : "\(marked) · \(data)", [parts.epoch, parts.step, parts.left, parts.best]),
            (marked.isEmpty ? data : "\(marked) · \(data)", [parts.epoch, parts.left, parts.best]),
            (marked, [parts.epoch, parts.step, parts.left, parts.best]),
            (marked, [parts.epoch, parts.left, parts.best]),
            (marked, [parts.epoch, parts.best]),
        ].filter { architecture.variation != nil || $0.0 != name }
        let word = "● \(state.word.paddedRight(10))"
        func text(_ tail: [String]) -> String { tail.filter { !$0.isEmpty }.joined(separator: "  ") }
        let chosen = variants.first { 2 + $0.head.count + word.count + text($0.tail).count <= canvas.width } ?? variants[variants.count - 1]
        let head = chosen.head.isEmpty ? "" : chosen.head + " "
        canvas.put([(head, Style(.text, bold: true)), (word, Style(state.role, bold: true)), (text(chosen.tail), Style())], x: 1, y: 0)
    }

    /// The data without what stands in brackets behind it.
    private static func shortName(_ snapshot: TrainingSnapshot) -> String {
        guard !snapshot.dataName.isEmpty else {
            return snapshot.configuration.data == "demo" ? "demo faces" : DataState.name(of: snapshot.configuration.data)
        }
        return snapshot.dataName.firstIndex(of: "(").map { String(snapshot.dataName[..<$0]).trimmedRight } ?? snapshot.dataName
    }

    /// The line's numbers, each as wide as it will ever be.
    private struct Parts {
        var epoch = ""
        var step = ""
        var left = ""
        var best = ""

        init(_ snapshot: TrainingSnapshot) {
            guard snapshot.epoch > 0 else { return }
            let epochs = String(snapshot.configuration.hyperparameters.epochs)
            let steps = String(snapshot.stepsPerEpoch)
            epoch = "epoch \(String(snapshot.epoch).paddedLeft(epochs.count))/\(epochs)"
            step = "step \(String(snapshot.step).paddedLeft(steps.count))/\(steps)"
            if !snapshot.hasEnded { left = "ETA \((snapshot.secondsRemaining.map(NumberText.clock) ?? "-").paddedLeft(4))" }
            if let record = snapshot.best { best = "best \(Figures.percent(record.validation.accuracy)) @\(record.epoch)" }
        }
    }
}

extension String {
    /// Without blanks behind.
    fileprivate var trimmedRight: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
