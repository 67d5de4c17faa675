import Platform

/// What a layout needs to read its faces.
struct LayoutReading: Sendable {
    let options: LoadOptions
    /// The folder that origins are relative to.
    let base: String
    /// How large images are that are read.
    let sizes = ImageSizes()
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
            let result = try ImageFaces.read(items, classes: classes, sizes: sizes, options: options, done: done, isCancelled: isCancelled)
            faces.append(result.faces)
            skipped += result.skipped
        }
        return (faces, skipped)
    }

    /// Decodes the images of a layout's own parts, as far as they are wanted; the others are listed, with their labels.
    ///
    /// - Parameter faces: its rule and its paper's split are known.
    func images(
        training: [ImageItem], validation: [ImageItem], test: [ImageItem], _ classes: ClassSet, into faces: inout LayoutFaces
    ) throws(DatasetError) {
        // Which faces validate by chance depends on which of them can be read.
        let isDrawn = faces.rule == nil || options.split.folds > 1
        let mixesParts = FaceSplit.mixesParts(options.split, paper: faces.paper)
        func isWanted(_ part: SplitDraw.Part) -> Bool {
            mixesParts || isDrawn && part != .test || options.wanted.includes(part, hasTest: !test.isEmpty)
        }
        func listed(_ items: [ImageItem]) -> FacePart {
            FacePart(labels: items.map { classes.label($0.className) }, origins: items.map(\.origin))
        }
        var readsTraining = isWanted(.training)
        let (readsValidation, readsTest) = (isWanted(.validation), isWanted(.test))
        var read = try images([readsTraining ? training : [], readsValidation ? validation : [], readsTest ? test : []], classes)
        if readsValidation, read.parts[1].count == 0, !readsTraining {
            // Nothing that validates can be read: it is drawn from what trains.
            let others = try images([training], classes)
            (readsTraining, read.parts[0]) = (true, others.parts[0])
            read.skipped = others.skipped + read.skipped
        }
        faces.training = readsTraining ? read.parts[0] : listed(training)
        faces.validation = readsValidation ? read.parts[1] : listed(validation)
        faces.test = readsTest ? read.parts[2] : listed(test)
        faces.skipped += read.skipped
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
    // Each without pixels where it was not asked for.
    var training = FacePart()
    var validation = FacePart()
    /// Kept aside.
    var test = FacePart()
    /// What in the data says what validates; nil: nothing.
    var rule: ValidationRule?
    /// nil: the paper tells of no such data.
    var paper: PaperSplit?
    var skipped: [DatasetError] = []
    /// What says the labels where that is neither the faces' own file nor its name: tables or a folder, relative to the data's folder.
    var labelFiles: [String] = []
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
package func counted(_ count: Int, _ one: String, _ many: String) -> String { NumberText.grouped(count) + " " + (count == 1 ? one : many) }
