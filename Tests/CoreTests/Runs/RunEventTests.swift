@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

@testable import Core

/// Events as the issue and the readers of `--json` expect them.
@Suite struct RunEventTests {
    private static func objects(_ run: TestRun) throws -> [[String: Any]] { try run.events.map { try TestRun.object($0.jsonLine) } }

    /// Whether a JSON value is a number and no truth value.
    private static func isNumber(_ value: Any?) -> Bool { value is NSNumber && !(value is Bool) || value is Int || value is Double }

    @Test func startHasEveryHyperparameterAndTheRule() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let line = run.events[0].jsonLine
        #expect(line.hasPrefix(#"{"event":"start","#))
        let start = try TestRun.object(line)
        #expect(start["run"] as? String == run.path)
        #expect(start["network"] as? String == "paper")
        #expect(start["parameters"] as? Int == 47_657)
        #expect(start["train"] as? Int == 96)
        #expect(start["validation"] as? Int == 37)
        #expect(start["test"] as? Int == 0)
        #expect(start["skipped"] as? Int == 0)
        #expect(start["rule"] as? String == ValidationRule.stratifiedTenth.sentence)
        #expect(start["classNames"] as? [String] == Emotion.names)
        #expect(start["data"] as? String == "/synthetic")
        #expect(start["version"] as? String == Version.text)
        #expect(start["threads"] as? Int == 2)
        #expect(start["preset"] as? String == "baseline")
        let hyperparameters: [String: String] = [
            "sampler": "corners", "input": "signed", "initialisation": "uniform", "schedule": "cosine",
        ]
        for (name, value) in hyperparameters { #expect(start[name] as? String == value, "\(name)") }
        let numbers = ["epochs": 3, "batchSize": 40, "learningRate": 0.003, "adamEpsilon": 1e-7, "dropout": 0.5, "l2": 1e-4, "seed": 1234]
        for (name, value) in numbers { #expect(start[name] as? Double == value, "\(name)") }
        #expect(start["flip"] as? Bool == true)
        #expect(line.contains(#""flip":true"#))
    }

    @Test func epochsHaveTheNumbersOfTheIssue() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let objects = try Self.objects(run)
        for (index, epoch) in objects[1...3].enumerated() {
            #expect(epoch["event"] as? String == "epoch")
            #expect(epoch["epoch"] as? Int == index + 1)
            let train = try #require(epoch["train"] as? [String: Any])
            let validation = try #require(epoch["validation"] as? [String: Any])
            #expect(Set(train.keys) == ["loss", "accuracy"])
            #expect(Set(validation.keys).isSuperset(of: ["loss", "accuracy", "balancedAccuracy", "recall", "confusion"]))
            for share in [train["accuracy"], validation["accuracy"], validation["balancedAccuracy"]] {
                #expect((0...1).contains(try #require(share as? Double)))
            }
            for name in ["l2", "learningRate", "seconds", "imagesPerSecond"] { #expect(Self.isNumber(epoch[name]), "\(name)") }
            // Full precision: the shortest text that reads back the same. (Foundation's own reader may be off by the last bit.)
            let record = run.epochs[index]
            #expect(run.events[index + 1].jsonLine.contains("\"train\":{\"accuracy\":\(record.train.accuracy),\"loss\":\(record.train.loss)}"))
            #expect(run.events[index + 1].jsonLine.contains("\"l2\":\(record.l2),"))
        }
        #expect(run.events[1].jsonLine.hasPrefix(#"{"event":"epoch","#))
    }

    @Test func theEndSaysWhereTheBestLies() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let line = try #require(run.events.last?.jsonLine)
        let end = try TestRun.object(line)
        #expect(end["event"] as? String == "finished")
        #expect(end["bestEpoch"] as? Int == run.snapshot.best?.epoch)
        let accuracy = try #require(run.snapshot.best?.validation.accuracy)
        #expect(line.contains("\"bestValidationAccuracy\":\(accuracy),"))
        #expect(end["checkpoint"] as? String == run.path + "/best.safetensors")
    }

