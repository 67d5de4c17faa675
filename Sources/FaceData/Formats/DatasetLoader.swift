import Platform

/// How a load is done.
package struct LoadOptions: Sendable {
    /// Draws the stratified tenth where no part of the data says what validates.
    package var seed: UInt64
    /// Whether bad rows and images are counted and left out instead of refused.
    package var skipsBad: Bool
    /// Threads that read and decode, at least 1.
    package var threads: Int
    /// Which faces train, validate and test.
    package var split: SplitRequest
    /// What becomes of faces that were voted on.
    package var votes: VotePolicy
    /// Which faces have to be read; the others may be listed alone.
    package var wanted: WantedParts

    /// Memberwise.
    package init(
        seed: UInt64 = 1234, skipsBad: Bool = false, threads: Int = ProcessorCount.online, split: SplitRequest = SplitRequest(),
        votes: VotePolicy = VotePolicy(), wanted: WantedParts = .trainingAndValidation
    ) {
        self.seed = seed
        self.skipsBad = skipsBad
        self.threads = threads
        self.split = split
        self.votes = votes
        self.wanted = wanted
    }
}

/// Reads faces in every layout that is known.
package enum DatasetLoader {
    /// Recognises what `source` holds, reads it, and splits it by the rules of `ValidationRule`.
    ///
    /// - Parameters:
    ///   - progress: called from any thread, a few times a second.
    ///   - isCancelled: asked often; once it says true the load ends with `DatasetError.cancelled`.
    /// - Throws: `DatasetError`.
    package static func load(
        _ source: DataSource, options: LoadOptions = LoadOptions(),
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> Dataset {
        let parts = try LoadedParts(source, options: options, progress: progress, isCancelled: isCancelled)
        guard !isCancelled() else { throw .cancelled }
        func faces(_ part: FacePart) -> FaceSet { (part.isRead ? part : FacePart()).faces(parts.classNames) }
        let hasTest = parts.test.count > 0
        return Dataset(
            training: faces(parts.training), validation: faces(parts.validation),
            test: options.wanted.includes(.test, hasTest: hasTest) ? faces(parts.test) : nil, testLabels: parts.test.labels,
            origins: Dataset.Origins(training: parts.training.origins, validation: parts.validation.origins, test: parts.test.origins),
            rule: parts.rule, split: parts.split, layout: parts.layout, location: parts.location, skipped: parts.skipped, notes: parts.notes)
    }

    /// Reads a table of faces without their labels, such as Kaggle's test.csv; labels in the file are ignored.
    ///
    /// - Throws: `DatasetError`.
    package static func loadUnlabelled(
        _ path: String, options: LoadOptions = LoadOptions(),
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> UnlabelledFaces {
        let path = Disk.withHome(path)
        let done = Progress(total: try FilePieces(path).size, unit: .bytes, progress)
        let name = Folder.relative(path, to: Disk.parent(of: path))
        let table = try CSVFaces(path, name: name, needsLabels: false, options: options, done: done, isCancelled: isCancelled)
        var all = table.parts.reduce(into: FacePart()) { $0.append($1) }
        // Parts stand one behind the other; a prediction belongs to its row.
        if table.parts.count(where: { $0.count > 0 }) > 1 {
            all = all.subset(all.origins.indices.sorted { (all.origins[$0].row ?? 0) < (all.origins[$1].row ?? 0) })
        }
        return UnlabelledFaces(pixels: all.pixels, origins: all.origins, skipped: table.skipped.map(\.error))
    }
}
