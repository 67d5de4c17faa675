import Platform

/// What was read from a folder or file, split by the rules of docs/DATA.md, Splits, or as a person asked for.
struct LoadedParts {
    // Each without pixels where it was not asked for.
    let training: FacePart
    let validation: FacePart
    /// Kept aside.
    let test: FacePart
    let classNames: [String]
    let rule: ValidationRule
    /// The rule as a person reads it.
    let split: String
    /// In words.
    let layout: String
    /// The absolute path of what was read, or `demo`.
    let location: String
    let skipped: [DatasetError]
    /// Tables or a folder that say the labels of faces in other files, relative to the data's folder.
    let labelFiles: [String]
    let notes: [String]
    /// By what the layout was recognised, for a sentence.
    let evidence: String
    /// The sizes of the images, where some are not 48x48; nil: all are 48x48, or there are no images.
    let sizes: DatasetReport.Sizes?

    /// How many faces are kept aside, read or not.
    var testCount: Int { test.count }

    /// Reads what `source` holds, as far as it is wanted.
    ///
    /// - Throws: `DatasetError`, of several faults the first in order.
    init(
        _ source: DataSource, options: LoadOptions, progress: @escaping @Sendable (LoadProgress) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) {
        let path = Disk.withHome(source.text)
        let splitting = FaceSplit(options, path: path)
        var faces: LayoutFaces
        if source == .demo {
            (location, evidence, sizes) = (source.text, "the program, which draws them", nil)
            faces = DemoFaces.layoutFaces(threads: options.threads)
        } else {
            location = Disk.absolute(path)
            let found = try DataLayout(of: path)
            let reading = LayoutReading(options: options, base: found.base, progress: progress, isCancelled: isCancelled)
            faces = try found.layout.read(reading)
            (evidence, sizes) = (found.layout.evidence, reading.sizes.summary)
            if !found.alternatives.isEmpty {
                faces.notes.insert(
                    "\(found.layout.choice) was taken; there too: \(found.alternatives.joined(separator: ", ")). "
                        + "Open the folder and take another, or name it with --data.", at: 0)
            }
        }
        func check(_ part: FacePart, _ name: String) throws(DatasetError) {
            guard part.count == 0 else { return }
            throw .noFaces(path: path, part: name, bad: faces.skipped.count, first: faces.skipped.first?.description)
        }
        try check(faces.training, "training")
        guard faces.classNames.count > 1 else {
            throw .classes(path: path, reason: "all faces are of one class, \(faces.classNames.first ?? "none"); expected at least two to tell apart")
        }
        let outcome = try splitting.apply(to: &faces)
        try check(faces.validation, "validation")
        try check(faces.training, "training")
        (training, validation, test) = (faces.training, faces.validation, faces.test)
        (rule, split) = (outcome.rule, outcome.sentence)
        (layout, classNames, skipped) = (faces.layout, faces.classNames, faces.skipped)
        labelFiles = faces.labelFiles
        notes = faces.notes + Self.leaks(faces)
    }

    /// Whose faces stand on two sides, in a sentence.
    private static func leaks(_ faces: LayoutFaces) -> [String] {
        let learnt = Set(faces.training.origins.compactMap(\.subject))
        let others = Set((faces.validation.origins + faces.test.origins).compactMap(\.subject)).intersection(learnt)
        guard !others.isEmpty else { return [] }
        let sentence =
            "The faces of \(counted(others.count, "subject", "subjects")) both train and are tested on, which flatters the accuracy; --split subject keeps them apart."
        return [sentence]
    }
}

extension DemoFaces {
    /// The built-in set as any other.
    static func layoutFaces(threads: Int) -> LayoutFaces {
        let dataset = dataset(threads: threads)
        func part(_ faces: FaceSet, _ origins: [FaceOrigin]) -> FacePart { FacePart(pixels: faces.pixels, labels: faces.labels, origins: origins) }
        return LayoutFaces(
            layout: dataset.layout, training: part(dataset.training, dataset.origins.training),
            validation: part(dataset.validation, dataset.origins.validation), rule: .demo)
    }
}
