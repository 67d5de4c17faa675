@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

@Suite struct ConfigurationFileTests {
    @Test func savedSettingsReadBackWithoutTheName() throws {
        let folder = try TemporaryFolder()
        var configuration = RunConfiguration(preset: .paper, data: "/data/fer", runsFolder: "elsewhere", threads: 5)
        configuration.name = "taken"
        configuration.skipsBad = true
        configuration.keepEvery = 5
        configuration.hyperparameters.limit = 77
        configuration.hyperparameters.learningRate = 1.2345678901234567e-4
        configuration.hyperparameters.seed = UInt64(Int.max)
        try ConfigurationFile.write(configuration, to: folder.path + "/form.json")
        configuration.name = nil
        #expect(try ConfigurationFile.read(folder.path + "/form.json") == configuration)
    }

    /// The option's 0 keeps nothing; in a file, where nothing is written for that, it must not be divided by.
    @Test func keepingEveryZerothEpochKeepsNone() throws {
        let folder = try TemporaryFolder()
        var configuration = RunConfiguration()
        configuration.keepEvery = 0
        try ConfigurationFile.write(configuration, to: folder.path + "/form.json")
        #expect(try ConfigurationFile.read(folder.path + "/form.json").keepEvery == nil)
    }

    @Test func aRelativePathOfDataIsMadeAbsoluteInRunJSON() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let record = try JSONDecoder().decode(RunRecord.self, from: Data(TemporaryFolder.bytes(run.path + "/run.json")))
        #expect(record.configuration.data == "/synthetic")
        #expect(record.start.classNames == Emotion.names)
        #expect(record.start.version == Version.text)
    }

    /// What is wrong with a file is said in one sentence that names the place.
    @Test(arguments: [
        ("", "no JSON"), ("[]", "no JSON"), ("{", "no JSON"), ("{}", "'preset' is missing"),
        (#"{"configuration":{"preset":"baseline"}}"#, "'hyperparameters' is missing"),
    ])
    func whatIsNoConfigurationIsRefused(text: String, part: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/run.json"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: RunError.self) { try ConfigurationFile.read(path) }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix(path) && sentence.contains(part), "\(sentence)")
    }

    @Test(arguments: [
        ("\"epochs\" : 3", "\"epochs\" : 0", "--epochs '0'"), ("\"batchSize\" : 40", "\"batchSize\" : 4097", "--batch-size '4097'"),
        ("\"threads\" : 2", "\"threads\" : 0", "--threads '0'"), ("\"dropout\" : 0.5", "\"dropout\" : 1.5", "--dropout '1.5'"),
        ("\"sampler\" : \"corners\"", "\"sampler\" : \"other\"", "sampler"), ("\"flip\" : true", "\"flip\" : 3", "flip"),
        ("\"shift\" : 0", "\"shift\" : 17", "--shift '17'"), ("\"erasing\" : 0", "\"erasing\" : \"often\"", "erasing"),
        ("\"learningRate\" : 0.003", "\"learningRate\" : -1", "--learning-rate '-1'"), ("1e-07", "0", "adamEpsilon"),
    ])
    func aValueOutsideItsRangeIsNamed(old: String, new: String, part: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/form.json"
        let good = JSONText.pretty(TestRun.configuration(in: folder))
        #expect(good.contains(old), "\(good)")
        try Data(good.replacingOccurrences(of: old, with: new).utf8).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: RunError.self) { try ConfigurationFile.read(path) }
        #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }

    /// Earlier versions knew nothing but mirroring.
    @Test func settingsWithoutAugmentationLeaveItOff() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/form.json"
        let configuration = RunConfiguration(preset: .baseline, data: "/data/fer", runsFolder: "runs", threads: 2)
        var settings = try #require(JSONSerialization.jsonObject(with: Data(JSONText.line(configuration).utf8)) as? [String: Any])
        var values = try #require(settings["hyperparameters"] as? [String: Any])
        for key in ["shift", "rotation", "scale", "brightness", "contrast", "erasing"] {
            #expect(values.removeValue(forKey: key) as? Double == 0)
        }
        settings["hyperparameters"] = values
        try JSONSerialization.data(withJSONObject: settings).write(to: URL(fileURLWithPath: path))
        #expect(try ConfigurationFile.read(path) == configuration)
    }

    @Test func aMissingFileIsSaidSo() {
        #expect(throws: RunError.file(FileError(path: "/nowhere/run.json", operation: "read", code: ENOENT))) {
            try ConfigurationFile.read("/nowhere/run.json")
        }
    }
}
