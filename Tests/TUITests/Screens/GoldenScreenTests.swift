@testable import FaceData
import Testing

@testable import Core
@testable import TUI

/// Every screen as text at the three sizes. Charts and faces are in it, so a change of theirs shows here too.
@Suite("Screens")
struct GoldenScreenTests {
    static let sizes = [(80, 24), (120, 36), (60, 18)]

    private static func expect(_ walk: Walk, _ name: String, _ size: (Int, Int)) throws {
        try expectGolden(walk.canvas(width: size.0, height: size.1), "\(name)-\(size.0)x\(size.1)")
    }

    private static func walk(_ phase: TrainingSnapshot.Phase, warnings: [TrainingWarning] = []) -> Walk {
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = phase
        snapshot.warnings = warnings
        return .inTrain(snapshot)
    }

    @Test("Data with a report", arguments: sizes)
    func data(width: Int, height: Int) throws {
        var walk = Walk(recents: ["/old/faces"])
        walk.point(at: "fer2013.csv")
        walk.answer(.examined(.success(SyntheticRun.report()), request: walk.state.doctor.request))
        try Self.expect(walk, "data", (width, height))
        var whole = Walk()
        whole.point(at: "fer2013.csv")
        whole.answer(.examined(.success(SyntheticRun.report(isWhole: true)), request: whole.state.doctor.request))
        try Self.expect(whole, "data-whole", (width, height))
    }

    @Test("Data while it examines, and with what is no data", arguments: sizes)
    func examining(width: Int, height: Int) throws {
        var walk = Walk()
        walk.point(at: "fer2013.csv")
        walk.answer(.examining(LoadProgress(done: 120_000_000, total: 271_000_000, unit: .bytes), request: walk.state.doctor.request))
        try Self.expect(walk, "data-examining", (width, height))
        walk.point(at: "notes")
        walk.answer(.recognised(false, request: walk.state.doctor.request))
        walk.answer(.examined(.failure(.unrecognised(path: "/data/notes")), request: walk.state.doctor.request))
        try Self.expect(walk, "data-nothing", (width, height))
    }

    @Test("Setup as it opens", arguments: sizes)
    func setup(width: Int, height: Int) throws {
        var walk = Walk.inSetup()
        walk.answer(.examined(.success(SyntheticRun.report()), request: walk.state.doctor.request))
        walk.answer(.measured(SyntheticRun.cost, minuteOfDay: 14 * 60 + 29, request: walk.state.setup.cost.request))
        try Self.expect(walk, "setup", (width, height))
    }

    @Test("Setup with a bad value, changes and a long command", arguments: sizes)
    func editing(width: Int, height: Int) throws {
        var walk = Walk.inSetup()
        for (id, text) in [(Setting.ID.epochs, "8"), (.batchSize, "128")] {
            walk.point(at: id)
            walk.type(text)
            walk.press(.enter)
        }
        walk.point(at: .data)
        walk.press(.enter, .control("u"))
        walk.type("/home/someone/my faces/fer2013.csv")
        walk.press(.enter)
        walk.point(at: .learningRate)
        walk.type("1e-4x")
        try Self.expect(walk, "setup-editing", (width, height))
    }

    @Test("Setup saving over a file", arguments: sizes)
    func saving(width: Int, height: Int) throws {
        var walk = Walk.inSetup()
        walk.press(.character("s"))
        walk.answer(.saved(path: "deep-emotion.json", .exists))
        try Self.expect(walk, "setup-saving", (width, height))
    }

    @Test("Train while it trains", arguments: sizes)
    func training(width: Int, height: Int) throws { try Self.expect(Self.walk(.training), "train", (width, height)) }

    @Test("Train while it loads", arguments: sizes)
    func loading(width: Int, height: Int) throws {
        var snapshot = TrainingSnapshot(configuration: SyntheticRun.configuration())
        snapshot.phase = .loading(LoadProgress(done: 1200, total: 28_709, unit: .images))
        try Self.expect(.inTrain(snapshot), "train-loading", (width, height))
    }

    @Test("Train paused, typing a learning rate that is none", arguments: sizes)
    func paused(width: Int, height: Int) throws {
        var walk = Self.walk(.paused)
        walk.press(.character(" "), .character("l"), .control("u"))
        walk.type("-1")
        try Self.expect(walk, "train-paused", (width, height))
    }

    @Test("Train ended", arguments: sizes)
    func ended(width: Int, height: Int) throws {
        let outcome = RunOutcome.finished(
            bestEpoch: 11, bestValidationAccuracy: 0.578, checkpoint: "runs/2026-11-24-120000-baseline-fer2013/best.safetensors")
        try Self.expect(Self.walk(.ended(outcome)), "train-ended", (width, height))
    }

