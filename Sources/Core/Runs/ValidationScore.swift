/// What one validation found, every face counted once, dropout off.
package struct ValidationScore: Sendable, Codable, Equatable {
    /// Cross-entropy alone, in nats.
    package var loss: Double
    /// The share of faces whose class was predicted, 0...1.
    package var accuracy: Double
    /// The mean recall of the classes that have faces, 0...1.
    package var balancedAccuracy: Double
    /// By class index, 0...1; nil where the class has no face.
    package var recall: [Double?]
    /// Rows are true classes, columns predicted ones.
    package var confusion: [[Int]]

    /// The score of `confusion` (rows true) with the faces' summed cross-entropy.
    package init(confusion: [[Int]], lossSum: Double) {
        self.confusion = confusion
        let count = confusion.reduce(0) { $0 + $1.reduce(0, +) }
        let correct = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
        loss = lossSum / Double(max(1, count))
        accuracy = Double(correct) / Double(max(1, count))
        recall = confusion.indices.map { index in
            let faces = confusion[index].reduce(0, +)
            return faces == 0 ? nil : Double(confusion[index][index]) / Double(faces)
        }
        let known = recall.compactMap(\.self)
        balancedAccuracy = known.reduce(0, +) / Double(max(1, known.count))
    }

    /// The class that is predicted most often and its share of all predictions, 0...1.
    package var mostPredicted: (classIndex: Int, share: Double) {
        let totals = confusion.indices.map { column in confusion.reduce(0) { $0 + $1[column] } }
        let all = totals.reduce(0, +)
        let index = totals.indices.max { (totals[$0], -$0) < (totals[$1], -$1) } ?? 0
        return (index, Double(totals[index]) / Double(max(1, all)))
    }
}
