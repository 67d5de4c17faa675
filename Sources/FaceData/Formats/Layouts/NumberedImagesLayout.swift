import Platform

/// The PyTorch program's images: train/train<row>.jpg beside a train.csv that holds their labels by row, and val and test likewise.
struct NumberedImagesLayout: FaceLayout {
    /// One folder of images and the table of their labels.
    struct Part: Sendable, Equatable {
        let folder: String
        let table: String
    }

    let training: Part
    var validation: Part?
    var test: Part?

    var choice: String { "the images in " + (training.folder.split(separator: "/").last.map { String($0) } ?? training.folder) }
    var evidence: String { "images such as train0.jpg beside a table of labels" }

    static func candidates(in place: FolderPlace) throws(DatasetError) -> [any FaceLayout] {
        func part(_ names: [String], in place: FolderPlace) throws(DatasetError) -> Part? {
            for name in names {
                guard let folder = place.folder([name]), let table = place.file([name + ".csv"]), try holdsRows(folder) else { continue }
                return Part(folder: folder, table: table)
            }
            return nil
        }
        if let training = try part(PartName.training, in: place) {
            return [
                NumberedImagesLayout(
                    training: training, validation: try part(PartName.validation, in: place), test: try part(PartName.test, in: place))
            ]
        }
        // The folder of images itself: its table lies beside it.
        let name = (place.path.split(separator: "/").last ?? "").lowercased()
        guard (PartName.training + PartName.validation + PartName.test).contains(name), try holdsRows(place.path) else { return [] }
        guard let parent = try? FolderPlace(Disk.parent(of: place.path)), let table = parent.file([name + ".csv"]) else { return [] }
        return [NumberedImagesLayout(training: Part(folder: place.path, table: table))]
    }

    /// Whether a folder holds images that are named by itself and a row.
    private static func holdsRows(_ folder: String) throws(DatasetError) -> Bool {
        try FolderPlace(folder).files.contains { row(of: $0.name, in: folder) != nil }
    }

    /// The row that an image's name tells; nil where it tells none.
    private static func row(of name: String, in folder: String) -> Int? {
        let prefix = (folder.split(separator: "/").last ?? "").lowercased()
        guard ImageFile.hasImageSuffix(name), name.lowercased().hasPrefix(prefix) else { return nil }
        let digits = name.dropFirst(prefix.count).prefix { $0 != "." }
        return digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        var faces = LayoutFaces(layout: "images by row (\(reading.name(of: training.folder)))")
        faces.labelFiles = [training, validation, test].compactMap { $0.map { reading.name(of: $0.table) } }
        func items(_ part: Part?) throws(DatasetError) -> [ImageItem] {
            try part.map { part throws(DatasetError) in try Self.items(part, reading, skipped: &faces.skipped) } ?? []
        }
        let (first, second, third) = (try items(training), try items(validation), try items(test))
        faces.rule = !second.isEmpty ? .validationPart : third.isEmpty ? nil : .testPart
        let (validating, aside) = second.isEmpty ? (third, []) : (second, third)
        try reading.images(training: first, validation: validating, test: aside, ClassSet(Emotion.names), into: &faces)
        return faces
    }

    /// The images of a part with the labels that its table has in their rows.
    private static func items(_ part: Part, _ reading: LayoutReading, skipped: inout [DatasetError]) throws(DatasetError) -> [ImageItem] {
        let labels = try LabelColumn(of: part.table)
        let place = try FolderPlace(part.folder)
        var items: [ImageItem] = []
        for file in place.files {
            guard let row = row(of: file.name, in: part.folder) else { continue }
            let path = place.path(of: file)
            guard row < labels.count else {
                let reason = "is of row \(NumberText.grouped(row)), but \(part.table) has \(counted(labels.count, "row", "rows"))"
                try reading.refuse(.badImage(path: path, reason: reason), noting: &skipped)
                continue
            }
            do throws(DatasetError) {
                let className = try labels.className(row: row)
                items.append(ImageItem(path: path, origin: FaceOrigin(file: reading.name(of: path), row: nil), className: className))
            } catch {
                try reading.refuse(error, noting: &skipped)
            }
        }
        return items.inNaturalOrder()
    }
}
