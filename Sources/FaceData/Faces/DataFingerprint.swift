import Platform

/// Tells data sets apart by what training sees of them: pixels, labels and class names, in their order.
///
/// Where the faces lie and in which layout does not count: the same faces train to the same bits.
package struct DataFingerprint: Sendable, Codable, Equatable {
    /// Training faces.
    package var training: Int
    /// Validation faces.
    var validation: Int
    /// 16 hexadecimal digits over everything.
    var digest: String

    package init(_ dataset: Dataset) {
        training = dataset.training.count
        validation = dataset.validation.count
        var mix = ContentDigest()
        for set in [dataset.training, dataset.validation] {
            mix.add(set.pixels)
            mix.add(set.labels)
            for name in set.classNames { mix.add(Array(name.utf8)) }
            if !set.targets.isEmpty {
                mix.add(set.targets.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } })
            }
        }
        digest = mix.digest
    }

    /// How `other` differs, in words; nil where it does not.
    package func difference(from other: DataFingerprint) -> String? {
        if training != other.training || validation != other.validation {
            return "\(NumberText.grouped(training)) train and \(NumberText.grouped(validation)) validate; "
                + "it was \(NumberText.grouped(other.training)) and \(NumberText.grouped(other.validation))"
        }
        return digest == other.digest ? nil : "as many faces, but other pixels, labels or classes"
    }
}
