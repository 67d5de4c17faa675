import Testing

@testable import Core

@Suite struct ValidationScoreTests {
    @Test func countsByTheConfusionMatrix() {
        let score = ValidationScore(confusion: [[8, 2, 0], [1, 3, 0], [0, 0, 0]], lossSum: 7)
        #expect(score.loss == 0.5)
        #expect(score.accuracy == 11.0 / 14)
        #expect(score.recall == [0.8, 0.75, nil])
        // A class without a face has no recall and no part in the mean.
        #expect(score.balancedAccuracy == 0.775)
        #expect(score.mostPredicted.classIndex == 0)
        #expect(score.mostPredicted.share == 9.0 / 14)
    }

    @Test func withoutAFaceThereIsNothing() {
        let score = ValidationScore(confusion: [[0, 0], [0, 0]], lossSum: 0)
        #expect(score.accuracy == 0 && score.loss == 0 && score.balancedAccuracy == 0)
        #expect(score.recall == [nil, nil])
    }

    @Test func ofEquallyFrequentPredictionsTheFirstCounts() {
        #expect(ValidationScore(confusion: [[0, 4], [4, 0]], lossSum: 0).mostPredicted.classIndex == 0)
    }
}
