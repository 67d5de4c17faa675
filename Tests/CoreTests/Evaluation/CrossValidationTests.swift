@testable import FaceData
import Testing

@testable import Core

@Suite struct CrossValidationTests {
    private func fold(_ number: Int, right: Int, of faces: Int) -> CrossValidation.Fold {
        let predictions = (0..<faces).map { FacePrediction(logits: $0 < right ? [1, 0] : [0, 1], theta: .identity) }
        let evaluation = Evaluation(predictions, labels: .init(repeating: 0, count: faces), classNames: ["a", "b"])
        return CrossValidation.Fold(fold: number, run: "runs/\(number)", evaluation: evaluation)
    }

    /// 0.5, 0.75 and 1: mean 0.75, a sample's deviation 0.25; folds count the same however many faces they have.
    @Test func meanAndSpread() throws {
        let result = CrossValidation([fold(1, right: 1, of: 2), fold(2, right: 3, of: 4), fold(3, right: 8, of: 8)])
        #expect(result.mean { $0.accuracy } == 0.75)
        #expect(result.spread { $0.accuracy } == 0.25)
        #expect(result.confusion == [[12, 2], [0, 0]])
        let object = try TestRun.object(result.json)
        #expect(object["faces"] as? Int == 14)
        #expect((object["mean"] as? [String: Double])?["accuracy"] == 0.75)
        #expect((object["spread"] as? [String: Double])?["accuracy"] == 0.25)
        #expect((object["folds"] as? [Any])?.count == 3)
        #expect(CrossValidation([fold(1, right: 1, of: 2)]).spread { $0.accuracy } == 0)
    }
}
