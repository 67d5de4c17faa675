@testable import Engine
@testable import Platform
import Testing

@testable import Core
@testable import TUI

@Suite("Runs")
struct RunsTests {
    @Test("R opens the table from every screen, Esc goes back to where it was")
    func opening() {
        var walk = Walk()
        walk.press(.character("R"))
        #expect(walk.state.screen == .runs && walk.effects.contains(.listRuns(folder: "runs")))
        #expect(walk.canvas().text.contains("reading runs"))
        walk.press(.escape)
        #expect(walk.state.screen == .data)
        var setup = Walk.inSetup()
        setup.press(.character("R"), .escape)
        #expect(setup.state.screen == .setup)
        var train = Walk.inTrain()
        train.press(.character("R"))
        #expect(train.state.screen == .runs && train.state.train.isActive)
        train.press(.escape)
        #expect(train.state.screen == .train)
    }

    @Test("the table is asked for again only when it has answered, and what went is unmarked")
    func refreshing() {
        var walk = Walk.inRuns()
        walk.effects = reduce(&walk.state, .runsAreDue)
        #expect(walk.effects == [.listRuns(folder: "runs")])
        walk.effects = reduce(&walk.state, .runsAreDue)
        #expect(walk.effects.isEmpty)
        walk.press(.character(" "))
        #expect(walk.state.runs.marked.count == 1)
        walk.answer(.runs(folder: "runs", .success(Array(SyntheticRuns.all.dropFirst()))))
        #expect(walk.state.runs.marked.isEmpty && walk.state.runs.run?.name == "paused")
        walk.answer(.runs(folder: "elsewhere", .success([])))
        #expect(walk.state.runs.shown.count == 5)
        walk.answer(.runs(folder: "runs", .failure(FileError(path: "runs", operation: "read", code: EACCES))))
        #expect(walk.state.runs.shown.count == 5)
    }

    @Test("a filter is typed with its error beside it, and letters are letters meanwhile")
    func filtering() {
        var walk = Walk.inRuns()
        walk.press(.character("/"))
        walk.type("val > q")
        #expect(walk.state.context == .runsFilter)
        walk.press(.enter)
        #expect(walk.state.context == .runsFilter && walk.canvas().text.contains("expected a number"))
        walk.press(.backspace)
        walk.type("45")
        walk.press(.enter)
        #expect(walk.state.runs.shown.map(\.name) == ["paused", "2026-11-24-120000-baseline-fer2013"])
        #expect(walk.canvas().text.contains("2 of 6"))
        walk.press(.character("/"), .control("u"))
        walk.type("nothing")
        walk.press(.escape)
        #expect(walk.state.runs.shown.count == 2)
        walk.press(.character("/"), .control("u"))
        walk.type("nothing")
        walk.press(.enter)
        #expect(walk.state.runs.run == nil && walk.canvas().text.contains("none of 6 runs"))
        // Without a run no key does harm.
        walk.press(.enter, .character(" "), .character("v"), .character("r"), .character("b"), .character("x"), .down)
        #expect(walk.state.screen == .runs && walk.state.overlay == nil)
    }

    @Test("sorting goes through the columns and turns round; the cursor stays on its run")
    func sorting() {
        var walk = Walk.inRuns()
        walk.point(atRun: "stopped")
        while walk.state.runs.order.column != .validation { walk.press(.character("s")) }
        #expect(walk.state.runs.shown.first?.bestAccuracy == 0.578 && walk.state.runs.shown.last?.name == "notes")
        walk.press(.character("S"))
        #expect(walk.state.runs.shown.first?.name == "crashed" && walk.state.runs.run?.name == "stopped")
    }

    @Test("stars and notes are kept in the run's folder")
    func notes() {
        var walk = Walk.inRuns()
        walk.point(atRun: "stopped")
        var note = RunNote()
        note.isStarred = true
        walk.press(.character("*"))
        #expect(walk.effects == [.keepNote(note, "runs/stopped")])
        walk.press(.character("n"))
        walk.type("too high")
        walk.press(.enter)
        note.text = "too high"
        #expect(walk.effects == [.keepNote(note, "runs/stopped")])
        #expect(walk.canvas().text.contains("* stopped") && walk.canvas().text.contains("too high"))
        walk.press(.character("n"))
        walk.type("!")
        walk.press(.escape)
        #expect(walk.state.runs.run?.note == note)
    }

