@testable import Platform
@testable import Engine
import TestSupport
import Foundation
import Testing

@Suite struct SoftmaxCrossEntropyTests {
    @Test(arguments: [2, 3, 7, 8, 16], [Float(1), 20, 3000])
    func matchesTheDefinition(classes: Int, range: Float) {
        var random = RandomBits(seed: UInt64(classes))
        let arena = LaneArena()
        let (logits, probabilities, gradient) = (arena.lanes(classes), arena.lanes(classes), arena.lanes(classes))
        let labels = arena.take(16, of: UInt8.self, zero: 0)
        let faceCount = 13
        for lane in 0..<16 {
            labels[lane] = UInt8(random.below(classes))
            for index in 0..<classes { logits[index][lane] = Float(random.floats(1, within: Double(range))[0]) }
        }
        SoftmaxCrossEntropy.probabilities(logits, classCount: classes, probabilities)
        SoftmaxCrossEntropy.gradient(probabilities, classCount: classes, labels: labels, faceCount: faceCount, scale: 0.25, gradient)
        for lane in 0..<16 {
            let oracle = SoftmaxOracle(logits: (0..<classes).map { Double(logits[$0][lane]) })
            let label = Int(labels[lane])
            let found = (0..<classes).map { probabilities[$0][lane] }
            expectClose(found, oracle.probabilities, share: 1e-6, "probabilities")
            #expect(abs(found.reduce(0, +) - 1) < 1e-6)
            let slopes = (0..<classes).map { gradient[$0][lane] }
            expectClose(slopes, lane < faceCount ? oracle.gradient(label: label).map { $0 / 4 } : found.map { _ in 0 }, share: 1e-6, "gradient")
            let verdict = SoftmaxCrossEntropy.verdict(logits, classCount: classes, lane: lane, label: label)
            #expect(abs(verdict.loss - oracle.loss(label: label)) <= 1e-12 * max(1, oracle.loss(label: label)))
            #expect(verdict.predicted == oracle.logits.firstIndex(of: oracle.logits.max() ?? 0))
        }
    }

    /// The true class has probability 0 in single precision, yet the loss is the distance of the logits.
    @Test func staysExactWhereTheProbabilityVanishes() {
        let arena = LaneArena()
        let logits = arena.lanes(2)
        logits[0] = Lanes(repeating: 1e30)
        logits[1] = Lanes(repeating: -1e30)
        #expect(SoftmaxCrossEntropy.verdict(logits, classCount: 2, lane: 3, label: 1).loss == 2 * Double(Float(1e30)))
        #expect(SoftmaxCrossEntropy.verdict(logits, classCount: 2, lane: 3, label: 0).loss == 0)
    }

    @Test func ofEqualLogitsTheFirstIsPredicted() {
        let arena = LaneArena()
        let logits = arena.lanes(4)
        logits[2] = Lanes(repeating: 1)
        logits[3] = Lanes(repeating: 1)
        #expect(SoftmaxCrossEntropy.verdict(logits, classCount: 4, lane: 0, label: 0).predicted == 2)
    }

    @Test(arguments: [0, 1, 2], [Float.nan, .infinity, -.infinity])
    func aLogitThatIsNoNumberIsNoFiniteLoss(index: Int, value: Float) {
        let arena = LaneArena()
        let logits = arena.lanes(3)
        logits[index] = Lanes(repeating: value)
        let verdict = SoftmaxCrossEntropy.verdict(logits, classCount: 3, lane: 0, label: index)
        #expect(!verdict.loss.isFinite)
    }
}
