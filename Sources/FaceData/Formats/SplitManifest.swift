/// Which face trains, validates or tests, face by face in the order of the sets: what a run keeps of its split, and what repeats it.
package struct SplitManifest: Sendable {
    /// One face.
    struct Entry: Sendable, Equatable {
        let part: SplitDraw.Part
        let origin: FaceOrigin
        /// In the manifest that it was read from, from 1; 0 where it was not.
        var line = 0
    }

    let entries: [Entry]
    /// The file's text.
    private let text: String

    /// Its name in a run's folder.
    package static let name = "split.csv"
    private static let header = "part,file,row,label,subject"

    /// What `dataset` is made of; nil where the origin of its faces is unknown.
    package init?(_ dataset: Dataset) {
        let origins = dataset.origins
        guard origins.training.count == dataset.training.count, origins.validation.count == dataset.validation.count, !origins.training.isEmpty else {
            return nil
        }
        var (entries, lines) = ([Entry](), [Self.header])
        func add(_ part: SplitDraw.Part, _ origins: [FaceOrigin], _ labels: [UInt8]) {
            for (index, origin) in origins.enumerated() {
                entries.append(Entry(part: part, origin: origin))
                let label = labels.indices.contains(index) ? dataset.training.classNames[Int(labels[index])] : ""
                let fields = [origin.file, origin.row.map { String($0) } ?? "", label, origin.subject ?? ""]
                lines.append(([part.name] + fields.map(CSVColumns.quoted)).joined(separator: ","))
            }
        }
        add(.training, origins.training, dataset.training.labels)
        add(.validation, origins.validation, dataset.validation.labels)
        add(.test, origins.test, dataset.testLabels)
        self.entries = entries
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Reads what a run has written.
    ///
    /// - Throws: `DatasetError`.
    package init(reading path: String) throws(DatasetError) {
        let table = try CSVColumns(path, columns: ["part", "file", "row"])
        let columns = (part: try table.column("part"), file: try table.column("file"), row: try table.column("row"))
        var entries: [Entry] = []
        entries.reserveCapacity(table.rows.count)
        for row in table.rows {
            let word = table.text(row, columns.part)
            guard let part = SplitDraw.Part(name: word) else {
                throw .manifest(path: path, line: row.line, reason: "found part '\(word.prefix(20))', expected train, validation or test")
            }
            let number = table.text(row, columns.row)
            guard number.isEmpty || Int(number).map({ $0 >= 0 }) == true else {
                throw .manifest(
                    path: path, line: row.line, reason: "found row '\(number.prefix(20))', expected a whole number from 0, or nothing for an image")
            }
            // A file's name may begin and end with blanks.
            entries.append(Entry(part: part, origin: FaceOrigin(file: row.fields[columns.file], row: Int(number)), line: row.line))
        }
        guard entries.contains(where: { $0.part == .training }), entries.contains(where: { $0.part == .validation }) else {
            throw .manifest(
                path: path, line: 0, reason: "no face is left for \(entries.contains { $0.part == .training } ? "validation" : "training")")
        }
        self.entries = entries
        text = ""
    }

    /// Of a manifest that was made, not read.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// Puts the faces of `pool` where the manifest has them, in its order.
    ///
    /// - Throws: `DatasetError.manifest`, naming the first face that is not there.
    func split(_ pool: FacePart, path: String, data: String) throws(DatasetError) -> (training: [Int], validation: [Int], test: [Int]) {
        /// A face without its subject, which a manifest need not know.
        struct FaceKey: Hashable {
            let file: String
            let row: Int?
            init(_ origin: FaceOrigin) { (file, row) = (origin.file, origin.row) }
        }
        var places: [FaceKey: Int] = [:]
        places.reserveCapacity(pool.count)
        for (index, origin) in pool.origins.enumerated() { places[FaceKey(origin)] = index }
        var chosen: (training: [Int], validation: [Int], test: [Int]) = ([], [], [])
        for entry in entries {
            guard let index = places.removeValue(forKey: FaceKey(entry.origin)) else {
                let face = entry.origin.row.map { "row \($0) of \(entry.origin.file)" } ?? entry.origin.file
                throw .manifest(path: path, line: entry.line, reason: "\(face) is not among the faces of \(data), or was named before")
            }
            switch entry.part {
            case .training: chosen.training.append(index)
            case .validation: chosen.validation.append(index)
            case .test: chosen.test.append(index)
            }
        }
        return chosen
    }
}

extension SplitDraw.Part {
    /// As a manifest has it.
    fileprivate var name: String {
        switch self {
        case .training: "train"
        case .validation: "validation"
        case .test: "test"
        }
    }

    fileprivate init?(name: String) {
        switch name.lowercased() {
        case "train", "training": self = .training
        case "val", "valid", "validation": self = .validation
        case "test", "testing": self = .test
        default: return nil
        }
    }
}
