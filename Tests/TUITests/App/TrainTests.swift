@testable import FaceData
import Testing

@testable import Core
@testable import TUI

@Suite("Watching a run")
struct TrainTests {
    private static func ended(_ outcome: RunOutcome) -> TrainingSnapshot {
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .ended(outcome)
        return snapshot
    }

    private static let finished = RunOutcome.finished(bestEpoch: 10, bestValidationAccuracy: 0.578, checkpoint: "runs/a/best.safetensors")

    @Test("space pauses and resumes")
    func pausing() {
        var walk = Walk.inTrain()
        walk.press(.character(" "))
        #expect(walk.effects == [.pause])
        walk.press(.character(" "))
        #expect(walk.effects == [.resume])
    }

    @Test("the learning rate is typed with live errors; the same one changes nothing")
    func learningRate() {
        var walk = Walk.inTrain()
        walk.press(.character("l"), .control("u"))
        walk.type("q")
        #expect(walk.state.train.rateError != nil)
        walk.press(.enter)
        #expect(walk.state.context == .rate)
        walk.press(.backspace)
        walk.type("5e-4")
        walk.press(.enter)
        #expect(walk.effects == [.setLearningRate(5e-4)])
        #expect(walk.state.context == .training)
        walk.press(.character("l"))
        // All of it has room in the smallest whole layout.
        #expect(walk.canvas(width: 80, height: 24).text.contains("from the next step on, with a mark on the charts"))
        walk.press(.enter)
        #expect(walk.effects.isEmpty)
        walk.press(.character("l"), .escape)
        #expect(walk.effects.isEmpty && walk.state.context == .training)
    }

    @Test("faces go round and round, also when fewer are left")
    func faces() {
        var walk = Walk.inTrain()
        walk.press(.left)
        #expect(walk.state.train.faceIndex == 6)
        walk.press(.right)
        #expect(walk.state.train.faceIndex == 0)
        walk.press(.left)
        var fewer = SyntheticRun.snapshot()
        fewer.followed = Array(fewer.followed.prefix(2))
        walk.hear(fewer)
        #expect(walk.state.train.faceIndex == 1)
        walk.press(.character("m"))
        #expect(walk.state.faceMode == .halfBlocks)
        walk.press(.character("m"), .character("m"))
        #expect(walk.state.faceMode == .quadrants)
    }

    @Test("panels take the focus in turn or by number, and one can be enlarged")
    func panels() {
        var walk = Walk.inTrain()
        walk.press(.tab)
        #expect(walk.state.train.panel == .accuracy)
        walk.press(.backTab, .backTab)
        #expect(walk.state.train.panel == .health)
        walk.press(.backTab)
        #expect(walk.state.train.panel == .classes)
        walk.press(.character("4"), .enter)
        #expect(walk.state.train.panel == .attention)
        #expect(walk.state.context == .enlarged)
        walk.press(.escape)
        #expect(walk.state.context == .training)
    }

    @Test("Esc leaves the run to itself, w comes back to it, and another start is refused")
    func goingOn() {
        var walk = Walk.inTrain()
        walk.press(.escape)
        #expect(walk.state.screen == .setup)
        #expect(!walk.effects.contains { if case .stop = $0 { true } else { false } })
        walk.press(.function(5))
        #expect(walk.state.screen == .setup)
        #expect(walk.state.setup.refusal?.sentence.contains("still training") == true)
        #expect(!walk.effects.contains { if case .start = $0 { true } else { false } })
        walk.press(.character("w"))
        #expect(walk.state.screen == .train)
    }

    @Test(
        "each way to end a run",
        arguments: [
            (0, TrainingSession.Stop.afterEpoch, true), (1, .now(.user), true), (2, .now(.user), false),
        ])
    func ending(downs: Int, stop: TrainingSession.Stop, leaves: Bool) {
        var walk = Walk.inTrain()
        walk.press(.character("q"))
        #expect(walk.state.context == .quit)
        for _ in 0..<downs { walk.press(.down) }
        walk.press(.enter)
        #expect(walk.effects == [.stop(stop)])
        walk.hear(Self.ended(.stopped(reason: .user, epoch: 12, step: 34, checkpoint: "runs/a/last.safetensors", message: nil)))
        #expect(walk.effects == (leaves ? [.leave] : []))
        #expect(walk.state.train.summaries.count == 1)
    }

    @Test("discarding is asked again, with no under the cursor")
    func discarding() {
        var walk = Walk.inTrain()
        walk.press(.character("q"), .down, .down, .down, .enter)
        #expect(walk.state.context == .discard)
        #expect(walk.effects.isEmpty)
        var kept = walk
        kept.press(.enter)
        #expect(kept.state.overlay == nil && kept.effects.isEmpty)
        var back = walk
        back.press(.escape)
        #expect(back.state.context == .quit)
        walk.press(.down, .enter)
        #expect(walk.effects == [.stop(.discard)])
        walk.hear(Self.ended(.discarded))
        #expect(walk.state.screen == .setup)
        #expect(walk.state.train.summaries.isEmpty)
        #expect(walk.state.setup.notice?.contains("discarded") == true)
    }

