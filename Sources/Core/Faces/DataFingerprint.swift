/// Tells data sets apart by what training sees of them: pixels, labels and class names, in their order.
///
/// Where the faces lie and in which layout does not count: the same faces train to the same bits.
struct DataFingerprint: Sendable, Codable, Equatable {
    /// Training faces.
    var training: Int
    /// Validation faces.
    var validation: Int
    /// 16 hexadecimal digits over everything.
    var digest: String

    init(_ dataset: Dataset) {
        training = dataset.training.count
        validation = dataset.validation.count
        var mix = WordMix()
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
    func difference(from other: DataFingerprint) -> String? {
        if training != other.training || validation != other.validation {
            return "\(NumberText.grouped(training)) train and \(NumberText.grouped(validation)) validate; "
                + "it was \(NumberText.grouped(other.training)) and \(NumberText.grouped(other.validation))"
        }
        return digest == other.digest ? nil : "as many faces, but other pixels, labels or classes"
    }
}

/// A digest of bytes, eight at a time: a multiplication and a shift a word, as in FNV-1a with the high bits brought down.
/// It finds changes, it does not resist forgers.
private struct WordMix {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ bytes: [UInt8]) {
        add(UInt64(bytes.count))
        bytes.withUnsafeBytes { buffer in
            let whole = buffer.count / 8 * 8
            for offset in stride(from: 0, to: whole, by: 8) {
                add(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            }
            for offset in whole..<buffer.count { add(UInt64(buffer[offset])) }
        }
    }

    private mutating func add(_ word: UInt64) {
        state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 32
    }

    var digest: String {
        let text = String(state, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