    @Test func aStopSaysWhyAndWhere() throws {
        let stop = RunEvent.stopped(RunStop(reason: .interrupt, run: "runs/a", epoch: 3, step: 120, checkpoint: "runs/a/last.safetensors"))
        #expect(
            stop.jsonLine == #"{"event":"stopped","checkpoint":"runs/a/last.safetensors","epoch":3,"reason":"interrupt","run":"runs/a","step":120}"#)
        #expect(
            [StopReason.interrupt, .terminate, .hangup, .notFinite, .diskFull].map(\.rawValue)
                == ["interrupt", "terminate", "hangup", "notFinite", "diskFull"])
        #expect([StopReason.interrupt, .terminate, .hangup, .notFinite, .diskFull, .user].map(\.exitCode) == [130, 143, 129, 1, 1, 0])
    }

    @Test func aWarningIsOneLine() throws {
        let warning = RunEvent.warning(TrainingWarning(kind: .collapse, epoch: 3, message: "one \"class\"\nonly"))
        #expect(!warning.jsonLine.contains("\n"))
        let object = try TestRun.object(warning.jsonLine)
        #expect(object["kind"] as? String == "collapse")
        #expect(object["epoch"] as? Int == 3)
        #expect(object["message"] as? String == "one \"class\"\nonly")
    }

    @Test func aWarningHasItsNumbersAndWhatToTryBothWays() throws {
        var configuration = RunConfiguration(preset: .baseline)
        configuration.hyperparameters.learningRate = 0.5
        let warning = TrainingWarning(
            kind: .divergence, epoch: 7, message: "it diverges", numbers: ["loss": 2.5, "lowestLoss": 1.25],
            advice: Advice(configuration, [(.learningRate, "0.003"), (.input, "signed")]))
        let line = RunEvent.warning(warning).jsonLine
        // What stands there already is no advice.
        #expect(
            line
                == #"{"event":"warning","advice":"Try --learning-rate 0.003 instead of 0.5.","epoch":7,"kind":"divergence","message":"it diverges","#
                + #""numbers":{"loss":2.5,"lowestLoss":1.25},"#
                + #""steps":[{"direction":"lower","field":"learning-rate","from":"0.5","to":"0.003"}]}"#)
        #expect(RunEvent(jsonLine: line.utf8) == .warning(warning))
        let recovery = RunEvent.recovery(Recovery(kind: .divergence, epoch: 9, since: 7, message: "it is back"))
        #expect(recovery.jsonLine == #"{"event":"recovery","epoch":9,"kind":"divergence","message":"it is back","since":7}"#)
        #expect(RunEvent(jsonLine: recovery.jsonLine.utf8) == recovery)
    }

    @Test func olderLinesStillRead() throws {
        let warning = #"{"event":"warning","epoch":3,"kind":"collapse","message":"it has collapsed: try --preset baseline"}"#
        let expected = TrainingWarning(kind: .collapse, epoch: 3, message: "it has collapsed: try --preset baseline")
        #expect(RunEvent(jsonLine: warning.utf8) == .warning(expected))
        #expect(RunEvent.warning(expected).jsonLine == warning)
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        var record = run.epochs[0]
        #expect(record.attention != nil && record.logitSpread != nil)
        (record.attention, record.logitSpread) = (nil, nil)
        let line = RunEvent.epoch(record).jsonLine
        #expect(!line.contains("attention") && !line.contains("logitSpread"))
        #expect(RunEvent(jsonLine: line.utf8) == .epoch(record))
    }

    /// JSON has no NaN; a text is nothing that a reader takes for a number.
    @Test func whatIsNoNumberIsText() throws {
        let change = RunEvent.change(LiveChange(epoch: 1, step: 2, learningRate: .nan))
        #expect(try TestRun.object(change.jsonLine)["learningRate"] as? String == "NaN")
    }

    @Test func aStartReadsBackAsItWas() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        guard case .start(let start) = run.events[0] else { return }
        #expect(try JSONDecoder().decode(RunStart.self, from: Data(JSONText.line(start).utf8)) == start)
        #expect(try JSONDecoder().decode(EpochRecord.self, from: Data(JSONText.line(run.epochs[1]).utf8)) == run.epochs[1])
    }
}
