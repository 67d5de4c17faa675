@testable import FaceData
import Core
import Testing

@testable import TUI

@Suite("The form")
struct SetupTests {
    @Test("it opens on Start, with the data that was chosen")
    func opening() {
        let walk = Walk.inSetup()
        #expect(walk.state.setup.cursor == .start)
        #expect(walk.state.setup.configuration.data == "demo")
        #expect(walk.effects.contains { if case .measureCost = $0 { true } else { false } })
    }

    @Test("a digit starts editing in a number field, Enter takes it, letters elsewhere stay commands")
    func digits() {
        var walk = Walk.inSetup()
        walk.point(at: .epochs)
        walk.type("8")
        #expect(walk.state.context == .field)
        walk.press(.enter)
        #expect(walk.state.setup.configuration.hyperparameters.epochs == 8)
        walk.point(at: .preset)
        walk.type("8")
        #expect(walk.state.context == .setup)
    }

    @Test("while a field is edited, letters are letters")
    func letters() {
        var walk = Walk.inSetup()
        walk.point(at: .name)
        walk.press(.enter)
        walk.type("quit?w")
        #expect(walk.state.setup.entry?.text == "quit?w")
        walk.press(.tab)
        #expect(walk.state.setup.configuration.name == "quit?w")
    }

    @Test("1e-4 can be typed, and what cannot be taken is said at each key")
    func liveErrors() {
        var walk = Walk.inSetup()
        walk.point(at: .learningRate)
        walk.type("1e")
        #expect(walk.state.setup.entryError != nil)
        walk.type("-4")
        #expect(walk.state.setup.entryError == nil)
        walk.type("x")
        #expect(walk.state.setup.entryError?.description == "--learning-rate '1e-4x': expected 1e-08...10")
        #expect(walk.canvas().text.contains("✗ 1e-08...10"))
        walk.press(.enter)
        #expect(walk.state.context == .field)
        walk.press(.backspace, .enter)
        #expect(walk.state.setup.configuration.hyperparameters.learningRate == 1e-4)
    }

    @Test("the form says beside its data why it would be refused, before a run begins")
    func refusedData() {
        var walk = Walk.inSetup()
        walk.point(at: .data)
        walk.press(.enter, .control("u"))
        walk.type("/none")
        walk.press(.enter)
        let error = DatasetError.missing(path: "/none")
        walk.answer(.examined(.failure(error), request: walk.state.doctor.request))
        #expect(walk.canvas(width: 120, height: 36).text.contains(error.description))
        walk.press(.enter, .control("u"))
        walk.type("/data/fer2013.csv")
        walk.press(.enter)
        walk.answer(.examined(.success(SyntheticRun.report()), request: walk.state.doctor.request))
        #expect(walk.canvas(width: 120, height: 36).text.contains("1 row or image cannot be read"))
        walk.point(at: .skipBad)
        walk.press(.right)
        #expect(!walk.canvas(width: 120, height: 36).text.contains("1 row or image"))
    }

    @Test("the preset's default is the same whichever is chosen")
    func presetDefault() {
        var walk = Walk.inSetup()
        walk.point(at: .preset)
        walk.press(.right)
        #expect(walk.state.setup.configuration.preset == .wide)
        #expect(walk.canvas().text.contains("default: tuned"))
    }

    @Test("a bad value never holds the cursor: moving on keeps the old one and says so")
    func neverTrapped() {
        for key in [Key.down, .tab, .up] {
            var walk = Walk.inSetup()
            walk.point(at: .batchSize)
            walk.type("0")
            walk.press(key)
            #expect(walk.state.context == .setup)
            #expect(walk.state.setup.configuration.hyperparameters.batchSize == 64)
            #expect(walk.state.notice?.contains("batch size takes 1...4,096") == true)
        }
        var walk = Walk.inSetup()
        walk.point(at: .batchSize)
        walk.type("32")
        walk.press(.down)
        #expect(walk.state.setup.configuration.hyperparameters.batchSize == 32)
        #expect(walk.state.setup.cursor == .field(.data))
    }

    @Test("Esc puts the old value back")
    func escape() {
        var walk = Walk.inSetup()
        walk.point(at: .epochs)
        walk.type("99")
        walk.press(.escape)
        #expect(walk.state.setup.configuration.hyperparameters.epochs == Hyperparameters(preset: .standard).epochs)
        #expect(walk.state.context == .setup)
        walk.press(.escape)
        #expect(walk.state.screen == .data)
    }

