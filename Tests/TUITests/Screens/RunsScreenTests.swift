import Testing

@testable import Core
@testable import TUI

/// Runs as text at the three sizes.
@Suite("Screens of Runs")
struct RunsScreenTests {
    private static func expect(_ walk: Walk, _ name: String, _ size: (Int, Int)) throws {
        try expectGolden(walk.canvas(width: size.0, height: size.1), "\(name)-\(size.0)x\(size.1)")
    }

    @Test("the table, with marks, and while a filter is typed that cannot be read", arguments: GoldenScreenTests.sizes)
    func table(width: Int, height: Int) throws {
        var walk = Walk.inRuns()
        walk.press(.character(" "), .down, .character(" "), .up)
        try Self.expect(walk, "runs", (width, height))
        walk.press(.character("/"))
        walk.type("val >")
        try Self.expect(walk, "runs-filter", (width, height))
    }

    @Test("no runs yet", arguments: GoldenScreenTests.sizes)
    func empty(width: Int, height: Int) throws { try Self.expect(.inRuns([]), "runs-empty", (width, height)) }

    @Test("a queue: what trains and what waits", arguments: GoldenScreenTests.sizes)
    func queue(width: Int, height: Int) throws { try Self.expect(.inQueue(), "runs-queue", (width, height)) }

    private static func curves() -> Walk {
        var walk = Walk.inRuns()
        walk.press(.character(" "), .character(" "), .character(" "), .character("v"))
        let curves = zip(SyntheticRuns.all, [(12, 0.41), (20, 0.5), (60, 0.57)]).map { SyntheticRuns.curve($0.name, epochs: $1.0, best: $1.1) }
        walk.answer(.curves(curves))
        return walk
    }

    @Test("curves over each other", arguments: GoldenScreenTests.sizes)
    func overlay(width: Int, height: Int) throws { try Self.expect(Self.curves(), "runs-curves", (width, height)) }

    @Test("the difference of two", arguments: GoldenScreenTests.sizes)
    func difference(width: Int, height: Int) throws {
        var walk = Walk.inRuns()
        walk.press(.character(" "))
        walk.point(atRun: "crashed")
        walk.press(.character("d"))
        try Self.expect(walk, "runs-difference", (width, height))
    }

    @Test("deleting, and choosing a checkpoint to branch from", arguments: GoldenScreenTests.sizes)
    func overlays(width: Int, height: Int) throws {
        var walk = Walk.inRuns()
        walk.point(atRun: "crashed")
        walk.press(.character("x"))
        try Self.expect(walk, "runs-delete", (width, height))
        walk.press(.escape)
        walk.answer(
            .checkpoints(
                path: "runs/crashed",
                [
                    KeptCheckpoint(path: "runs/crashed/best.safetensors", title: "best", epoch: 2, accuracy: 0.31),
                    KeptCheckpoint(path: "runs/crashed/last.safetensors", title: "last", epoch: 4, accuracy: nil),
                ]))
        try Self.expect(walk, "runs-branch", (width, height))
    }

    @Test("a run of another process, and the ways to leave it", arguments: GoldenScreenTests.sizes)
    func attached(width: Int, height: Int) throws {
        var walk = Walk.inRuns()
        walk.press(.enter)
        walk.hear(SyntheticRun.snapshot())
        walk.press(.left)
        try Self.expect(walk, "train-attached", (width, height))
        walk.press(.character("q"))
        try Self.expect(walk, "quit-attached", (width, height))
    }

    @Test("without UTF-8 and colours curves are their letters, and states are words")
    func plain() throws {
        let capabilities = Capabilities(colors: .none, isUnicode: false)
        for walk in [Walk.inRuns(), Self.curves()] {
            for size in GoldenScreenTests.sizes {
                #expect(walk.canvas(width: size.0, height: size.1, capabilities: capabilities).text.allSatisfy { $0.isASCII })
            }
        }
        let text = Self.curves().canvas(capabilities: capabilities).text
        #expect(text.contains("AA") && text.contains("BB") && text.contains("CC"))
        try expectGolden(Self.curves().canvas(capabilities: capabilities), "runs-curves-ascii-80x24")
    }

    @Test("no two curves have both the same colour and the same line")
    func looks() {
        let looks = OverlayChart.looks
        #expect(looks.count == RunsState.curveLimit)
        #expect(Set(looks.map(\.sample)).count == looks.count && Set(looks.map(\.role)).count == looks.count)
    }

    @Test("a thousand runs are drawn from a table that is made once")
    func thousand() {
        let many = (0..<1000).map { index in
            SyntheticRuns.run("run-\(index)", .finished, val: Double(index) / 1000, epochs: 9, changed: Double(index)) {
                $0.hyperparameters.seed = UInt64(index)
            }
        }
        var walk = Walk.inRuns(many)
        walk.press(.end)
        #expect(walk.state.runs.run?.name == "run-0" && walk.canvas().text.contains("run-0 "))
    }
}
