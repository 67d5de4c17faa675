package import FaceData
import Platform

/// Labelled faces that a network is to be scored on.
package struct EvaluationData: Sendable {
    /// Which faces of a data set count.
    package enum Split: String, Sendable, CaseIterable {
        case test, validation, train, all
    }

    /// The faces, their classes being those of the data.
    package let faces: FaceSet
    /// Where each was found; empty where that is unknown, as for demo faces.
    package let origins: [FaceOrigin]
    /// Which faces these are.
    package let split: Split
    /// In words: the layout, and what made the split.
    package let source: String
    /// Rows or images that were left out because they could not be read.
    package let skipped: [DatasetError]

    /// Reads the faces of `split` in `source`.
    ///
    /// - Parameter split: nil: the test part where there is one, else what validates. A file or folder that is called test, or holds nothing but
    ///   PrivateTest rows, is a test part as a whole; what validates for want of a validation part is a test part too.
    /// - Throws: `DatasetError`.
    package init(
        _ source: DataSource, split: Split?, options: LoadOptions, progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) {
        var options = options
        let isTest = Self.isCalledTest(source)
        options.wanted =
            switch split {
            case _ where isTest: .all
            case .train: .training
            case .validation: .validation
            case nil, .test: .test
            case .all: .all
            }
        let dataset: Dataset
        do throws(DatasetError) {
            dataset = try DatasetLoader.load(source, options: options, progress: progress, isCancelled: isCancelled)
        } catch .noFaces(let path, let part, let bad, let first) {
            // Nothing to learn from, which evaluation does not need.
            guard
                let rest = try Self.withoutTraining(source, options, progress: progress, isCancelled: isCancelled)
            else { throw .noFaces(path: path, part: part, bad: bad, first: first) }
            dataset = rest
        }
        try self.init(dataset, split: split, isTest: isTest)
    }

    /// The faces of a split of `dataset`; `isTest`: all of it is a test part.
    init(_ dataset: Dataset, split: Split?, isTest: Bool = false) throws(DatasetError) {
        let hasTest = dataset.testCount > 0
        // Without a validation part the test part validates: it is both.
        let standsIn = !hasTest && (dataset.rule == .testPart || dataset.rule == .publicTestFiles)
        let chosen = split ?? (hasTest || standsIn || isTest ? .test : .validation)
        let parts: [(FaceSet, [FaceOrigin])] =
            switch chosen {
            case .train: [(dataset.training, dataset.origins.training)]
            case .validation: [(dataset.validation, dataset.origins.validation)]
            case .test where !isTest || hasTest:
                [standsIn ? (dataset.validation, dataset.origins.validation) : (dataset.test, dataset.origins.test)]
            case .all, .test:
                [
                    (dataset.training, dataset.origins.training), (dataset.validation, dataset.origins.validation),
                    (dataset.test, dataset.origins.test),
                ]
            }
        // One part alone is not copied.
        faces =
            parts.count == 1
            ? parts[0].0
            : FaceSet(pixels: parts.flatMap(\.0.pixels), labels: parts.flatMap(\.0.labels), classNames: dataset.training.classNames)
        origins = parts.flatMap(\.1)
        self.split = chosen
        source = dataset.layout + (chosen == .all || isTest ? "" : "; " + dataset.split)
        skipped = dataset.skipped
        guard faces.count > 0 else {
            throw .noFaces(
                path: dataset.location, part: "split \(chosen.rawValue)", bad: dataset.skipped.count, first: dataset.skipped.first?.description)
        }
    }

    /// Where face `index` was found, as a file and a row; its number where that is unknown.
    package func origin(_ index: Int) -> FaceOrigin {
        origins.indices.contains(index) ? origins[index] : FaceOrigin(file: "face", row: index)
    }

    private static func isCalledTest(_ source: DataSource) -> Bool {
        guard case .path(let path) = source, let name = Disk.absolute(Disk.withHome(path)).split(separator: "/").last?.lowercased() else {
            return false
        }
        return PartName.test.contains(name) || PartName.test.contains { name == $0 + ".csv" }
    }

    /// The rows of a table that holds no training rows: PublicTest validates, PrivateTest tests; nil where that is not what is there.
    private static func withoutTraining(
        _ source: DataSource, _ options: LoadOptions, progress: @escaping @Sendable (LoadProgress) -> Void,
        isCancelled: @escaping @Sendable () -> Bool
    ) throws(DatasetError) -> Dataset? {
        guard case .path(let given) = source else { return nil }
        let path = Disk.withHome(given)
        var file = path
        if Folder.isFolder(path) {
            let tables = try Folder.entries(of: path).filter { !$0.isFolder && $0.name.lowercased().hasSuffix(".csv") }
            guard tables.count == 1 else { return nil }
            file = path + "/" + tables[0].name
        }
        let done = Progress(total: try FilePieces(file).size, unit: .bytes, progress)
        let name = String(file.split(separator: "/").last ?? "")
        let table = try CSVFaces(file, name: name, options: options, done: done, isCancelled: isCancelled)
        guard table.parts[0].count == 0, table.parts[1].count + table.parts[2].count > 0 else { return nil }
        let parts = table.parts.map { ($0.faces(Emotion.names), $0.origins) }
        return Dataset(
            training: parts[0].0, validation: parts[1].0, test: parts[2].0,
            origins: Dataset.Origins(validation: parts[1].1, test: parts[2].1), rule: .publicTestRows,
            split: "PublicTest rows validate, PrivateTest rows test", layout: "FER2013 (\(name))", location: Disk.absolute(file),
            skipped: table.skipped.map(\.error))
    }
}

extension EvaluationData {
    /// The places of at most `limit` faces out of `labels`, every class keeping its share; always the same ones. nil: all.
    package static func drawn(_ limit: Int?, labels: [Int], classCount: Int) -> [Int] {
        guard let limit else { return Array(labels.indices) }
        var random = RandomBits(seed: 1234, .subset)
        return StratifiedDraw.indices(count: limit, labels: labels.map { UInt8($0) }, classCount: classCount, random: &random)
    }
}
