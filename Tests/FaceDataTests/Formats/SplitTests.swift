@testable import Platform
@testable import FaceData
import TestSupport
import Testing

/// Who trains, validates and tests: by class, subject, fold, Kaggle's rows or a manifest.
struct SplitTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(
        _ data: String? = nil, seed: UInt64 = 1, threads: Int = 2, skipsBad: Bool = false, _ change: (inout SplitRequest) -> Void = { _ in }
    ) throws -> Dataset {
        var split = SplitRequest()
        change(&split)
        return try DatasetLoader.load(
            .path(data ?? folder.path), options: LoadOptions(seed: seed, skipsBad: skipsBad, threads: threads, split: split, wanted: .all))
    }

    private func refusal(_ change: (inout SplitRequest) -> Void) -> String {
        do { return "taken: \(try load(nil, change).training.count)" } catch { return "\(error)" }
    }

    private func load(_ data: String?, _ change: (inout SplitRequest) -> Void) throws -> Dataset { try load(data, seed: 1, change) }

    /// 84 rows of seven classes without a word of what validates.
    private func writeTable() throws {
        try folder.write("train.csv", "emotion,pixels\n" + (0..<84).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
    }

    @Test func sharesAreOfEveryClass() throws {
        try writeTable()
        let dataset = try load {
            $0.rule = .random
            $0.validationFraction = 0.25
            $0.testFraction = 0.5
        }
        #expect(dataset.training.countsPerClass == [3, 3, 3, 3, 3, 3, 3])
        #expect(dataset.validation.countsPerClass == [3, 3, 3, 3, 3, 3, 3])
        #expect(dataset.test.countsPerClass == [6, 6, 6, 6, 6, 6, 6])
        #expect(dataset.split == "25 % of every class validate, drawn by seed 1 (21 train, 21 validate, 42 test)")
        for set in [dataset.training, dataset.validation, dataset.test] { #expect(NumberedFace.numbers(set) == NumberedFace.numbers(set).sorted()) }
        let numbers = [dataset.training, dataset.validation, dataset.test].flatMap(NumberedFace.numbers)
        #expect(numbers.count == 84 && Set(numbers) == Set(0..<84))
    }

    @Test func theSplitsSeedIsTheRunsUnlessItHasOneOfItsOwn() throws {
        try writeTable()
        let (one, two) = (try load(seed: 1), try load(seed: 2))
        #expect(one.validation != two.validation)
        #expect(try load(seed: 2, { $0.seed = 1 }).validation == one.validation)
        #expect(try load(seed: 1, threads: 1).validation == one.validation)
        // What is drawn by default is what was drawn before there was a choice.
        #expect(one.rule == .stratifiedTenth && one.split == ValidationRule.stratifiedTenth.sentence && one.validation.count == 8)
    }

    @Test func sharesThatLeaveNothingAreRefused() throws {
        try writeTable()
        #expect(
            refusal {
                $0.rule = .random
                $0.validationFraction = 0.6
                $0.testFraction = 0.5
            } == "\(folder.path): no face is left for training: the fractions add up to 1.1")
        #expect(
            refusal {
                $0.rule = .random
                $0.validationFraction = 0
            } == "\(folder.path): no face is left for validation: the validation fraction is 0")
        #expect(
            refusal { $0.rule = .subject }
                == "\(folder.path): nothing tells whose faces they are, so they cannot be split by subject; --split random can")
        #expect(refusal { $0.rule = .paper }.contains("needs its PublicTest and PrivateTest faces"))
        #expect(refusal { $0.rule = .kaggle }.contains("28,709 training rows of FER2013 in their order; here are 84 training faces"))
        #expect(refusal { ($0.folds, $0.fold) = (3, 4) } == "\(folder.path): fold 4 of 3")
        #expect(refusal { ($0.folds, $0.rule) = (3, .paper) }.contains("--folds goes with --split auto, subject or random"))
    }

    @Test func theDatasOwnWordGoesBeforeFractions() throws {
        let rows = (0..<28).map { "\($0 % 7),\(NumberedFace.field($0)),\(["Training", "Training", "PublicTest", "PrivateTest"][$0 / 7])\n" }.joined()
        try folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows)
        let own = try load { $0.validationFraction = 0.5 }
        #expect(own.rule == .publicTestRows && own.validation.count == 7 && own.notes.count == 1)
        let paper = try load { $0.rule = .paper }
        #expect(paper.training == own.training && paper.test == own.test)
        #expect(paper.split == "split as in the paper: the PublicTest rows validate, the PrivateTest ones test")
        let random = try load {
            $0.rule = .random
            $0.validationFraction = 0.5
        }
        #expect((random.training.count, random.validation.count, random.test.count) == (14, 14, 0))
        // Folds leave the data's own test part alone.
        let fold = try load { ($0.folds, $0.fold) = (3, 2) }
        #expect((fold.training.count, fold.validation.count) == (14, 7) && fold.test == own.test)
    }

    @Test func foldsAreDisjointAndCoverEverything() throws {
        try writeTable()
        var seen: [Int] = []
        for fold in 1...5 {
            let dataset = try load { ($0.folds, $0.fold) = (5, fold) }
            #expect(abs(dataset.validation.count * 5 - 84) <= 5 && dataset.rule == .fold)
            #expect(Set(NumberedFace.numbers(dataset.training)).isDisjoint(with: NumberedFace.numbers(dataset.validation)))
            #expect(dataset.validation.countsPerClass.allSatisfy { 2...3 ~= $0 })
            seen += NumberedFace.numbers(dataset.validation)
        }
        #expect(seen.count == 84 && Set(seen) == Set(0..<84))
    }

    /// Whatever the sizes, nobody stands on two sides.
    @Test(arguments: 1...20)
    func noSubjectStandsOnTwoSides(seed: UInt64) throws {
        var random = RandomBits(seed: seed)
        let people = 4 + random.below(20)
        let subjects = (0..<200).map { _ in "S\(random.below(people) * random.below(3))" }
        let labels = subjects.map { _ in UInt8(random.below(7)) }
        func draw() -> SplitDraw { SplitDraw(labels: labels, classCount: 7, subjects: subjects, seed: seed) }
        func check(_ parts: [SplitDraw.Part]) {
            let sides = Dictionary(grouping: zip(subjects, parts), by: \.0).mapValues { Set($0.map { "\($0.1)" }) }
            #expect(sides.values.allSatisfy { $0.count == 1 })
            #expect(parts.contains(.training) && parts.contains(.validation))
        }
        var first = draw()
        guard Set(subjects).count >= 4 else { return }
        let parts = try first.bySubject(validation: 0.2, test: 0.2)
        check(parts)
        #expect(parts.contains(.test))
        var again = draw()
        #expect(try again.bySubject(validation: 0.2, test: 0.2) == parts)
        var validating = [Int](repeating: 0, count: 200)
        for fold in 1...3 {
            var draw = draw()
            let parts = try draw.fold(fold, of: 3, test: 0, bySubject: true)
            check(parts)
            for (index, part) in parts.enumerated() where part == .validation { validating[index] += 1 }
        }
        #expect(validating == [Int](repeating: 1, count: 200))
    }

    @Test func tooFewSubjectsAreNamed() {
        var draw = SplitDraw(labels: [0, 1, 0], classCount: 2, subjects: ["a", "a", "b"], seed: 1)
        #expect(throws: SplitDraw.Refusal(reason: "the faces are of 2 subjects, but this split needs 3")) {
            try draw.bySubject(validation: 0.3, test: 0.3)
        }
        #expect(throws: SplitDraw.Refusal(reason: "the faces are of 2 subjects, but this split needs 5")) {
            try draw.fold(1, of: 5, test: 0, bySubject: true)
        }
    }

    @Test func kagglesSplitIsFoundInFER2013Too() throws {
        let field = NumberedFace.field(5)
        var text = Array("emotion,pixels,Usage\n".utf8)
        for row in 0..<28_709 { text += Array("\(row < 3_589 ? 3 : row % 3),\(field),Training\n".utf8) }
        for row in 0..<10 { text += Array("6,\(field),\(row < 6 ? "PublicTest" : "PrivateTest")\n".utf8) }
        try folder.write("fer2013.csv", text)
        let dataset = try load { $0.rule = .kaggle }
        #expect(dataset.rule == .kaggleFirstRows && dataset.training.count == 25_120)
        #expect(dataset.validation.countsPerClass == [0, 0, 0, 3_589, 0, 0, 0])
        #expect(dataset.test.count == 10)
    }

    // MARK: Manifests

    @Test func aManifestRepeatsASplitExactly() throws {
        try folder.write("data/train.csv", "emotion,pixels\n" + (0..<84).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        let data = folder.path + "/data"
        let first = try load(data, seed: 7) { ($0.rule, $0.testFraction) = (.random, 0.2) }
        let manifest = try #require(SplitManifest(first))
        let path = try folder.write("split.csv", manifest.bytes)
        #expect(try TemporaryFolder.lines(path).prefix(2).joined(separator: " ").hasPrefix("part,file,row,label,subject train,train.csv,"))
        let again = try load(data, seed: 99) { $0.manifest = path }
        #expect(again.training == first.training && again.validation == first.validation && again.test == first.test)
        #expect(again.origins == first.origins && again.rule == .manifest)
        #expect(DataFingerprint(again) == DataFingerprint(first))
        // From the file itself too, in the manifest's own order.
        let lines = try TemporaryFolder.lines(path).filter { !$0.isEmpty }
        try folder.write("split.csv", ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\r\n"))
        let reversed = try load(data + "/train.csv") { $0.manifest = path }
        #expect(NumberedFace.numbers(reversed.training) == NumberedFace.numbers(first.training).reversed())
    }

    @Test func imagesAndOddNamesAreRepeatedToo() throws {
        let data = try TemporaryFolder()
        for number in 0..<30 {
            let name = "\(["happy", "sad"][number % 2])/a, \"\(number)\" .png"
            try data.write(name, NumberedFace.png(number))
        }
        let first = try load(data.path)
        let path = try folder.write("split.csv", try #require(SplitManifest(first)).bytes)
        let again = try load(data.path, seed: 5) { $0.manifest = path }
        #expect(again.training == first.training && again.validation == first.validation)
    }

    @Test func spoiltManifestsAreNamed() throws {
        try writeTable()
        let path = folder.path + "/mine/split.csv"
        let start = "part,file,row,label,subject\ntrain,train.csv,0,angry,\nvalidation,train.csv,1,disgust,\n"
        func sentence(_ text: String) throws -> String {
            try folder.write("mine/split.csv", text)
            return refusal { $0.manifest = path }
        }
        #expect(try sentence(start) == "taken: 1")
        #expect(
            try sentence(start + "test,train.csv,84,,\n")
                == "\(path), line 4: row 84 of train.csv is not among the faces of \(folder.path), or was named before")
        #expect(try sentence(start + "test,train.csv,0,,\n").hasPrefix("\(path), line 4: row 0 of train.csv is not among"))
        #expect(try sentence(start + "test,gone.png,,,\n").hasPrefix("\(path), line 4: gone.png is not among the faces of"))
        #expect(try sentence(start + "tset,train.csv,3,,\n") == "\(path), line 4: found part 'tset', expected train, validation or test")
        #expect(try sentence(start + "test,train.csv,-3,,\n").hasPrefix("\(path), line 4: found row '-3', expected a whole number from 0"))
        #expect(try sentence("part,row\ntrain,1\n") == "\(path), line 1: no column 'file'; found: part, row")
        #expect(try sentence("part,file,row\ntrain,train.csv,1\n") == "\(path): no face is left for validation")
        #expect(try sentence("") == "\(path), line 1: found an empty file, expected a header")
        #expect(refusal { $0.manifest = "/no/split.csv" } == "/no/split.csv: no such file or folder")
    }
}
