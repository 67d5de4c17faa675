@testable import FaceData
@testable import Engine
import TestSupport
import Testing

@testable import Core

@Suite struct AttentionStatisticsTests {
    /// By hand: scales 1 and 0.5, no rotation, centres (0, 0) and (0.4, -0.2).
    @Test func meanAndSpreadAreThoseOfTheFaces() {
        let statistics = AttentionStatistics([.identity, Theta([0.5, 0, 0.4, 0, 0.5, -0.2])])
        func isClose(_ moments: AttentionStatistics.Moments, _ mean: Double, _ spread: Double) -> Bool {
            abs(moments.mean - mean) < 1e-6 && abs(moments.spread - spread) < 1e-6
        }
        #expect(isClose(statistics.scale, 0.75, 0.25))
        #expect(isClose(statistics.angle, 0, 0))
        #expect(isClose(statistics.shiftX, 0.2, 0.2))
        #expect(isClose(statistics.shiftY, -0.1, 0.1))
        // 0.5² + 0.5² + 0.4² + 0.2² = 0.7.
        let distance = 0.7.squareRoot()
        #expect(isClose(statistics.distance, distance / 2, distance / 2))
        // Both lie half the way from their mean.
        #expect(abs(statistics.thetaSpread - distance / 2) < 1e-6)
    }

    @Test func facesThatAreLookedAtAlikeHaveNoSpread() {
        let statistics = AttentionStatistics([Theta](repeating: Theta([0.8, -0.08, 0.06, 0.08, 0.8, -0.02]), count: 5))
        #expect(statistics.thetaSpread < 1e-12 && statistics.angle.spread < 1e-12)
        #expect(abs(statistics.angle.mean - 5.710593) < 1e-4)
    }

    /// 170 and -170 degrees are 20 apart, and their mean is 180.
    @Test func anglesGoRound() {
        let angles = AttentionStatistics.Moments(degrees: [170, -170])
        #expect(abs(abs(angles.mean) - 180) < 1e-9)
        #expect(abs(angles.spread - 10) < 1e-9)
    }

    /// The trainer's evaluation of a network at its start: theta is the identity for every face, exactly.
    @Test func beforeTrainingAllIsIdentity() {
        let faces = SyntheticFaces.set(37)
        let configuration = RunConfiguration(preset: .baseline)
        let engine = StepEngine(configuration.hyperparameters, classCount: 7, threads: 2)
        let finding = Evaluator(faces: faces, input: .signed).evaluate(engine)
        #expect(finding.attention == AttentionStatistics([.identity]))
        #expect(finding.meanOutside == 0)
    }
}
