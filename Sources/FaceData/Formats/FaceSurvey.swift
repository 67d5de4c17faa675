import Platform

/// What stands out among the faces of all splits: repeated and blank ones.
struct FaceSurvey: Sendable, Equatable {
    private(set) var duplicates = DatasetReport.Duplicates()
    /// Faces whose pixels are all one grey.
    private(set) var blankCount = 0

    /// Surveys `splits`, the first of which is the training part. Blank faces count as duplicates of each other.
    init(_ splits: [FaceSet], threads: Int) {
        /// One face's fingerprint and where it stands.
        struct Entry {
            let fingerprint: UInt64
            let split: Int
            let index: Int
        }
        var entries: [Entry] = []
        for (split, faces) in splits.enumerated() where faces.count > 0 {
            let fingerprints = Self.fingerprints(of: faces, threads: threads)
            blankCount += fingerprints.count(where: \.isBlank)
            entries += fingerprints.enumerated().map { Entry(fingerprint: $1.hash, split: split, index: $0) }
        }
        // Equal faces stand together; those of the training part first.
        entries.sort { ($0.fingerprint, $0.split, $0.index) < ($1.fingerprint, $1.split, $1.index) }
        func isSame(_ left: Entry, _ right: Entry) -> Bool {
            left.fingerprint == right.fingerprint
                && splits[left.split].withPixels { first in
                    splits[right.split].withPixels { second in
                        let length = FaceSet.pixelsPerFace
                        return memcmp(first + left.index * length, second + right.index * length, length) == 0
                    }
                }
        }
        var start = 0
        while start < entries.count {
            var end = start + 1
            while end < entries.count, isSame(entries[start], entries[end]) { end += 1 }
            if end - start > 1 {
                let group = entries[start..<end]
                duplicates.groups += 1
                duplicates.surplus += group.count - 1
                if entries[start].split == 0 { duplicates.acrossSplits += group.count { $0.split > 0 } }
                if Set(group.map { splits[$0.split].labels[$0.index] }).count > 1 { duplicates.conflictingLabels += 1 }
            }
            start = end
        }
    }

    /// A hash of each face (FNV-1a over words of eight bytes), and whether all its pixels are equal.
    private static func fingerprints(of faces: FaceSet, threads: Int) -> [(hash: UInt64, isBlank: Bool)] {
        let pieceLength = 1024
        let pieces = (faces.count + pieceLength - 1) / pieceLength
        let results = OrderedPieces.map(count: pieces, threads: threads) { piece in
            faces.withPixels { pixels in
                (piece * pieceLength..<min(faces.count, (piece + 1) * pieceLength)).map { index in
                    let face = UnsafeRawPointer(pixels + index * FaceSet.pixelsPerFace)
                    let words = FaceSet.pixelsPerFace / 8
                    let first = face.loadUnaligned(as: UInt64.self)
                    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
                    var difference: UInt64 = 0
                    for word in 0..<words {
                        let value = face.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
                        hash = (hash ^ value) &* 0x0000_0100_0000_01B3
                        hash ^= hash >> 29
                        difference |= value ^ first
                    }
                    // Equal words may still alternate within themselves.
                    return (hash, difference == 0 && first == first & 255 &* 0x0101_0101_0101_0101)
                }
            }
        }
        return Array(results.joined())
    }
}
