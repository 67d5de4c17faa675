import Platform

/// FER+: ten votes on each face of fer2013.csv, joined to it row by row.
struct FERPlusLayout: FaceLayout {
    let votes: String
    /// fer2013.csv, or icml_face_data.csv.
    let faces: String

    private static let votesFiles = ["fer2013new.csv"]
    private static let facesFiles = ["fer2013.csv", "icml_face_data.csv"]
    /// The columns of `ClassName.known`, in its order.
    private static let columns = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral", "contempt"]

    var choice: String { Self.name(votes) }
    var evidence: String { "the table of votes \(choice) beside \(Self.name(faces))" }
    var covered: String? { Self.name(faces) }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

    static func candidates(in place: FolderPlace) -> [any FaceLayout] {
        guard let votes = place.file(votesFiles), let faces = place.file(facesFiles) else { return [] }
        return [FERPlusLayout(votes: votes, faces: faces)]
    }

    static func candidate(file path: String) throws(DatasetError) -> (any FaceLayout)? {
        guard votesFiles.contains(name(path).lowercased()) else { return nil }
        let place = try FolderPlace(Disk.parent(of: path))
        guard let faces = place.file(facesFiles) else {
            throw .classes(path: path, reason: "FER+ has votes alone: put fer2013.csv or icml_face_data.csv, which has the faces, beside it")
        }
        return FERPlusLayout(votes: path, faces: faces)
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        let policy = reading.options.votes
        // First: what is wrong with the votes shows before the faces are read.
        let rows = try voteRows()
        let table = try reading.tables([faces])[0]
        guard table.rowCount == rows.count else {
            throw .classes(
                path: votes,
                reason: "has \(counted(rows.count, "row", "rows")), but \(Self.name(faces)) has \(NumberText.grouped(table.rowCount)): "
                    + "FER+ is joined to it row by row")
        }
        var result = LayoutFaces(layout: "FER+ (\(choice) on \(Self.name(faces)))")
        result.classNames = policy.contempt == .keep ? ClassName.known : Emotion.names
        result.paper = .asItIs
        result.skipped = table.skipped.map(\.error)
        var excluded: [VotePolicy.Exclusion: Int] = [:]
        func judged(_ part: FacePart, usage: CSVRow.Usage) throws(DatasetError) -> FacePart {
            var (kept, labels, targets) = ([Int](), [UInt8](), [Float]())
            for (index, origin) in part.origins.enumerated() {
                guard let number = origin.row else { continue }
                let row = rows[number]
                guard row.usage == usage || table.header.usage == nil else {
                    let expected = "the Usage of row \(NumberText.grouped(number)) of \(Self.name(faces)), which FER+ is joined to row by row"
                    throw .badRow(path: votes, line: row.line, found: "another Usage", expected: expected)
                }
                switch policy.verdict(row.votes, unknown: row.unknown) {
                case .excluded(let why): excluded[why, default: 0] += 1
                case .label(let label, let shares):
                    kept.append(index)
                    labels.append(label)
                    if policy.labels == .soft { targets += shares }
                }
            }
            var part = part.subset(kept)
            (part.labels, part.targets) = (labels, targets)
            return part
        }
        result.training = try judged(table.parts[0], usage: .training)
        result.validation = try judged(table.parts[1], usage: .publicTest)
        result.test = try judged(table.parts[2], usage: .privateTest)
        if result.validation.count > 0 { result.rule = .publicTestRows }
        result.labelFiles = [reading.name(of: votes)]
        result.notes = [
            "Where votes lie beside faces they label them: \(choice) goes before the labels in \(Self.name(faces)). "
                + "For those, take \(Self.name(faces)) itself, in its folder or with --data.",
            Self.note(excluded, policy),
        ]
        return result
    }

    /// What became of the faces, in one sentence.
    private static func note(_ excluded: [VotePolicy.Exclusion: Int], _ policy: VotePolicy) -> String {
        let reasons = [
            (excluded[.unknown], "that most call unknown or no face (unknown ignore takes them)"),
            (excluded[.tie], "on which two classes tie (ties first takes them)"),
            (excluded[.contempt], "that most call contemptuous (contempt keep takes them)"), (excluded[.noVotes], "without a vote that counts"),
        ].compactMap { count, why in count.map { "\(NumberText.grouped($0)) \(why)" } }
        let labels =
            policy.labels == .soft ? "Faces are trained to their shares of votes and validated by the majority" : "Labels are the majority's votes"
        return labels + (reasons.isEmpty ? "; no face is left out." : "; left out are faces: " + reasons.joined(separator: ", ") + ".")
    }

    private struct VoteRow {
        let line: Int
        let usage: CSVRow.Usage
        let votes: [Int]
        let unknown: (unknown: Int, noFace: Int)
    }

    /// - Throws: `DatasetError`; a row that cannot be read is never left out, since all behind it would slip.
    private func voteRows() throws(DatasetError) -> [VoteRow] {
        let table = try CSVColumns(votes, columns: Set(Self.columns + ["unknown", "nf", "usage"]))
        var columns: [Int] = []
        for name in Self.columns { columns.append(try table.column(name)) }
        let (unknown, noFace, usage) = (try table.column("unknown"), try table.column("nf"), try table.column("usage"))
        var rows: [VoteRow] = []
        rows.reserveCapacity(table.rows.count)
        for row in table.rows {
            func votes(_ column: Int) throws(DatasetError) -> Int {
                let text = table.text(row, column)
                guard let number = Int(text), (0...1000).contains(number) else {
                    throw .badRow(
                        path: table.path, line: row.line, found: "'\(text.prefix(20))' as \(table.columns[column])", expected: "a number of votes")
                }
                return number
            }
            guard let part = CSVRow.Usage(word: table.text(row, usage)) else {
                let found = "Usage '\(table.text(row, usage).prefix(20))'"
                throw .badRow(path: table.path, line: row.line, found: found, expected: CSVRow.Usage.expected)
            }
            var counts: [Int] = []
            for column in columns { counts.append(try votes(column)) }
            rows.append(VoteRow(line: row.line, usage: part, votes: counts, unknown: (try votes(unknown), try votes(noFace))))
        }
        return rows
    }
}
