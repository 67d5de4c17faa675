package import FaceData
import Platform

/// Predictions as lines of a table or of JSON.
package struct PredictionTable: Sendable {
    private let classNames: [String]
    private let hasLabels: Bool

    /// - Parameter hasLabels: whether the true classes are known.
    package init(classNames: [String], hasLabels: Bool) { (self.classNames, self.hasLabels) = (classNames, hasLabels) }

    /// The first line of the CSV.
    package var header: String {
        CSVText.line(
            ["file", "row"] + (hasLabels ? ["true"] : []) + ["predicted", "confidence"] + classNames + (0..<6).map { "theta\($0)" })
    }

    /// A face's line of the CSV; the row is empty for images.
    package func line(_ prediction: FacePrediction, at origin: FaceOrigin, label: Int? = nil) -> String {
        var fields = [origin.file, origin.row.map { String($0) } ?? ""]
        if hasLabels { fields.append(label.map { classNames[$0] } ?? "") }
        fields += [classNames[prediction.predicted], Self.number(prediction.confidence)]
        fields += prediction.probabilities.map(Self.number)
        fields += prediction.theta.values.map { "\($0)" }
        return CSVText.line(fields)
    }

    /// A face's JSON object, with a line's end.
    package func json(_ prediction: FacePrediction, at origin: FaceOrigin) -> String {
        JSONText.line(
            Line(
                file: origin.file, row: origin.row, predicted: classNames[prediction.predicted], confidence: prediction.confidence,
                probabilities: Dictionary(zip(classNames, prediction.probabilities), uniquingKeysWith: +), theta: prediction.theta)) + "\n"
    }

    private struct Line: Encodable {
        let file: String
        let row: Int?
        let predicted: String
        let confidence: Double
        let probabilities: [String: Double]
        let theta: Theta
    }

    private static func number(_ value: Double) -> String { NumberText.fixed(value, 6) }

    /// The number that FER2013 gives to the most probable of its seven emotions; nil where the network knows none of them.
    ///
    /// This is what Kaggle's competition asks for: its test.csv is FER2013's, its column `emotion` holds 0...6.
    package func ferNumber(_ prediction: FacePrediction) -> Int? {
        let numbers = ClassMapping(from: classNames, to: Emotion.names).indices
        return prediction.ranked.lazy.compactMap { numbers[$0] }.first
    }
}

/// Lines of comma-separated values.
enum CSVText {
    /// A line with its end; fields that hold commas, quotes or line ends stand in quotes (RFC 4180).
    static func line(_ fields: [String]) -> String { fields.map(CSVColumns.quoted).joined(separator: ",") + "\n" }
}