    @Test("going on ends nothing, and takes back a wish to leave with the epoch")
    func goOn() {
        var walk = Walk.inTrain()
        walk.press(.character("q"), .end, .enter)
        #expect(walk.state.overlay == nil && walk.effects.isEmpty)
        walk.press(.character("q"), .enter)
        #expect(walk.state.train.leavesWhenEnded)
        walk.press(.character("q"), .end, .enter)
        walk.hear(Self.ended(Self.finished))
        #expect(walk.effects.isEmpty)
    }

    @Test("q leaves at once where nothing trains, and asks on every screen while something does")
    func quitting() {
        var data = Walk()
        data.press(.character("q"))
        #expect(data.effects == [.leave])
        var setup = Walk.inSetup()
        setup.press(.character("q"))
        #expect(setup.effects == [.leave])
        var ended = Walk.inTrain()
        ended.hear(Self.ended(Self.finished))
        #expect(ended.state.context == .ended)
        ended.press(.character("q"))
        #expect(ended.effects == [.leave])
        var elsewhere = Walk.inTrain()
        elsewhere.press(.escape, .character("q"))
        #expect(elsewhere.state.context == .quit)
    }

    @Test("loading can be cancelled, and q while it loads leaves with its end")
    func loading() {
        var snapshot = TrainingSnapshot(configuration: SyntheticRun.configuration())
        snapshot.phase = .loading(LoadProgress(done: 1, total: 2, unit: .bytes))
        var walk = Walk.inTrain(snapshot)
        #expect(walk.state.context == .loading)
        walk.press(.escape)
        #expect(walk.effects == [.stop(.now(.user))])
        var cancelled = snapshot
        cancelled.phase = .ended(.failed(message: DatasetError.cancelled.description, isUsage: false))
        walk.hear(cancelled)
        #expect(walk.state.screen == .setup)
        var leaving = Walk.inTrain(snapshot)
        leaving.press(.character("q"))
        #expect(leaving.effects == [.stop(.now(.user))])
        leaving.hear(cancelled)
        #expect(leaving.effects == [.leave])
    }

    @Test("the quit list closes when the run ends by itself, and the end is dealt with once")
    func endWhileAsking() {
        var walk = Walk.inTrain()
        walk.press(.character("q"))
        walk.hear(Self.ended(Self.finished))
        #expect(walk.state.overlay == nil)
        walk.hear(Self.ended(Self.finished))
        #expect(walk.state.train.summaries.count == 1)
        walk.press(.character("n"))
        #expect(walk.state.screen == .setup)
        walk.press(.home, .enter)
        #expect(walk.effects.contains { if case .start = $0 { true } else { false } })
        #expect(walk.state.train.summaries.count == 1)
    }

