@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// Scores against numbers that were computed by hand, and scikit-learn's conventions for what is empty.
@Suite struct EvaluationTests {
    private static let names = ["a", "b", "c", "d"]

    /// A face whose class `predicted` has probability `confidence`; `second` gets most of the rest.
    private static func saying(_ predicted: Int, _ confidence: Double, second: Int? = nil, classes: Int = 4) -> FacePrediction {
        let rest = (1 - confidence) / Double(classes - 1)
        var probabilities = [Double](repeating: rest, count: classes)
        probabilities[predicted] = confidence
        if let second, let third = (0..<classes).first(where: { $0 != second && $0 != predicted }) {
            probabilities[second] += rest / 2
            probabilities[third] -= rest / 2
        }
        return FacePrediction(logits: probabilities.map { log($0) }, theta: .identity)
    }

    /// Seven faces of a, b and c; nobody is a d, and nobody is taken for one.
    private static let labels = [0, 0, 0, 1, 1, 2, 2]
    private static let predicted = [0, 0, 1, 1, 0, 0, 1]
    private static let evaluation = Evaluation(
        zip(predicted, [0.9, 0.8, 0.7, 0.6, 0.5, 0.9, 0.4]).map { saying($0, $1) }, labels: labels, classNames: names)

    @Test func countsAndShares() {
        let score = Self.evaluation
        #expect(score.faces == 7)
        #expect(score.confusion == [[2, 1, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]])
        #expect(score.support == [3, 2, 2, 0])
        #expect(isClose(score.accuracy, 3.0 / 7))
        #expect(close(score.recall, [2.0 / 3, 0.5, 0, 0]))
        #expect(close(score.precision, [0.5, 1.0 / 3, 0, 0]))
        #expect(close(score.f1, [4.0 / 7, 0.4, 0, 0]))
    }

    /// d has neither faces nor predictions: it counts in no mean. c has faces, so its 0 counts.
    @Test func emptyClassesCountInNoMean() {
        #expect(isClose(Self.evaluation.balancedAccuracy, (2.0 / 3 + 0.5 + 0) / 3))
        #expect(isClose(Self.evaluation.macroF1, (4.0 / 7 + 0.4 + 0) / 3))
        // Predicted though nobody is one: a class of F1 0, without recall.
        let score = Evaluation([Self.saying(3, 0.9), Self.saying(0, 0.9)], labels: [0, 0], classNames: Self.names)
        #expect(isClose(score.macroF1, (2.0 / 3 + 0) / 2))
        #expect(isClose(score.balancedAccuracy, 0.5))
        #expect(score.precision[3] == 0)
    }

    @Test func lossIsTheMeanSurprise() {
        let score = Evaluation([Self.saying(0, 0.7), Self.saying(1, 0.4)], labels: [0, 0], classNames: Self.names)
        #expect(isClose(score.loss, (-log(0.7) - log(0.2)) / 2))
    }

    @Test func theSecondGuessCounts() {
        let predictions = [Self.saying(0, 0.7, second: 2), Self.saying(0, 0.7, second: 2), Self.saying(1, 0.7, second: 0)]
        let score = Evaluation(predictions, labels: [2, 3, 1], classNames: Self.names)
        #expect(isClose(score.topTwoAccuracy, 2.0 / 3))
    }

    /// Bins of a fifteenth: 0.62 and 0.65 share one (0.6, 0.6667], 0.95 has the last.
    @Test func calibrationByBins() {
        var calibration = CalibrationError()
        calibration.add(confidence: 0.62, isRight: true)
        calibration.add(confidence: 0.65, isRight: false)
        calibration.add(confidence: 0.95, isRight: true)
        #expect(calibration.bins[9].faces == 2)
        #expect(calibration.bins[14].faces == 1)
        let expected = 2.0 / 3 * abs(0.5 - 0.635) + 1.0 / 3 * abs(1 - 0.95)
        #expect(isClose(calibration.value, expected))
    }

    /// A bin's upper edge belongs to it, its lower one does not; nothing falls out at either end.
    @Test func binsHaveTheirUpperEdge() {
        var calibration = CalibrationError()
        for confidence in [0, 1.0 / 15, 0.2, 1] { calibration.add(confidence: confidence, isRight: true) }
        #expect(calibration.bins.map(\.faces) == [2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(CalibrationError().value == 0)
    }

    /// Softmax of logits that would overflow, and the surprise of what rounds to 0.
    @Test func extremeLogits() {
        let prediction = FacePrediction(logits: [1000, 0, -1000], theta: .identity)
        #expect(prediction.probabilities == [1, 0, 0])
        #expect(prediction.surprisals == [0, 1000, 2000])
        #expect(prediction.ranked == [0, 1, 2])
        let both = prediction.averaged(with: FacePrediction(logits: [-1000, 0, 1000], theta: Theta([2, 0, 0, 0, 2, 0])))
        #expect(both.probabilities == [0.5, 0, 0.5])
        #expect(isClose(both.surprisals[1], 1000))
        #expect(both.theta == .identity)
    }

    @Test func theFirstOfEqualsIsPredicted() {
        #expect(FacePrediction(logits: [1, 3, 3], theta: .identity).predicted == 1)
    }

    @Test func classesAreMatchedByName() {
        let mapping = ClassMapping(from: ["Anger", "contempt", "joy", "6"], to: Emotion.names)
        #expect(mapping.indices == [0, nil, 3, 6])
        #expect(mapping.unknown == ["contempt"])
        let guessed = ClassMapping(from: ["x", "y"], to: ["angry", "disgust"], isAssumed: true)
        #expect(guessed.indices == [0, 1])
        let faces = SyntheticFaces.set(6, classNames: ["happy", "contempt", "sad"])
        let known = ClassMapping(from: faces.classNames, to: Emotion.names).known(faces)
        #expect(known.positions == [0, 2, 3, 5])
        #expect(known.labels == [3, 4, 3, 4])
    }

    @Test func tablesQuoteWhatNeedsIt() {
        let table = PredictionTable(classNames: ["a", "b"], hasLabels: true)
        #expect(table.header == "file,row,true,predicted,confidence,a,b,theta0,theta1,theta2,theta3,theta4,theta5\n")
        let prediction = FacePrediction(logits: [log(0.25), log(0.75)], theta: .identity)
        let line = table.line(prediction, at: FaceOrigin(file: "my, \"own\".png"), label: 0)
        #expect(line == "\"my, \"\"own\"\".png\",,a,b,0.750000,0.250000,0.750000,1.0,0.0,0.0,0.0,1.0,0.0\n")
        #expect(table.ferNumber(prediction) == nil)
        let emotions = PredictionTable(classNames: ["contempt", "sad", "happy"], hasLabels: false)
        #expect(emotions.ferNumber(FacePrediction(logits: [3, 1, 2], theta: .identity)) == 3)
    }

    private func close(_ left: [Double], _ right: [Double]) -> Bool { left.count == right.count && zip(left, right).allSatisfy { isClose($0, $1) } }
    private func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-12 }
}
