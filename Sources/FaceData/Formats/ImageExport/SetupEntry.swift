import Platform

/// One image that a set-up makes, and the row that it is made of.
struct SetupEntry: Sendable, Equatable {
    /// Which of the sets.
    enum Part: String, Sendable, CaseIterable { case train, val, test }

    let part: Part
    /// Relative to the set-up's folder.
    let file: String
    /// The class's name.
    let label: String
    let origin: FaceOrigin
    /// In its set.
    let index: Int
    /// Of its pixels.
    let digest: String

    /// The images of all sets, each in its order.
    ///
    /// - Throws: `SetupError.noTable` or `.sameName`.
    static func all(of dataset: Dataset, format: ImageSetup.Format, threads: Int) throws(SetupError) -> [SetupEntry] {
        var entries: [SetupEntry] = []
        let names = dataset.training.classNames
        for part in Part.allCases {
            let (faces, origins) = part.content(of: dataset)
            guard origins.count == faces.count, origins.allSatisfy({ $0.row != nil }) else { throw .noTable(path: dataset.location) }
            let digests = digests(of: faces, threads: threads)
            for index in 0..<faces.count {
                let label = names[Int(faces.labels[index])]
                let file = "\(part.rawValue)/\(folderName(label))/\(origins[index].row ?? 0).\(format.rawValue)"
                entries.append(SetupEntry(part: part, file: file, label: label, origin: origins[index], index: index, digest: digests[index]))
            }
        }
        var seen: Set<String> = []
        for entry in entries where !seen.insert(entry.file).inserted { throw .sameName(file: entry.file) }
        return entries
    }

    /// The manifest's first line.
    static let header = "part,file,label,source,row_of_source,pixels\n"

    /// The manifest: a line an image.
    static func table(_ entries: [SetupEntry]) -> String {
        var text = header
        for entry in entries {
            let (label, source) = (field(entry.label), field(entry.origin.file))
            text += "\(entry.part.rawValue),\(field(entry.file)),\(label),\(source),\(entry.origin.row ?? 0),\(entry.digest)\n"
        }
        return text
    }

    /// FER2013's number of a class, as the TensorFlow implementation names its folders; the name of a class without one.
    private static func folderName(_ label: String) -> String {
        if let emotion = Emotion.allCases.first(where: { $0.name == label }) { return String(emotion.rawValue) }
        return label == "contempt" ? "7" : label
    }

    /// A field of a CSV, in quotes where it needs them.
    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func digests(of faces: FaceSet, threads: Int) -> [String] {
        guard faces.count > 0 else { return [] }
        let pieceLength = 1024
        let pieces = OrderedPieces.map(count: (faces.count + pieceLength - 1) / pieceLength, threads: threads) { piece in
            faces.withPixels { pixels in
                (piece * pieceLength..<min(faces.count, (piece + 1) * pieceLength)).map { index in
                    var mix = ContentDigest()
                    mix.add(UnsafeRawBufferPointer(start: pixels + index * FaceSet.pixelsPerFace, count: FaceSet.pixelsPerFace))
                    return mix.digest
                }
            }
        }
        return Array(pieces.joined())
    }
}

extension SetupEntry.Part {
    /// Its faces and where they were found.
    package func content(of dataset: Dataset) -> (faces: FaceSet, origins: [FaceOrigin]) {
        switch self {
        case .train: (dataset.training, dataset.origins.training)
        case .val: (dataset.validation, dataset.origins.validation)
        case .test: (dataset.test, dataset.origins.test)
        }
    }
}
