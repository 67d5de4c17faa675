@testable import FaceData
import TestSupport
import Testing

/// Every layout of docs/DATA.md in miniature, and what spoils it.
struct LayoutTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(
        _ path: String? = nil, skipsBad: Bool = false, split: String = "auto", wanted: WantedParts = .trainingAndValidation
    ) throws -> Dataset {
        var request = SplitRequest()
        request.text = split
        return try DatasetLoader.load(
            .path(path ?? folder.path), options: LoadOptions(skipsBad: skipsBad, threads: 2, split: request, wanted: wanted))
    }

    /// What a load says of data that it refuses.
    private func refusal(_ path: String? = nil) -> String {
        do {
            let dataset = try load(path)
            return "taken: \(dataset.training.count)"
        } catch {
            return "\(error)"
        }
    }

    /// All faces' numbers with the names of their classes.
    private func named(_ dataset: Dataset) -> [Int: String] {
        let sets = [dataset.training, dataset.validation, dataset.test]
        return sets.reduce(into: [:]) { all, set in
            for (number, label) in zip(NumberedFace.numbers(set), set.labels) { all[number] = set.classNames[Int(label)] }
        }
    }

    // MARK: Tables

    @Test func originsNameFileAndRow() throws {
        let rows = (0..<9).map { "\($0 % 7),\(NumberedFace.field($0)),\(["Training", "PrivateTest", "PublicTest"][$0 % 3])" }
        try folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows.joined(separator: "\n\n") + "\n")
        let dataset = try load(wanted: .all)
        #expect(dataset.origins.training == [0, 3, 6].map { FaceOrigin(file: "fer2013.csv", row: $0) })
        #expect(dataset.origins.validation.map(\.row) == [2, 5, 8])
        #expect(dataset.origins.test.map(\.row) == [1, 4, 7])
        #expect(NumberedFace.numbers(dataset.test) == [1, 4, 7])
        #expect(try load(folder.path + "/fer2013.csv").origins == dataset.origins)
        let unread = try load()
        #expect(unread.test.count == 0 && unread.testCount == 3 && unread.origins.test.count == 3)
    }

    @Test func aBadRowCountsAmongTheRows() throws {
        let rows = (0..<12).map { $0 == 4 ? "9,1" : "\($0 % 7),\(NumberedFace.field($0))" }
        try folder.write("train.csv", "emotion,pixels\n" + rows.joined(separator: "\n") + "\n")
        let dataset = try load(skipsBad: true)
        let origins = dataset.origins.training + dataset.origins.validation
        #expect(Set(origins.map(\.row)) == Set([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]))
        #expect(zip(origins, NumberedFace.numbers(dataset.training) + NumberedFace.numbers(dataset.validation)).allSatisfy { $0.row == $1 })
    }

    @Test func contemptIsAClassOfCkextendedAlone() throws {
        let rows = (0..<16).map { "\($0 % 8),\(NumberedFace.field($0)),\($0 < 12 ? "Training" : "PublicTest")\n" }.joined()
        let path = try folder.write("ckextended.csv", "emotion,pixels,Usage\n" + rows)
        let dataset = try load()
        #expect(dataset.training.classNames == Emotion.names + ["contempt"])
        #expect(named(dataset)[7] == "contempt" && named(dataset)[15] == "contempt")
        #expect(dataset.layout == "CK+ (ckextended.csv)")
        let other = try folder.write("other/fer2013.csv", "emotion,pixels,Usage\n" + rows)
        #expect(refusal(other).hasPrefix("\(other), line 9: found emotion '7', expected 0...6"))
        try folder.write("ckextended.csv", "emotion,pixels,Usage\n8,\(NumberedFace.field(1)),Training\n")
        #expect(refusal(path).hasSuffix("expected 0...7 (0 angry, 1 disgust, 2 fear, 3 happy, 4 sad, 5 surprise, 6 neutral, 7 contempt)"))
    }

    @Test func theTensorFlowProgramsImagesAreReadByRow() throws {
        for row in 0..<14 { try folder.write("\(row < 4 ? "val" : "train")/\(row % 7)/\(row).jpg", NumberedFace.png(row)) }
        let dataset = try load()
        #expect(NumberedFace.numbers(dataset.training) == Array(4..<14))
        #expect(NumberedFace.numbers(dataset.validation) == [0, 1, 2, 3])
        #expect(dataset.rule == .validationPart && dataset.training.classNames == Emotion.names)
        #expect(dataset.origins.training[0] == FaceOrigin(file: "train/4/4.jpg"))
    }

    @Test func numberedImagesTakeTheirLabelsFromTheTableBesideThem() throws {
        for row in 0..<12 { try folder.write("train/train\(row).jpg", NumberedFace.png(row)) }
        for row in 0..<3 { try folder.write("val/val\(row).jpg", NumberedFace.png(50 + row)) }
        let table = try folder.write("train.csv", "emotion,id\n" + (0..<12).map { "\($0 % 7),\($0)\n" }.joined())
        try folder.write("val.csv", "emotion\n6\n5\n4\n")
        let dataset = try load()
        #expect(NumberedFace.numbers(dataset.training) == Array(0..<12))
        #expect(dataset.training.labels == (0..<12).map { UInt8($0 % 7) })
        #expect(dataset.validation.labels == [6, 5, 4] && dataset.rule == .validationPart)
        // The folder alone finds its table, and draws what validates.
        let alone = try load(folder.path + "/train")
        #expect(alone.training.count + alone.validation.count == 12 && alone.rule == .stratifiedTenth)
        try folder.write("train/train12.jpg", NumberedFace.png(12))
        #expect(refusal() == "\(folder.path)/train/train12.jpg: is of row 12, but \(table) has 12 rows")
        #expect(try load(skipsBad: true).training.count == 12)
        try folder.write("train.csv", "emotion,id\n" + (0..<13).map { "\($0 == 5 ? 9 : $0 % 7),\($0)\n" }.joined())
        #expect(refusal().hasPrefix("\(table), line 7: found emotion '9', expected 0...6"))
    }

    @Test func aTableWithPixelsGoesBeforeItsImages() throws {
        for row in 0..<12 { try folder.write("train/train\(row).jpg", NumberedFace.png(50 + row)) }
        try folder.write("train.csv", "emotion,pixels\n" + (0..<12).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        let dataset = try load()
        #expect(dataset.layout == "FER2013 (train.csv)")
        #expect(dataset.notes == ["train.csv was taken; there too: the images in train. Open the folder and take another, or name it with --data."])
    }

    @Test func unlabelledRowsAreReadForPrediction() throws {
        let path = try folder.write("test.csv", "pixels\r\n" + (0..<5).map { "\"\(NumberedFace.field($0))\"\r\n" }.joined())
        let faces = try DatasetLoader.loadUnlabelled(path)
        #expect(faces.count == 5 && faces.origins.map(\.row) == [0, 1, 2, 3, 4] && faces.origins[0].file == "test.csv")
        #expect(NumberedFace.numbers(faces.faces(classNames: ["a", "b"])) == [0, 1, 2, 3, 4])
        // Of a labelled table the rows keep their order, whatever parts they belong to.
        let rows = (0..<6).map { "\($0),\(NumberedFace.field($0)),\(["PublicTest", "Training"][$0 % 2])\n" }.joined()
        let labelled = try DatasetLoader.loadUnlabelled(folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows))
        #expect(labelled.origins.map(\.row) == Array(0..<6))
        try folder.write("test.csv", "pixels\n1 2 3\n")
        #expect(throws: DatasetError.badRow(path: path, line: 2, found: "3 pixel values", expected: "2,304 (48x48)")) {
            try DatasetLoader.loadUnlabelled(path)
        }
    }

    // MARK: Folders

    @Test func anArchiveUnpackedIntoAFolderOfItsNameIsFound() throws {
        try folder.write("archive/fer2013.csv", "emotion,pixels\n" + (0..<20).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        try folder.write("__MACOSX/._x", "")
        try folder.write("readme.txt", "")
        let dataset = try load()
        #expect(dataset.layout == "FER2013 (fer2013.csv)" && dataset.origins.training[0].file == "archive/fer2013.csv")
        try folder.write("other/happy/1.png", NumberedFace.png(1))
        #expect(throws: DatasetError.several(path: folder.path, names: ["archive", "other"])) { try load() }
        #expect(!DatasetReport.looksLikeFaces(path: folder.path))
    }

    @Test func foldersDecideTheClasses() throws {
        func classes(_ names: [String]) throws -> [String] {
            let place = try TemporaryFolder()
            for (number, name) in names.enumerated() {
                for copy in 0..<3 { try place.write("\(name)/\(number)-\(copy).png", NumberedFace.png(number * 3 + copy)) }
            }
            return try load(place.path).training.classNames
        }
        let six = ["angry", "disgust", "fear", "happy", "sad", "surprise"]
        #expect(try classes(["surprised", "neutral", "joy", "sadness"]) == Emotion.names)
        #expect(try classes(six) == six)
        #expect(try classes(six + ["contempt"]) == six + ["contempt"])
        #expect(try classes(Emotion.names + ["Contempt"]) == Emotion.names + ["contempt"])
        #expect(try classes(["0", "3"]) == Emotion.names)
        #expect(try classes(["0", "3", "7"]) == Emotion.names + ["contempt"])
        #expect(try classes(["level 10", "bored", "level 9"]) == ["bored", "level 9", "level 10"])
    }

    @Test func foldersOfOnesOwnNamesAreClasses() throws {
        for number in 0..<30 { try folder.write("train/\(number % 3 == 0 ? "bored" : "excited")/\(number).png", NumberedFace.png(number)) }
        try folder.write("val/excited/1.png", NumberedFace.png(90))
        let dataset = try load()
        #expect(dataset.layout == "class folders of your own" && dataset.training.classNames == ["bored", "excited"])
        #expect(named(dataset)[3] == "bored" && named(dataset)[90] == "excited" && dataset.rule == .validationPart)
    }

    @Test func aStrangeFolderAmongClassesIsLeftOutWithASentence() throws {
        for number in 0..<20 { try folder.write("\(["happy", "sad"][number % 2])/\(number).png", NumberedFace.png(number)) }
        try folder.write("bored/1.png", NumberedFace.png(90))
        try folder.write("notes/readme.txt", "")
        let dataset = try load()
        #expect(named(dataset)[90] == nil)
        #expect(dataset.notes == ["The folder 'bored' names no class that is known beside the others: its 1 image is left out."])
    }

    @Test func oneClassOrTooManyAreRefused() throws {
        for number in 0..<18 { try folder.write("many/class\(number)/\(number).png", NumberedFace.png(number)) }
        #expect(throws: DatasetError.self) { try load(folder.path + "/many") }
        for number in 0..<4 { try folder.write("one/train/me/\(number).png", NumberedFace.png(number)) }
        #expect(refusal(folder.path + "/one").hasPrefix("\(folder.path)/one: no faces recognised"))
    }

    @Test func namesOfTwoClassesStandTwiceInMsambaresFolders() throws {
        for (number, name) in ["angry", "happy", "sad"].enumerated() {
            try folder.write("train/\(name)/Training_7.jpg", NumberedFace.png(number))
            try folder.write("train/\(name)/Training_10.jpg", NumberedFace.png(10 + number))
            try folder.write("test/\(name)/PublicTest_5.jpg", NumberedFace.png(20 + number))
            try folder.write("test/\(name)/PrivateTest_5.jpg", NumberedFace.png(30 + number))
        }
        let dataset = try load(wanted: .all)
        // 7 before 10, and under one name in the order of the folders.
        #expect(NumberedFace.numbers(dataset.training) == [0, 1, 2, 10, 11, 12])
        #expect(NumberedFace.numbers(dataset.validation) == [20, 21, 22] && NumberedFace.numbers(dataset.test) == [30, 31, 32])
        #expect(dataset.origins.test[0] == FaceOrigin(file: "test/angry/PrivateTest_5.jpg"))
        let unread = try load()
        #expect(unread.test.count == 0 && unread.testCount == 3 && unread.origins.test == dataset.origins.test)
    }

    // MARK: CK+

    @Test func ck48IsSplitBySubject() throws {
        let classes = ["anger", "contempt", "disgust", "fear", "happy", "sadness", "surprise"]
        var number = 0
        for subject in 1...12 {
            for sequence in 1...2 {
                for frame in 0..<3 {
                    let name = "S0\(subject < 10 ? "0" : "")\(subject)_00\(sequence)_000000\(15 + frame).png"
                    try folder.write("\(classes[(subject + sequence) % 7])/\(name)", NumberedFace.png(number))
                    number += 1
                }
            }
        }
        let dataset = try load()
        #expect(dataset.layout == "CK+48 (class folders)" && dataset.rule == .subjects)
        #expect(dataset.training.classNames == ["angry", "disgust", "fear", "happy", "sad", "surprise", "contempt"])
        let (training, validation) = (Set(dataset.origins.training.map(\.subject)), Set(dataset.origins.validation.map(\.subject)))
        #expect(training.count == 11 && validation.count == 1 && training.isDisjoint(with: validation))
        #expect(
            dataset.split == "whole subjects validate, none of whom trains, drawn by seed 1234 (66 of 11 subjects train, 6 of 1 subject validate)")
        let paper = try load(split: "paper", wanted: .all)
        #expect((paper.training.count, paper.validation.count, paper.test.count) == (54, 6, 12))
        #expect(paper.notes.isEmpty)
        let random = try load(split: "random")
        #expect(random.notes.count == 1 && random.notes[0].contains("both train and are tested on"))
    }

    /// A split that goes over all parts needs the faces of all, those that a run would keep aside too.
    @Test func ck48InPartsIsSplitAnew() throws {
        for number in 0..<60 {
            let part = ["train", "train", "train", "val", "test"][number % 5]
            let name = "S0\(10 + number / 5)_001_000000\(10 + number % 5).png"
            try folder.write("\(part)/\(["anger", "happy"][number / 5 % 2])/\(name)", NumberedFace.png(number))
        }
        for split in ["paper", "subject", "random"] {
            let dataset = try load(split: split)
            #expect(dataset.training.count + dataset.validation.count + dataset.testCount == 60, "\(split)")
            #expect(zip(dataset.training.labels, NumberedFace.numbers(dataset.training)).allSatisfy { Int($0) == [0, 3][$1 / 5 % 2] })
        }
    }

    @Test func sequencesGiveTheirLastFrame() throws {
        for (number, code) in [3, 5, 2, 7, 1, 4].enumerated() {
            let sequence = "S00\(number + 1)/00\(number + 2)"
            for frame in 1...3 {
                let name = "cohn-kanade-images/\(sequence)/S00\(number + 1)_00\(number + 2)_0000000\(frame + 7).png"
                try folder.write(name, NumberedFace.png(number * 10 + frame))
            }
            let file = "Emotion/\(sequence)/S00\(number + 1)_00\(number + 2)_00000010_emotion.txt"
            try folder.write(file, "   \(code).0000000e+00\n")
        }
        try folder.write("cohn-kanade-images/S009/001/S009_001_00000001.png", NumberedFace.png(99))
        let dataset = try load()
        #expect(named(dataset) == [3: "disgust", 13: "happy", 23: "contempt", 33: "surprise", 43: "angry", 53: "fear"])
        #expect(dataset.training.classNames == ["angry", "disgust", "fear", "happy", "sad", "surprise", "contempt"])
        #expect(dataset.rule == .subjects && dataset.layout == "CK+ (cohn-kanade-images)")
        #expect(dataset.notes[0].contains("6 sequences; 1 sequence has no label and is left out"))
        let files = try DatasetReport.examine(.path(folder.path)).files
        #expect(files.count == 7 && files[0] == "Emotion" && files[1] == "cohn-kanade-images/S001/002")
        #expect(dataset.origins.validation.allSatisfy { $0.file.hasPrefix("cohn-kanade-images/\($0.subject ?? "?")/") })
        let label = "\(folder.path)/Emotion/S002/003/S002_003_00000010_emotion.txt"
        for (text, found) in [("rubbish", "'rubbish'"), ("8.0e+00", "'8.0e+00'"), ("2.5", "'2.5'"), ("", "nothing"), ("nan", "'nan'")] {
            try folder.write("Emotion/S002/003/S002_003_00000010_emotion.txt", text)
            #expect(refusal().hasPrefix("\(label), line 1: found \(found), expected 0...7 (0 neutral, 1 anger"), "\(refusal())")
        }
        let skipped = try load(skipsBad: true)
        #expect(skipped.skipped.count == 1 && named(skipped)[13] == nil)
        try folder.write("Emotion/S002/003/S002_003_00000010_emotion.txt", "0.0")
        #expect(try load().training.classNames == Emotion.names + ["contempt"])
    }

    // MARK: JAFFE and FERG

    private func writeJAFFE(_ place: TemporaryFolder) throws {
        var number = 1
        for subject in ["KA", "KL", "KM", "KR", "MK", "NA", "NM", "TM", "UY", "YM"] {
            for code in ["AN", "DI", "FE", "HA", "NE", "SA", "SU"] {
                for take in 1...3 {
                    // Some of the real ones have a palette of greys.
                    let ramp = (0..<256).map { $0 * 257 }
                    let face = NumberedFace.pixels(number)
                    let file =
                        number % 9 == 0
                        ? TIFFFile(photometric: 3, tags: [TIFFFile.palette: .shorts(ramp + ramp + ramp)], data: face) : TIFFFile(data: face)
                    try place.write("\(subject).\(code)\(take).\(number).tiff", file.bytes)
                    number += 1
                }
            }
        }
    }

    @Test func jaffesNamesTellClassAndSubject() throws {
        try writeJAFFE(folder)
        try folder.write("README", "")
        let dataset = try load()
        #expect(dataset.layout == "JAFFE" && dataset.rule == .subjects)
        #expect(dataset.training.classNames == Emotion.names)
        #expect((dataset.training.count, dataset.validation.count) == (189, 21))
        let all = named(dataset)
        let first = [1: "angry", 4: "disgust", 7: "fear", 10: "happy", 13: "neutral", 16: "sad", 19: "surprise"]
        for (number, name) in first { #expect(all[number] == name) }
        #expect(Set(dataset.origins.validation.compactMap(\.subject)).count == 1)
        // 210 instead of 213 faces: 23 of 143 are 23 of 140 too.
        let paper = try load(split: "paper", wanted: .all)
        #expect((paper.training.count, paper.validation.count, paper.test.count) == (117, 23, 70))
        #expect(paper.test.countsPerClass == [10, 10, 10, 10, 10, 10, 10])
        let odd = try folder.write("KA.XX1.300.png", NumberedFace.png(300))
        #expect(refusal() == "\(odd): its name says 'XX', expected AN, DI, FE, HA, NE, SA or SU")
        try folder.write("KA.XX1.300.png", "")
        #expect(try load(skipsBad: true).skipped.count == 1)
    }

    @Test func otherPicturesInTheFolderOfJAFFEAreNamed() throws {
        try writeJAFFE(folder)
        let odd = try folder.write("cover.png", NumberedFace.png(300))
        #expect(refusal() == "\(odd): its name is not made like KA.AN1.39.tiff")
    }

    @Test func fergsCharactersAreItsSubjects() throws {
        var number = 0
        for character in ["aia", "bonnie", "ray"] {
            for emotion in ["anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise"] {
                for take in 1...4 {
                    let folderName = "FERG_DB_256/\(character)/\(character)_\(emotion)"
                    try folder.write("\(folderName)/\(character)_\(emotion)_\(take).png", NumberedFace.png(number))
                    number += 1
                }
            }
        }
        try folder.write("FERG_DB_256/aia/aia_bored/aia_bored_1.png", NumberedFace.png(300))
        let dataset = try load()
        #expect(dataset.layout == "FERG" && named(dataset)[12] == "happy")
        #expect(dataset.training.classNames == Emotion.names)
        #expect(dataset.rule == .subjects && Set(dataset.origins.validation.map(\.subject)).count == 1)
        #expect(dataset.notes == ["The folder 'aia/aia_bored' names no class that is known: its 1 image is left out."])
        #expect(try load(folder.path + "/FERG_DB_256").training == dataset.training)
        let paper = try load(split: "paper", wanted: .all)
        #expect(paper.test.countsPerClass == [1, 1, 1, 1, 1, 1, 1] && paper.training.count + paper.validation.count == 77)
        #expect(throws: DatasetError.self) { try load(split: "kaggle") }
    }

    @Test func thePaperHasNoSplitForOtherData() throws {
        for number in 0..<20 { try folder.write("\(["happy", "sad"][number % 2])/\(number).png", NumberedFace.png(number)) }
        #expect(
            throws: DatasetError.cannotSplit(
                path: folder.path, reason: "the paper tells of FER2013, CK+, JAFFE and FERG, but of no data like these (class folders)")
        ) { try load(split: "paper") }
    }
}
