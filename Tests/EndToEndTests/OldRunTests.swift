import Foundation
import Testing

/// A run that version b926b87 began is trained on to the bits that b926b87 itself comes to.
///
/// Made by that version: `train --data demo --limit 32 --epochs 1 --batch-size 16 --width 1 --seed 3 --threads 1 --name stopped`, which leaves
/// Fixtures/stopped-run, then `train --resume stopped --epochs 3`, whose last.safetensors is Fixtures/stopped-run-trained-on.safetensors.
@Suite struct OldRunTests {
    @Test(arguments: [1, 2])
    func isTrainedOnToTheSameBits(threads: Int) throws {
        let program = try Program()
        let fixtures = try #require(Bundle.module.resourceURL).appending(path: "Fixtures")
        try FileManager.default.copyItem(at: fixtures.appending(path: "stopped-run"), to: program.folder.appending(path: "run"))
        let result = try program.run(["train", "--resume", "run", "--epochs", "3", "--threads", String(threads), "--json"])
        #expect(result.status == 0, "\(result.complaints)")
        let found = try Tensors(try program.data("run/last.safetensors"))
        let expected = try Tensors(try Data(contentsOf: fixtures.appending(path: "stopped-run-trained-on.safetensors")))
        #expect(found.header == expected.header)
        #expect(found.bytes == expected.bytes)
    }

    /// A safetensors file without what it says about itself.
    private struct Tensors {
        /// Names, types, shapes and places, as JSON with sorted keys.
        let header: Data
        let bytes: Data

        init(_ file: Data) throws {
            let length = file.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
            let json = try JSONSerialization.jsonObject(with: file.subdata(in: 8..<8 + length))
            var entries = try #require(json as? [String: Any])
            entries["__metadata__"] = nil
            header = try JSONSerialization.data(withJSONObject: entries, options: .sortedKeys)
            bytes = file.subdata(in: 8 + length..<file.count)
        }
    }
}
