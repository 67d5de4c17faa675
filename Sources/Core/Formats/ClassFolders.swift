/// Folders named by class with images in them.
enum ClassFolders {
    /// One image and its class.
    struct Item: Sendable, Equatable {
        let path: String
        let name: String
        let label: UInt8
        /// Relative to the data's folder.
        let file: String
    }

    /// The images of a folder whose folders are named by class, in natural order of their names over all classes together.
    ///
    /// - Parameter base: the folder that the data lie in.
    static func items(of folder: String, in base: String) throws(DatasetError) -> [Item] {
        var items: [Item] = []
        for entry in try Folder.entries(of: folder) where entry.isFolder {
            guard let emotion = ClassName.emotion(entry.name) else { continue }
            for file in try Folder.entries(of: folder + "/" + entry.name) where !file.isFolder && ImageFile.hasImageSuffix(file.name) {
                let path = "\(folder)/\(entry.name)/\(file.name)"
                items.append(Item(path: path, name: file.name, label: UInt8(emotion.rawValue), file: Folder.relative(path, to: base)))
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
    ) throws(DatasetError) -> (faces: FacePart, skipped: [DatasetError]) {
        let pieceLength = 64
        let pieces = (items.count + pieceLength - 1) / pieceLength
        let results = OrderedPieces.run(count: pieces, threads: options.threads, isCancelled: isCancelled) { piece in
            let range = piece * pieceLength..<min(items.count, (piece + 1) * pieceLength)
            let result = read(items[range], skipsBad: options.skipsBad)
            done.add(range.count)
            return (result, !result.bad.isEmpty && !options.skipsBad)
        }
        guard let results else { throw .cancelled }
        var (faces, skipped) = (FacePart(), [DatasetError]())
        faces.reserve(items.count)
        for result in results {
            if let first = result.bad.first, !options.skipsBad { throw first }
            faces.append(result.faces)
            skipped.append(contentsOf: result.bad)
        }
        return (faces, skipped)
    }

    private static func read(_ items: ArraySlice<Item>, skipsBad: Bool) -> (faces: FacePart, bad: [DatasetError]) {
        var (faces, bad) = (FacePart(), [DatasetError]())
        for item in items {
            do throws(DatasetError) {
                faces.pixels.append(contentsOf: try ImageFile.face(item.path))
                faces.labels.append(item.label)
                faces.origins.append(FaceOrigin(file: item.file))
            } catch {
                bad.append(error)
                if !skipsBad { break }
            }
        }
        return (faces, bad)
    }
}
