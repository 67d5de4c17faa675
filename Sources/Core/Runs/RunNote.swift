package import Platform

/// What a person says of a run: kept in its folder as `note.json`, which training neither reads nor writes.
package struct RunNote: Sendable, Codable, Equatable {
    /// One line; empty where nothing is said.
    package var text = ""
    /// Whether it is marked as worth coming back to.
    package var isStarred = false

    /// Nothing said.
    package init() {}

    static let name = "note.json"

    /// What is said of the run in `folder`.
    init(in folder: String) {
        guard let bytes = try? Disk.read(folder + "/" + Self.name, limit: 1 << 16), let note = JSONText.read(Self.self, from: bytes) else { return }
        self = note
    }

    /// Keeps it; nothing said leaves no file.
    ///
    /// - Throws: `FileError`.
    package func write(in folder: String) throws(FileError) {
        let path = folder + "/" + Self.name
        guard self != RunNote() else {
            if Disk.exists(path) { try Disk().remove(path) }
            return
        }
        try Disk().replace(path, with: Array(JSONText.pretty(self).utf8))
    }
}
