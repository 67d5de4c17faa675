import Platform

/// One image of a face and what is known of it before it is opened.
struct ImageItem: Sendable, Equatable {
    /// To open it.
    let path: String
    /// Where it lies, and whose face it is.
    var origin: FaceOrigin
    /// The class that its folder or name says.
    let className: String

    /// What orders faces: the name without its folders.
    var name: Substring { origin.file[(origin.file.lastIndex(of: "/").map(origin.file.index(after:)) ?? origin.file.startIndex)...] }
}

extension [ImageItem] {
    /// In natural order of their names, whatever folders they lie in; of equal names in that of their paths.
    func inNaturalOrder() -> Self {
        map { (name: String($0.name), item: $0) }.sorted { left, right in
            left.name == right.name ? NaturalOrder.isBefore(left.item.path, right.item.path) : NaturalOrder.isBefore(left.name, right.name)
        }.map(\.item)
    }
}

/// Decodes images on several threads.
enum ImageFaces {
    /// The faces of all items, in their order.
    ///
    /// - Parameter sizes: learns how large the images are.
    /// - Throws: `DatasetError`, of several bad images the first in order.
    static func read(
        _ items: [ImageItem], classes: ClassSet, sizes: ImageSizes, options: LoadOptions, done: Progress,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) -> (faces: FacePart, skipped: [DatasetError]) {
        let pieceLength = 64
        let pieces = (items.count + pieceLength - 1) / pieceLength
        let results = OrderedPieces.run(count: pieces, threads: options.threads, isCancelled: isCancelled) { piece in
            let range = piece * pieceLength..<min(items.count, (piece + 1) * pieceLength)
            let result = read(items[range], classes, sizes, skipsBad: options.skipsBad)
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

    private static func read(
        _ items: ArraySlice<ImageItem>, _ classes: ClassSet, _ sizes: ImageSizes, skipsBad: Bool
    ) -> (faces: FacePart, bad: [DatasetError]) {
        var (faces, bad) = (FacePart(), [DatasetError]())
        var found: [ImageSizes.Size] = []
        defer { sizes.add(found) }
        for item in items {
            do throws(DatasetError) {
                let image = try ImageFile.read(item.path)
                found.append(ImageSizes.Size(width: image.width, height: image.height))
                faces.pixels.append(contentsOf: AreaFilter.face(image))
                faces.labels.append(classes.label(item.className))
                faces.origins.append(item.origin)
            } catch {
                bad.append(error)
                if !skipsBad { break }
            }
        }
        return (faces, bad)
    }
}
