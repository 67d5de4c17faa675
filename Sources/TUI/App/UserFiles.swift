import FaceData
import Platform
import Core

/// What is kept for a person between two starts: recent data, the theme's name and how the screens were looked at, a small file each.
struct UserFiles: Sendable {
    /// The folder they lie in.
    let folder: String

    /// In `folder`, which is made when something is first written.
    init(folder: String) { self.folder = folder }

    /// In `$XDG_STATE_HOME/deep-emotion`, or in `~/.local/state/deep-emotion`.
    ///
    /// - Parameter environment: looks a variable up; nil where it is not set.
    init(environment: (String) -> String?) {
        let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        self.init(folder: (state ?? (environment("HOME") ?? "") + "/.local/state") + "/deep-emotion")
    }

    /// Absolute paths or `demo`, the latest first; empty where nothing is kept or it cannot be read.
    func recents() -> [String] {
        lines(of: "recent").filter { $0 == "demo" || $0.hasPrefix("/") }
    }

    /// The theme's name; nil where none is kept.
    func theme() -> String? { lines(of: "theme").first }

    /// Keeps these, the latest first.
    func write(recents: [String]) throws(FileError) {
        // A line's end in a name would make two of it.
        try write(recents.filter { !$0.contains("\n") }, to: "recent")
    }

    /// How the dashboard was left.
    func preferences() -> Preferences { Preferences(lines: lines(of: "preferences")) }

    /// Keeps how the dashboard is left.
    func write(_ preferences: Preferences) throws(FileError) { try write(preferences.lines, to: "preferences") }

    /// Keeps the name of the theme in use.
    func write(theme: String) throws(FileError) { try write([theme], to: "theme") }

    private func lines(of name: String) -> [String] {
        guard let bytes = try? Disk.read(folder + "/" + name, limit: 1 << 16) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    private func write(_ lines: [String], to name: String) throws(FileError) {
        do throws(FileError) { try Disk().makeFolder(folder) } catch  where error.code == EEXIST {
            // It is there already.
        }
        try Disk().replace(folder + "/" + name, with: Array(lines.map { $0 + "\n" }.joined().utf8))
    }
}

/// Completes paths as a shell does.
enum PathCompletion {
    /// At most so many are shown.
    static let limit = 200

    /// Paths that begin with `text`, folders with a slash behind; `~/` is the home folder.
    static func paths(for text: String) -> [String] {
        let text = Disk.withHome(text)
        let slash = text.lastIndex(of: "/")
        let folder = slash.map { String(text[...$0]) } ?? ""
        let beginning = slash.map { String(text[text.index(after: $0)...]) } ?? text
        guard let entries = try? Folder.entries(of: folder.isEmpty ? "." : folder, includesHidden: beginning.hasPrefix(".")) else { return [] }
        return entries.filter { $0.name.hasPrefix(beginning) }.prefix(limit).map { folder + $0.name + ($0.isFolder ? "/" : "") }
    }
}
