/// What a layout needs to read its faces.
struct LayoutReading: Sendable {
    let options: LoadOptions
    /// Whether images that are only kept aside are read too; else they are listed.
    let readsTest: Bool
    /// The folder that origins are relative to.
    let base: String
    let progress: @Sendable (LoadProgress) -> Void
    let isCancelled: @Sendable () -> Bool

    /// What origins call the file at `path`.
    func name(of path: String) -> String { Folder.relative(path, to: base) }

    /// Reads tables; the progress is that of all of them.
    func tables(_ paths: [String], classCount: Int = Emotion.names.count) throws(DatasetError) -> [CSVFaces] {
        var bytes = 0
        for path in paths { bytes += try FilePieces(path).size }
        let done = Progress(total: bytes, unit: .bytes, progress)
        var tables: [CSVFaces] = []
        for path in paths {
            tables.append(try CSVFaces(path, name: name(of: path), classCount: classCount, options: options, done: done, isCancelled: isCancelled))
        }
        return tables
    }

    /// Decodes images, part by part; the progress is that of all of them.
    func images(_ parts: [[ImageItem]], _ classes: ClassSet) throws(DatasetError) -> (parts: [FacePart], skipped: [DatasetError]) {
        let done = Progress(total: parts.reduce(0) { $0 + $1.count }, unit: .images, progress)
        var (faces, skipped) = ([FacePart](), [DatasetError]())
        for items in parts {
            let result = try ImageFaces.read(items, classes: classes, options: options, done: done, isCancelled: isCancelled)
            faces.append(result.faces)
            skipped += result.skipped
        }
        return (faces, skipped)
    }

    /// Throws what is wrong with one item, or takes it down where such are left out.
    func refuse(_ error: DatasetError, noting skipped: inout [DatasetError]) throws(DatasetError) {
        guard options.skipsBad else { throw error }
        skipped.append(error)
    }
}

/// Faces as a layout gives them, before anybody splits them otherwise.
struct LayoutFaces: Sendable {
    /// How the paper split data of this kind.
    enum PaperSplit: Sendable {
        /// FER2013: as it is handed out.
        case asItIs
        /// CK+: 70 % train, 10 % validate, 20 % test.
        case shares
        /// JAFFE: ten test faces a class, 23 of the other 143 validate.
        case tenOfAClass
        /// FERG: 1,000 test faces a class, about 14,000 validate.
        case thousandOfAClass
    }

    /// In words.
    var layout: String
    var classNames = Emotion.names
    var training = FacePart()
    var validation = FacePart()
    /// Kept aside; without pixels where nobody wanted them read.
    var test = FacePart()
    /// Whether `test` has its pixels.
    var hasReadTest = true
    /// What in the data says what validates; nil: nothing.
    var rule: ValidationRule?
    /// nil: the paper tells of no such data.
    var paper: PaperSplit?
    var skipped: [DatasetError] = []
    /// What a person should know of what was taken and what was left.
    var notes: [String] = []

    /// Where the faces of all parts were found.
    var all: [FaceOrigin] { training.origins + validation.origins + test.origins }

    /// Takes the faces of all parts, behind each other.
    mutating func pooled() -> FacePart {
        var all = FacePart()
        swap(&all, &training)
        all.append(validation)
        all.append(test)
        (validation, test) = (FacePart(), FacePart())
        return all
    }
}

/// Numbers of things in sentences.
func counted(_ count: Int, _ one: String, _ many: String) -> String { NumberText.grouped(count) + " " + (count == 1 ? one : many) }
