@testable import FaceData
import Testing

@testable import Core
@testable import TUI

@Suite("Charts and replay by keys") struct ReplayTests {
    @Test("the cursor shows faces, boxes, probabilities and classes as they were")
    func showsThePast() throws {
        var walk = Walk.inTrain()
        walk.press(.home)
        #expect(walk.state.train.view.cursor == 0)
        #expect(walk.state.train.face?.history.last?.theta == Theta.identity)
        #expect(walk.state.train.shown?.epochs.isEmpty == true)
        for _ in 0..<3 { walk.press(.character("]")) }
        #expect(walk.state.train.face?.history.last?.epoch == 3)
        #expect(walk.state.train.shown?.epochs.last?.epoch == 3)
        let text = walk.canvas(width: 120, height: 36).text
        for piece in ["loss @3", "accuracy @3", "original @3", "classes, % of true @3", "epoch  3 of 11"] {
            #expect(text.contains(piece), "\(piece)")
        }
        walk.press(.end)
        #expect(walk.state.train.view.cursor == nil)
        #expect(walk.state.train.face?.history.count == 12)
    }

    @Test("exact values at the cursor")
    func values() {
        var walk = Walk.inTrain()
        walk.press(.character("["), .character("z"))
        let text = walk.canvas(width: 120, height: 36).text
        #expect(text.contains("val \(Figures.four(SyntheticRun.record(11).validation.loss))"))
        #expect(text.contains("epoch's mean 1.130, steps "))
    }

    @Test("the run goes on beneath the cursor, and the window stands still")
    func survivesNewData() {
        var walk = Walk.inTrain()
        walk.press(.character("["), .character("["), .character("+"))
        let (cursor, window) = (walk.state.train.view.cursor, walk.state.train.view.window)
        walk.hear(SyntheticRun.snapshot(epoch: 20))
        #expect(walk.state.train.view.cursor == cursor && walk.state.train.view.window == window)
        #expect(walk.state.train.snapshot?.epoch == 20)
    }

    @Test("plays by ticks, and not by itself where motion is reduced")
    func plays() {
        var walk = Walk.inTrain()
        walk.press(.character("["), .character("P"))
        #expect(walk.state.tickInterval != nil)
        for _ in 0..<5 { _ = reduce(&walk.state, .tick) }
        #expect(walk.state.train.view.cursor == 5)
        walk.press(.character("P"))
        #expect(walk.state.tickInterval == nil)
        walk.state.reducesMotion = true
        walk.press(.character("P"))
        #expect(walk.state.tickInterval == nil && walk.state.train.view.cursor == 6)
    }

    @Test("a new run keeps what was chosen by eye and forgets places")
    func anotherRun() {
        var last = TrainState()
        last.take(SyntheticRun.snapshot())
        last.view.smoothing = .strong
        last.view.axis = .zero
        if let extent = last.extent { last.view.setCursor(3, extent) }
        last.choosePanel(4)
        let next = TrainState(after: last)
        #expect(next.view.smoothing == .strong && next.view.axis == .zero && next.view.cursor == nil && next.panel == .attention)
    }

    @Test("health: a panel of its own, with numbers and warnings at their epochs")
    func health() {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = [SyntheticRun.plateau]
        var walk = Walk.inTrain(snapshot)
        walk.press(.character("7"))
        let text = walk.canvas().text
        #expect(text.contains("attention over the epochs") && text.contains("scale") && text.contains("▲ epoch 5: plateau"))
    }

    @Test("the replay as a GIF and as a strip")
    func pictures() throws {
        let face = try #require(SyntheticRun.snapshot(epoch: 4).followed.first)
        let picture = ReplayPicture(face: face, classNames: Emotion.names)
        #expect(try #require(picture.bytes(.gif)).prefix(6).elementsEqual("GIF89a".utf8))
        #expect(try #require(picture.bytes(.png)).prefix(4).elementsEqual([0x89, 0x50, 0x4E, 0x47]))
        #expect(ReplayPicture(face: FollowedFace(index: 0, pixels: face.pixels, label: 0), classNames: []).bytes(.gif) == nil)
        var walk = Walk.inTrain()
        walk.press(.character("g"))
        guard case .saveReplay(let asked, .gif, let path) = walk.effects.first else {
            Issue.record("\(walk.effects)")
            return
        }
        #expect(asked.face.history.count == 12 && path == "runs/2026-11-24-120000-baseline-fer2013/replay-face-1")
    }

    @Test("pinning a face asks the session, marks it, and puts it first among the others")
    func pins() {
        var walk = Walk.inTrain()
        walk.press(.right, .character("p"))
        #expect(walk.effects == [.pin(10, true)])
        var snapshot = SyntheticRun.snapshot()
        snapshot.followed[1].isPinned = true
        walk.hear(snapshot)
        #expect(walk.canvas().text.contains("face 2/7 pinned"))
        walk.press(.character("p"))
        #expect(walk.effects == [.pin(10, false)])
    }
}
