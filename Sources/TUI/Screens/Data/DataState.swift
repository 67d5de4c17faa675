import FaceData
import Core

/// Walking folders: parents, this folder, and what is always on top.
struct DataState: Sendable {
    /// What is known of a folder.
    enum Listing: Sendable, Equatable {
        case loading
        case entries([Folder.Entry])
        case failed(String)
    }

    /// A line that the cursor can stand on. It is kept by what it is, so that lists which arrive late do not move it.
    enum Row: Sendable, Hashable {
        /// The faces that the program draws.
        case demo
        /// The absolute path of data that was trained on before.
        case recent(String)
        /// An entry of this folder, by name.
        case entry(String)
    }

    /// The absolute path that relative ones begin at.
    let workingFolder: String
    /// The absolute path of the folder in the middle.
    private(set) var folder: String
    /// What lies in it, hidden names included.
    private(set) var listing = Listing.loading
    /// What is shown of that, folders first; empty while it is read.
    private(set) var entries: [Folder.Entry] = []
    /// Whether hidden names are shown.
    private(set) var showsHidden = false
    /// What lies beside it, in its parent.
    private(set) var siblings = Listing.loading
    /// Absolute paths, or `demo`; the latest first.
    private(set) var recents: [String]
    /// Where the cursor is.
    private(set) var cursor: Row
    /// The row that Enter was pressed on before it was known what it holds.
    var wanted: Row?
    /// Where the cursor was in folders that were left, by path.
    private var remembered: [String: String] = [:]

    /// So many recent places are kept.
    static let recentLimit = 8

    /// In `folder`, with the cursor on what was used last.
    init(folder: String, recents: [String]) {
        workingFolder = folder
        self.folder = folder
        self.recents = recents.filter { $0 != "demo" }
        // Whoever trained before most likely wants the same again.
        cursor = self.recents.first.map { recents.first == "demo" ? .demo : .recent($0) } ?? .demo
    }

    /// All lines, demo faces and recent places first.
    var rows: [Row] {
        [.demo] + recents.map { .recent($0) } + entries.map { .entry($0.name) }
    }

    /// The cursor's place among `rows`; nil in a folder that is empty or not read yet.
    var cursorIndex: Int? { rows.firstIndex(of: cursor) }

    /// What the row under the cursor would train on.
    var source: DataSource {
        switch cursor {
        case .demo: .demo
        case .recent(let path): .path(path)
        case .entry(let name): .path(Self.join(folder, name))
        }
    }

    /// The folder that holds this one; nil at the root.
    var parent: String? { Self.parent(of: folder) }

    /// Asks for both lists.
    var listings: [Effect] { [.list(path: folder)] + (parent.map { [.list(path: $0)] } ?? []) }

    /// Moves by `distance` lines, held at the ends.
    mutating func move(by distance: Int) {
        let rows = rows
        cursor = rows[min(max((cursorIndex ?? rows.count) + distance, 0), rows.count - 1)]
        wanted = nil
    }

    /// Shows hidden names, or no longer; the cursor stays where it is wherever its row does.
    mutating func toggleHidden() {
        showsHidden.toggle()
        choose()
    }

    /// Takes what is to be shown from the folder's list. A hidden folder that was just left stays in sight, or the cursor would be lost.
    private mutating func choose() {
        guard case .entries(let all) = listing else {
            entries = []
            return
        }
        let shown = all.filter { showsHidden || !$0.isHidden || cursor == .entry($0.name) }
        // Or a folder of faces would be lost among ten thousand files.
        entries = shown.filter(\.isFolder) + shown.filter { !$0.isFolder }
        if case .entry(let name) = cursor, !entries.contains(where: { $0.name == name }) { cursor = .entry(entries.first?.name ?? "") }
    }

    /// Goes to a folder.
    ///
    /// - Parameter name: the entry that the cursor should stand on; nil: where it was before, or the first.
    mutating func go(to path: String, cursorOn name: String? = nil) -> [Effect] {
        if case .entry(let old) = cursor { remembered[folder] = old }
        folder = path
        listing = .loading
        entries = []
        siblings = .loading
        wanted = nil
        // An empty name stands for the first entry, whatever it will be.
        cursor = .entry(name ?? remembered[path] ?? "")
        return listings
    }

    /// Takes a list that has arrived.
    mutating func take(_ result: Result<[Folder.Entry], DatasetError>, of path: String) {
        let listing: Listing =
            switch result {
            case .success(let entries): .entries(entries)
            case .failure(let error): .failed(error.description)
            }
        if path == folder {
            self.listing = listing
            choose()
        } else if path == parent {
            siblings = listing
        }
    }

    /// Puts data that is trained on, `demo` or a path, on top of the recent ones.
    mutating func remember(_ data: String) -> [Effect] {
        let text = data == "demo" || data.hasPrefix("/") ? data : Self.join(workingFolder, data)
        let all = [text] + recents.filter { $0 != text }
        if text != "demo" { recents = Array(all.prefix(Self.recentLimit)) }
        return [.remember(recents: Array(all.prefix(Self.recentLimit)))]
    }

    /// A path and a name behind it.
    static func join(_ folder: String, _ name: String) -> String { folder == "/" ? "/" + name : folder + "/" + name }

    /// The folder that holds `path`; nil for the root.
    static func parent(of path: String) -> String? {
        guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last part of `path`.
    static func name(of path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? "/" }
}
