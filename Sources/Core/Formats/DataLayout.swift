/// What a folder or file holds, by names alone; nothing is opened but folders.
enum DataLayout: Equatable {
    /// A CSV with all parts, or one for each part.
    case tables(training: String, validation: String?, test: String?)
    /// Folders named by class, one set for each part.
    case folders(training: String, validation: String?, test: String?)

    /// The files that hold everything, the first that is there wins.
    private static let wholeFiles = ["fer2013.csv", "icml_face_data.csv"]

    /// Recognises what lies at `path`.
    ///
    /// - Throws: `DatasetError.missing`, `.unreadable`, `.empty` or `.unrecognised`.
    init(of path: String) throws(DatasetError) {
        guard Folder.isFolder(path) else {
            try Folder.check(path)
            guard path.lowercased().hasSuffix(".csv") else { throw .unrecognised(path: path) }
            self = .tables(training: path, validation: nil, test: nil)
            return
        }
        let entries = try Folder.entries(of: path)
        guard !entries.isEmpty else { throw .empty(path: path) }
        if let tables = Self.tables(in: path, entries) {
            self = tables
        } else if let folders = try Self.folders(in: path, entries) {
            self = folders
        } else if let other = entries.first(where: { !$0.isFolder && $0.name.lowercased().hasSuffix(".csv") }) {
            // A name of one's own: its header will tell.
            self = .tables(training: path + "/" + other.name, validation: nil, test: nil)
        } else {
            throw .unrecognised(path: path)
        }
    }

    private static func tables(in path: String, _ entries: [Folder.Entry]) -> DataLayout? {
        func file(_ names: [String]) -> String? {
            names.lazy.compactMap { name in entries.first { !$0.isFolder && $0.name.lowercased() == name } }.first.map { path + "/" + $0.name }
        }
        if let whole = file(wholeFiles) { return .tables(training: whole, validation: nil, test: nil) }
        func part(_ names: [String]) -> String? { file(names.map { $0 + ".csv" }) }
        guard let training = part(PartName.training) else {
            // Alone it cannot be trained on, and the reader will say why.
            return part(PartName.test).map { .tables(training: $0, validation: nil, test: nil) }
        }
        return .tables(training: training, validation: part(PartName.validation), test: part(PartName.test))
    }

    private static func folders(in path: String, _ entries: [Folder.Entry]) throws(DatasetError) -> DataLayout? {
        func part(_ names: [String]) throws(DatasetError) -> String? {
            for name in names {
                guard let entry = entries.first(where: { $0.isFolder && $0.name.lowercased() == name }) else { continue }
                let folder = path + "/" + entry.name
                if try ClassFolders.hasClasses(folder) { return folder }
            }
            return nil
        }
        let hasClasses = entries.contains { $0.isFolder && ClassName.emotion($0.name) != nil }
        let parts = (training: try part(PartName.training), validation: try part(PartName.validation), test: try part(PartName.test))
        guard let training = parts.training ?? (hasClasses ? path : nil) else {
            // A part alone is a set of its own.
            return (parts.validation ?? parts.test).map { .folders(training: $0, validation: nil, test: nil) }
        }
        return .folders(training: training, validation: parts.validation, test: parts.test)
    }
}
