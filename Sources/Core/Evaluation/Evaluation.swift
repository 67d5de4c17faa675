import Platform

/// What a trained network scores on labelled faces, every face counted once.
///
/// Conventions are scikit-learn's: a quotient whose divisor is 0 is 0 (`zero_division=0`).
package struct Evaluation: Sendable, Equatable, Encodable {
    /// By index.
    package let classNames: [String]
    /// Faces that were counted.
    package let faces: Int
    /// Mean cross-entropy in nats.
    package let loss: Double
    /// The share of faces whose class was predicted, 0...1.
    package let accuracy: Double
    /// The share of faces whose class is among the two most probable, 0...1.
    package let topTwoAccuracy: Double
    /// The mean recall of the classes that have faces, 0...1 (`balanced_accuracy_score`).
    package let balancedAccuracy: Double
    /// The mean F1 of the classes that have faces or predictions, 0...1 (`f1_score(average="macro")`).
    package let macroF1: Double
    /// By class: the share of faces predicted so that are so, 0...1; 0 where nothing is predicted so.
    package let precision: [Double]
    /// By class: the share of its faces that are predicted so, 0...1; 0 where it has none.
    package let recall: [Double]
    /// By class: the harmonic mean of precision and recall, 0...1; 0 where both are.
    package let f1: [Double]
    /// By class: its faces.
    package let support: [Int]
    /// Rows are true classes, columns predicted ones.
    package let confusion: [[Int]]
    /// How far confidence is from the share of right answers, 0...1; see `CalibrationError`.
    package let expectedCalibrationError: Double

    /// The names are those of `--json`.
    private enum CodingKeys: String, CodingKey {
        case classNames = "classes"
        case faces, loss, accuracy, topTwoAccuracy, balancedAccuracy, macroF1, precision, recall, f1, support, confusion, expectedCalibrationError
    }

    /// Scores `predictions` against `labels`, one each.
    ///
    /// - Precondition: there is a face, and every label is one of the classes.
    package init(_ predictions: [FacePrediction], labels: [Int], classNames: [String]) {
        precondition(predictions.count == labels.count && !labels.isEmpty, "\(predictions.count) predictions of \(labels.count) faces")
        self.classNames = classNames
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: classNames.count), count: classNames.count)
        var (lossSum, withinTwo) = (0.0, 0)
        var calibration = CalibrationError()
        for (prediction, label) in zip(predictions, labels) {
            let ranked = prediction.ranked
            confusion[label][ranked[0]] += 1
            lossSum += prediction.surprisals[label]
            if ranked.prefix(2).contains(label) { withinTwo += 1 }
            calibration.add(confidence: prediction.probabilities[ranked[0]], isRight: ranked[0] == label)
        }
        let score = ValidationScore(confusion: confusion, lossSum: lossSum)
        faces = labels.count
        (loss, accuracy, balancedAccuracy) = (score.loss, score.accuracy, score.balancedAccuracy)
        topTwoAccuracy = Double(withinTwo) / Double(labels.count)
        expectedCalibrationError = calibration.value
        self.confusion = confusion

        let support = confusion.map { $0.reduce(0, +) }
        let predicted = confusion.indices.map { column in confusion.reduce(0) { $0 + $1[column] } }
        func quotient(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
        precision = confusion.indices.map { quotient(confusion[$0][$0], predicted[$0]) }
        recall = score.recall.map { $0 ?? 0 }
        let f1 = confusion.indices.map { quotient(2 * confusion[$0][$0], support[$0] + predicted[$0]) }
        self.f1 = f1
        self.support = support
        let known = confusion.indices.filter { support[$0] + predicted[$0] > 0 }
        macroF1 = known.reduce(0) { $0 + f1[$1] } / Double(known.count)
    }

    /// One JSON object in one line.
    package var json: String { JSONText.line(self) }
}

/// The expected calibration error: the mean distance between confidence and accuracy over 15 bins of confidence of equal width, each weighted with its faces.
///
/// Bin m holds the faces whose highest probability lies in ((m - 1)/15, m/15]. Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", eq. 3.
package struct CalibrationError: Sendable, Equatable {
    /// One bin of confidence.
    package struct Bin: Sendable, Equatable {
        /// Faces in it.
        package var faces = 0
        /// The sum of their confidences.
        package var confidence = 0.0
        /// Those that were predicted rightly.
        package var right = 0
    }

    /// From low confidence to high.
    package private(set) var bins = [Bin](repeating: Bin(), count: binCount)

    /// How many there are.
    package static let binCount = 15

    /// Without faces.
    package init() {}

    /// Counts one face.
    package mutating func add(confidence: Double, isRight: Bool) {
        let bin = min(max(Int((confidence * Double(Self.binCount)).rounded(.up)) - 1, 0), Self.binCount - 1)
        bins[bin].faces += 1
        bins[bin].confidence += confidence
        bins[bin].right += isRight ? 1 : 0
    }

    /// 0...1; 0 without faces.
    package var value: Double {
        let faces = bins.reduce(0) { $0 + $1.faces }
        guard faces > 0 else { return 0 }
        return bins.reduce(0) { $0 + abs(Double($1.right) - $1.confidence) } / Double(faces)
    }
}