    @Test("arrows step choices, switches and numbers; changes can be reset and undone")
    func stepping() {
        var walk = Walk.inSetup()
        walk.point(at: .flip)
        walk.press(.right)
        #expect(!walk.state.setup.configuration.hyperparameters.flip)
        walk.point(at: .learningRate)
        walk.press(.right)
        #expect(walk.state.setup.configuration.hyperparameters.learningRate == 0.01)
        #expect(walk.state.setup.differs(Setting.field(.learningRate)))
        walk.press(.character("r"))
        #expect(walk.state.setup.configuration.hyperparameters.learningRate == 0.005)
        walk.press(.character("u"), .character("u"), .character("u"))
        #expect(walk.state.setup.configuration.hyperparameters.flip)
        #expect(walk.state.setup.configuration == RunConfiguration(data: "demo", threads: 2))
    }

    @Test("another preset changes everything it sets, and undo brings the edits back")
    func presets() {
        var walk = Walk.inSetup()
        walk.point(at: .epochs)
        walk.type("7")
        walk.press(.enter)
        walk.point(at: .preset)
        walk.press(.right, .right, .right)
        #expect(walk.state.setup.configuration.hyperparameters == Hyperparameters(preset: .paper))
        walk.press(.character("u"), .character("u"), .character("u"))
        #expect(walk.state.setup.configuration.hyperparameters.epochs == 7)
    }

    @Test("F5 starts from any field and takes a good value on the way, never a bad one")
    func startFromField() {
        var walk = Walk.inSetup()
        walk.point(at: .epochs)
        walk.type("3")
        walk.press(.function(5))
        #expect(walk.state.screen == .train)
        #expect(walk.effects.contains { if case .start(let configuration) = $0 { configuration.hyperparameters.epochs == 3 } else { false } })
        var bad = Walk.inSetup()
        bad.point(at: .epochs)
        bad.type("0")
        bad.press(.function(5))
        #expect(bad.state.context == .field)
        #expect(bad.effects.isEmpty)
    }

    @Test("Tab completes paths as far as they agree; an answer that comes too late changes nothing")
    func completion() {
        var walk = Walk.inSetup()
        walk.point(at: .data)
        walk.press(.enter, .control("u"))
        walk.type("/da")
        walk.press(.tab)
        let request = walk.state.setup.completionRequest
        #expect(walk.effects == [.complete(text: "/da", request: request)])
        walk.answer(.completions(["/data/a1/", "/data/a2/"], request: request))
        #expect(walk.state.setup.entry?.text == "/data/a")
        #expect(walk.state.setup.completions.count == 2)
        walk.press(.tab)
        let late = walk.state.setup.completionRequest
        walk.type("x")
        walk.answer(.completions(["/data/a1/"], request: late))
        #expect(walk.state.setup.entry?.text == "/data/ax")
        walk.press(.enter)
        #expect(walk.state.setup.configuration.data == "/data/ax")
        #expect(walk.effects.contains { if case .examine(let question, _, _) = $0 { question.source == .path("/data/ax") } else { false } })
    }

    @Test("the form is saved, and a file that is there is replaced only when asked twice")
    func saving() {
        var walk = Walk.inSetup()
        walk.press(.character("s"))
        #expect(walk.state.context == .file)
        walk.press(.control("u"))
        walk.type("q.json")
        walk.press(.enter)
        #expect(walk.effects == [.save(walk.state.setup.configuration, path: "q.json", replaces: false)])
        walk.answer(.saved(path: "q.json", .exists))
        walk.press(.enter)
        #expect(walk.effects == [.save(walk.state.setup.configuration, path: "q.json", replaces: true)])
        walk.answer(.saved(path: "q.json", .done))
        #expect(walk.state.context == .setup)
        #expect(walk.state.setup.notice == "saved as q.json")
        walk.press(.character("s"))
        walk.answer(.saved(path: "q.json", .exists))
        walk.type("x")
        walk.press(.enter)
        #expect(walk.effects.contains { if case .save(_, _, let replaces) = $0 { !replaces } else { false } })
    }

    @Test("a form is loaded, or the reason why not stands where the path was typed")
    func loading() {
        var walk = Walk.inSetup()
        walk.press(.character("o"))
        walk.type("a.json")
        walk.press(.enter)
        #expect(walk.effects == [.load(path: "a.json")])
        let error = RunError.configuration(path: "a.json", reason: "it is no JSON object")
        walk.answer(.loaded(path: "a.json", .failure(error)))
        #expect(walk.state.setup.file?.complaint == error.description)
        var other = RunConfiguration(preset: .paper, threads: 2)
        other.hyperparameters.epochs = 9
        walk.answer(.loaded(path: "a.json", .success(other)))
        #expect(walk.state.setup.configuration == other)
        #expect(walk.state.setup.file == nil)
    }

