import Foundation
import Testing

/// `--from`: what a run may start from, and what it says of that.
@Suite(.timeLimit(.minutes(2)))
struct StartingPointTests {
    private let program: Program
    private let settings = ["--data", "demo", "--limit", "96", "--batch-size", "48", "--epochs", "1"]

    init() throws { program = try Program() }

    /// A run stands for its best epoch, by its name and by its folder.
    @Test func aRunIsStartedFrom() throws {
        #expect(try program.run(["train", "--name", "a"] + settings).status == 0)
        for from in ["a", "runs/a", "runs/a/best.safetensors"] {
            let result = try program.run(["train", "--from", from, "--name", "b", "--json"] + settings)
            #expect(result.status == 0, "\(result.complaints)")
            let start = try object(try #require(result.lines.first))
            #expect(start["parent"] as? String == "runs/a/best.safetensors")
            #expect(start["notes"] == nil)
            let record = try object(String(decoding: program.data("runs/b/run.json"), as: UTF8.self))
            let parent = (record["configuration"] as? [String: Any])?["parent"] as? String
            #expect(parent == program.folder.appending(path: "runs/a/best.safetensors").path)
            try FileManager.default.removeItem(at: program.folder.appending(path: "runs/b"))
        }
    }

    @Test func otherSettingsThanTheCheckpointsAreNamed() throws {
        #expect(try program.run(["train", "--name", "a", "--input", "unit", "--sampler", "stn"] + settings).status == 0)
        let result = try program.run(["train", "--from", "a", "--name", "b"] + settings)
        let note = "note: runs/a/best.safetensors was trained with input unit and sampler stn, this run trains with signed and corners"
        #expect(result.status == 0 && result.lines.first == note, "\(result.lines)")
    }

    @Test func whatIsNotThereIsSaidBeforeTheFacesAreLoaded() throws {
        let result = try program.run(["train", "--from", "nowhere", "--data", "nowhere-either"])
        #expect(result.status == 1)
        #expect(result.complaints == "deep-emotion: nowhere: no checkpoint, no run's folder, and no run of that name in runs\n")
        #expect(!program.exists("runs"))
    }
}
