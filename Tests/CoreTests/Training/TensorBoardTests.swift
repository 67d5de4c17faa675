@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

/// TensorBoard's file: what stands in it, that it is one story however often the run was taken up, and that TensorBoard itself reads it.
@Suite struct TensorBoardTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func configuration(_ name: String) -> RunConfiguration {
        var configuration = TestRun.configuration(in: folder, name: name)
        configuration.tensorBoard = true
        return configuration
    }

    /// The messages without their times, which differ from run to run.
    private func messages(_ path: String) throws -> [[UInt8]] {
        EventFile.payloads(try TemporaryFolder.bytes(path + "/events.out.tfevents.deep-emotion")).map { Array($0.dropFirst(9)) }
    }

    /// Speeds are times, too.
    private func comparable(_ messages: [[UInt8]]) -> [[UInt8]] {
        let tag = Array("speed/images_per_second".utf8)
        return messages.map { message in
            guard let place = message.indices.first(where: { message[$0...].starts(with: tag) }) else { return message }
            var copy = message
            for index in place + tag.count + 1..<place + tag.count + 5 { copy[index] = 0 }
            return copy
        }
    }

    @Test func offUnlessAskedFor() throws {
        let run = try TestRun(TestRun.configuration(in: folder))
        #expect(!TemporaryFolder.names(run.path).contains { $0.contains("tfevents") })
        let old = #"{"preset":"baseline","data":"demo","runsFolder":"runs","threads":1,"skipsBad":false,"hyperparameters":"#
        let values = JSONText.line(Preset.baseline.hyperparameters)
        let file = try folder.write("old.json", old + values + "}")
        #expect(try ConfigurationFile.read(file).tensorBoard == false)
        var configuration = RunConfiguration()
        try Setting.field(.tensorBoard).set("on", in: &configuration)
        #expect(configuration.tensorBoard)
        try Setting.field(.tensorBoard).set("off", in: &configuration)
        #expect(configuration.tensorBoard == false)
    }

    @Test func everyEpochStandsInItWithItsFaces() throws {
        let run = try TestRun(configuration("run"))
        let messages = try messages(run.path)
        // The version, the faces before training, then numbers and faces of three epochs.
        #expect(messages.count == 8)
        #expect(messages[0] == [0x1A, 13] + Array("brain.Event:2".utf8))
        let text = String(decoding: messages[2], as: UTF8.self)
        for tag in ["loss/train", "loss/validation", "accuracy/balanced", "learning_rate", "theta/scale_mean", "theta/spread", "recall/happy"] {
            #expect(text.contains(tag), "\(tag)")
        }
        #expect(String(decoding: messages[7], as: UTF8.self).contains("faces/happy_"))
        #expect(messages[7].starts(with: [0x10, 3, 0x2A]))
    }

    @Test(arguments: [(1, 1), (2, 0), (3, 2)])
    func aRunThatIsTakenUpTellsOneStory(_ epoch: Int, _ step: Int) throws {
        let whole = try TestRun(configuration("whole"))
        let broken = try TestRun(configuration("broken"), stopBefore: .init(epoch: epoch, step: step))
        let file = broken.path + "/events.out.tfevents.deep-emotion"
        // As if the process had been killed after it had written more than it could save.
        let more = EventFile.summary(step: 7, time: 1, [(tag: "x", value: .number(1))])
        try Data(TemporaryFolder.bytes(file) + more + [1, 2, 3]).write(to: URL(fileURLWithPath: file))
        _ = try TestRun(resuming: broken.path)
        #expect(comparable(try messages(broken.path)) == comparable(try messages(whole.path)))
    }

    /// Switched on late, the past is written from what the run remembers.
    @Test func thePastIsWrittenWhereItIsMissing() throws {
        let whole = try TestRun(configuration("whole"))
        let broken = try TestRun(configuration("broken"), stopBefore: .init(epoch: 3, step: 1))
        try FileManager.default.removeItem(atPath: broken.path + "/events.out.tfevents.deep-emotion")
        _ = try TestRun(resuming: broken.path)
        let (found, expected) = (comparable(try messages(broken.path)), comparable(try messages(whole.path)))
        #expect(found.count == expected.count)
        #expect(Set(found.dropFirst(2)) == Set(expected.dropFirst(2)))
    }

    /// The interpreter that DEEP_EMOTION_PYTHON names must have the package `tensorboard`.
    private static let python = ProcessInfo.processInfo.environment["DEEP_EMOTION_PYTHON"]

    @Test(.enabled(if: python != nil, "DEEP_EMOTION_PYTHON names no interpreter that has tensorboard"))
    func tensorBoardReadsIt() throws {
        let run = try TestRun(configuration("run"))
        let script = """
            import sys
            from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
            log = EventAccumulator(sys.argv[1], size_guidance={'images': 0, 'scalars': 0})
            log.Reload()
            for tag in log.Tags()['scalars']:
                for event in log.Scalars(tag): print('scalar', tag, event.step, repr(event.value))
            for tag in log.Tags()['images']:
                for event in log.Images(tag): print('image', tag, event.step, event.width, event.height, event.encoded_image_string[:4].hex())
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        process.arguments = ["-c", script, run.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let lines = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n").map(String.init)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        for record in run.epochs {
            let found = lines.compactMap { line -> Float? in
                let parts = line.split(separator: " ")
                return parts[0] == "scalar" && parts[1] == "loss/validation" && parts[2] == "\(record.epoch)" ? Float(parts[3]) : nil
            }
            #expect(found == [Float(record.validation.loss)])
        }
        #expect(
            lines.count { $0.hasPrefix("image faces/") && $0.hasSuffix("192 96 89504e47") }
                == run.snapshot.followed.reduce(0) { $0 + $1.history.count })
    }
}