    @Test("deleting is asked again with no under the cursor, and never done to a run that is trained")
    func deleting() {
        var walk = Walk.inRuns()
        walk.press(.character("x"))
        #expect(walk.state.overlay == nil && walk.state.notice?.contains("being trained") == true)
        walk.point(atRun: "stopped")
        walk.press(.character("x"), .enter)
        #expect(walk.effects.isEmpty && walk.state.overlay == nil)
        walk.press(.character(" "), .character(" "), .character("x"))
        #expect(walk.canvas().text.contains("delete 2 runs?"))
        walk.press(.down, .enter)
        #expect(walk.effects == [.removeRuns(["runs/stopped", "runs/crashed"])])
        walk.answer(.removed(["runs/stopped", "runs/crashed"], complaints: []))
        #expect(walk.state.notice == "2 runs are deleted" && walk.effects == [.listRuns(folder: "runs")])
        walk.answer(.removed(["runs/a"], complaints: ["runs/a: no"]))
        #expect(walk.state.notice == "runs/a: no")
    }

    @Test("curves of marked runs are read, and again when a run has grown")
    func curves() {
        var walk = Walk.inRuns()
        walk.press(.character(" "), .character(" "), .character("v"))
        let paths = SyntheticRuns.all.prefix(2).map(\.path)
        #expect(walk.state.context == .curves && walk.effects == [.readCurves(paths)])
        walk.answer(.curves(SyntheticRuns.all.prefix(2).map { SyntheticRuns.curve($0.name, epochs: 9, best: 0.5) }))
        #expect(walk.canvas().text.contains("validation accuracy"))
        walk.press(.character("v"))
        #expect(walk.canvas().text.contains("validation loss"))
        var grown = SyntheticRuns.all
        grown[0].changed = 10
        walk.answer(.runs(folder: "runs", .success(grown)))
        #expect(walk.effects == [.readCurves([paths[0]])])
        walk.press(.escape)
        #expect(walk.state.context == .runs)
    }

    @Test("two runs are compared: both marked, or one marked and one under the cursor")
    func comparing() {
        var walk = Walk.inRuns()
        walk.press(.character("d"))
        #expect(walk.state.context == .runs && walk.state.notice?.contains("mark one") == true)
        walk.press(.character(" "), .character("d"))
        #expect(walk.state.context == .difference)
        let text = walk.canvas(width: 120).text
        #expect(text.contains("learning rate") && text.contains("0.01") && !text.contains("batch size"))
    }

    @Test("a run opens on Train, is paused and stopped there, and goes on when it is left")
    func attaching() {
        var walk = Walk.inRuns()
        walk.press(.enter)
        let run = SyntheticRuns.all[0]
        #expect(walk.effects == [.attach(run.path, run.configuration ?? RunConfiguration())])
        #expect(walk.state.screen == .train && walk.state.train.isAttached)
        walk.hear(SyntheticRun.snapshot())
        #expect(!walk.effects.contains { if case .remember = $0 { true } else { false } })
        walk.press(.character(" "))
        #expect(walk.effects == [.pause])
        walk.press(.character("q"))
        #expect(walk.canvas().text.contains("leave, the run goes on"))
        var stopping = walk
        stopping.press(.down, .down, .enter)
        #expect(stopping.effects == [.stop(.now(.user))])
        var ended = SyntheticRun.snapshot()
        ended.phase = .ended(.stopped(reason: .user, epoch: 12, step: 4, checkpoint: "runs/a/last.safetensors", message: nil))
        stopping.hear(ended)
        #expect(stopping.effects.isEmpty && stopping.state.context == .ended && stopping.state.train.summaries.isEmpty)
        walk.press(.enter)
        #expect(walk.effects == [.leave])
        walk.press(.escape)
        #expect(walk.state.screen == .runs && walk.effects.contains(.detach))
        walk.press(.character("q"))
        #expect(walk.effects == [.leave])
    }

    @Test("a pause by somebody else is known, and what was refused is said")
    func others() {
        var walk = Walk.inRuns()
        walk.press(.enter)
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .paused
        snapshot.refusal = "--learning-rate '77': expected less"
        walk.hear(snapshot)
        #expect(walk.state.notice == snapshot.refusal)
        walk.press(.character(" "))
        #expect(walk.effects == [.resume] && walk.state.notice == nil)
        walk.hear(snapshot)
        #expect(walk.state.notice == nil)
        snapshot.phase = .ended(.crashed(epoch: 3, step: 4, checkpoint: "runs/a/last.safetensors"))
        walk.hear(snapshot)
        #expect(walk.canvas().text.contains("● crashed") && walk.canvas().text.contains("its process died in epoch 3 after step 4"))
    }

