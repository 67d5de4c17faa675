import Platform

/// Splits what a layout has read as a person asked for, or else as the data say.
struct FaceSplit {
    let request: SplitRequest
    /// Draws where chance decides.
    let seed: UInt64
    /// For sentences.
    let path: String

    init(_ options: LoadOptions, path: String) {
        request = options.split
        seed = options.split.seed ?? options.seed
        self.path = path
    }

    /// What was done, and how a person is told.
    struct Outcome {
        var rule: ValidationRule
        var sentence: String
    }

    /// Whether faces of the layout's own parts, its test part too, may go to any other.
    ///
    /// - Parameter paper: how the paper split such data.
    static func mixesParts(_ request: SplitRequest, paper: LayoutFaces.PaperSplit?) -> Bool {
        request.manifest != nil || (request.rule == .paper ? paper != .asItIs : request.rule != .auto)
    }

    /// Moves faces between the parts.
    ///
    /// - Throws: `DatasetError.cannotSplit` or `.manifest`.
    func apply(to faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        if let manifest = request.manifest { return try repeatSplit(of: manifest, &faces) }
        if request.folds > 1 { return try fold(&faces) }
        switch request.rule {
        case .auto: return try automatic(&faces)
        case .kaggle: return try kaggle(&faces)
        case .paper: return try paper(&faces)
        case .subject: return try draw(&faces, bySubject: true, rule: .subjects)
        case .random: return try draw(&faces, bySubject: false, rule: .stratified)
        }
    }

    private func automatic(_ faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        guard let rule = faces.rule, faces.validation.count > 0 else {
            // A test part that the layout knows stays what it is; without one it may be drawn.
            let isPlain = request.validationFraction == SplitRequest().validationFraction && request.testFraction == 0
            let subjects = subjects(of: faces.training)
            if let subjects, Set(subjects).count > (request.testFraction > 0 ? 2 : 1) {
                return try draw(&faces, bySubject: true, rule: .subjects, keepsTest: true)
            }
            var outcome = try draw(&faces, bySubject: false, rule: isPlain ? .stratifiedTenth : .stratified, keepsTest: true)
            if isPlain { outcome.sentence = ValidationRule.stratifiedTenth.sentence }
            return outcome
        }
        if request.validationFraction != SplitRequest().validationFraction || request.testFraction != 0 {
            faces.notes.append("The data say themselves what validates: the fractions asked for count only with --split random or --split subject.")
        }
        return Outcome(rule: rule, sentence: rule.sentence)
    }

    private func kaggle(_ faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        if faces.rule != .kaggleFirstRows {
            let rows = faces.training.count + faces.skipped.count
            guard faces.training.origins.first?.row == 0, rows >= TableLayout.kaggleRows,
                faces.training.origins.last?.row ?? 0 < TableLayout.kaggleRows
            else {
                throw refused(
                    "Kaggle's split is of the \(NumberText.grouped(TableLayout.kaggleRows)) training rows of FER2013 in their order; "
                        + "here are \(counted(faces.training.count, "training face", "training faces"))")
            }
            let boundary = TableLayout.kaggleValidationRows
            let (first, rest) = faces.training.divided { ($0.row ?? 0) < boundary }
            faces.test = faces.validation.joined(with: faces.test)
            (faces.validation, faces.training) = (first, rest)
        }
        return Outcome(rule: .kaggleFirstRows, sentence: ValidationRule.kaggleFirstRows.sentence)
    }

    private func paper(_ faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        func outcome(_ words: String) -> Outcome { Outcome(rule: .paper, sentence: "split as in the paper: \(words)") }
        switch faces.paper {
        case .asItIs:
            guard faces.rule == .publicTestRows || faces.rule == .publicTestFiles, let rule = faces.rule else {
                throw refused("the paper's split of FER2013 needs its PublicTest and PrivateTest faces; take fer2013.csv or icml_face_data.csv")
            }
            return outcome(rule.sentence + ", the PrivateTest ones test")
        case .shares:
            let isKnown = faces.all.allSatisfy { $0.subject != nil }
            let drawn = try assign(&faces) { draw throws(SplitDraw.Refusal) in
                isKnown ? try draw.bySubject(validation: 0.1, test: 0.2) : draw.byClass(validation: 0.1, test: 0.2)
            }
            return outcome("70 % train, 10 % validate, 20 % test, \(isKnown ? "by whole subjects" : "of every class") (\(drawn))")
        case .tenOfAClass:
            let drawn = try assign(&faces) { draw throws(SplitDraw.Refusal) in
                draw.testing(perClass: 10, atMost: 0.4, validation: 23.0 / 143)
            }
            return outcome("ten faces of each class test, 23 of the other 143 validate (\(drawn)); subjects stand on all sides")
        case .thousandOfAClass:
            let drawn = try assign(&faces) { draw throws(SplitDraw.Refusal) in
                draw.testing(perClass: 1000, atMost: 0.15, validation: 14_000.0 / 48_767)
            }
            return outcome("1,000 faces of each class test, 14,000 of the others validate (\(drawn)); characters stand on all sides")
        case nil: throw refused("the paper tells of FER2013, CK+, JAFFE and FERG, but of no data like these (\(faces.layout))")
        }
    }

