@testable import Core
@testable import TUI

/// Runs of a table that no trainer made.
enum SyntheticRuns {
    static func run(
        _ name: String, _ standing: RunStanding, val: Double? = nil, epochs: Int = 0, seconds: Double? = nil, changed: Double,
        _ change: (inout RunConfiguration) -> Void = { _ in }
    ) -> RunOverview {
        var run = RunOverview(path: "runs/" + name, standing: standing)
        var configuration = SyntheticRun.configuration()
        change(&configuration)
        run.configuration = configuration
        run.layout = "FER2013 (fer2013.csv)"
        run.bestAccuracy = val
        run.bestEpoch = val.map { _ in max(1, epochs - 2) }
        run.epochs = epochs
        run.seconds = seconds
        run.imagesPerSecond = val.map { _ in 9120 }
        run.changed = changed
        return run
    }

    static let all: [RunOverview] = {
        var noted = run("2026-11-24-120000-baseline-fer2013", .finished, val: 0.578, epochs: 60, seconds: 3723, changed: 5)
        noted.note.text = "the one to beat"
        noted.note.isStarred = true
        var crashed = run("crashed", .crashed, val: 0.31, epochs: 4, seconds: 20, changed: 3) { $0.hyperparameters.batchSize = 128 }
        crashed.reason = "its process died after epoch 4"
        var unreadable = RunOverview(path: "runs/notes", standing: .unreadable)
        unreadable.reason = "no run: there is no run.json"
        unreadable.changed = 1
        return [
            run("sweep-baseline-fer2013-learning-rate-0.01-seed-1", .training, val: 0.412, epochs: 12, changed: 9) {
                $0.hyperparameters.learningRate = 0.01
            },
            run("paused", .paused, val: 0.5, epochs: 20, changed: 8) { $0.data = "demo" }, noted,
            run("stopped", .stopped, val: 0.43, epochs: 9, seconds: 61, changed: 4), crashed, unreadable,
        ]
    }()

    /// `name`'s curve over `epochs` epochs towards `best`.
    static func curve(_ name: String, epochs: Int, best: Double) -> RunCurve {
        RunCurve(
            path: "runs/" + name,
            points: (1...epochs).map { epoch in
                let share = 1 - 1 / Double(epoch + 1)
                return RunCurve.Point(
                    epoch: epoch, trainAccuracy: best * share + 0.1, accuracy: best * share, trainLoss: 2 - share, loss: 2 - share * 0.9)
            })
    }
}

extension Walk {
    /// On Runs with `runs` in the table.
    static func inRuns(_ runs: [RunOverview] = SyntheticRuns.all) -> Walk {
        var walk = Walk()
        walk.press(.character("R"))
        walk.answer(.runs(folder: "runs", .success(runs)))
        return walk
    }

    /// On Runs while the first of three runs of a queue trains.
    static func inQueue() -> Walk {
        var walk = Walk.inSetup()
        walk.point(at: .learningRate)
        walk.press(.enter, .control("u"))
        walk.type("0.001, 0.01, 0.1")
        walk.press(.enter, .function(5))
        walk.hear(SyntheticRun.snapshot())
        walk.press(.character("R"))
        let first = walk.state.train.queue?.items.first?.configuration.name ?? ""
        walk.answer(.runs(folder: "runs", .success([SyntheticRuns.run(first, .training, val: 0.412, epochs: 12, changed: 9)])))
        return walk
    }

    /// Moves the cursor of Runs.
    mutating func point(atRun name: String) {
        press(.home)
        while state.runs.run?.name != name {
            let before = state.runs.cursor
            press(.down)
            precondition(state.runs.cursor != before, "no run \(name)")
        }
    }
}
