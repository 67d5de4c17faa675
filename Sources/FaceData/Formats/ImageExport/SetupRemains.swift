import Platform

/// What lies where a set-up's images would, in a folder that has neither manifest nor mark.
struct SetupRemains {
    let folder: String
    let entries: [SetupEntry]
    let images: SetupImages
    let threads: Int

    /// The first thing there, relative to the folder, that is not one of this set-up's own images, whole or cut off; nil: there is nothing else.
    func stranger() throws(SetupError) -> String? {
        do throws(DatasetError) {
            if let name = try unexpectedName() { return name }
        } catch { throw .data(error) }
        let pieceLength = 256
        let strangers = OrderedPieces.map(count: (entries.count + pieceLength - 1) / pieceLength, threads: threads) { piece in
            entries[piece * pieceLength..<min(entries.count, (piece + 1) * pieceLength)].first { !isOurs($0) }?.file
        }
        return strangers.compactMap(\.self).first
    }

    /// A folder or file that no image of ours is called.
    private func unexpectedName() throws(DatasetError) -> String? {
        let files = Set(entries.map(\.file))
        let labels = Set(entries.map { Disk.parent(of: $0.file) })
        for part in SetupEntry.Part.allCases.map(\.rawValue) where Disk.exists(folder + "/" + part) {
            guard Folder.isFolder(folder + "/" + part) else { return part }
            for label in try Folder.entries(of: folder + "/" + part, includesHidden: true) {
                let path = part + "/" + label.name
                guard label.isFolder, labels.contains(path) else { return path }
                for file in try Folder.entries(of: folder + "/" + path, includesHidden: true) where !files.contains(path + "/" + file.name) {
                    return path + "/" + file.name
                }
            }
        }
        return nil
    }

    private func isOurs(_ entry: SetupEntry) -> Bool {
        let path = folder + "/" + entry.file
        guard Disk.exists(path) else { return true }
        guard let found = try? Disk.read(path), let bytes = try? images.encode(entry, path) else { return false }
        return bytes.starts(with: found)
    }
}
