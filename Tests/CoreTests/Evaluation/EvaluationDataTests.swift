@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// Which faces are scored, and which are predicted.
@Suite struct EvaluationDataTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func data(_ name: String, _ split: EvaluationData.Split? = nil) throws -> EvaluationData {
        try EvaluationData(.path(folder.path + "/" + name), split: split, options: LoadOptions(threads: 2))
    }

    private func table(_ usages: [String], first: Int = 0) -> String {
        "emotion,pixels,Usage\n"
            + usages.enumerated().map { "\($0 % 7),\(NumberedFace.field(first + $0)),\($1)\n" }.joined()
    }

    @Test func theTestPartWhereThereIsOne() throws {
        try folder.write("fer2013.csv", table(["Training", "Training", "PublicTest", "PrivateTest", "PrivateTest"]))
        let test = try data("fer2013.csv")
        #expect(test.split == .test)
        #expect(NumberedFace.numbers(test.faces) == [3, 4])
        #expect(test.origin(1) == FaceOrigin(file: "fer2013.csv", row: 4))
        #expect(NumberedFace.numbers(try data("fer2013.csv", .validation).faces) == [2])
        #expect(NumberedFace.numbers(try data("fer2013.csv", .train).faces) == [0, 1])
        #expect(NumberedFace.numbers(try data("fer2013.csv", .all).faces) == [0, 1, 2, 3, 4])
    }

    @Test func elseWhatValidates() throws {
        try folder.write("fer2013.csv", table(["Training", "Training", "PublicTest"]))
        let validation = try data("fer2013.csv")
        #expect(validation.split == .validation)
        #expect(NumberedFace.numbers(validation.faces) == [2])
        let error = #expect(throws: DatasetError.self) { _ = try data("fer2013.csv", .test) }
        #expect(error?.description.contains("no face is left for split test") == true)
    }

    @Test func aFileOfPrivateTestRowsIsATestPart() throws {
        try folder.write("private/fer2013.csv", table(["PrivateTest", "PrivateTest", "PrivateTest"]))
        for place in ["private", "private/fer2013.csv"] {
            let test = try data(place)
            #expect(test.split == .test)
            #expect(NumberedFace.numbers(test.faces) == [0, 1, 2])
        }
        try folder.write("both.csv", table(["PublicTest", "PrivateTest"]))
        #expect(NumberedFace.numbers(try data("both.csv").faces) == [1])
        #expect(NumberedFace.numbers(try data("both.csv", .validation).faces) == [0])
    }

    /// Without a validation part the test part validates; asked for by either name it is the same.
    @Test func aTestPartThatValidatesIsBoth() throws {
        try folder.write("fer2013.csv", table(["Training", "Training", "PrivateTest"]))
        let test = try data("fer2013.csv")
        #expect(test.split == .test)
        #expect(NumberedFace.numbers(test.faces) == [2])
        #expect(NumberedFace.numbers(try data("fer2013.csv", .validation).faces) == [2])
    }

    @Test func aFolderOrTableCalledTestIsOneAsAWhole() throws {
        for number in 0..<12 { try folder.write("faces/test/\(Emotion.names[number % 7])/\(number).png", NumberedFace.png(number)) }
        let images = try data("faces/test")
        #expect(images.split == .test)
        #expect(NumberedFace.numbers(images.faces).sorted() == Array(0..<12))
        try folder.write(
            "test.csv",
            table([String](repeating: "", count: 11)).split(separator: "\n").map { line in
                String(line.hasPrefix("emotion") ? "emotion,pixels" : line.dropLast())
            }.joined(separator: "\n") + "\n")
        #expect(NumberedFace.numbers(try data("test.csv").faces).sorted() == Array(0..<11))
    }

    /// What a split needs is decoded and nothing else: a spoilt image elsewhere does not matter.
    @Test func onlyTheSplitsImagesAreRead() throws {
        for number in 0..<12 {
            let part = ["train", "validation", "test"][number % 3]
            try folder.write("faces/\(part)/\(Emotion.names[number % 7])/\(number).png", NumberedFace.png(number))
        }
        for (part, split) in [("train", EvaluationData.Split.train), ("validation", .validation), ("test", .test)] {
            let spoilt = "faces/\(part)/happy/99.png"
            try folder.write(spoilt, "no image")
            for other in [EvaluationData.Split.train, .validation, .test] where other != split {
                #expect(try data("faces", other).faces.count == 4, "\(other) without \(split)")
            }
            let error = #expect(throws: DatasetError.self) { _ = try data("faces", split) }
            #expect(error?.description.contains("99.png") == true)
            #expect(throws: DatasetError.self) { _ = try data("faces", .all) }
            try Disk().remove(folder.path + "/" + spoilt)
        }
        #expect(NumberedFace.numbers(try data("faces").faces) == [2, 5, 8, 11])
    }

    /// Where nothing that validates can be read it is drawn from what trains, for a run and for its evaluation alike.
    @Test func whatIsDrawnIsTheSameAsForARun() throws {
        for number in 0..<20 { try folder.write("faces/train/\(Emotion.names[number % 2])/\(number).png", NumberedFace.png(number)) }
        try folder.write("faces/val/angry/bad.png", "no image")
        let options = LoadOptions(skipsBad: true, threads: 2)
        let run = try DatasetLoader.load(.path(folder.path + "/faces"), options: options)
        let scored = try EvaluationData(.path(folder.path + "/faces"), split: .validation, options: options)
        #expect(run.rule == .stratifiedTenth && run.validation.count == 2)
        #expect(scored.faces == run.validation && scored.origins == run.origins.validation)
    }

    @Test func drawnFacesHaveNoPlace() throws {
        let demo = try EvaluationData(.demo, split: nil, options: LoadOptions(threads: 2))
        #expect(demo.split == .validation)
        #expect(demo.origin(3).file == "demo")
        let nowhere = try EvaluationData(SyntheticFaces.dataset(), split: .train)
        #expect(nowhere.origin(3) == FaceOrigin(file: "face", row: 3))
        #expect(EvaluationData.drawn(nil, labels: [1, 0], classCount: 2) == [0, 1])
        #expect(EvaluationData.drawn(2, labels: [1, 0, 1, 0], classCount: 2).count == 2)
    }

    @Test func imagesFoldersAndTablesAreGathered() throws {
        try folder.write("in/b/10.png", NumberedFace.png(10))
        try folder.write("in/b/9.png", NumberedFace.png(9))
        try folder.write("in/a.png", NumberedFace.png(1))
        try folder.write("in/notes.txt", "no image")
        try folder.write("in/bad.png", "no image")
        try folder.write("test.csv", "pixels\n\(NumberedFace.field(20))\n1 2 3\n\(NumberedFace.field(21))\n")
        try folder.write("empty/none.txt", "")
        var input = PredictionInput(threads: 2)
        for name in ["test.csv", "in", "nowhere", "empty"] { input.add(folder.path + "/" + name) }
        #expect(NumberedFace.numbers(input.faces(classNames: Emotion.names)) == [20, 21, 1, 9, 10])
        #expect(input.origins.map(\.row) == [0, 2, nil, nil, nil])
        #expect(input.origins.last?.file == folder.path + "/in/b/10.png")
        let sentences = input.failures.map(\.description)
        #expect(sentences.count == 4)
        #expect(sentences[0].contains("line 3") && sentences[1].contains("bad.png") && sentences[2].contains("no such file"))
        #expect(sentences[3].contains("no image lies in this folder"))
    }
}
