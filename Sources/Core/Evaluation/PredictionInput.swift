package import FaceData
import Platform

/// Faces without labels, gathered from images, folders and tables.
package struct PredictionInput: Sendable {
    /// [count, 48, 48], 0...255, in the order in which they were added.
    package private(set) var pixels: [UInt8] = []
    /// Where each face was found: the path as it was given, with what lies below a folder behind it.
    package private(set) var origins: [FaceOrigin] = []
    /// What could not be read, in order.
    package private(set) var failures: [DatasetError] = []

    /// Threads that read and decode.
    private let threads: Int

    /// Larger input is refused; in bytes.
    private static let streamLimit = 1 << 30

    /// Nothing.
    package init(threads: Int = ProcessorCount.online) { self.threads = threads }

    /// The number of faces.
    package var count: Int { origins.count }

    /// The pixels of face `index`.
    package func face(_ index: Int) -> [UInt8] {
        Array(pixels[index * FaceSet.pixelsPerFace..<(index + 1) * FaceSet.pixelsPerFace])
    }

    /// The faces as a set that a network of `classNames` can look at; every label is 0 and means nothing.
    package func faces(classNames: [String]) -> FaceSet {
        FaceSet(pixels: pixels, labels: [UInt8](repeating: 0, count: count), classNames: classNames)
    }

    /// Adds an image, a table of pixels with or without labels, or all images below a folder in natural order.
    ///
    /// What cannot be read is a failure, and the rest goes on.
    package mutating func add(_ path: String, isCancelled: @escaping @Sendable () -> Bool = { false }) {
        do throws(DatasetError) {
            let place = Disk.withHome(path)
            try Folder.check(place)
            if Folder.isFolder(place) {
                let images = try Self.images(below: place)
                if images.isEmpty { failures.append(.badImage(path: path, reason: "no image lies in this folder")) }
                decode(images, isCancelled: isCancelled)
            } else if place.lowercased().hasSuffix(".csv") {
                try addTable(place, name: path, isCancelled: isCancelled)
            } else {
                decode([place], isCancelled: isCancelled)
            }
        } catch {
            failures.append(error)
        }
    }

    /// Adds what comes over standard input: the bytes of one image, or of a table; its name is `-`.
    package mutating func addStandardInput(isCancelled: @escaping @Sendable () -> Bool = { false }) {
        do throws(DatasetError) {
            let bytes: [UInt8]
            do throws(FileError) { bytes = try Disk.readStream("/dev/stdin", limit: Self.streamLimit + 1) } catch {
                throw .unreadable(path: "standard input", reason: error.reason)
            }
            guard bytes.count <= Self.streamLimit else {
                throw .unreadable(path: "standard input", reason: "it has more than \(Self.streamLimit >> 30) GB")
            }
            let isTable = String(decoding: bytes.prefix(4096).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self).lowercased().contains("pixels")
            guard isTable else {
                do throws(ImageFile.Fault) {
                    append(AreaFilter.face(try ImageFile.decode(bytes)), FaceOrigin(file: "-"))
                } catch {
                    throw .badImage(path: "standard input", reason: error.reason)
                }
                return
            }
            // The reader of tables reads pieces of a file on several threads.
            let copy = Disk.temporaryPath(".csv")
            do throws(FileError) { try Disk().replace(copy, with: bytes) } catch { throw .unreadable(path: copy, reason: error.reason) }
            defer { try? Disk().remove(copy) }
            try addTable(copy, name: "-", isCancelled: isCancelled)
        } catch {
            failures.append(error)
        }
    }

    private mutating func addTable(_ path: String, name: String, isCancelled: @escaping @Sendable () -> Bool) throws(DatasetError) {
        let faces = try DatasetLoader.loadUnlabelled(path, options: LoadOptions(skipsBad: true, threads: threads), isCancelled: isCancelled)
        pixels += faces.pixels
        origins += faces.origins.map { FaceOrigin(file: name, row: $0.row) }
        failures += faces.skipped.map { $0.renamed(from: path, to: name) }
    }

    private mutating func decode(_ paths: [String], isCancelled: @escaping @Sendable () -> Bool) {
        let results = OrderedPieces.run(count: paths.count, threads: threads, isCancelled: isCancelled) { index in
            (Result { () throws(DatasetError) in try ImageFile.face(paths[index]) }, false)
        }
        for (path, result) in zip(paths, results ?? []) {
            switch result {
            case .success(let face): append(face, FaceOrigin(file: path))
            case .failure(let error): failures.append(error)
            }
        }
    }

    private mutating func append(_ face: [UInt8], _ origin: FaceOrigin) {
        pixels += face
        origins.append(origin)
    }

    /// Everything below a folder whose name promises an image, files and folders together in natural order.
    private static func images(below folder: String) throws(DatasetError) -> [String] {
        var seen: Set<String> = []
        return try images(below: folder, &seen)
    }

    /// - Parameter seen: folders that were entered, so that a link to one above is not followed for ever.
    private static func images(below folder: String, _ seen: inout Set<String>) throws(DatasetError) -> [String] {
        guard let real = realpath(folder, nil) else { return [] }
        defer { free(real) }
        guard seen.insert(String(cString: real)).inserted else { return [] }
        var found: [String] = []
        for entry in try Folder.entries(of: folder) {
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + entry.name
            if entry.isFolder {
                found += try images(below: path, &seen)
            } else if ImageFile.hasImageSuffix(entry.name) {
                found.append(path)
            }
        }
        return found
    }
}

extension DatasetError {
    /// The same of a file that a person knows under another name.
    fileprivate func renamed(from path: String, to name: String) -> DatasetError {
        guard case .badRow(path, let line, let found, let expected) = self else { return self }
        return .badRow(path: name == "-" ? "standard input" : name, line: line, found: found, expected: expected)
    }
}
