import Platform

/// Folders named by class with images in them: one set, or one for each part.
struct ClassFolderLayout: FaceLayout, Equatable {
    let main: String
    var validation: String?
    var test: String?
    /// Whether the folders bear names of a person's own, not those of emotions.
    var isOwn = false

    var choice: String { "class folders" }
    var evidence: String { isOwn ? "folders of images" : "folders named by class" }

    static func candidates(in place: FolderPlace) throws(DatasetError) -> [any FaceLayout] {
        for isOwn in [false, true] {
            func part(_ names: [String]) throws(DatasetError) -> String? {
                for name in names {
                    // What validates need not be of all classes.
                    let least = names == PartName.training ? 2 : 1
                    guard let folder = place.folder([name]), try hasClasses(FolderPlace(folder), isOwn, atLeast: least) else { continue }
                    return folder
                }
                return nil
            }
            let parts = (training: try part(PartName.training), validation: try part(PartName.validation), test: try part(PartName.test))
            let isSet = try hasClasses(place, isOwn, atLeast: 2)
            if let training = parts.training ?? (isSet ? place.path : nil) {
                return [ClassFolderLayout(main: training, validation: parts.validation, test: parts.test, isOwn: isOwn)]
            }
            // A part alone is a set of its own.
            if let alone = parts.validation ?? parts.test { return [ClassFolderLayout(main: alone, isOwn: isOwn)] }
        }
        return []
    }

    /// Whether folders in `place` are named by class; those of one's own must be so many, and hold images and nothing else.
    private static func hasClasses(_ place: FolderPlace, _ isOwn: Bool, atLeast least: Int) throws(DatasetError) -> Bool {
        guard isOwn else { return place.folders.contains { ClassName.known($0.name) != nil } }
        let parts = Set(PartName.training + PartName.validation + PartName.test)
        let folders = place.folders.filter { !parts.contains($0.name.lowercased()) }
        guard (least...ClassSet.most).contains(folders.count) else { return false }
        for folder in folders {
            guard let inner = try? FolderPlace(place.path(of: folder)) else { return false }
            guard inner.folders.isEmpty, inner.files.contains(where: { ImageFile.hasImageSuffix($0.name) }) else { return false }
        }
        return true
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        var faces = LayoutFaces(layout: isOwn ? "class folders of your own" : "class folders")
        var classes: Set<String> = []
        var foreign: [(name: String, count: Int)] = []
        func items(_ folder: String?) throws(DatasetError) -> [ImageItem] {
            try folder.map { path throws(DatasetError) in try Self.items(in: path, isOwn, reading, classes: &classes, foreign: &foreign) } ?? []
        }
        var (training, validation, test) = (try items(main), try items(validation), try items(test))
        for other in foreign {
            faces.notes.append(
                "The folder '\(other.name)' names no class that is known beside the others: its \(counted(other.count, "image is", "images are")) left out."
            )
        }
        if !validation.isEmpty {
            faces.rule = .validationPart
        } else if !test.isEmpty {
            // msambare's folders hold FER2013's two test parts together.
            let isPublic = { (item: ImageItem) in item.name.hasPrefix("PublicTest") }
            let areFERNames = test.contains(where: isPublic) && test.allSatisfy { isPublic($0) || $0.name.hasPrefix("PrivateTest") }
            faces.rule = areFERNames ? .publicTestFiles : .testPart
            validation = areFERNames ? test.filter(isPublic) : test
            test = areFERNames ? test.filter { !isPublic($0) } : []
            if areFERNames { faces.paper = .asItIs }
        }
        if !isOwn, Self.areFrames(training + validation + test) {
            faces.layout = "CK+48 (class folders)"
            faces.paper = .shares
            func named(_ items: [ImageItem]) -> [ImageItem] {
                items.map { item in
                    var item = item
                    item.origin.subject = String(item.name.prefix { $0 != "_" })
                    return item
                }
            }
            (training, validation, test) = (named(training), named(validation), named(test))
        }
        let set = isOwn ? ClassSet(classes) : Self.known(classes)
        guard set.names.count <= ClassSet.most else {
            throw .classes(path: reading.base, reason: "\(set.names.count) classes, expected at most \(ClassSet.most)")
        }
        faces.classNames = set.names
        try reading.images(training: training, validation: validation, test: test, set, into: &faces)
        return faces
    }

    /// The set that folders named by emotion are of: the six basic ones, contempt and neutral as they are there. Where neither contempt nor all of the
    /// six have a folder it is a part of FER2013, which has neutral too.
    private static func known(_ found: Set<String>) -> ClassSet {
        let six = Set(Emotion.names).subtracting(["neutral"])
        let isPart = !found.contains("contempt") && !six.isSubset(of: found)
        return ClassSet(six.union(found).union(isPart ? ["neutral"] : []))
    }

    /// The images of a folder's class folders in natural order over all classes together.
    private static func items(
        in path: String, _ isOwn: Bool, _ reading: LayoutReading, classes: inout Set<String>, foreign: inout [(name: String, count: Int)]
    ) throws(DatasetError) -> [ImageItem] {
        let parts = Set(PartName.training + PartName.validation + PartName.test)
        let place = try FolderPlace(path)
        var items: [ImageItem] = []
        for folder in place.folders where !parts.contains(folder.name.lowercased()) {
            let known = ClassName.known(folder.name)
            let name = isOwn ? folder.name : known
            let inner: FolderPlace
            do throws(DatasetError) { inner = try FolderPlace(place.path(of: folder)) } catch {
                guard name != nil else { continue }
                throw error
            }
            let images = inner.files.filter { ImageFile.hasImageSuffix($0.name) }
            guard let name else {
                if !images.isEmpty { foreign.append((folder.name, images.count)) }
                continue
            }
            classes.insert(name)
            // Numbers are FER2013's ids: with one of them all its classes are meant.
            if !isOwn, folder.name.allSatisfy(\.isNumber) { classes.formUnion(Emotion.names) }
            items += images.map { image in
                let path = inner.path(of: image)
                return ImageItem(path: path, origin: FaceOrigin(file: reading.name(of: path)), className: name)
            }
        }
        return items.inNaturalOrder()
    }

    /// Whether all images are frames as CK+ names them: S010_004_00000017.png.
    private static func areFrames(_ items: [ImageItem]) -> Bool {
        !items.isEmpty
            && items.allSatisfy { item in
                let words = item.name.prefix { $0 != "." }.split(separator: "_")
                return words.count == 3 && words[0].first == "S" && words[0].dropFirst().count == 3
                    && (words[0].dropFirst() + words[1] + words[2]).allSatisfy(\.isNumber)
            }
    }
}
