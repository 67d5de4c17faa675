@testable import Platform
import Core
import Testing

@testable import TUI

/// Compares a canvas' text with Tests/TUITests/Snapshots/`name`.txt.
///
/// `DEEP_EMOTION_RECORD=1` writes the ones that are missing; to change one, delete it first and read the difference.
func expectGolden(_ canvas: Canvas, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/Snapshots"
    let path = "\(folder)/\(name).txt"
    let text = canvas.text + "\n"
    guard Disk.exists(path) else {
        if getenv("DEEP_EMOTION_RECORD") != nil {
            try Disk().replace(path, with: Array(text.utf8))
        } else {
            Issue.record("\(name).txt is missing; DEEP_EMOTION_RECORD=1 writes it", sourceLocation: sourceLocation)
        }
        return
    }
    let golden = String(decoding: try Disk.read(path), as: UTF8.self)
    #expect(text == golden, "\(name)", sourceLocation: sourceLocation)
}
