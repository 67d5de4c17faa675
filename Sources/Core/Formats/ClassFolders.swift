import Synchronization

/// Folders named by class with images in them.
enum ClassFolders {
    /// One image and its class.
    struct Item: Sendable, Equatable {
        let path: String
        let name: String
        let label: UInt8
    }

    /// The images of a folder whose folders are named by class, in natural order of their names over all classes together.
    static func items(of folder: String) throws(DatasetError) -> [Item] {
        var items: [Item] = []
        for entry in try Folder.entries(of: folder) where entry.isFolder {
            guard let emotion = ClassName.emotion(entry.name) else { continue }
            for file in try Folder.entries(of: folder + "/" + entry.name) where !file.isFolder && ImageFile.hasImageSuffix(file.name) {
                items.append(Item(path: "\(folder)/\(entry.name)/\(file.name)", name: file.name, label: UInt8(emotion.rawValue)))
            }
        }
        return items.sorted { left, right in
            left.name == right.name ? NaturalOrder.isBefore(left.path, right.path) : NaturalOrder.isBefore(left.name, right.name)
        }
    }

    /// Whether some folder in `folder` is named by class.
    static func hasClasses(_ folder: String) throws(DatasetError) -> Bool {
        try Folder.entries(of: folder).contains { $0.isFolder && ClassName.emotion($0.name) != nil }
    }

    /// Decodes all images on several threads.
    ///
    /// - Throws: `DatasetError`, of several bad images the first in order.
    static func read(
        _ items: [Item], options: LoadOptions, done: Progress, isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) -> (faces: CSVFaces.Part, skipped: [DatasetError]) {
        let pieceLength = 64
        let pieces = (items.count + pieceLength - 1) / pieceLength
        let shared = Shared(count: pieces)
        ParallelLoop.run(count: pieces, threads: options.threads) { piece in
            guard !isCancelled(), !shared.hasFailed.load(ordering: .relaxed) else { return }
            var (part, bad) = (CSVFaces.Part(), [DatasetError]())
            let range = piece * pieceLength..<min(items.count, (piece + 1) * pieceLength)
            for item in items[range] {
                do throws(DatasetError) {
                    part.pixels.append(contentsOf: try ImageFile.face(item.path))
                    part.labels.append(item.label)
                } catch {
                    bad.append(error)
                    guard options.skipsBad else {
                        shared.hasFailed.store(true, ordering: .relaxed)
                        break
                    }
                }
            }
            shared.results.withLock { $0[piece] = (part, bad) }
            done.add(range.count)
        }
        guard !isCancelled() else { throw .cancelled }
        var (faces, skipped) = (CSVFaces.Part(), [DatasetError]())
        for result in shared.results.withLock({ $0 }) {
            guard let result else { throw .cancelled }
            if let first = result.bad.first, !options.skipsBad { throw first }
            faces.append(result.part)
            skipped.append(contentsOf: result.bad)
        }
        return (faces, skipped)
    }

    /// What the threads share.
    private final class Shared: Sendable {
        let results: Mutex<[(part: CSVFaces.Part, bad: [DatasetError])?]>
        let hasFailed = Atomic<Bool>(false)
        init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }
    }
}
