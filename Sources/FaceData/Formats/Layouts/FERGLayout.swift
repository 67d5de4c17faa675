import Platform

/// FERG: drawn characters, each with a folder of folders, aia/aia_joy/aia_joy_1.png. The character is the subject.
struct FERGLayout: FaceLayout {
    let folder: String

    var choice: String { "the characters in " + (folder.split(separator: "/").last.map { String($0) } ?? folder) }
    var evidence: String { "folders of characters with folders such as aia/aia_joy in them" }

    static func candidates(in place: FolderPlace) -> [any FaceLayout] {
        for character in place.folders.prefix(32) {
            // One that may not be entered is no character.
            guard let inner = try? FolderPlace(place.path(of: character)) else { continue }
            if inner.folders.contains(where: { className($0.name, of: character.name) != nil }) { return [FERGLayout(folder: place.path)] }
        }
        return []
    }

    /// The class that a character's folder is of; nil where its name is not made so.
    private static func className(_ folder: String, of character: String) -> String? {
        guard folder.hasPrefix(character + "_"), let name = ClassName.known(String(folder.dropFirst(character.count + 1))) else { return nil }
        return Emotion.names.contains(name) ? name : nil
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        var faces = LayoutFaces(layout: "FERG")
        faces.paper = .thousandOfAClass
        let place = try FolderPlace(folder)
        var items: [ImageItem] = []
        for character in place.folders {
            let expressions = try FolderPlace(place.path(of: character))
            for expression in expressions.folders {
                let images = try FolderPlace(expressions.path(of: expression))
                let files = images.files.filter { ImageFile.hasImageSuffix($0.name) }
                guard let className = Self.className(expression.name, of: character.name) else {
                    if !files.isEmpty {
                        let name = "\(character.name)/\(expression.name)"
                        faces.notes.append(
                            "The folder '\(name)' names no class that is known: its \(counted(files.count, "image is", "images are")) left out.")
                    }
                    continue
                }
                items += files.map { file in
                    let path = images.path(of: file)
                    return ImageItem(path: path, origin: FaceOrigin(file: reading.name(of: path), subject: character.name), className: className)
                }
            }
        }
        let read = try reading.images([items.inNaturalOrder()], ClassSet(Emotion.names))
        faces.training = read.parts[0]
        faces.skipped = read.skipped
        return faces
    }
}
