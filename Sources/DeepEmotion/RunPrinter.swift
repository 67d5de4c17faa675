import FaceData
import Engine
import Platform
import Core
import Synchronization

/// Shows a run on standard output: a moving bar on a terminal, a line an epoch in a pipe, JSON lines where they were asked for.
final class RunPrinter: Sendable {
    private let printsJSON: Bool
    /// Where the bar moves; nil where it would only be in the way.
    private let barDescriptor: Int32?
    /// Lines that are still to be written, the length of the bar that stands on the screen, and whether the run's last line is among them.
    private let state = Mutex((lines: [String](), barLength: 0, epochs: 0, hasEnded: false))

    init(printsJSON: Bool, epochs: Int) {
        self.printsJSON = printsJSON
        barDescriptor = printsJSON ? (isatty(STDERR_FILENO) == 1 ? STDERR_FILENO : nil) : (isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : nil)
        state.withLock { $0.epochs = epochs }
    }

    /// Takes an event from the run's thread; it is written with the next `update`.
    func note(_ event: RunEvent) {
        let lines = printsJSON ? [event.jsonLine] : state.withLock { Self.lines(event, epochs: $0.epochs) }
        state.withLock { state in
            state.lines.append(contentsOf: lines)
            switch event {
            case .finished, .stopped: state.hasEnded = true
            default: break
            }
        }
    }

    /// Writes what has come since, and moves the bar; from the main thread, a few times a second.
    func update(_ snapshot: TrainingSnapshot) {
        let (lines, barLength, hasEnded) = state.withLock { state in
            defer { state.lines = [] }
            return (state.lines, state.barLength, state.hasEnded)
        }
        let width = barDescriptor.map(Self.width) ?? 0
        if barLength > 0, let barDescriptor { Output.write(Self.eraser(of: barLength, width: width), to: barDescriptor) }
        if !lines.isEmpty { Output.print(lines.map { $0 + "\n" }.joined()) }
        guard let barDescriptor else { return }
        // The last lines may come before a snapshot that says so; nothing moves behind them.
        let bar = hasEnded || snapshot.hasEnded ? "" : Self.bar(snapshot, width: width)
        if !bar.isEmpty { Output.write(bar, to: barDescriptor) }
        state.withLock { $0.barLength = bar.count }
    }

    /// Takes a bar away: in a terminal that has become narrower since it stands on several rows.
    private static func eraser(of length: Int, width: Int) -> String {
        let rowsAbove = length / max(1, width)
        return "\r" + (rowsAbove > 0 ? "\u{1B}[\(rowsAbove)A" : "") + "\u{1B}[J"
    }

    private static func lines(_ event: RunEvent, epochs: Int) -> [String] {
        switch event {
        case .start(let start):
            (start.notes ?? []).map { "note: " + $0 }
                + [
                    "\(start.layout): \(NumberText.grouped(start.train)) train, \(NumberText.grouped(start.validation)) validate; \(start.rule)",
                    start.skipped > 0 ? "left out: \(NumberText.grouped(start.skipped)) bad rows or images" : nil,
                    "\(start.run): network \(start.hyperparameters.architecture(classCount: start.classNames.count).name), "
                        + "\(NumberText.grouped(start.parameters)) parameters, "
                        + "preset \(start.preset.rawValue), seed \(start.hyperparameters.seed)",
                    start.parent.map { "started from \($0)" },
                    start.resumed.map { "taken up in epoch \($0.epoch) after \($0.step) steps" },
                ].compactMap(\.self)
        case .epoch(let record):
            [
                "epoch \(padded(String(record.epoch), String(epochs).count))/\(epochs)  loss \(NumberText.fixed(record.train.loss, 4))  "
                    + "accuracy \(column(record.train.accuracy))  validation: loss \(NumberText.fixed(record.validation.loss, 4))  "
                    + "accuracy \(column(record.validation.accuracy))  balanced \(column(record.validation.balancedAccuracy))  "
                    + "\(NumberText.grouped(Int(record.imagesPerSecond))) img/s"
            ]
        case .warning(let warning):
            // A run that breaks off says why on standard error.
            warning.kind == .notFinite
                ? [] : ["warning: " + warning.message] + (warning.advice.sentence(naming: \.option).map { ["         " + $0] } ?? [])
        case .recovery(let recovery): ["over since epoch \(recovery.epoch), what was said in epoch \(recovery.since): \(recovery.message)"]
        case .change(let change): ["learning rate set to \(NumberText.shortest(change.learningRate)) in epoch \(change.epoch), step \(change.step)"]
        case .finished(let finish):
            [
                (finish.reason == .patience ? "finished early, out of patience after \(NumberText.grouped(finish.epochs)) epochs" : "finished")
                    + ": best validation accuracy \(NumberText.percent(finish.bestValidationAccuracy)) in epoch \(finish.bestEpoch): \(finish.checkpoint)"
            ]
        case .stopped(let stop):
            // Its message goes to standard error.
            ["stopped (\(stop.reason.rawValue)) in epoch \(stop.epoch) after \(stop.step) steps: \(stop.checkpoint)"]
                + (stop.resume.map { ["resume: " + $0] } ?? [])
        }
    }

    /// One line that fits: share done, epoch, rate, time left, the latest numbers.
    private static func bar(_ snapshot: TrainingSnapshot, width: Int) -> String {
        var text: String
        let share: Double
        switch snapshot.phase {
        case .loading(let progress):
            share = progress?.fraction ?? 0
            text = " loading \(column(share))"
        case .ended: return ""
        default:
            share = snapshot.progress
            let epochs = snapshot.configuration.hyperparameters.epochs
            text = " \(column(share))  epoch \(snapshot.epoch)/\(epochs)  \(NumberText.grouped(Int(snapshot.imagesPerSecond))) img/s"
            if let seconds = snapshot.secondsRemaining { text += "  ETA \(NumberText.clock(seconds))" }
            if let loss = snapshot.stepLoss.buckets.last?.mean { text += "  loss \(NumberText.fixed(loss, 3))" }
            if let best = snapshot.best { text += "  best \(NumberText.percent(best.validation.accuracy)) @\(best.epoch)" }
        }
        let cells = max(0, min(24, width - text.count - 3))
        let full = Int((share * Double(cells)).rounded(.down))
        let bar = cells >= 6 ? "[" + String(repeating: "#", count: full) + String(repeating: "-", count: cells - full) + "]" : ""
        return String((bar + text).prefix(max(0, width - 1)))
    }

    private static func width(of descriptor: Int32) -> Int {
        var size = winsize()
        return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// As `NumberText.percent`, always as wide as 100.0 %.
    private static func column(_ share: Double) -> String { padded(NumberText.percent(share), 7) }

    private static func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
}