    @Test("a run of this dashboard keeps its place; another cannot be opened beside it, nor taken up")
    func ownRun() {
        var walk = Walk.inTrain()
        walk.press(.character("R"))
        walk.answer(.runs(folder: "runs", .success(SyntheticRuns.all)))
        walk.point(atRun: "stopped")
        walk.press(.enter)
        #expect(walk.state.screen == .runs && walk.state.notice?.contains("this dashboard trains") == true)
        walk.press(.character("r"))
        #expect(walk.effects.isEmpty && walk.state.train.isActive)
        // SyntheticRun's own folder.
        walk.point(atRun: "2026-11-24-120000-baseline-fer2013")
        walk.press(.enter)
        #expect(walk.state.screen == .train && !walk.state.train.isAttached)
    }

    @Test("a stopped run is taken up here; one that cannot be says why")
    func takingUp() {
        var walk = Walk.inRuns()
        walk.press(.character("r"))
        #expect(walk.effects.isEmpty && walk.state.notice?.contains("another process") == true)
        walk.point(atRun: "crashed")
        walk.press(.character("r"))
        #expect(walk.effects == [.takeUp("runs/crashed")] && walk.state.screen == .train)
        var refused = walk
        refused.answer(.takenUp(refusal: "nothing is left"))
        #expect(refused.state.screen == .runs && refused.state.notice == "nothing is left" && refused.state.train.snapshot == nil)
        walk.answer(.takenUp(refusal: nil))
        walk.hear(SyntheticRun.snapshot())
        #expect(walk.state.context == .training && !walk.state.train.isAttached)
    }

    @Test("a run that was stopped is trained on from where it is shown, one that has finished is not")
    func resumingInSight() {
        var walk = Walk.inTrain()
        var ended = SyntheticRun.snapshot()
        ended.phase = .ended(.stopped(reason: .user, epoch: 12, step: 34, checkpoint: "runs/a/last.safetensors", message: nil))
        walk.hear(ended)
        walk.press(.character("r"))
        #expect(walk.effects == [.takeUp("runs/2026-11-24-120000-baseline-fer2013")] && walk.state.train.isActive)
        var finished = Walk.inTrain()
        ended.phase = .ended(.finished(bestEpoch: 11, bestValidationAccuracy: 0.5, checkpoint: "runs/a/best.safetensors"))
        finished.hear(ended)
        finished.press(.character("r"))
        #expect(finished.effects.isEmpty)
    }

    @Test("a branch takes a run's settings and a checkpoint into the form")
    func branching() {
        var walk = Walk.inRuns()
        walk.point(atRun: "stopped")
        walk.press(.character("b"))
        #expect(walk.effects == [.listCheckpoints("runs/stopped")])
        walk.answer(.checkpoints(path: "runs/stopped", []))
        #expect(walk.state.overlay == nil && walk.state.notice != nil)
        walk.answer(
            .checkpoints(
                path: "runs/stopped",
                [
                    KeptCheckpoint(path: "runs/stopped/best.safetensors", title: "best", epoch: 7, accuracy: 0.43),
                    KeptCheckpoint(path: "runs/stopped/epoch-0005.safetensors", title: "epoch 5", epoch: 5, accuracy: 0.4),
                ]))
        walk.press(.down, .enter)
        #expect(walk.state.screen == .setup && walk.state.setup.configuration.parent == "runs/stopped/epoch-0005.safetensors")
        #expect(walk.state.setup.configuration.preset == .baseline && walk.state.setup.configuration.name == nil)
        #expect(walk.canvas(width: 120, height: 36).text.contains("--from runs/stopped/epoch-0005.safetensors"))
        walk.press(.character("u"))
        #expect(walk.state.setup.configuration.parent == nil)
    }

