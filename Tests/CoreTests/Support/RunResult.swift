import TestSupport
import Foundation

@testable import Core

/// What a run comes to, time and place left out: two runs that computed the same have equal ones.
struct RunResult: Equatable, Sendable {
    var files: [String: [UInt8]] = [:]
    var metrics: [String] = []

    init(_ path: String) throws {
        for name in TemporaryFolder.names(path) where !["run.json", "metrics.jsonl", "resume.safetensors"].contains(name) {
            files[name] = try TemporaryFolder.bytes(path + "/" + name)
        }
        metrics = try TemporaryFolder.lines(path + "/metrics.jsonl").filter { !$0.isEmpty }.map { line in
            var object = try TestRun.object(line)
            for key in ["seconds", "imagesPerSecond", "run", "checkpoint", "threads"] { object[key] = nil }
            return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
        }
    }
}
