import FaceData
import Platform

// Files of a run may be anybody's by the time they are looked at: what no run can have written is not shown, since charts and tables count on it.

extension RunRecord {
    /// Reads run.json; nil for what no run writes.
    init?(reading bytes: [UInt8]) {
        guard let record = JSONText.read(RunRecord.self, from: bytes), record.start.isValid,
            ConfigurationFile.complaint(about: record.configuration) == nil
        else { return nil }
        self = record
    }
}

extension RunStart {
    /// Whether a run can have begun so.
    fileprivate var isValid: Bool {
        let counts = 0...Int(Int32.max)
        return [train, validation, test, skipped, parameters].allSatisfy(counts.contains) && (2...ClassSet.most).contains(classNames.count)
    }
}

extension EpochRecord {
    /// Whether an epoch can have ended so.
    var isValid: Bool {
        let (confusion, counts) = (validation.confusion, 0...Int(Int32.max))
        return (1...Self.most).contains(epoch) && validation.recall.count == confusion.count && confusion.count <= ClassSet.most
            && confusion.allSatisfy { $0.count == confusion.count && $0.allSatisfy(counts.contains) }
    }

    /// No run has more epochs.
    static let most = 1_000_000
}
