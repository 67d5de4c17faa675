import Platform

/// JAFFE: images in one folder whose names tell subject and expression, KA.AN1.39.tiff.
struct JAFFELayout: FaceLayout {
    let folder: String

    private static let classNames = ["AN": "angry", "DI": "disgust", "FE": "fear", "HA": "happy", "NE": "neutral", "SA": "sad", "SU": "surprise"]

    var choice: String { "the images in " + (folder.split(separator: "/").last.map { String($0) } ?? folder) }
    var evidence: String { "images named like KA.AN1.39.tiff" }

    static func candidates(in place: FolderPlace) -> [any FaceLayout] {
        let images = place.files.filter { ImageFile.hasImageSuffix($0.name) }
        // Most must be so: one odd name is a fault, many are other pictures.
        let count = images.count { code(of: $0.name).flatMap { classNames[$0] } != nil }
        return count > 0 && 2 * count >= images.count ? [JAFFELayout(folder: place.path)] : []
    }

    /// The two letters of the expression in a name that is made like JAFFE's, in capitals; nil where it is not.
    private static func code(of name: String) -> String? {
        let words = name.split(separator: ".", omittingEmptySubsequences: false)
        guard words.count == 4, words[0].count == 2, words[0].allSatisfy(\.isLetter), words[1].count >= 3 else { return nil }
        guard words[1].prefix(2).allSatisfy(\.isLetter), (words[1].dropFirst(2) + words[2]).allSatisfy(\.isNumber), !words[2].isEmpty else {
            return nil
        }
        return words[1].prefix(2).uppercased()
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        var faces = LayoutFaces(layout: "JAFFE")
        faces.paper = .tenOfAClass
        let place = try FolderPlace(folder)
        var items: [ImageItem] = []
        for file in place.files where ImageFile.hasImageSuffix(file.name) {
            let path = place.path(of: file)
            guard let code = Self.code(of: file.name), let className = Self.classNames[code] else {
                let found =
                    Self.code(of: file.name).map { "says '\($0)', expected AN, DI, FE, HA, NE, SA or SU" } ?? "is not made like KA.AN1.39.tiff"
                try reading.refuse(.badImage(path: path, reason: "its name " + found), noting: &faces.skipped)
                continue
            }
            let origin = FaceOrigin(file: reading.name(of: path), subject: file.name.prefix(2).uppercased())
            items.append(ImageItem(path: path, origin: origin, className: className))
        }
        let read = try reading.images([items.inNaturalOrder()], ClassSet(Emotion.names))
        faces.training = read.parts[0]
        faces.skipped += read.skipped
        return faces
    }
}
