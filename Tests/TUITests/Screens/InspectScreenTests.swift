@testable import FaceData
import Testing

@testable import Core
@testable import TUI

/// Inspect as text at three sizes.
@Suite("Inspect's screens")
struct InspectScreenTests {
    private static func expect(_ walk: Walk, _ name: String, _ size: (Int, Int)) throws {
        try expectGolden(walk.canvas(width: size.0, height: size.1), "inspect-\(name)-\(size.0)x\(size.1)")
    }

    @Test("the matrix, as counts and as shares", arguments: GoldenScreenTests.sizes)
    func matrix(width: Int, height: Int) throws {
        var walk = Walk.inInspect()
        try Self.expect(walk, "matrix", (width, height))
        walk.press(.character("%"), .home)
        try Self.expect(walk, "shares", (width, height))
    }

    @Test("a cell's faces", arguments: GoldenScreenTests.sizes)
    func faces(width: Int, height: Int) throws {
        var walk = Walk.inInspect()
        walk.press(.home, .enter, .right)
        try Self.expect(walk, "faces", (width, height))
    }

    @Test("a large face with its box, with the grid, and its feature maps", arguments: GoldenScreenTests.sizes)
    func closeUp(width: Int, height: Int) throws {
        var walk = Walk.inCloseUp()
        try Self.expect(walk, "face", (width, height))
        walk.press(.character("g"))
        try Self.expect(walk, "grid", (width, height))
        walk.press(.character("f"))
        try Self.expect(walk, "features", (width, height))
    }

    @Test("a box of one's own", arguments: GoldenScreenTests.sizes)
    func whatIf(width: Int, height: Int) throws {
        var walk = Walk.inCloseUp()
        walk.press(.character("w"), .right, .right, .down, .character("-"), .character("."), .character("."))
        walk.hearLook()
        try Self.expect(walk, "what-if", (width, height))
    }

    @Test("what the prediction hangs on", arguments: GoldenScreenTests.sizes)
    func occlusion(width: Int, height: Int) throws {
        var walk = Walk.inCloseUp()
        walk.press(.character("o"))
        let (inspection, index) = (try #require(walk.state.inspect.inspection), try #require(walk.state.inspect.faceIndex))
        let request = try #require(walk.state.inspect.close.coverRequest)
        walk.answer(.inspect(.covered(SyntheticInspection.saliency(inspection, index), request: request)))
        try Self.expect(walk, "occlusion", (width, height))
    }

    @Test("sixteen classes scroll around the cursor")
    func manyClasses() {
        let names = (0..<16).map { "class \($0)" }
        let inspection = Inspection(
            checkpoint: "/best.safetensors", epoch: 1, network: "paper", warpsFeatures: true, classNames: names, source: "many", split: .all,
            faces: FaceSet(pixels: (0..<16).flatMap { SyntheticRun.face($0) }, labels: (0..<16).map { UInt8($0) }, classNames: names),
            labels: Array(0..<16), origins: (0..<16).map { FaceOrigin(file: "\($0)") }, positions: Array(0..<16),
            predictions: (0..<16).map { face in FacePrediction(logits: (0..<16).map { $0 == (face + 1) % 16 ? 2 : 0 }, theta: .identity) })
        var walk = Walk.inInspect(inspection)
        walk.press(.end)
        for size in GoldenScreenTests.sizes {
            let text = walk.canvas(width: size.0, height: size.1).text
            #expect(text.contains("class 15") && text.contains("recall") && text.contains("precision"))
        }
    }

    @Test("one image is not several")
    func oneImage() {
        #expect(Walk.inInspect(SyntheticInspection.images(1)).canvas(width: 80, height: 24).text.contains("images · 1 face\n"))
        #expect(Walk.inInspect(SyntheticInspection.images(3)).canvas(width: 80, height: 24).text.contains("images · 3 faces\n"))
    }

    @Test("without UTF-8 and colours everything is ASCII")
    func plain() {
        var whatIf = Walk.inCloseUp()
        whatIf.press(.character("w"), .left)
        var averages = Walk.inInspect()
        averages.press(.character("A"))
        var list = Walk.inInspect()
        list.press(.enter)
        for walk in [Walk.inInspect(), list, Walk.inCloseUp(), whatIf, averages, Walk.inInspect(SyntheticInspection.images())] {
            for size in GoldenScreenTests.sizes {
                #expect(walk.canvas(width: size.0, height: size.1, capabilities: .plain).text.allSatisfy { $0.isASCII })
            }
        }
    }
}