    @Test("left in the background a run is saved first, goes on in its own process, and the shell says how to come back")
    func background() {
        var walk = Walk.inTrain()
        walk.press(.character("q"), .end, .up, .enter)
        #expect(walk.effects == [.stop(.now(.user))])
        #expect(walk.canvas().text.contains("it goes on in the background"))
        var ended = SyntheticRun.snapshot()
        ended.phase = .ended(.stopped(reason: .user, epoch: 12, step: 34, checkpoint: "runs/a/last.safetensors", message: nil))
        walk.hear(ended)
        let folder = "runs/2026-11-24-120000-baseline-fer2013"
        #expect(walk.effects == [.goOnInBackground(folder: folder)])
        var failed = walk
        failed.answer(.wentOn(folder: folder, .failure(FileError(path: "x", operation: "start", code: ENOENT))))
        #expect(failed.effects.isEmpty && failed.state.notice?.contains("does not go on") == true && failed.state.train.summaries.count == 1)
        walk.answer(.wentOn(folder: folder, .success(4711)))
        #expect(walk.effects == [.leave])
        #expect(walk.state.train.summaries.last?.lines.last == "  watch or stop it: deep-emotion watch \(folder)")
    }

    @Test("the dashboard opens on the run that it was started for")
    func wanted() {
        var state = Walk().state
        state.screen = .runs
        state.wantedRun = "runs/stopped"
        #expect(reduce(&state, .opened).contains(.listRuns(folder: "runs")))
        let effects = reduce(&state, .answer(.runs(folder: "runs", .success(SyntheticRuns.all))))
        #expect(state.screen == .train && effects.contains { if case .attach("runs/stopped", _) = $0 { true } else { false } })
    }
}

@Suite("The queue")
struct QueueTests {
    private static func finished(_ walk: inout Walk) {
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .ended(.finished(bestEpoch: 1, bestValidationAccuracy: 0.5, checkpoint: "runs/a/best.safetensors"))
        walk.hear(SyntheticRun.snapshot())
        walk.hear(snapshot)
    }

    private static func walk() -> Walk {
        var walk = Walk.inSetup()
        walk.point(at: .learningRate)
        walk.press(.enter, .control("u"))
        walk.type("0.001, 0.01...0.1 x2")
        walk.press(.enter)
        return walk
    }

    @Test("a field takes a list or a range, says so, and the command is that of the sweep")
    func typing() {
        var walk = Self.walk()
        #expect(walk.state.setup.lists == [.learningRate: "0.001, 0.01, 0.1"])
        #expect(walk.state.setup.configuration.hyperparameters.learningRate == 0.001)
        #expect(walk.canvas().text.contains("deep-emotion sweep --data demo --learning-rate 0.001,0.01,0.1"))
        walk.press(.enter)
        walk.type(", x")
        #expect(walk.state.setup.entryError != nil)
        walk.press(.escape, .character("u"))
        #expect(walk.state.setup.lists.isEmpty)
        walk = Self.walk()
        walk.press(.character("r"))
        #expect(walk.state.setup.lists.isEmpty)
    }

    @Test("choices take several values too, from a key on, and runs are made as the command makes them")
    func choices() throws {
        var walk = Walk.inSetup()
        walk.point(at: .optimiser)
        walk.press(.character(","))
        #expect(walk.state.setup.entry?.text == "adamw, ")
        walk.type("sgd")
        #expect(walk.state.setup.entryError == nil)
        walk.press(.enter)
        #expect(walk.state.setup.lists == [.optimiser: "adamw, sgd"] && walk.canvas().text.contains("2 runs, one after the other"))
        walk.press(.enter)
        #expect(walk.state.setup.entry?.text == "adamw, sgd")
        walk.type(", adagrad")
        #expect(walk.state.setup.entryError != nil)
        walk.press(.escape)
        // What is changed by hand holds for every preset and network.
        walk.point(at: .preset)
        walk.press(.character(","))
        walk.type("baseline")
        walk.press(.enter)
        walk.point(at: .epochs)
        walk.type("8")
        walk.press(.enter)
        let queue = try #require(walk.state.setup.sweep)
        #expect(queue.command == "deep-emotion sweep --data demo --preset tuned,baseline --epochs 8 --optimiser adamw,sgd")
        let configurations = queue.items.map(\.configuration)
        #expect(configurations.map(\.preset) == [.tuned, .tuned, .baseline, .baseline])
        #expect(configurations.map(\.hyperparameters.optimiser) == [.adamw, .sgd, .adamw, .sgd])
        #expect(configurations.allSatisfy { $0.hyperparameters.epochs == 8 })
        #expect(configurations[2].hyperparameters.learningRate == Preset.baseline.hyperparameters.learningRate)
        walk.point(at: .data)
        walk.press(.character(","))
        #expect(walk.state.setup.entry == nil)
    }

