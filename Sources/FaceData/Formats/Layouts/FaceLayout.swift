import Platform

/// A way in which faces lie on disk.
protocol FaceLayout: Sendable {
    /// What a person would name to take this and not another: a file or folder within the data, or "class folders".
    var choice: String { get }

    /// By what it was recognised, for a sentence.
    var evidence: String { get }

    /// The choice that it goes before because it needs it, and names itself in a note; nil: none.
    var covered: String? { get }

    /// What of this kind lies in a folder, the best first, by names alone: nothing is opened but folders.
    static func candidates(in place: FolderPlace) throws(DatasetError) -> [any FaceLayout]

    /// What of this kind the file at `path` is, with what lies beside it; nil where it is not of this kind.
    static func candidate(file path: String) throws(DatasetError) -> (any FaceLayout)?

    /// Reads it.
    ///
    /// - Throws: `DatasetError`, of several faults the first in order.
    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces
}

extension FaceLayout {
    /// Most layouts stand alone.
    var covered: String? { nil }

    /// Most layouts are folders.
    static func candidate(file path: String) throws(DatasetError) -> (any FaceLayout)? { nil }
}

/// A folder that may hold faces, and what lies in it.
struct FolderPlace {
    let path: String
    let entries: [Folder.Entry]

    init(_ path: String) throws(DatasetError) {
        self.path = path
        entries = try Folder.entries(of: path)
    }

    /// The path of an entry.
    func path(of entry: Folder.Entry) -> String { path.hasSuffix("/") ? path + entry.name : path + "/" + entry.name }

    /// The first file called by one of these names, which are in lower case.
    func file(_ names: [String]) -> String? { first(names, isFolder: false) }

    /// The first folder called by one of these names, which are in lower case.
    func folder(_ names: [String]) -> String? { first(names, isFolder: true) }

    private func first(_ names: [String], isFolder: Bool) -> String? {
        for name in names {
            if let entry = entries.first(where: { $0.isFolder == isFolder && $0.name.lowercased() == name }) { return path(of: entry) }
        }
        return nil
    }

    var files: [Folder.Entry] { entries.filter { !$0.isFolder } }
    var folders: [Folder.Entry] { entries.filter(\.isFolder) }
}

/// The table of layouts, and how what lies at a path is recognised by it.
struct DataLayout: Sendable {
    let layout: any FaceLayout
    /// The folder that origins are relative to.
    let base: String
    /// What else lies there that could be taken.
    let alternatives: [String]

    /// The first that finds something wins.
    private static let table: [any FaceLayout.Type] = [
        FERPlusLayout.self, TableLayout.self, NumberedImagesLayout.self, CKPlusLayout.self, JAFFELayout.self, FERGLayout.self,
        ClassFolderLayout.self,
    ]

    /// Recognises what lies at `path`.
    ///
    /// - Throws: `DatasetError.missing`, `.unreadable`, `.empty`, `.several` or `.unrecognised`.
    init(of path: String) throws(DatasetError) {
        guard Folder.isFolder(path) else {
            try Folder.check(path)
            for kind in Self.table {
                guard let found = try kind.candidate(file: path) else { continue }
                self.init(layout: found, base: Disk.parent(of: path), alternatives: [])
                return
            }
            throw .unrecognised(path: path)
        }
        let place = try FolderPlace(path)
        guard !place.entries.isEmpty else { throw .empty(path: path) }
        if let found = try Self.recognise(place, base: path) {
            self = found
            return
        }
        // What an archive was unpacked into, beside what a Macintosh leaves in archives.
        let folders = place.folders.filter { $0.name != "__MACOSX" }
        var nested: [(name: String, layout: DataLayout)] = []
        for folder in folders.prefix(32) {
            // A folder that cannot be opened is passed over.
            guard let inner = try? FolderPlace(place.path(of: folder)), let found = try Self.recognise(inner, base: path) else { continue }
            nested.append((folder.name, found))
        }
        if let first = nested.first, folders.count == 1 {
            self = first.layout
        } else if let table = TableLayout(anyIn: place) {
            // A name of one's own: its header will tell.
            self.init(layout: table, base: path, alternatives: [])
        } else if !nested.isEmpty {
            throw .several(path: path, names: nested.map(\.name))
        } else {
            throw .unrecognised(path: path)
        }
    }

    private init(layout: any FaceLayout, base: String, alternatives: [String]) {
        (self.layout, self.base, self.alternatives) = (layout, base, alternatives)
    }

    private static func recognise(_ place: FolderPlace, base: String) throws(DatasetError) -> DataLayout? {
        var found: [any FaceLayout] = []
        for kind in table { found += try kind.candidates(in: place) }
        guard let first = found.first else { return nil }
        var others: [String] = []
        for other in found.dropFirst() where ![first.choice, first.covered].contains(other.choice) && !others.contains(other.choice) {
            others.append(other.choice)
        }
        return DataLayout(layout: first, base: base, alternatives: others)
    }
}
