@testable import FaceData
import Testing

@testable import Core
@testable import TUI

@Suite("The panel of classes")
struct ClassesPanelTests {
    /// A run that tells `names` apart, and says each class for itself but for the last, which it takes for the first.
    private static func walk(_ names: [String]) -> Walk {
        var snapshot = SyntheticRun.snapshot()
        snapshot.classNames = names
        let confusion = names.indices.map { row in names.indices.map { $0 == (row + 1 == names.count ? 0 : row) ? 20 : 0 } }
        var record = SyntheticRun.record(11)
        record.validation = ValidationScore(confusion: confusion, lossSum: 20)
        snapshot.epochs = [record]
        snapshot.followed = []
        return .inTrain(snapshot)
    }

    private static let eight = Emotion.names + ["contempt"]

    @Test("eight classes have eight columns beside the charts, in which a hundred stands alone")
    func eightClasses() throws {
        let lines = Self.walk(Self.eight).canvas(width: 120, height: 36).text.split(separator: "\n").map { $0.suffix(46) }
        let head = try #require(lines.first { $0.contains("right") })
        #expect(head.split(separator: " ").dropFirst().dropLast(2).map(String.init) == ["an", "di", "fe", "ha", "sa", "su", "ne", "co"])
        let angry = try #require(lines.first { $0.contains("angry") })
        #expect(angry.contains("angry    100") && angry.contains(" 100 "))
        let contempt = try #require(lines.first { $0.contains("contempt") })
        #expect(contempt.contains("100") && contempt.contains(" 0.0"))
    }

    @Test("eight classes, as a picture")
    func picture() throws { try expectGolden(Self.walk(Self.eight).canvas(width: 120, height: 36), "classes-eight-120x36") }

    @Test("what has no room is spoken of, in columns and rows", arguments: GoldenScreenTests.sizes + [(60, 18)])
    func many(width: Int, height: Int) {
        var walk = Self.walk((0..<16).map { "kind \($0)" })
        walk.press(.character("6"), .character("z"))
        for isUnicode in [true, false] {
            let text = walk.canvas(width: width, height: height, capabilities: Capabilities(colors: .none, isUnicode: isUnicode)).text
            let rows = (0..<16).filter { text.contains("kind \($0) ") }.count
            #expect(rows == 16 || text.contains("\(isUnicode ? "…" : "~") \(16 - rows) more"))
        }
        let beside = Self.walk((0..<16).map { "kind \($0)" }).canvas(width: 120, height: 36).text
        #expect(beside.split(separator: "\n").contains { $0.contains("…") && $0.contains("right") })
    }
}
