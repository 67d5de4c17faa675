import Platform

/// Tables of faces: fer2013.csv, icml_face_data.csv, Kaggle's train.csv, what the TensorFlow program leaves behind, ckextended.csv, and a person's own.
struct TableLayout: FaceLayout, Equatable {
    /// A file with all parts, or with the training part.
    let main: String
    /// A file with faces that validate.
    var validation: String?
    /// A file with faces that are kept aside, or without labels.
    var test: String?

    /// The files that hold everything, the first that is there wins.
    private static let wholeFiles = ["fer2013.csv", "icml_face_data.csv", "ckextended.csv"]
    /// Rows of Kaggle's train.csv.
    static let kaggleRows = 28_709
    /// How many of them, from the first on, validate in the TensorFlow implementation.
    static let kaggleValidationRows = 3_589

    var choice: String { Self.name(main) }
    var evidence: String { "the table \(choice)" }

    private static func name(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? path }

    static func candidates(in place: FolderPlace) -> [any FaceLayout] {
        var found: [any FaceLayout] = wholeFiles.compactMap { place.file([$0]) }.map { TableLayout(main: $0) }
        func part(_ names: [String]) -> String? { place.file(names.map { $0 + ".csv" }) }
        if let training = part(PartName.training), !hasLabelsAlone(training, beside: place) {
            found.append(TableLayout(main: training, validation: part(PartName.validation), test: part(PartName.test)))
        } else if found.isEmpty, let test = part(PartName.test) {
            // Alone it cannot be trained on, and the reader will say why.
            found.append(TableLayout(main: test))
        }
        return found
    }

    /// Whether a table has no pixels, since its images lie in a folder of its name.
    private static func hasLabelsAlone(_ table: String, beside place: FolderPlace) -> Bool {
        let name = name(table).lowercased()
        guard place.folder([String(name.dropLast(".csv".count))]) != nil else { return false }
        do throws(DatasetError) { _ = try CSVHeader(of: table) } catch {
            if case .missingColumn = error { return true }
        }
        return false
    }

    static func candidate(file path: String) -> (any FaceLayout)? { path.lowercased().hasSuffix(".csv") ? TableLayout(main: path) : nil }

    init(main: String, validation: String? = nil, test: String? = nil) {
        (self.main, self.validation, self.test) = (main, validation, test)
    }

    /// The first table of any name in a folder.
    init?(anyIn place: FolderPlace) {
        guard let file = place.files.first(where: { $0.name.lowercased().hasSuffix(".csv") }) else { return nil }
        self.init(main: place.path(of: file))
    }

    /// Whether a file is the extension of CK+, whose eighth class is contempt.
    private var isExtendedCK: Bool { choice.lowercased().hasPrefix("ckextended") }

    func read(_ reading: LayoutReading) throws(DatasetError) -> LayoutFaces {
        let labelledTest = try test.flatMap { file throws(DatasetError) in try CSVHeader(of: file).emotion == nil ? nil : file }
        let classNames = isExtendedCK ? ClassName.known : Emotion.names
        var tables = try reading.tables([main, validation, labelledTest].compactMap(\.self), classCount: classNames.count)
        var faces = LayoutFaces(layout: isExtendedCK ? "CK+ (\(choice))" : "FER2013 (\(choice))", classNames: classNames)
        faces.skipped = tables.flatMap { $0.skipped.map(\.error) }
        faces.paper = isExtendedCK ? .shares : .asItIs
        if let test, labelledTest == nil {
            faces.notes.append("\(Self.name(test)) has no labels: it neither trains nor tests, but deep-emotion predict tells its classes.")
        }
        /// All faces of a file that is a part as a whole.
        func whole(_ table: CSVFaces) -> FacePart { table.parts.reduce(into: FacePart()) { $0.append($1) } }
        let aside = labelledTest == nil ? FacePart() : whole(tables.removeLast())
        let given = validation == nil ? nil : whole(tables.removeLast())
        var table = tables.removeLast()
        let isKaggle = given == nil && table.header.usage == nil && table.rowCount == Self.kaggleRows
        if let given {
            faces.validation = given
            faces.rule = .validationPart
            faces.test = aside
        } else if table.parts[1].count > 0 {
            faces.validation = table.parts[1]
            faces.rule = .publicTestRows
            faces.test = aside
            faces.test.append(table.parts[2])
        } else if aside.count + table.parts[2].count > 0 {
            faces.validation = aside
            faces.validation.append(table.parts[2])
            faces.rule = .testPart
        } else if isKaggle {
            faces.validation = table.removeFirstRows(Self.kaggleValidationRows)
            faces.rule = .kaggleFirstRows
        }
        faces.training = table.parts[0]
        return faces
    }
}
