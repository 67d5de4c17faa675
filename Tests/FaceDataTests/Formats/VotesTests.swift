@testable import FaceData
import TestSupport
import Testing

/// FER+: votes joined to faces row by row.
struct VotesTests {
    private static let header = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    /// Usage, and votes for neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown and NF.
    private static let rows: [(String, [Int])] = [
        ("Training", [4, 0, 0, 1, 3, 2, 0, 0, 0, 0]),  // neutral
        ("Training", [0, 10, 0, 0, 0, 0, 0, 0, 0, 0]),  // happy
        ("Training", [5, 0, 0, 5, 0, 0, 0, 0, 0, 0]),  // sad and neutral tie
        ("Training", [0, 0, 0, 0, 0, 0, 0, 0, 0, 10]),  // no face
        ("Training", [1, 0, 0, 2, 0, 0, 0, 6, 1, 0]),  // contempt
        ("Training", [0, 0, 3, 0, 0, 0, 3, 0, 4, 0]),  // unknown, else fear and surprise tie
        ("PublicTest", [0, 0, 0, 0, 6, 4, 0, 0, 0, 0]),  // angry
        ("PrivateTest", [0, 0, 9, 0, 0, 0, 1, 0, 0, 0]),  // surprise
    ]

    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/fer2013new.csv"
        try write(Self.rows)
        try folder.write(
            "fer2013.csv",
            "emotion,pixels,Usage\n" + Self.rows.enumerated().map { "0,\(NumberedFace.field($0)),\($1.0)\n" }.joined())
    }

    private func write(_ rows: [(String, [Int])], header: String = VotesTests.header) throws {
        let lines = rows.enumerated().map { row, votes in
            // Rows without a name, and names that count otherwise than rows.
            "\(votes.0),\(row == 3 ? "" : "fer00\(row + 20).png"),\(votes.1.map { String($0) }.joined(separator: ","))"
        }
        try folder.write("fer2013new.csv", ([header] + lines).joined(separator: "\r\n") + "\r\n")
    }

    private func load(_ change: (inout VotePolicy) -> Void = { _ in }, from file: String? = nil) throws -> Dataset {
        var votes = VotePolicy()
        change(&votes)
        return try DatasetLoader.load(.path(file ?? folder.path), options: LoadOptions(threads: 2, votes: votes, wanted: .all))
    }

    private func refusal() -> String {
        do { return "taken: \(try load().training.count)" } catch { return "\(error)" }
    }

    @Test func theMajorityIsTheLabel() throws {
        let dataset = try load()
        #expect(dataset.layout == "FER+ (fer2013new.csv on fer2013.csv)" && dataset.rule == .publicTestRows)
        #expect(dataset.training.classNames == Emotion.names + ["contempt"])
        #expect(NumberedFace.numbers(dataset.training) == [0, 1, 4])
        #expect(dataset.training.labels == [6, 3, 7] && dataset.training.targets.isEmpty)
        #expect(dataset.validation.labels == [0] && dataset.test.labels == [5])
        #expect(dataset.origins.training.map(\.row) == [0, 1, 4])
        #expect(
            dataset.notes == [
                "Where votes lie beside faces they label them: fer2013new.csv goes before the labels in fer2013.csv. "
                    + "For those, take fer2013.csv itself, in its folder or with --data.",
                "Labels are the majority's votes; left out are faces: 2 that most call unknown or no face (unknown ignore takes them), "
                    + "1 on which two classes tie (ties first takes them).",
            ])
        #expect(try load(from: path).training == dataset.training)
        // The faces alone are FER2013 with its own labels.
        #expect(try load(from: folder.path + "/fer2013.csv").training.labels == [0, 0, 0, 0, 0, 0])
    }

    @Test func everyPolicyDoesWhatItSays() throws {
        #expect(try load { $0.ties = .first }.training.labels == [6, 3, 4, 7])
        let ignoring = try load {
            $0.unknown = .ignore
            $0.ties = .first
        }
        // Nothing is left of the face that ten call none; fear comes before surprise.
        #expect(NumberedFace.numbers(ignoring.training) == [0, 1, 2, 4, 5] && ignoring.training.labels == [6, 3, 4, 7, 2])
        let dropping = try load { $0.contempt = .drop }
        #expect(dropping.training.classNames == Emotion.names && dropping.training.labels == [6, 3])
        #expect(dropping.notes[1].contains("1 that most call contemptuous"))
    }

    @Test func softLabelsAreShares() throws {
        let dataset = try load { $0.labels = .soft }
        #expect(NumberedFace.numbers(dataset.training) == [0, 1, 2, 4])
        #expect(dataset.training.labels == [6, 3, 4, 7])
        // Of ten votes: 3 angry, 2 disgust, 1 sad, 4 neutral.
        let tenths: [Float] = [0.3, 0.2, 0, 0, 0.1, 0, 0.4, 0]
        #expect(Array(dataset.training.targets[0..<8]) == tenths)
        // Without the one for unknown: of nine.
        let (two, one, six): (Float, Float, Float) = (2.0 / 9, 1.0 / 9, 6.0 / 9)
        let ninths: [Float] = [0, 0, 0, 0, two, 0, one, six]
        #expect(Array(dataset.training.targets[24..<32]) == ninths)
        #expect(dataset.training.subset([3, 0]).targets == ninths + tenths)
        let hard = try load { $0.ties = .first }
        #expect(DataFingerprint(dataset) != DataFingerprint(hard))
    }

    @Test func spoiltVotesAreRefused() throws {
        try write(Array(Self.rows.dropLast()))
        #expect(refusal() == "\(path): has 7 rows, but fer2013.csv has 8: FER+ is joined to it row by row")
        try write(Self.rows, header: Self.header.replacing("fear", with: "dread"))
        #expect(refusal().hasPrefix("\(path), line 1: no column 'fear'; found: usage, image name, neutral"))
        var rows = Self.rows
        rows[2].0 = "PublicTest"
        try write(rows)
        #expect(refusal() == "\(path), line 4: found another Usage, expected the Usage of row 2 of fer2013.csv, which FER+ is joined to row by row")
        rows[2].0 = "Sunday"
        try write(rows)
        #expect(refusal() == "\(path), line 4: found Usage 'Sunday', expected Training, PublicTest or PrivateTest")
        rows = Self.rows
        rows[5].1[3] = -1
        try write(rows)
        #expect(refusal() == "\(path), line 7: found '-1' as sadness, expected a number of votes")
        rows[5].1 = [1, 2]
        try write(rows)
        #expect(refusal() == "\(path), line 7: found '' as anger, expected a number of votes")
        try folder.write("fer2013new.csv", "")
        #expect(refusal() == "\(path), line 1: found an empty file, expected a header")
        let alone = try TemporaryFolder()
        let votes = try alone.write("fer2013new.csv", Self.header + "\n")
        #expect(
            throws: DatasetError.classes(
                path: votes, reason: "FER+ has votes alone: put fer2013.csv or icml_face_data.csv, which has the faces, beside it")
        ) { try load(from: votes) }
    }
}
