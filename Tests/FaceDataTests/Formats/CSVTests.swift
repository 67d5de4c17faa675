@testable import Platform
@testable import FaceData
import TestSupport
import Testing

/// CSVs of faces, as they come and as they are spoilt.
struct CSVTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ path: String, skipsBad: Bool = false, threads: Int = 2) throws(DatasetError) -> Dataset {
        try DatasetLoader.load(.path(path), options: LoadOptions(skipsBad: skipsBad, threads: threads))
    }

    /// What a load says of a file that it refuses.
    private func refusal(_ path: String) -> String {
        do {
            let dataset = try load(path)
            return "taken: \(dataset.training.count)"
        } catch {
            return error.description
        }
    }

    /// fer2013.csv with faces 0... of all three usages.
    private func ferRows(training: Int, publicTest: Int, privateTest: Int) -> [String] {
        let usages =
            Array(repeating: "Training", count: training) + Array(repeating: "PublicTest", count: publicTest)
            + Array(repeating: "PrivateTest", count: privateTest)
        return usages.enumerated().map { "\($0 % 7),\(NumberedFace.field($0)),\($1)" }
    }

    @Test func readsFER2013WithItsThreeUsages() throws {
        let rows = ferRows(training: 20, publicTest: 6, privateTest: 5)
        try folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows.joined(separator: "\n") + "\n")
        let dataset = try load(folder.path)
        #expect(NumberedFace.numbers(dataset.training) == Array(0..<20))
        #expect(NumberedFace.numbers(dataset.validation) == Array(20..<26))
        #expect(dataset.training.labels == (0..<20).map { UInt8($0 % 7) })
        #expect(dataset.validation.labels == (20..<26).map { UInt8($0 % 7) })
        #expect(dataset.testCount == 5)
        #expect(dataset.rule == .publicTestRows)
        #expect(dataset.layout == "FER2013 (fer2013.csv)")
        #expect(dataset.location == folder.path)
        #expect(dataset.skipped.isEmpty)
        #expect(dataset.training.face(3) == NumberedFace.pixels(3))
    }

    @Test func everyWayOfWritingTheSameRowsGivesTheSameFaces() throws {
        let usages = (0..<12).map { $0 < 9 ? "Training" : "PublicTest" }
        let plain = (0..<12).map { "\($0 % 7),\(NumberedFace.field($0)),\(usages[$0])" }
        let variants: [(name: String, text: String)] = [
            ("plain", "emotion,pixels,Usage\n" + plain.joined(separator: "\n") + "\n"),
            ("no line's end at the end", "emotion,pixels,Usage\n" + plain.joined(separator: "\n")),
            ("CRLF and blank last lines", "emotion,pixels,Usage\r\n" + plain.joined(separator: "\r\n") + "\r\n\r\n  \r\n"),
            (
                "byte order mark, quotes",
                "\u{FEFF}\"emotion\",\"pixels\",\"Usage\"\n"
                    + (0..<12).map { "\"\($0 % 7)\",\"\(NumberedFace.field($0))\",\"\(usages[$0])\"\n" }.joined()
            ),
            ("icml's order and blanks", "emotion, Usage, pixels\n" + (0..<12).map { "\($0 % 7),\(usages[$0]),\(NumberedFace.field($0))\n" }.joined()),
            (
                "case, extra columns",
                ",EMOTION,note,Pixels,usage\n"
                    + (0..<12).map { "\($0),\($0 % 7),\"a, b\",\(NumberedFace.field($0)),\(usages[$0].uppercased())\n" }.joined()
            ),
            ("tabs", "emotion,pixels,Usage\n" + plain.map { $0.replacing(" ", with: "\t") + "\n" }.joined()),
            (
                "trailing blanks, doubled blanks",
                "emotion,pixels,Usage  \n"
                    + (0..<12).map { " \($0 % 7) , \(NumberedFace.field($0).replacing(" ", with: "  ")) ,\(usages[$0]) \t\n" }.joined()
            ),
        ]
        for (index, variant) in variants.enumerated() {
            let dataset = try load(folder.write("v\(index).csv", variant.text))
            #expect(NumberedFace.numbers(dataset.training) == Array(0..<9), "\(variant.name)")
            #expect(dataset.training.labels == (0..<9).map { UInt8($0 % 7) }, "\(variant.name)")
            #expect(NumberedFace.numbers(dataset.validation) == [9, 10, 11], "\(variant.name)")
            #expect(dataset.training.face(8) == NumberedFace.pixels(8), "\(variant.name)")
        }
    }

    @Test(arguments: [
        ("3,1 2 3,Training", "found 3 pixel values, expected 2,304 (48x48)"),
        ("7,@,Training", "found emotion '7', expected 0...6"),
        ("happy,@,Training", "found emotion 'happy', expected 0...6"),
        ("-1,@,Training", "found emotion '-1', expected 0...6"),
        ("3,@ 5,Training", "found 2,305 pixel values, expected 2,304 (48x48)"),
        ("3,256 @,Training", "found '256' as pixel value 1, expected a whole number 0...255"),
        ("3,99999999999999999999999 @,Training", "as pixel value 1, expected a whole number 0...255"),
        ("3,abc @,Training", "found 'abc' as pixel value 1, expected a whole number 0...255"),
        ("3,-4 @,Training", "found '-4' as pixel value 1, expected a whole number 0...255"),
        ("3,1.5 @,Training", "found '1.5' as pixel value 1, expected a whole number 0...255"),
        ("3,@,Sunday", "found Usage 'Sunday', expected Training, PublicTest or PrivateTest"),
        ("3,@", "found 2 columns, expected 3 (emotion, pixels, usage)"),
        ("3", "found 1 column, expected 3 (emotion, pixels, usage)"),
        ("3,\"@,Training", "found "),
        ("rubbish", "expected "),
    ])
    func namesTheBadRow(_ row: String, _ expected: String) throws {
        let good = ferRows(training: 30, publicTest: 4, privateTest: 0)
        let bad = row.replacing("@", with: NumberedFace.field(1))
        // The header is line 1; the bad row is the 16th, in line 17.
        let text = "emotion,pixels,Usage\n" + (good[..<15] + [bad] + good[15...]).map { $0 + "\n" }.joined()
        let path = try folder.write("fer2013.csv", text)
        let sentence = refusal(path)
        #expect(sentence.hasPrefix("\(path), line 17: "))
        #expect(sentence.contains(expected), "\(sentence)")
        let dataset = try load(path, skipsBad: true)
        #expect(NumberedFace.numbers(dataset.training) == Array(0..<30))
        #expect(dataset.skipped.map(\.description) == [sentence])
    }

    @Test func theFirstBadRowIsNamedWhateverTheThreads() throws {
        // Large enough for several pieces, with a bad row in each of the last ones.
        var rows = (0..<1200).map { "\($0 % 7),\(NumberedFace.field($0))" }
        rows[700] = "9,1"
        rows[900] = "8,1"
        rows[1199] = "7,1"
        let path = try folder.write("train.csv", "emotion,pixels\n" + rows.joined(separator: "\n") + "\n")
        #expect(try Disk.size(of: path) > 3 * FilePieces.pieceSize)
        for threads in 1...4 {
            #expect(throws: DatasetError.self) { try load(path, threads: threads) }
            do { _ = try load(path, threads: threads) } catch { #expect(error.description.hasPrefix("\(path), line 702: found emotion '9'")) }
        }
        let dataset = try load(path, skipsBad: true)
        #expect(dataset.skipped.count == 3)
        #expect(dataset.training.count + dataset.validation.count == 1197)
        let numbers = Set(NumberedFace.numbers(dataset.training) + NumberedFace.numbers(dataset.validation))
        #expect(numbers == Set(0..<1200).subtracting([700, 900, 1199]))
    }

    @Test func aFileCutOffInMidRowIsRefused() throws {
        let rows = ferRows(training: 9, publicTest: 2, privateTest: 0)
        let text = "emotion,pixels,Usage\n" + rows.joined(separator: "\n")
        for cut in [5, 400, 9000] {
            let path = try folder.write("fer2013.csv", Array(text.utf8.dropLast(cut)))
            #expect(refusal(path).contains(cut == 5 ? "Usage" : "the end of the file in mid-row"), "\(refusal(path))")
        }
        let quoted = "emotion,pixels\n" + (0..<9).map { "\($0 % 7),\"\(NumberedFace.field($0))\"\n" }.joined()
        for cut in [2, 3, 300] {
            let path = try folder.write("train.csv", Array(quoted.utf8.dropLast(cut)))
            #expect(refusal(path).hasPrefix("\(path), line 10: found the end of the file in mid-row"), "\(refusal(path))")
        }
    }

    @Test func linesWithoutEndAreRefusedInOneSentence() throws {
        let field = NumberedFace.field(1)
        let columns = (0..<20_000).map { "c\($0)" }.joined(separator: ",")
        let header = try folder.write("a.csv", "emotion,pixels,\(columns)\n3,\(field)\n")
        #expect(refusal(header) == "\(header), line 1: found more than 65,536 bytes, expected a header with emotion and pixels")
        let many = try folder.write("b.csv", "emotion,pixels,\(columns.prefix(8000))\n3,\(field)\n")
        #expect(refusal(many).hasPrefix("\(many), line 2: found 2 columns, expected 1,521 ("))
        #expect(refusal(many).hasSuffix("(emotion, pixels, c0, c1, c2, c3, c4, c5 ...)"))
        // The line ends in a later piece than it begins; the row behind it still counts as the third line.
        let long = String(repeating: "1 ", count: 3 * FilePieces.pieceSize / 2)
        let row = try folder.write("c.csv", "emotion,pixels\n3,\(long)\n9,\(field)\n" + (0..<20).map { "\($0 % 7),\(field)\n" }.joined())
        #expect(refusal(row) == "\(row), line 2: found a line of more than 1,048,576 bytes, expected a row with 2,304 pixel values")
        let dataset = try load(row, skipsBad: true)
        #expect(dataset.skipped.count == 2)
        #expect(dataset.skipped.last?.description.hasPrefix("\(row), line 3: found emotion '9'") == true)
        #expect(dataset.training.count + dataset.validation.count == 20)
    }

    @Test(.timeLimit(.minutes(1))) func whatIsNoFileIsRefusedAtOnce() throws {
        let pipe = folder.path + "/train.csv"
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(refusal(pipe) == "\(pipe): cannot be read: it is no ordinary file")
        #expect(refusal(folder.path) == "\(pipe): cannot be read: it is no ordinary file")
        let (nowhere, loop) = (folder.path + "/nowhere", folder.path + "/loop")
        try #require(symlink("gone", nowhere) == 0 && symlink("loop", loop) == 0)
        #expect(refusal(nowhere) == "\(nowhere): no such file or folder")
        #expect(refusal(loop) == "\(loop): cannot be read: Too many levels of symbolic links")
        #expect(refusal(pipe + "/x") == "\(pipe)/x: no such file or folder")
    }

    @Test func missingColumnsAndLabels() throws {
        let noPixels = try folder.write("a.csv", "emotion,image\n3,1 2\n")
        #expect(refusal(noPixels) == "\(noPixels), line 1: no column 'pixels'; found: emotion, image")
        let unlabelled = try folder.write("b.csv", "pixels\n\(NumberedFace.field(1))\n")
        #expect(refusal(unlabelled).hasPrefix("\(unlabelled), line 1: no column 'emotion'"))
        let empty = try folder.write("c.csv", "")
        #expect(refusal(empty).hasPrefix("\(empty), line 1: found an empty file"))
        let headerOnly = try folder.write("d.csv", "emotion,pixels\n")
        #expect(refusal(headerOnly) == "\(headerOnly): no face is left for training")
        let allBad = try folder.write("g.csv", "emotion,pixels\n3,1 2\n\n8,\(NumberedFace.field(1))\n")
        let error = #expect(throws: DatasetError.self) { try load(allBad, skipsBad: true) }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix("\(allBad): no face is left for training; 2 rows or images are bad, the first: \(allBad), line 2: found "))
        #expect(sentence.hasSuffix(refusal(allBad)), "the first one's own sentence")
        let blank = try folder.write("f.csv", "\n\n")
        #expect(refusal(blank) == "\(blank), line 1: no column 'pixels'; found: a blank line")
        let binary = try folder.write("e.csv", [0x89, 0x50, 0x4E, 0x47, 0, 1, 2, 27, 10, 13])
        #expect(refusal(binary).allSatisfy { !$0.isNewline && $0 != "\u{1B}" && $0 != "\0" })
    }

    @Test func kaggleFirstRowsValidateOnlyInAFileOfTheirNumber() throws {
        // 28,709 rows of one face; the first 3,589 are class 3.
        let field = NumberedFace.field(5)
        var text = Array("emotion,pixels\r\n".utf8)
        for row in 0..<28_709 { text += Array("\(row < 3_589 ? 3 : row % 3),\"\(field)\"\r\n".utf8) }
        let dataset = try load(folder.write("train.csv", text))
        #expect(dataset.rule == .kaggleFirstRows)
        #expect(dataset.training.count == 25_120)
        #expect(dataset.validation.countsPerClass == [0, 0, 0, 3_589, 0, 0, 0])
        // A bad row among them is one face less there, and moves none from training.
        let start = "emotion,pixels\r\n3,".utf8.count
        text[start] = UInt8(ascii: "x")
        let skipped = try load(folder.write("train.csv", text), skipsBad: true)
        #expect(skipped.rule == .kaggleFirstRows)
        #expect(skipped.validation.count == 3_588)
        #expect(skipped.training.count == 25_120)
    }

    @Test func aStratifiedTenthIsDrawnBySeedWhereNothingSaysWhatValidates() throws {
        let path = try folder.write("train.csv", "emotion,pixels\n" + (0..<140).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        let first = try DatasetLoader.load(.path(path), options: LoadOptions(seed: 1))
        #expect(first.rule == .stratifiedTenth)
        #expect(first.validation.countsPerClass == [2, 2, 2, 2, 2, 2, 2])
        #expect(NumberedFace.numbers(first.training) == NumberedFace.numbers(first.training).sorted())
        #expect(Set(NumberedFace.numbers(first.training)).isDisjoint(with: NumberedFace.numbers(first.validation)))
        #expect(first.training.count == 126)
        let again = try DatasetLoader.load(.path(path), options: LoadOptions(seed: 1, threads: 1))
        let other = try DatasetLoader.load(.path(path), options: LoadOptions(seed: 2))
        #expect(again.validation == first.validation)
        #expect(other.validation != first.validation)
    }

    @Test func theTensorFlowProgramsFilesBelongTogether() throws {
        try folder.write("train.csv", ",emotion,pixels\n" + (0..<8).map { "\($0),\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        try folder.write("val.csv", ",emotion,pixels\n" + (8..<11).map { "\($0),\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        try folder.write("test.csv", "pixels\n" + NumberedFace.field(99) + "\n")
        let dataset = try load(folder.path)
        #expect(dataset.rule == .validationPart)
        #expect(NumberedFace.numbers(dataset.training) == Array(0..<8))
        #expect(NumberedFace.numbers(dataset.validation) == [8, 9, 10])
        #expect(dataset.testCount == 0)
    }

    @Test func whichFileWins() throws {
        try folder.write("angry/1.png", NumberedFace.png(1))
        #expect(try DataLayout(of: folder.path).layout as? ClassFolderLayout == ClassFolderLayout(main: folder.path))
        for name in ["train.csv", "ckextended.csv", "icml_face_data.csv", "FER2013.CSV"] {
            let path = try folder.write(name, "emotion,pixels\n")
            #expect(try DataLayout(of: folder.path).layout as? TableLayout == TableLayout(main: path))
        }
        #expect(try DataLayout(of: folder.path).alternatives == ["icml_face_data.csv", "ckextended.csv", "train.csv", "class folders"])
    }

    @Test func cancellingEndsTheLoad() throws {
        let path = try folder.write("train.csv", "emotion,pixels\n" + ferRows(training: 8, publicTest: 0, privateTest: 0).joined(separator: "\n"))
        #expect(throws: DatasetError.cancelled) { try DatasetLoader.load(.path(path), isCancelled: { true }) }
    }

    @Test func progressEndsAtTheWhole() throws {
        let path = try folder.write("train.csv", "emotion,pixels\n" + (0..<800).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        let seen = Seen()
        _ = try DatasetLoader.load(.path(path), progress: { seen.note($0) })
        let last = try #require(seen.all.map(\.done).max())
        #expect(seen.all.count > 2)
        #expect(seen.all.allSatisfy { $0.unit == .bytes && $0.done <= $0.total })
        #expect(Double(last) > 0.99 * Double(seen.all[0].total))
    }
}