    @Test("more runs than a queue takes are refused")
    func tooMany() {
        var walk = Self.walk()
        walk.point(at: .epochs)
        walk.press(.enter, .control("u"))
        walk.type("1...400")
        walk.press(.enter)
        #expect(walk.canvas(width: 120, height: 36).text.contains("1,200 runs, one after the other"))
        walk.press(.function(5))
        #expect(walk.state.screen == .setup && walk.effects.isEmpty)
        #expect(walk.state.setup.refusal?.sentence == "the values make 1,200 runs; a queue takes at most 1,000")
    }

    @Test("runs that wait stand in the table until they have a folder, and nothing can be done with them yet")
    func waiting() {
        var walk = Walk.inQueue()
        #expect(walk.state.runs.shown.map(\.standing) == [.training, .waiting, .waiting])
        #expect(walk.state.runs.shown.map { $0.configuration?.hyperparameters.learningRate }.dropFirst() == [0.01, 0.1])
        #expect(walk.canvas().text.contains("○ waiting"))
        walk.press(.end)
        for key: Key in [.enter, .character("r"), .character("b"), .character("*"), .character("n")] {
            walk.press(key)
            #expect(walk.effects.isEmpty && walk.state.notice == "this run waits for its turn in the queue; nothing of it is there yet")
        }
        walk.press(.character("x"))
        #expect(walk.state.overlay == nil && walk.state.notice?.contains("waits in the queue") == true)
        walk.press(.character("V"))
        #expect(walk.state.screen == .runs)
        walk.press(.character(" "), .up, .character("d"))
        #expect(walk.canvas().text.contains("difference  1 setting"))
        walk.press(.escape)
        walk.state.train.queue = nil
        walk.answer(.runs(folder: "runs", .success(Array(walk.state.runs.shown.prefix(1)))))
        #expect(walk.state.runs.shown.count == 1)
    }

    @Test("one run after the other trains, and the table shows them in the end")
    func running() {
        var walk = Self.walk()
        walk.press(.function(5))
        let items = walk.state.train.queue?.items ?? []
        #expect(items.count == 3 && walk.effects.contains(.startQueued(items[0].configuration)))
        #expect(items[1].configuration.name == "sweep-tuned-demo-learning-rate-0.01")
        Self.finished(&walk)
        #expect(walk.effects.contains(.startQueued(items[1].configuration)))
        #expect(walk.state.screen == .train)
        walk.answer(.queueSkipped(complaint: nil))
        #expect(walk.effects == [.startQueued(items[2].configuration)])
        Self.finished(&walk)
        #expect(walk.state.screen == .runs && walk.state.train.queue == nil && walk.state.train.summaries.count == 2)
        #expect(walk.state.notice == "the queue is trained")
    }

    @Test("a run that a person stops ends the queue, and Start takes it up again")
    func stopping() {
        var walk = Self.walk()
        walk.press(.function(5))
        walk.hear(SyntheticRun.snapshot())
        #expect(walk.canvas().text.contains("run 1/3"))
        walk.press(.character("q"), .down, .down, .enter)
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .ended(.stopped(reason: .user, epoch: 1, step: 4, checkpoint: "runs/a/last.safetensors", message: nil))
        walk.hear(snapshot)
        #expect(walk.state.train.queue == nil && walk.state.setup.notice?.hasPrefix("2 of the queue's runs") == true)
        let left = walk.state.train.summaries.last?.lines.last
        #expect(left == "  the runs after it: deep-emotion sweep --data demo --learning-rate 0.001,0.01,0.1", "\(left ?? "nothing")")
        walk.press(.character("n"), .function(5))
        #expect(walk.state.train.queue?.next == 1)
    }

    @Test("what cannot be trained is passed over with a word")
    func failing() {
        var walk = Self.walk()
        walk.press(.function(5))
        walk.answer(.queueSkipped(complaint: "it is there already"))
        #expect(walk.state.notice == "it is there already" && walk.state.train.queue?.next == 2)
        Self.finished(&walk)
        Self.finished(&walk)
        // Two are trained, and the third is not forgotten, here and in the shell.
        #expect(walk.state.train.queue == nil && walk.state.notice == "a run was not trained: it is there already")
        #expect(walk.state.train.summaries.map(\.lines).contains(["not trained: it is there already"]))
    }

    @Test("of a queue that was trained before, nothing is left to do")
    func nothingLeft() {
        var walk = Self.walk()
        walk.press(.function(5))
        for _ in 0..<3 { walk.answer(.queueSkipped(complaint: nil)) }
        #expect(walk.state.train.queue == nil && walk.state.screen == .runs && walk.state.notice == "the queue is trained")
    }
}
