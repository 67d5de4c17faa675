import FaceData
import Platform
import Core
import Synchronization

/// What a set-up says on standard output: sentences, or JSON lines where they were asked for.
final class SetupLines: Sendable {
    private let printsJSON: Bool
    private let times = Mutex((begun: ContinuousClock.now, told: ContinuousClock.now))

    init(printsJSON: Bool) { self.printsJSON = printsJSON }

    /// Before the first image.
    func begin(_ setup: ImageSetup) {
        times.withLock { $0 = (.now, .now) }
        if printsJSON {
            Output.print(SetupEvent.start(setup).jsonLine + "\n")
        } else {
            let dataset = setup.dataset
            let parts = [(dataset.training.count, "train"), (dataset.validation.count, "validate"), (dataset.test.count, "test")].filter { $0.0 > 0 }
            let counts = parts.map { "\(NumberText.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
            Output.print("\(dataset.layout): \(counts); \(dataset.split)".inOneLine + "\n")
            if !dataset.skipped.isEmpty { Output.print("left out: \(NumberText.grouped(dataset.skipped.count)) bad rows\n") }
            if setup.format == .jpg { Output.print("JPEG loses a little of every pixel; --format png keeps them\n") }
        }
    }

    /// Of the images, once a second; called from any thread.
    func note(_ progress: LoadProgress) {
        guard printsJSON else { return }
        let now = ContinuousClock.now
        let seconds: Double? = times.withLock { times in
            guard now - times.told > .seconds(1) else { return nil }
            times.told = now
            return (now - times.begun) / .seconds(1)
        }
        if let seconds { Output.print(SetupEvent.progress(progress, seconds: seconds).jsonLine + "\n") }
    }

    /// Behind the last image.
    func end(_ setup: ImageSetup, _ outcome: ImageSetup.Outcome) {
        let seconds = times.withLock { (ContinuousClock.now - $0.begun) / .seconds(1) }
        if printsJSON {
            Output.print((outcome.isFinished ? SetupEvent.finished(setup, outcome, seconds: seconds) : .stopped(setup)).jsonLine + "\n")
        } else if !outcome.isFinished {
            Output.print("stopped; the same command goes on where this one ended\n")
        } else if outcome.written == 0 {
            Output.print("\(setup.folder.inOneLine): all \(NumberText.grouped(setup.count)) images are there already; nothing was changed\n")
        } else {
            let rate = seconds > 0 ? ", \(NumberText.grouped(Int(Double(setup.count) / seconds))) a second" : ""
            let kept = outcome.unchanged > 0 ? "; \(NumberText.grouped(outcome.unchanged)) were there already" : ""
            let written = "\(NumberText.grouped(outcome.written)) images in \(NumberText.fixed(seconds, 1)) s"
            Output.print("\(setup.folder.inOneLine): \(written)\(rate)\(kept)\n")
        }
    }
}
