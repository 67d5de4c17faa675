import Platform

extension DatasetReport {
    /// Whether a quick look at names (no file is opened) says that `path` may hold faces.
    package static func looksLikeFaces(path: String) -> Bool { (try? DataLayout(of: path)) != nil }

    /// Examines `source` by reading all of it; bad rows and images are listed, not refused.
    ///
    /// - Throws: `DatasetError` where nothing usable is there, or `.cancelled`.
    package static func examine(
        _ source: DataSource, threads: Int = ProcessorCount.online,
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> DatasetReport {
        try examine(source, options: LoadOptions(threads: threads), progress: progress, isCancelled: isCancelled)
    }

    /// The same of data that are split as `options` say; all parts are read, and bad rows are listed, whatever else they say.
    package static func examine(
        _ source: DataSource, options: LoadOptions, progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> DatasetReport {
        var options = options
        options.skipsBad = true
        options.wanted = .all
        let parts = try LoadedParts(source, options: options, progress: progress, isCancelled: isCancelled)
        let splits = [("training", parts.training), ("validation", parts.validation), ("test", parts.test)].filter { $0.1.count > 0 }
            .map { (name: $0.0, faces: $0.1.faces(parts.classNames)) }
        guard !isCancelled() else { throw .cancelled }
        let survey = FaceSurvey(splits.map(\.faces), threads: options.threads)
        let counts = splits.map { Split(name: $0.name, counts: $0.faces.countsPerClass) }
        let training = splits[0].faces
        let findings = DatasetFindings(counts, classNames: training.classNames, unreadable: parts.skipped.count, survey, sizes: parts.sizes)
        return DatasetReport(
            layout: parts.layout, evidence: parts.evidence, files: files(parts), rule: parts.rule, split: parts.split,
            classNames: training.classNames, splits: counts, unreadable: parts.skipped, sizes: parts.sizes, duplicates: survey.duplicates,
            blankCount: survey.blankCount, findings: parts.notes + separation(parts) + findings.sentences, samples: samples(training))
    }

    /// Says that no subject's faces are in two splits, where subjects are known; the opposite is among the notes.
    private static func separation(_ parts: LoadedParts) -> [String] {
        let splits = [parts.training, parts.validation, parts.test].map { Set($0.origins.compactMap(\.subject)) }
        let all = splits.reduce(into: Set<String>()) { $0.formUnion($1) }
        guard !all.isEmpty, splits.reduce(0, { $0 + $1.count }) == all.count else { return [] }
        return ["\(counted(all.count, "subject", "subjects")), none of whom stands in two splits: the split leaks nobody."]
    }

    /// The tables that were read, or the folders of the images that were, and what says their labels, each once.
    private static func files(_ parts: LoadedParts) -> [String] {
        guard parts.rule != .demo else { return [] }
        var files = parts.labelFiles
        var seen = Set(files)
        for origin in [parts.training, parts.validation, parts.test].flatMap(\.origins) {
            let name = origin.row == nil ? Disk.parent(of: origin.file) : origin.file
            if seen.insert(name).inserted { files.append(name) }
        }
        return files.sorted(by: NaturalOrder.isBefore)
    }

    /// Up to four faces of different classes, the first ones with some contrast.
    private static func samples(_ faces: FaceSet) -> [(pixels: [UInt8], label: Int)] {
        let telling = ["happy", "surprise", "angry", "sad"].compactMap(faces.classNames.firstIndex(of:))
        let labels = telling.isEmpty ? Array(faces.classNames.indices.prefix(4)) : telling
        return labels.compactMap { label in
            faces.labels.indices.first { Int(faces.labels[$0]) == label && Set(faces.face($0)).count > 16 }.map { (faces.face($0), label) }
        }
    }
}
