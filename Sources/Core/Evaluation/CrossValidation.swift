import Platform

/// What networks score that were each trained without one part of some data, and then asked about that part.
package struct CrossValidation: Sendable, Equatable {
    /// One part's.
    package struct Fold: Sendable, Equatable, Encodable {
        /// From 1.
        package let fold: Int
        /// The folder of the run that had not seen it.
        package let run: String
        /// Its score.
        package let evaluation: Evaluation

        /// Memberwise.
        package init(fold: Int, run: String, evaluation: Evaluation) { (self.fold, self.run, self.evaluation) = (fold, run, evaluation) }
    }

    /// In order.
    package let folds: [Fold]

    /// - Precondition: there is a fold, and all are of the same classes.
    package init(_ folds: [Fold]) {
        precondition(!folds.isEmpty, "no fold")
        self.folds = folds
    }

    /// The mean over the folds, each counting the same.
    package func mean(_ value: (Evaluation) -> Double) -> Double { folds.reduce(0) { $0 + value($1.evaluation) } / Double(folds.count) }

    /// The standard deviation over the folds as a sample's, with n - 1; 0 of one.
    package func spread(_ value: (Evaluation) -> Double) -> Double {
        guard folds.count > 1 else { return 0 }
        let mean = mean(value)
        return (folds.reduce(0) { $0 + (value($1.evaluation) - mean) * (value($1.evaluation) - mean) } / Double(folds.count - 1)).squareRoot()
    }

    /// Every face once, by the network that had not seen it: rows are true classes, columns predicted ones.
    package var confusion: [[Int]] {
        let names = folds[0].evaluation.classNames
        return names.indices.map { row in
            names.indices.map { column in folds.reduce(0) { $0 + $1.evaluation.confusion[row][column] } }
        }
    }

    /// The numbers that have a mean.
    package static let measures: [(name: String, value: @Sendable (Evaluation) -> Double)] = [
        ("accuracy", { $0.accuracy }), ("balancedAccuracy", { $0.balancedAccuracy }), ("macroF1", { $0.macroF1 }), ("loss", { $0.loss }),
        ("expectedCalibrationError", { $0.expectedCalibrationError }),
    ]

    /// One JSON object in one line.
    package var json: String {
        func all(_ number: ((Evaluation) -> Double) -> Double) -> [String: Double] {
            Dictionary(Self.measures.map { ($0.name, number($0.value)) }, uniquingKeysWith: { first, _ in first })
        }
        return JSONText.line(
            Line(
                classes: folds[0].evaluation.classNames, confusion: confusion, faces: folds.reduce(0) { $0 + $1.evaluation.faces }, folds: folds,
                mean: all(mean), spread: all(spread)))
    }

    private struct Line: Encodable {
        let classes: [String]
        let confusion: [[Int]]
        let faces: Int
        let folds: [Fold]
        let mean: [String: Double]
        let spread: [String: Double]
    }
}