    @Test("a failure that is reported twice is said once")
    func saidOnce() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = [1, 2].map { _ in TrainingWarning(kind: .diskFull, epoch: 13, message: "no room") }
        let text = Walk.inTrain(snapshot).canvas().text
        #expect(text.split(separator: "\n").count { $0.contains("no room") } == 1)
    }

    @Test("where epochs are short the state's word stays")
    func shortEpochs() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .validating
        #expect(RunState(snapshot).word == "validates")
        snapshot.epochs = [
            EpochRecord(
                epoch: 1, train: Score(loss: 1, accuracy: 0.5), validation: SyntheticRun.score(1), l2: 0, learningRate: 0.003, seconds: 0.3,
                imagesPerSecond: 9000, meanScale: 1, meanOutside: 0)
        ]
        #expect(RunState(snapshot).word == "training")
    }

    @Test("an ended run says where it lies, the folder alone where there is little room")
    func whereItLies() {
        let folder = "runs/2026-11-24-120000-baseline-fer2013"
        let outcome = RunOutcome.stopped(reason: .user, epoch: 12, step: 45, checkpoint: folder + "/last.safetensors", message: nil)
        let walk = Walk.inTrain(Self.ended(outcome))
        #expect(walk.canvas(width: 120, height: 36).text.contains("stopped after epoch 12, saved as \(folder)/last.safetensors"))
        #expect(walk.canvas(width: 60, height: 18).text.contains("-baseline-fer2013"))
    }

    @Test("a run that was discarded from Data is spoken of there")
    func discardedFromData() {
        var walk = Walk.inTrain()
        walk.press(.escape, .escape)
        walk.hear(Self.ended(.discarded))
        #expect(walk.state.screen == .data)
        #expect(walk.canvas().text.contains("discarded"))
    }

    @Test("a warning is in words until it is hidden; a new one shows again")
    func warnings() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = [SyntheticRun.collapse]
        var walk = Walk.inTrain(snapshot)
        #expect(walk.canvas().text.contains("the network has collapsed"))
        walk.press(.character("x"))
        #expect(!walk.canvas().text.contains("the network has collapsed"))
        snapshot.warnings.append(TrainingWarning(kind: .diskFull, epoch: 13, message: "no room"))
        walk.hear(snapshot)
        #expect(walk.canvas().text.contains("no room"))
    }

    @Test("the newest finding that holds is shown, with how many others there are")
    func newestFirst() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = SyntheticRun.findings
        var walk = Walk.inTrain(snapshot)
        func notice() -> [Substring] { walk.canvas().text.split(separator: "\n").filter { $0.contains("▲ epoch") } }
        #expect(notice().map { $0.contains("▲ epoch 12: the network has collapsed") && $0.hasSuffix("i shows 2 more") } == [true])
        // Settings are called as the form calls them.
        #expect(walk.canvas().text.contains("Try preset baseline instead of paper, learning rate 0.0005"))
        #expect(!walk.canvas().text.contains("--"))
        snapshot.recoveries = [Recovery(kind: .collapse, epoch: 13, since: 12, message: "it tells faces apart again.")]
        walk.hear(snapshot)
        #expect(notice().map { $0.contains("▲ epoch 5: a plateau") && $0.hasSuffix("i shows 1 more") } == [true])
        snapshot.recoveries.append(SyntheticRun.recovery)
        walk.hear(snapshot)
        #expect(notice().map { $0.contains("▲ epoch 1: the attention has left the image") && !$0.contains("i shows") } == [true])
    }

    @Test("the list has every finding, hidden and over or not, and closes with the key that opened it")
    func listOfFindings() {
        var walk = Walk.inTrain()
        walk.press(.character("i"))
        #expect(walk.state.overlay == nil)
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = SyntheticRun.findings
        snapshot.recoveries = [SyntheticRun.recovery]
        walk.hear(snapshot)
        walk.press(.character("x"))
        #expect(!walk.canvas().text.contains("▲"))
        walk.press(.character("i"))
        #expect(walk.state.context == .findings)
        let text = walk.canvas().text
        for part in ["epoch 12: collapse", "△ epoch 5: plateau, over since epoch 8", "Over: it", "noticed 1 of 3"] {
            #expect(text.contains(part), "\(part)")
        }
        walk.press(.down, .down, .down)
        #expect(walk.state.overlay == .findings(FindingsState(selection: 2)))
        #expect(walk.canvas(width: 60, height: 18).text.contains("▸ ▲ epoch 1: attention outside the image"))
        walk.press(.character("i"))
        #expect(walk.state.context == .training)
        walk.press(.character("i"), .escape)
        #expect(walk.state.context == .training)
    }

    @Test("what has too little room ends with the key that shows the rest")
    func cutNotice() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = [SyntheticRun.findings[0]]
        snapshot.warnings[0].message += " It is far away, " + snapshot.warnings[0].message
        let text = Walk.inTrain(snapshot).canvas(width: 60, height: 18).text
        #expect(text.contains("i shows the rest") && text.contains("…"))
        #expect(!Walk.inTrain(snapshot).canvas(width: 120, height: 36).text.contains("i shows the rest"))
    }

    @Test("themes are shown while they are chosen; Esc restores, Enter keeps")
    func themes() {
        var walk = Walk.inTrain()
        walk.press(.character("t"), .down)
        #expect(walk.state.theme.name == Theme.builtIn[1].name)
        walk.press(.escape)
        #expect(walk.state.themeIndex == 0)
        walk.press(.character("t"), .down, .enter)
        #expect(walk.effects == [.rememberTheme(Theme.builtIn[1].name)])
        #expect(walk.state.themeIndex == 1)
    }

    @Test("the summary says where everything lies")
    func summary() throws {
        let lines = try #require(RunSummary(Self.ended(Self.finished))).lines
        #expect(lines[0] == "run runs/2026-11-24-120000-baseline-fer2013")
        #expect(lines[1].contains("in epoch 11: runs/2026-11-24-120000-baseline-fer2013/best.safetensors"))
        #expect(lines[2].hasSuffix("train on: deep-emotion train --resume runs/2026-11-24-120000-baseline-fer2013 --epochs 120"))
        #expect(RunSummary(SyntheticRun.snapshot()) == nil)
        var early = Self.ended(.finished(bestEpoch: 11, bestValidationAccuracy: 0.578, checkpoint: "a", reason: .patience))
        for _ in 0..<12 { early.epochs.append(early.epochs[early.epochs.count - 1]) }
        early.epochs[early.epochs.count - 1].epoch = 31
        #expect(
            try #require(RunSummary(early)).lines[2]
                == "  ended after epoch 31, out of patience: 20 epochs were no better; train on: deep-emotion train --resume "
                + "runs/2026-11-24-120000-baseline-fer2013 --patience 40")
        let stopped = Self.ended(.stopped(reason: .notFinite, epoch: 3, step: 4, checkpoint: "runs/a/last.safetensors", message: "no number"))
        let command = "deep-emotion train --resume runs/2026-11-24-120000-baseline-fer2013 --learning-rate 0.0003"
        #expect(
            try #require(RunSummary(stopped)).lines.suffix(3)
                == ["  stopped in epoch 3 after step 4: runs/a/last.safetensors", "  no number", "  resume: " + command])
    }
}
