@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// A `resume.safetensors` that is not what it should be, or faces that are not: one sentence, and nothing in the folder is touched.
@Suite struct ResumeBadInputTests {
    private let folder: TemporaryFolder
    private let path: String
    private let dataset = ResumeTests.dataset

    init() throws {
        folder = try TemporaryFolder()
        path = try TestRun(ResumeTests.configuration(in: folder), dataset: dataset, stopBefore: .init(epoch: 2, step: 1)).path
    }

    private var file: String { path + "/resume.safetensors" }

    /// What taking the run up complains of, with `bytes` in place of its file.
    private func complaint(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        try Disk().replace(file, with: bytes)
        let before = try TemporaryFolder.names(path).map { try TemporaryFolder.bytes(path + "/" + $0) }
        let error = try #require(throws: ResumeError.self, sourceLocation: sourceLocation) { try TestRun(resuming: path, dataset: dataset) }
        #expect(try TemporaryFolder.names(path).map { try TemporaryFolder.bytes(path + "/" + $0) } == before, sourceLocation: sourceLocation)
        #expect(!error.isUsage && error.description.hasPrefix(file) && !error.description.contains("\n"), sourceLocation: sourceLocation)
        return error.description
    }

    private func complaint(_ change: (inout Safetensors) throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        var tensors = try Safetensors(decoding: TemporaryFolder.bytes(file), path: file)
        try change(&tensors)
        return try complaint(tensors.encoded(), sourceLocation: sourceLocation)
    }

    private static func change(_ name: String, in file: inout Safetensors, _ body: (inout Safetensors.Tensor) -> Void) throws {
        let index = try #require(file.tensors.firstIndex { $0.name == name })
        body(&file.tensors[index])
    }

    @Test func aFileThatIsCutOff() throws {
        let whole = try TemporaryFolder.bytes(file)
        for count in [0, 7, 8, 100, whole.count / 2, whole.count - 1] {
            #expect(try complaint(Array(whole.prefix(count))).contains("no whole safetensors file"))
        }
    }

    @Test func aHeaderOfFourGigabytes() throws {
        let claim = withUnsafeBytes(of: UInt64(4 << 30).littleEndian) { [UInt8]($0) }
        let bytes = try claim + TemporaryFolder.bytes(file).dropFirst(8)
        #expect(try complaint(bytes).contains("its header claims 4294967296 bytes"))
    }

    @Test func tensorsThatDoNotBelongThere() throws {
        #expect(
            try complaint { try Self.change("fc1.weight", in: &$0) { $0.shape = [810, 50] } }
                .contains("tensor 'fc1.weight' has shape [810, 50], expected [50, 810]"))
        let network = try complaint { try Self.change("localization.3.weight", in: &$0) { $0.name = "localization.6.weight" } }
        #expect(network.contains("tensor 'localization.3.weight' is missing"))
    }

    @Test func aTensorTooManyOrTooFew() throws {
        let extra = Safetensors.Tensor(name: "norm.weight", shape: [2], values: .float32([1, 1]))
        #expect(try complaint { $0.tensors.append(extra) }.contains("it has a tensor 'norm.weight', which does not belong there"))
    }

    @Test(arguments: ["conv2.bias", "firstMoment.conv2.bias", "secondMoment.conv2.bias", "best.conv2.bias"])
    func numbersThatAreNone(name: String) throws {
        let sentence = try complaint { try Self.change(name, in: &$0) { $0.values = .float32([Float](repeating: .nan, count: 10)) } }
        #expect(sentence.contains("tensor '\(name)' has nan at position 0"))
    }

    @Test(arguments: [
        (#""epoch":2,"facesDone""#, #""epoch":3,"facesDone""#, "its metrics have 1 epochs where 2 are done"),
        (#""facesDone":16"#, #""facesDone":40"#, "it claims to stand in epoch 2 after 1 steps and 40 faces"),
        (#""batchSize":16"#, #""batchSize":0"#, "--batch-size '0'"),
        (#""blindEpochs":0"#, #""blindEpochs":9223372036854775807"#, "what it noticed in its epochs cannot be"),
        (#""lastProgress":1"#, #""lastProgress":-9223372036854775808"#, "what it noticed in its epochs cannot be"),
        (#""adamSteps":4"#, #""adamSteps":9223372036854775807"#, "it claims to stand in epoch 2 after 1 steps"),
        (#""adamSteps":4"#, #""adamStep":4"#, "its summary cannot be read"),
        (#""bestEpoch":1"#, #""bestEpoch":null"#, "does not belong there"),
    ])
    func aSummaryThatSaysWhatCannotBe(what: String, with: String, says: String) throws {
        let sentence = try complaint { file in
            let summary = try #require(file.metadata["summary"])
            let changed = summary.replacing(what, with: with)
            #expect(changed != summary, "\(summary)")
            file.metadata["summary"] = changed
        }
        #expect(sentence.contains(says), "\(sentence)")
    }

    @Test func anotherFile() throws {
        #expect(try complaint(TemporaryFolder.bytes(path + "/last.safetensors")).contains("it is no 'deep-emotion resume 1'"))
    }

    /// Whatever a disk does to the header, it is refused or makes a sound state, and nothing traps.
    @Test func bytesThatHaveTurned() throws {
        let whole = try TemporaryFolder.bytes(file)
        var random = RandomBits(seed: 11)
        let headerCount = 8 + whole.withUnsafeBytes { Int(UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))) }
        var refused = 0
        for _ in 0..<200 {
            var bytes = whole
            for _ in 0...random.below(3) { bytes[random.below(headerCount)] = UInt8(truncatingIfNeeded: random.next()) }
            try Disk().replace(file, with: bytes)
            do throws(ResumeError) { try ResumableRun(path, runsFolder: "runs").check(dataset) } catch { refused += 1 }
        }
        #expect(refused > 50)
    }

    @Test func facesThatHaveChanged() throws {
        let fewer = SyntheticFaces.dataset(training: 39, validation: 17)
        let error = #expect(throws: ResumeError.self) { try TestRun(resuming: path, dataset: fewer) }
        #expect(error?.description.contains("39 train and 17 validate; it was 40 and 17") == true)
        var labels = dataset.training.labels
        labels.swapAt(0, 1)
        let relabelled = Dataset(
            training: FaceSet(pixels: dataset.training.pixels, labels: labels), validation: dataset.validation, rule: .stratifiedTenth, layout: "",
            location: "/x")
        let other = #expect(throws: ResumeError.self) { try TestRun(resuming: path, dataset: relabelled) }
        let reason = "the faces in /x are not those it was trained on: as many faces, but other pixels, labels or classes"
        #expect(other?.description.hasSuffix(reason) == true)
        // In another place and layout they are the same faces.
        let moved = Dataset(training: dataset.training, validation: dataset.validation, rule: .validationPart, layout: "folders", location: "/y")
        #expect(try TestRun(resuming: path, dataset: moved).events.last?.kind == "finished")
    }

    @Test func noRun() throws {
        let error = #expect(throws: ResumeError.self) { try ResumableRun(folder.path + "/nothing", runsFolder: folder.path) }
        #expect(error?.description.contains("no run: there is no run.json and no resume.safetensors") == true)
    }

    @Test func aRecordThatCannotBeRead() throws {
        try Disk().remove(file)
        try folder.write("runs/run/run.json", "{}")
        let error = #expect(throws: ResumeError.self) { try ResumableRun(path, runsFolder: "runs") }
        #expect(error?.description.contains("no run.json or saved form") == true)
    }
}
