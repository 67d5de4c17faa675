import Core

/// Which faces are in sight.
struct FaceFilter: Sendable, Equatable {
    /// Right and wrong predictions.
    enum Verdict: String, Sendable, CaseIterable {
        case all = "right and wrong"
        case wrong = "wrong"
        case right = "right"
    }

    /// True class; nil: any.
    var truth: Int?
    /// Predicted class; nil: any.
    var said: Int?
    /// Right and wrong.
    var verdict = Verdict.all
    /// The place of the range of confidence in `bands`.
    var band = 0

    /// Ranges of confidence in per cent; the first holds all. An upper end below 100 does not belong to its range.
    static let bands = [0..<100, 0..<40, 40..<60, 60..<80, 80..<95, 95..<100]

    /// Whether a face is in sight.
    func takes(_ index: Int, of inspection: Inspection) -> Bool {
        if let truth, inspection.label(index) != truth { return false }
        return takesWhateverClass(index, of: inspection) && (said == nil || inspection.predictions[index].predicted == said)
    }

    /// Whether a face is in sight where true and predicted class do not matter, as in the matrix.
    func takesWhateverClass(_ index: Int, of inspection: Inspection) -> Bool {
        switch verdict {
        case .all: break
        case .wrong: if inspection.isRight(index) != false { return false }
        case .right: if inspection.isRight(index) != true { return false }
        }
        let confidence = inspection.predictions[index].confidence * 100
        let range = Self.bands[band]
        return confidence >= Double(range.lowerBound) && (range.upperBound == 100 || confidence < Double(range.upperBound))
    }

    /// The faces in sight, the worst first: those whose own class the network thinks least likely.
    func faces(of inspection: Inspection) -> [Int] {
        (0..<inspection.count).filter { takes($0, of: inspection) }.map { (inspection.trouble($0), $0) }
            // Of images without a class the least sure come first: their trouble is the surprise at what is predicted.
            .sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.1)
    }

    /// How many faces of each true class (rows) were taken for which (columns), whatever class is chosen.
    func confusion(of inspection: Inspection) -> [[Int]] {
        var counts = inspection.classNames.map { _ in [Int](repeating: 0, count: inspection.classNames.count) }
        for (index, label) in inspection.labels.enumerated() where takesWhateverClass(index, of: inspection) {
            counts[label][inspection.predictions[index].predicted] += 1
        }
        return counts
    }

    /// What is left out, in words; nothing where all faces are in sight.
    func words(_ classNames: [String]) -> [String] {
        var words: [String] = []
        if let truth { words.append("true \(classNames[truth])") }
        if let said { words.append("said \(classNames[said])") }
        if verdict != .all { words.append(verdict.rawValue) }
        if band != 0 { words.append("confidence \(Self.bands[band].lowerBound)-\(Self.bands[band].upperBound) %") }
        return words
    }

    /// The next true class, any after the last.
    mutating func turnTruth(classCount: Int) { truth = Self.next(truth, classCount) }
    /// The next predicted class, any after the last.
    mutating func turnSaid(classCount: Int) { said = Self.next(said, classCount) }
    /// Wrong, then right, then both.
    mutating func turnVerdict() { verdict = verdict.next }
    /// The next range of confidence.
    mutating func turnBand() { band = (band + 1) % Self.bands.count }

    private static func next(_ chosen: Int?, _ count: Int) -> Int? {
        guard let chosen else { return 0 }
        return chosen + 1 < count ? chosen + 1 : nil
    }
}
