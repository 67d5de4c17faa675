import FaceData
import Platform

/// A network's score on some faces, with what it says of each of them.
package struct EvaluationReport: Sendable {
    /// The score.
    package let evaluation: Evaluation
    /// What is said of each face that counts.
    package let predictions: [FacePrediction]
    /// Their true classes, by the network's index.
    package let labels: [Int]
    /// Their places among the data's faces.
    package let positions: [Int]
    /// Faces of classes that the network does not know: they do not count.
    package let leftOut: [String: Int]
    /// The faces.
    package let data: EvaluationData
    /// The network's file.
    package let checkpoint: String
    /// Whether mirror images were asked about too.
    package let flips: Bool

    /// Scores `network` on `data`.
    ///
    /// - Throws: `EvaluationError`.
    package init(
        _ network: TrainedNetwork, _ data: EvaluationData, flips: Bool = false, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in },
        isCancelled: () -> Bool = { false }
    ) throws(EvaluationError) {
        let names = data.faces.classNames
        let mapping = network.mapping(of: names)
        let known = try network.known(data.faces)
        let faces = known.positions.count == data.faces.count ? data.faces : data.faces.subset(known.positions)
        guard let predictions = network.predict(faces, flips: flips, progress: { progress($0, faces.count) }, isCancelled: isCancelled) else {
            throw .cancelled
        }
        let isRenamed = network.assumesClasses && names.count == network.classNames.count
        self.predictions = predictions
        (positions, labels) = known
        evaluation = Evaluation(predictions, labels: known.labels, classNames: isRenamed ? names : network.classNames)
        let counts = data.faces.countsPerClass
        leftOut = Dictionary(
            zip(names, mapping.indices).enumerated().compactMap { index, pair in
                pair.1 == nil && counts[index] > 0 ? (pair.0, counts[index]) : nil
            }, uniquingKeysWith: +)
        self.data = data
        checkpoint = network.path
        self.flips = flips
    }

    /// One JSON object in one line: the score, and what it is of.
    package var json: String { JSONText.line(Line(report: self)) }

    private struct Line: Encodable {
        let report: EvaluationReport

        private enum CodingKeys: String, CodingKey { case checkpoint, data, split, flips, leftOut, skipped }

        func encode(to encoder: any Encoder) throws {
            try report.evaluation.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(report.checkpoint, forKey: .checkpoint)
            try values.encode(report.data.source, forKey: .data)
            try values.encode(report.data.split.rawValue, forKey: .split)
            try values.encode(report.flips, forKey: .flips)
            try values.encode(report.leftOut, forKey: .leftOut)
            try values.encode(report.data.skipped.count, forKey: .skipped)
        }
    }

    /// The confusion matrix as a table: a line a true class, a column a predicted one.
    package var confusionCSV: String {
        let names = evaluation.classNames
        let rows = zip(names, evaluation.confusion).map { [$0] + $1.map { String($0) } }
        return ([["true"] + names] + rows).map(CSVText.line).joined()
    }

    /// Every face with its true class, what is predicted, all probabilities and theta: a line a face.
    package var predictionsCSV: String {
        let table = PredictionTable(classNames: evaluation.classNames, hasLabels: true)
        let lines = predictions.indices.map { index in
            table.line(predictions[index], at: data.origin(positions[index]), label: labels[index])
        }
        return table.header + lines.joined()
    }
}

/// Why a network cannot be scored on some faces.
package enum EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Network and data have not one class in common.
    case noSharedClass(checkpoint: String, network: [String], data: [String])
    /// The person stopped it.
    case cancelled

    /// One sentence.
    package var description: String {
        switch self {
        case .noSharedClass(let checkpoint, let network, let data):
            "\(checkpoint): knows \(network.joined(separator: ", ")), of which the data have no face; they have \(data.joined(separator: ", "))"
                .inOneLine
        case .cancelled: "evaluation was cancelled"
        }
    }
}