    @Test("Train that ran out of patience", arguments: sizes)
    func endedEarly(width: Int, height: Int) throws {
        let outcome = RunOutcome.finished(
            bestEpoch: 11, bestValidationAccuracy: 0.578, checkpoint: "runs/2026-11-24-120000-baseline-fer2013/best.safetensors", reason: .patience)
        try Self.expect(Self.walk(.ended(outcome)), "train-ended-early", (width, height))
    }

    @Test("Train with a warning", arguments: sizes)
    func warning(width: Int, height: Int) throws {
        try Self.expect(Self.walk(.training, warnings: [SyntheticRun.collapse]), "train-warning", (width, height))
    }

    @Test("Train with several findings, one of them over, and all of them in a list", arguments: sizes)
    func findings(width: Int, height: Int) throws {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = SyntheticRun.findings
        snapshot.recoveries = [SyntheticRun.recovery]
        var walk = Walk.inTrain(snapshot)
        try Self.expect(walk, "train-findings", (width, height))
        walk.press(.character("i"))
        try Self.expect(walk, "findings", (width, height))
        walk.press(.down, .down)
        try Self.expect(walk, "findings-last", (width, height))
    }

    @Test("Train with one panel enlarged", arguments: sizes)
    func enlarged(width: Int, height: Int) throws {
        var walk = Self.walk(.training)
        walk.press(.character("6"), .enter)
        try Self.expect(walk, "train-classes", (width, height))
        walk.press(.escape, .character("4"), .enter)
        try Self.expect(walk, "train-attention", (width, height))
    }

    @Test("Help, filtered", arguments: sizes)
    func help(width: Int, height: Int) throws {
        var walk = Self.walk(.training)
        walk.press(.character("?"))
        try Self.expect(walk, "help", (width, height))
        walk.type("face")
        try Self.expect(walk, "help-filtered", (width, height))
    }

    @Test("the list of ways to end a run, and the second question", arguments: sizes)
    func quitting(width: Int, height: Int) throws {
        var walk = Self.walk(.training)
        walk.press(.character("q"))
        try Self.expect(walk, "quit", (width, height))
        walk.press(.down, .down, .down, .enter)
        try Self.expect(walk, "quit-discard", (width, height))
    }

    @Test("below 60x18 one line says what is needed", arguments: [(59, 18), (60, 17), (20, 3), (1, 1), (0, 0)])
    func tooSmall(width: Int, height: Int) {
        let canvas = Self.walk(.training).canvas(width: width, height: height)
        #expect(canvas.width == width && canvas.height == height)
        if width >= 40 { #expect(canvas.text.contains("60×18")) }
    }

    @Test("without UTF-8 everything is ASCII, and right and wrong are words")
    func plain() throws {
        let capabilities = Capabilities(colors: .none, isUnicode: false)
        var data = Walk(recents: ["/old/gesichter/müller"])
        data.point(at: "fer2013.csv")
        data.answer(.examined(.success(SyntheticRun.report()), request: data.state.doctor.request))
        var bad = Walk.inSetup()
        bad.point(at: .epochs)
        bad.type("0")
        var quitting = Self.walk(.training, warnings: [SyntheticRun.collapse])
        quitting.press(.character("q"))
        var help = Walk.inSetup()
        help.press(.character("?"))
        var findings = Self.walk(.training, warnings: SyntheticRun.findings)
        findings.press(.character("i"))
        for walk in [data, bad, quitting, help, findings, Self.walk(.paused)] {
            for size in Self.sizes {
                let canvas = walk.canvas(width: size.0, height: size.1, capabilities: capabilities)
                #expect(canvas.text.allSatisfy { $0.isASCII })
            }
        }
        let train = Self.walk(.training).canvas(capabilities: capabilities)
        #expect(train.text.contains("wrong"))
        try expectGolden(train, "train-ascii-80x24")
    }

    @Test("numbers that move keep every other thing in its place")
    func nothingJitters() {
        let early = Self.walk(.training).canvas().text.split(separator: "\n", omittingEmptySubsequences: false)
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .validating
        snapshot.step = 9
        snapshot.imagesPerSecond = 88
        snapshot.secondsRemaining = 9
        snapshot.learningRate = 9.99e-5
        let late = Walk.inTrain(snapshot).canvas().text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(early[0].count == late[0].count)
        for word in ["epoch", "step", "ETA", "best"] { #expect(early[0].firstRange(of: word) == late[0].firstRange(of: word)) }
        for word in ["img/s", "lr", "saved"] { #expect(early[22].firstRange(of: word) == late[22].firstRange(of: word)) }
    }
}
