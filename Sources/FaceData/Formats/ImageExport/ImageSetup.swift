package import Platform

/// Images and a manifest made of the rows of a CSV, in the TensorFlow implementation's layout: `train/<label>/<row>.png`, `val/...`, and `test/...`
/// where there is a test part.
///
/// A folder is finished when its manifest is there. Until then `manifest.csv.unfinished` stands in its place, says what is being made and is locked
/// by who makes it. Images are written without waiting for the disk; what an interrupted set-up left is compared and mended by the next.
package struct ImageSetup: Sendable {
    /// How images are kept.
    package enum Format: String, Sendable, CaseIterable {
        /// Every pixel stays what it is.
        case png
        /// The TensorFlow implementation's, of the best quality; pixels change a little.
        case jpg
    }

    /// How a set-up ended.
    package struct Outcome: Sendable, Equatable {
        /// Images that were written.
        package internal(set) var written = 0
        /// Images that were there already, byte for byte.
        package internal(set) var unchanged = 0
        /// Whether all images and the manifest are there; false where the person stopped it.
        package internal(set) var isFinished = true
    }

    /// The faces and where they were found.
    package let dataset: Dataset
    /// The absolute path of the folder that the images go to.
    package let folder: String
    /// How they are kept.
    package let format: Format

    private let store: any FileStore
    private let threads: Int
    private let entries: [SetupEntry]

    private static let manifestName = "manifest.csv"

    /// The manifest's absolute path.
    package var manifest: String { folder + "/" + Self.manifestName }
    private var mark: String { manifest + ".unfinished" }

    /// Images in all.
    package var count: Int { entries.count }

    /// Reads the rows of `source`.
    ///
    /// - Parameter folder: where the images go; nil: where the CSV lies.
    /// - Throws: `SetupError.data`, `.noTable` or `.sameName`.
    package init(
        _ source: DataSource, to folder: String?, format: Format, options: LoadOptions,
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(SetupError) {
        try self.init(source, to: folder, format: format, options: options, store: Disk(), progress: progress, isCancelled: isCancelled)
    }

    package init(
        _ source: DataSource, to folder: String?, format: Format, options: LoadOptions, store: any FileStore,
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(SetupError) {
        guard case .path(let path) = source else { throw .noTable(path: source.text) }
        let place = Disk.absolute(Disk.withHome(path))
        self.folder = folder.map { Disk.absolute(Disk.withHome($0)) } ?? (Folder.isFolder(place) ? place : Disk.parent(of: place))
        var options = options
        options.wanted = .all
        do throws(DatasetError) {
            dataset = try DatasetLoader.load(.path(Self.table(in: place) ?? path), options: options, progress: progress, isCancelled: isCancelled)
        } catch {
            throw .data(error)
        }
        self.format = format
        self.store = store
        threads = options.threads
        entries = try SetupEntry.all(of: dataset, format: format, threads: threads)
    }

    /// The table of a person's own name that images were made of in its folder, where these would be taken for the data otherwise.
    private static func table(in folder: String) -> String? {
        let isBegun = [manifestName, manifestName + ".unfinished"].contains { Disk.exists(folder + "/" + $0) }
        guard isBegun, let entries = try? Folder.entries(of: folder) else { return nil }
        let tables = entries.map { folder + "/" + $0.name }.filter { $0.lowercased().hasSuffix(".csv") && (try? CSVHeader(of: $0))?.emotion != nil }
        return tables.count == 1 ? tables.first : nil
    }

    /// Makes what is missing.
    ///
    /// - Parameters:
    ///   - progress: called from any thread with the images that are done.
    ///   - isCancelled: asked for every few images; what is made until then stays.
    /// - Throws: `SetupError.occupied`, `.other`, `.busy` or `.file`; what is in the folder stays as it is.
    package func run(
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }, isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(SetupError) -> Outcome {
        let text = SetupEntry.table(entries)
        if Disk.exists(manifest) {
            let found = try read(manifest)
            guard found.starts(with: SetupEntry.header.utf8) else { throw .occupied(folder: folder, name: Self.manifestName) }
            guard found == Array(text.utf8) else { throw .other(folder: folder, isFinished: true) }
            let missing = missingEntries()
            return try missing.isEmpty ? Outcome(unchanged: count) : write(missing, progress, isCancelled)
        }
        try refuseOthers()
        guard let mark = try beginning(of: text) else { throw .busy(folder: folder) }
        defer { withExtendedLifetime(mark) {} }
        guard mark.isOurs else { throw .other(folder: folder, isFinished: false) }
        let outcome = try write(entries, progress, isCancelled)
        guard outcome.isFinished else { return outcome }
        do throws(FileError) {
            try store.replace(manifest, with: Array(text.utf8))
            try store.remove(self.mark)
        } catch { throw .file(error) }
        return outcome
    }

    /// Marks the folder as begun; nil where another process is at it.
    private func beginning(of text: String) throws(SetupError) -> SetupMark? {
        do throws(FileError) {
            if !Disk.exists(folder) { try store.makeFolder(folder) }
            return try SetupMark(mark, of: text)
        } catch { throw .file(error) }
    }

    private func read(_ path: String) throws(SetupError) -> [UInt8] {
        do throws(FileError) { return try Disk.read(path) } catch { throw .file(error) }
    }

    private var images: SetupImages { SetupImages(dataset: dataset, folder: folder, format: format, store: store) }

    /// A folder that we have not begun must not hold what would lie among our images. What was begun without a mark, or has lost it, is ours if every
    /// byte is.
    private func refuseOthers() throws(SetupError) {
        guard !Disk.exists(mark) else { return }
        if Disk.exists(folder), !Folder.isFolder(folder) { throw .file(FileError(path: folder, operation: "make images in it", code: ENOTDIR)) }
        let remains = SetupRemains(folder: folder, entries: entries, images: images, threads: threads)
        if let name = try remains.stranger() { throw .occupied(folder: folder, name: name) }
    }

    /// Images of a finished set-up that are gone or empty, as after a power cut.
    private func missingEntries() -> [SetupEntry] {
        let pieces = OrderedPieces.map(count: pieceCount(entries), threads: threads) { piece in
            range(of: piece, entries).filter { ((try? Disk.size(of: folder + "/" + entries[$0].file)) ?? 0) == 0 }
        }
        return pieces.joined().map { entries[$0] }
    }

    /// So many images are a thread's work at a time.
    private static let pieceLength = 64

    private func pieceCount(_ entries: [SetupEntry]) -> Int { (entries.count + Self.pieceLength - 1) / Self.pieceLength }

    private func range(of piece: Int, _ entries: [SetupEntry]) -> Range<Int> {
        piece * Self.pieceLength..<min(entries.count, (piece + 1) * Self.pieceLength)
    }

    /// Like the images without waiting for the disk.
    private func makeFolders(of entries: [SetupEntry]) throws(FileError) {
        for path in Set(entries.map { Disk.parent(of: folder + "/" + $0.file) }).sorted() {
            for missing in Disk.missingFolders(path).reversed() where mkdir(missing, 0o777) != 0 && errno != EEXIST {
                throw FileError(path: missing, operation: "make the folder", code: errno)
            }
        }
    }

    private func write(
        _ entries: [SetupEntry], _ progress: @escaping @Sendable (LoadProgress) -> Void, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(SetupError) -> Outcome {
        do throws(FileError) {
            try makeFolders(of: entries)
        } catch { throw .file(error) }
        let done = Progress(total: entries.count, unit: .images, progress)
        let images = images
        let results = OrderedPieces.run(count: pieceCount(entries), threads: threads, isCancelled: isCancelled) { piece in
            let range = range(of: piece, entries)
            let result = Result { () throws(FileError) in try images.write(entries[range]) }
            done.add(range.count)
            let hasFailed = if case .failure = result { true } else { false }
            return (result, hasFailed)
        }
        guard let results else { return Outcome(isFinished: false) }
        var outcome = Outcome()
        for result in results {
            do throws(FileError) {
                let written = try result.get()
                outcome.written += written
            } catch { throw .file(error) }
        }
        outcome.unchanged = count - outcome.written
        return outcome
    }
}

/// Why no images were made. What was there stays.
package enum SetupError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The source cannot be read.
    case data(DatasetError)
    /// The source has no rows: it is images already, or drawn.
    case noTable(path: String)
    /// Two rows of different files would become the same image.
    case sameName(file: String)
    /// Something of the name is there, and not from a set-up.
    case occupied(folder: String, name: String)
    /// A set-up of other data, another split or another format is there.
    case other(folder: String, isFinished: Bool)
    /// Another process is at it.
    case busy(folder: String)
    /// The system refuses.
    case file(FileError)

    /// One sentence.
    package var description: String { sentence.inOneLine }

    private var sentence: String {
        switch self {
        case .data(let error): error.description
        case .noTable(let path): "\(path): holds no table to make images of; expected a CSV with the columns emotion and pixels, such as fer2013.csv"
        case .sameName(let file): "two rows of the data would both become \(file); set up one file at a time, with --data FILE"
        case .occupied(let folder, let name):
            "\(folder): there is a '\(name)' already that no set-up made, and it stays as it is; name another folder with --out"
        case .other(let folder, true):
            "\(folder): images of other faces, another split or another format are set up there, and stay as they are; name another folder with --out"
        case .other(let folder, false):
            "\(folder): an unfinished set-up of other faces, another split or another format is there; finish that one, remove it, or name another folder with --out"
        case .busy(let folder): "\(folder): another process is making images there"
        case .file(let error) where error.isFull: error.description + "; with more room the same command goes on where this one ended"
        case .file(let error) where error.code == EROFS || error.code == EACCES: error.description + "; --out names another folder"
        case .file(let error): error.description
        }
    }
}
