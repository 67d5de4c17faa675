/// What was read from a folder or file, split by the rules of data.md.
struct LoadedParts {
    private(set) var training = FacePart()
    private(set) var validation = FacePart()
    /// Kept aside; empty where nobody wanted it read.
    private(set) var test = FacePart()
    /// How many faces are kept aside.
    private(set) var testCount = 0
    private(set) var rule = ValidationRule.stratifiedTenth
    /// In words.
    private(set) var layout: String
    private(set) var skipped: [DatasetError] = []
    /// The folder that the data lie in.
    private let base: String

    /// Rows of Kaggle's train.csv, and how many of them validate in the TensorFlow implementation.
    private static let kaggleRows = 28_709
    private static let kaggleValidationRows = 3_589

    /// Reads what lies at `path`.
    ///
    /// - Parameter readsTest: whether images that are only kept aside are read too; otherwise they are counted.
    /// - Throws: `DatasetError`, of several faults the first in order.
    init(
        _ path: String, options: LoadOptions, readsTest: Bool, progress: @escaping @Sendable (LoadProgress) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let path = Disk.withHome(path)
        base = Folder.isFolder(path) ? path : Disk.parent(of: path)
        switch try DataLayout(of: path) {
        case .tables(let main, let validation, let test):
            layout = "FER2013 (\(main.split(separator: "/").last ?? ""))"
            try read(main, validation, test, options, progress, isCancelled)
        case .folders(let main, let validation, let test):
            layout = "class folders"
            try readFolders(main, validation, test, options, readsTest: readsTest, progress, isCancelled)
        }
        guard training.count > 0 else { throw noFaces(path, for: "training") }
        if validation.count == 0 { drawTenth(seed: options.seed) }
        guard validation.count > 0 else { throw noFaces(path, for: "validation") }
        guard training.count > 0 else { throw noFaces(path, for: "training") }
    }

    private func noFaces(_ path: String, for part: String) -> DatasetError {
        .noFaces(path: path, part: part, bad: skipped.count, first: skipped.first?.description)
    }

    private mutating func read(
        _ main: String, _ validationFile: String?, _ testFile: String?, _ options: LoadOptions,
        _ progress: @escaping @Sendable (LoadProgress) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let labelledTest = try testFile.flatMap { file throws(DatasetError) in try CSVHeader(of: file).emotion == nil ? nil : file }
        var bytes = 0
        for file in [main, validationFile, labelledTest].compactMap(\.self) { bytes += try FilePieces(file).size }
        let done = Progress(total: bytes, unit: .bytes, progress)
        var table = try CSVFaces(main, name: Folder.relative(main, to: base), options: options, done: done, isCancelled: isCancelled)
        skipped += table.skipped.map(\.error)
        /// All faces of a file that is a part as a whole.
        func whole(_ file: String) throws(DatasetError) -> FacePart {
            let other = try CSVFaces(file, name: Folder.relative(file, to: base), options: options, done: done, isCancelled: isCancelled)
            skipped += other.skipped.map(\.error)
            return other.parts.reduce(into: FacePart()) { $0.append($1) }
        }
        let aside = try labelledTest.map { file throws(DatasetError) in try whole(file) } ?? FacePart()
        let isKaggle = validationFile == nil && table.header.usage == nil && table.rowCount == Self.kaggleRows
        if let validationFile {
            validation = try whole(validationFile)
            rule = .validationPart
            test = aside
        } else if table.parts[1].count > 0 {
            validation = table.parts[1]
            rule = .publicTestRows
            test = aside
            test.append(table.parts[2])
        } else if aside.count + table.parts[2].count > 0 {
            validation = aside
            validation.append(table.parts[2])
            rule = .testPart
        } else if isKaggle {
            validation = table.removeFirstRows(Self.kaggleValidationRows)
            rule = .kaggleFirstRows
        }
        training = table.parts[0]
        testCount = test.count
    }

    private mutating func readFolders(
        _ main: String, _ validationFolder: String?, _ testFolder: String?, _ options: LoadOptions, readsTest: Bool,
        _ progress: @escaping @Sendable (LoadProgress) -> Void, _ isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let trainingItems = try ClassFolders.items(of: main, in: base)
        var validationItems = try validationFolder.map { folder throws(DatasetError) in try ClassFolders.items(of: folder, in: base) } ?? []
        var testItems = try testFolder.map { folder throws(DatasetError) in try ClassFolders.items(of: folder, in: base) } ?? []
        if !validationItems.isEmpty {
            rule = .validationPart
        } else if !testItems.isEmpty {
            // msambare's folders hold FER2013's two test parts together.
            let isPublic = { (item: ClassFolders.Item) in item.name.hasPrefix("PublicTest") }
            let areFERNames = testItems.contains(where: isPublic) && testItems.allSatisfy { isPublic($0) || $0.name.hasPrefix("PrivateTest") }
            rule = areFERNames ? .publicTestFiles : .testPart
            validationItems = areFERNames ? testItems.filter(isPublic) : testItems
            testItems = areFERNames ? testItems.filter { !isPublic($0) } : []
        }
        testCount = testItems.count
        if !readsTest { testItems = [] }
        let done = Progress(total: trainingItems.count + validationItems.count + testItems.count, unit: .images, progress)
        func read(_ items: [ClassFolders.Item]) throws(DatasetError) -> FacePart {
            let result = try ClassFolders.read(items, options: options, done: done, isCancelled: isCancelled)
            skipped += result.skipped
            return result.faces
        }
        training = try read(trainingItems)
        validation = try read(validationItems)
        test = try read(testItems)
    }

    /// Takes a tenth of the training faces, class by class, for validation.
    private mutating func drawTenth(seed: UInt64) {
        rule = .stratifiedTenth
        var random = RandomBits(seed: seed, .split)
        let count = max(1, (training.count + 5) / 10)
        let chosen = StratifiedDraw.indices(count: count, labels: training.labels, classCount: Emotion.names.count, random: &random)
        let isChosen = Set(chosen)
        validation = training.subset(chosen)
        training = training.subset(training.labels.indices.filter { !isChosen.contains($0) })
    }
}
