import Platform

/// Puts faces on disk as images, so that what is there already, byte for byte, stays.
struct SetupImages: Sendable {
    let dataset: Dataset
    let folder: String
    let format: ImageSetup.Format
    let store: any FileStore

    /// Writes images of neighbouring rows; returns how many were not there.
    func write(_ entries: ArraySlice<SetupEntry>) throws(FileError) -> Int {
        var written = 0
        for entry in entries {
            let path = folder + "/" + entry.file
            let bytes = try encode(entry, path)
            if Disk.exists(path) {
                if let found = try? Disk.read(path), found == bytes { continue }
                // What an interrupted set-up has left, whole or half.
                try store.remove(path)
            }
            try store.append(bytes, to: path)
            written += 1
        }
        return written
    }

    /// The bytes of an image.
    func encode(_ entry: SetupEntry, _ path: String) throws(FileError) -> [UInt8] {
        let encoded = entry.part.content(of: dataset).faces.withPixels { pixels -> [UInt8]? in
            let face = pixels + entry.index * FaceSet.pixelsPerFace
            return switch format {
            case .png: PNGImage.encode(grey: face, width: FaceSet.side, height: FaceSet.side)
            case .jpg: JPEGImage.encode(grey: face, width: FaceSet.side, height: FaceSet.side)
            }
        }
        guard let encoded else { throw FileError(path: path, operation: "encode", code: ENOMEM) }
        return encoded
    }
}
