import Testing

@testable import Core
@testable import TUI

@Suite("Calling someone who looks elsewhere") struct NotificationTests {
    private func walk(_ notification: TUI.Notification) -> Walk {
        var walk = Walk.inTrain()
        walk.state.notification = notification
        return walk
    }

    private static func warned() -> TrainingSnapshot {
        var snapshot = SyntheticRun.snapshot()
        snapshot.warnings = [SyntheticRun.plateau]
        return snapshot
    }

    private static func ended() -> TrainingSnapshot {
        var snapshot = SyntheticRun.snapshot()
        snapshot.phase = .ended(.finished(bestEpoch: 11, bestValidationAccuracy: 0.578, checkpoint: "runs/a/best.safetensors"))
        return snapshot
    }

    @Test("a warning rings once, and the run's end once more")
    func rings() {
        var walk = walk(.message)
        walk.hear(Self.warned())
        #expect(walk.effects == [.ring("2026-11-24-120000-baseline-fer2013, epoch 5: \(SyntheticRun.plateau.message)")])
        walk.hear(Self.warned())
        #expect(walk.effects == [])
        walk.hear(Self.ended())
        #expect(walk.effects == [.ring("2026-11-24-120000-baseline-fer2013: finished, best 57.8 % in epoch 11")])
    }

    @Test("the bell alone, or nothing at all")
    func less() {
        var bell = walk(.bell)
        bell.hear(Self.ended())
        #expect(bell.effects == [.ring(nil)])
        var off = walk(.off)
        off.hear(Self.ended())
        #expect(off.effects == [])
    }

    @Test("the loop rings the terminal, and plays a replay by its clock")
    func loop() {
        let terminal = FakeTerminal(keys: [.character("["), .character("P")] + [Key?](repeating: nil, count: 20))
        var seconds = 0.0
        terminal.onKey = { terminal in
            seconds += 0.5
            if terminal.keys.isEmpty { terminal.keys = [.character("q")] }
        }
        var state = Walk.inTrain(Self.ended()).state
        state.train.take(Self.ended())
        var loop = EventLoop(state: state, terminal: terminal, effects: NoEffects(), now: { seconds }, signal: { nil })
        #expect(loop.run() == .left)
        #expect(loop.state.train.view.cursor == 11 && !loop.state.train.view.isPlaying)
        let epochs = (0...11).filter { epoch in terminal.canvases.contains { $0.text.contains("loss @\(epoch) ") } }
        #expect(epochs == Array(0...11))
    }

    private final class NoEffects: EffectRunner {
        func run(_ effect: Effect) {}
        func answers() -> [Answer] { [] }
        func snapshot() -> TrainingSnapshot? { nil }
        func finish(_ reason: StopReason) {}
    }
}