    @Test("a refused start comes back to the form with its reason, at the name where that is taken")
    func refusals() {
        var walk = Walk.inSetup()
        walk.press(.enter)
        var snapshot = TrainingSnapshot(configuration: walk.state.setup.configuration)
        snapshot.configuration.name = "taken"
        snapshot.phase = .ended(.failed(message: "runs/taken: a run of that name is there already", isUsage: true))
        walk.hear(snapshot)
        #expect(walk.state.screen == .setup)
        #expect(walk.state.setup.cursor == .field(.name))
        #expect(walk.canvas().text.contains("a run of that name is there"))

        walk.press(.home, .enter)
        snapshot.phase = .ended(.failed(message: "/proc/runs: cannot make the folder", isUsage: false))
        walk.hear(snapshot)
        #expect(walk.state.setup.cursor == .start)
        #expect(walk.canvas().text.contains("cannot make the folder"))

        walk.press(.home, .enter)
        snapshot.phase = .ended(.failed(message: "demo, line 3: found abc, expected 0...255", isUsage: false))
        walk.hear(snapshot)
        #expect(walk.state.setup.cursor == .field(.data))
        #expect(walk.canvas().text.contains("line 3: found abc"))
    }

    @Test("cost is measured once for a speed, again for another, and never while a run trains")
    func cost() {
        var walk = Walk.inSetup()
        let request = walk.state.setup.cost.request
        walk.answer(.measured(SyntheticRun.cost, minuteOfDay: 600, request: request))
        #expect(walk.state.setup.cost.estimate == SyntheticRun.cost)
        walk.point(at: .epochs)
        walk.press(.right)
        #expect(walk.effects.isEmpty)
        walk.point(at: .batchSize)
        walk.press(.right)
        #expect(walk.effects.contains { if case .measureCost = $0 { true } else { false } })
        walk.answer(.measured(SyntheticRun.cost, minuteOfDay: 600, request: request))
        #expect(walk.state.setup.cost.estimate == nil)
        for field in [Setting.ID.width, .normalisation, .sampler, .network] {
            walk.point(at: field)
            walk.press(.right)
            #expect(walk.effects.contains { if case .measureCost = $0 { true } else { false } }, "\(field) changes what a step costs")
        }
        var training = Walk.inTrain()
        training.press(.escape)
        #expect(!training.effects.contains { if case .measureCost = $0 { true } else { false } })
    }

    @Test("the doctor counts the form's data as the form splits and labels them, and the network is measured with their classes")
    func countsFollowTheForm() {
        var walk = Walk.inSetup()
        walk.answer(.examined(.success(SyntheticRun.report()), request: walk.state.doctor.request))
        walk.point(at: .split)
        walk.press(.right)
        #expect(walk.state.setup.configuration.split.rule == .kaggle)
        var question = DoctorQuestion(.demo, walk.state.setup.configuration)
        #expect(question.split.rule == .kaggle && question.split.seed == 1234)
        #expect(walk.effects.contains(.examine(question, isBusy: false, request: walk.state.doctor.request)))
        #expect(walk.canvas().text.contains("counting"))
        // What was found by the split before comes too late.
        walk.answer(.examined(.success(SyntheticRun.report()), request: walk.state.doctor.request - 1))
        #expect(walk.state.doctor.outcome == nil)
        let eight = DatasetReport(
            layout: "FER+", rule: .publicTestRows, classNames: Emotion.names + ["contempt"],
            splits: [.init(name: "training", counts: [1, 2, 3, 4, 5, 6, 7, 8])],
            unreadable: [], duplicates: .init(), blankCount: 0, findings: [], samples: [])
        walk.answer(.examined(.success(eight), request: walk.state.doctor.request))
        let measured = walk.effects.compactMap { if case .measureCost(_, _, let classCount, _) = $0 { classCount } else { nil } }
        #expect(measured == [8])
        #expect(walk.canvas().text.contains("training faces"))
        // Other data are counted as they say themselves.
        question = DoctorQuestion(.path("/data/faces"), walk.state.setup.configuration)
        #expect(question.split.rule == .auto)
    }

    @Test("data that the form's split does not fit are taken all the same: the form is where that is mended")
    func splitThatDoesNotFit() {
        var walk = Walk.inSetup()
        walk.point(at: .split)
        walk.press(.right, .escape)
        let refusal = DatasetError.cannotSplit(path: "demo", reason: "Kaggle's split is of other faces")
        walk.answer(.examined(.failure(refusal), request: walk.state.doctor.request))
        #expect(walk.canvas().text.contains("Kaggle's split is of"))
        walk.press(.enter)
        #expect(walk.state.screen == .setup)
    }
}