    private func draw(_ faces: inout LayoutFaces, bySubject: Bool, rule: ValidationRule, keepsTest: Bool = false) throws(DatasetError) -> Outcome {
        let (validation, test) = (request.validationFraction, request.testFraction)
        guard validation > 0 else { throw refused("no face is left for validation: the validation fraction is 0") }
        guard validation + test < 1 else {
            throw refused("no face is left for training: the fractions add up to \(NumberText.shortest(validation + test))")
        }
        let aside = faces.test
        if keepsTest { faces.test = FacePart() }
        let drawn = try assign(&faces) { draw throws(SplitDraw.Refusal) in
            bySubject ? try draw.bySubject(validation: validation, test: test) : draw.byClass(validation: validation, test: test)
        }
        if keepsTest { faces.test.append(aside) }
        let words =
            bySubject
            ? "whole subjects validate, none of whom trains" : "\(NumberText.shortest((validation * 1000).rounded() / 10)) % of every class validate"
        return Outcome(rule: rule, sentence: "\(words), drawn by seed \(seed) (\(drawn))")
    }

    private func fold(_ faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        let (folds, fold) = (request.folds, request.fold)
        guard request.rule != .kaggle, request.rule != .paper else {
            throw refused("--folds goes with --split auto, subject or random, not with \(request.rule.rawValue)")
        }
        guard fold <= folds else { throw refused("fold \(fold) of \(folds)") }
        // The data's own test part stays aside, unless everything is to be mixed.
        let pooling = request.rule != .auto
        let bySubject = request.rule == .subject || request.rule == .auto && faces.all.allSatisfy { $0.subject != nil }
        let aside = faces.test
        if !pooling { faces.test = FacePart() }
        let test = request.testFraction
        let drawn = try assign(&faces) { draw throws(SplitDraw.Refusal) in
            try draw.fold(fold, of: folds, test: test, bySubject: bySubject)
        }
        if !pooling { faces.test.append(aside) }
        let unit = bySubject ? "whole subjects" : "every class's faces"
        return Outcome(rule: .fold, sentence: "fold \(fold) of \(folds) validates, \(unit) dealt out by seed \(seed) (\(drawn))")
    }

    private func repeatSplit(of manifest: String, _ faces: inout LayoutFaces) throws(DatasetError) -> Outcome {
        let file = Disk.withHome(manifest)
        let pool = faces.pooled()
        let chosen = try SplitManifest(reading: file).split(pool, path: file, data: path)
        (faces.training, faces.validation, faces.test) = (pool.subset(chosen.training), pool.subset(chosen.validation), pool.subset(chosen.test))
        let left = pool.count - chosen.training.count - chosen.validation.count - chosen.test.count
        if left > 0 {
            faces.notes.append(
                "The manifest names \(NumberText.grouped(pool.count - left)) faces; \(counted(left, "other is", "others are")) left out.")
        }
        return Outcome(rule: .manifest, sentence: "split as \(file) has it")
    }

    /// Draws parts for all faces, and says how many each got.
    private func assign(
        _ faces: inout LayoutFaces, _ body: (inout SplitDraw) throws(SplitDraw.Refusal) -> [SplitDraw.Part]
    ) throws(DatasetError) -> String {
        let pool = faces.pooled()
        let subjects = subjects(of: pool)
        var draw = SplitDraw(labels: pool.labels, classCount: faces.classNames.count, subjects: subjects, seed: seed)
        let parts: [SplitDraw.Part]
        do throws(SplitDraw.Refusal) { parts = try body(&draw) } catch { throw refused(error.reason) }
        func members(_ part: SplitDraw.Part) -> [Int] { parts.indices.filter { parts[$0] == part } }
        (faces.training, faces.validation, faces.test) = (
            pool.subset(members(.training)), pool.subset(members(.validation)), pool.subset(members(.test))
        )
        func side(_ part: FacePart, _ verb: String) -> String {
            let people = subjects == nil ? "" : " of " + counted(Set(part.origins.compactMap(\.subject)).count, "subject", "subjects")
            return "\(NumberText.grouped(part.count))\(people) \(verb)"
        }
        let sides = [side(faces.training, "train"), side(faces.validation, "validate")] + (faces.test.count > 0 ? [side(faces.test, "test")] : [])
        return sides.joined(separator: ", ")
    }

    /// By face; nil where some face's is not known.
    private func subjects(of part: FacePart) -> [String]? {
        let known = part.origins.compactMap(\.subject)
        return known.count == part.count && !known.isEmpty ? known : nil
    }

    private func refused(_ reason: String) -> DatasetError { .cannotSplit(path: path, reason: reason) }
}
