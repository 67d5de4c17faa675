import FaceData
import Engine
import Platform
import Core
import TUI

/// A score as a person reads it.
enum EvaluationText {
    static func text(_ report: EvaluationReport, _ network: TrainedNetwork) -> String {
        let score = report.evaluation
        var lines = [
            "\(report.checkpoint): network \(network.architecture.name), \(NumberText.grouped(network.parameterCount)) parameters"
                + (network.epoch > 0 ? ", epoch \(network.epoch)" : ""),
            "\(report.data.source)",
            "\(report.data.split.rawValue): \(NumberText.grouped(score.faces)) faces"
                + (report.data.skipped.isEmpty ? "" : ", \(NumberText.grouped(report.data.skipped.count)) bad rows or images left out")
                + (report.flips ? ", each with its mirror image" : ""),
            "",
            "accuracy \(NumberText.percent(score.accuracy))   balanced \(NumberText.percent(score.balancedAccuracy))   macro F1 \(NumberText.percent(score.macroF1))"
                + "   among the first two \(NumberText.percent(score.topTwoAccuracy))",
            "loss \(NumberText.fixed(score.loss, 4))   expected calibration error \(NumberText.percent(score.expectedCalibrationError))",
            "",
        ]
        let width = max(5, score.classNames.map(\.count).max() ?? 0)
        lines.append(left("class", width) + right("faces", 8) + right("precision", 11) + right("recall", 9) + right("F1", 9))
        for (index, name) in score.classNames.enumerated() {
            lines.append(
                left(name, width) + right(NumberText.grouped(score.support[index]), 8) + right(NumberText.percent(score.precision[index]), 11)
                    + right(NumberText.percent(score.recall[index]), 9) + right(NumberText.percent(score.f1[index]), 9))
        }
        return (lines + [""] + matrix(score, width)).joined(separator: "\n") + "\n"
    }

    /// The confusion matrix in per cent of the row; on a terminal with colours the lighter the larger.
    private static func matrix(_ score: Evaluation, _ width: Int) -> [String] {
        let hasColor = CanvasText.capabilities.colors == .many
        let cell = 8
        var lines = ["confusion: rows are true classes, columns predicted ones, % of the row"]
        lines.append(left("", width) + " " + score.classNames.map { right(String($0.prefix(cell - 1)), cell) }.joined())
        for (index, counts) in score.confusion.enumerated() {
            let total = counts.reduce(0, +)
            let cells = counts.map { count in
                let share = total == 0 ? 0 : Double(count) / Double(total)
                let text = right(total == 0 ? "-" : NumberText.fixed(share * 100, 1), cell - 1) + " "
                return hasColor ? CanvasText.shaded(text, share: share) : text
            }
            lines.append(left(score.classNames[index], width) + " " + cells.joined())
        }
        return lines
    }

    private static func left(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    private static func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }
}

extension EvaluationReport {
    /// Faces for a picture: for each true class those that the network is surest about, among those that `isWanted` by true and predicted class.
    func tiles(perClass count: Int, where isWanted: ((Int, Int)) -> Bool) -> [FaceGridPicture.Row] {
        evaluation.classNames.enumerated().map { label, name in
            let chosen = predictions.indices.filter { labels[$0] == label && isWanted((label, predictions[$0].predicted)) }
                .sorted { (-predictions[$0].confidence, $0) < (-predictions[$1].confidence, $1) }
            return FaceGridPicture.Row(
                heading: name,
                tiles: chosen.prefix(count).map { index in
                    let prediction = predictions[index]
                    return FaceGridPicture.Tile(
                        pixels: data.faces.face(positions[index]), theta: prediction.theta,
                        caption: "\(evaluation.classNames[prediction.predicted]) \(NumberText.percent(prediction.confidence))",
                        isRight: prediction.predicted == label)
                })
        }
    }
}
