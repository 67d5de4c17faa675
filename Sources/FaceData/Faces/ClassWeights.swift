/// What a face counts in the loss, by its class.
package enum ClassWeights: String, Sendable, Codable, CaseIterable {
    /// As much as any other.
    case none
    /// N / (C n) where its class has n of N faces and there are C classes: all classes together count the same.
    case balanced

    /// By class index; nil where all faces count the same. A class without faces gets 0.
    package func weights(counts: [Int]) -> [Double]? {
        guard self == .balanced else { return nil }
        let all = Double(counts.reduce(0, +))
        return counts.map { $0 == 0 ? 0 : all / (Double(counts.count) * Double($0)) }
    }
}
