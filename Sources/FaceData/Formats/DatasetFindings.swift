import Platform

/// What the doctor finds noteworthy, a sentence each, and what to do about it.
struct DatasetFindings {
    private(set) var sentences: [String] = []

    /// - Parameters:
    ///   - splits: the training part first.
    ///   - unreadable: rows or images that are.
    ///   - sizes: nil where all images are faces of 48x48.
    init(
        _ splits: [DatasetReport.Split], classNames: [String], unreadable: Int, _ survey: FaceSurvey, sizes: DatasetReport.Sizes?
    ) {
        if unreadable > 0 {
            sentences.append(
                "\(counted(unreadable, "row or image", "rows or images")) cannot be read: mend them, or train with skip bad on (--skip-bad), which leaves them out."
            )
        }
        if let sizes {
            let all =
                sizes.smallest == sizes.largest
                ? "all are \(sizes.largest)"
                : "the smallest is \(sizes.smallest), the one in the middle \(sizes.median), the largest \(sizes.largest)"
            sentences.append(
                "\(counted(sizes.others, "image is", "images are")) not 48x48: \(all). The square about the centre is scaled; "
                    + "crop to the faces yourself where they lie elsewhere.")
        }
        note(splits[0].counts, missingFrom: classNames)
        note(survey)
        note(splits[0].counts, uneven: classNames)
        if let validation = splits.first(where: { $0.name == "validation" }) { note(validation, guessing: classNames) }
    }

    private mutating func note(_ training: [Int], missingFrom classNames: [String]) {
        let missing = training.indices.filter { training[$0] == 0 }.map { "'\(classNames[$0])'" }
        guard let last = missing.last else { return }
        let all = missing.count == 1 ? last : missing.dropLast().joined(separator: ", ") + " or " + last
        sentences.append("No training face shows \(all): the network cannot learn \(missing.count == 1 ? "it" : "them").")
    }

    private mutating func note(_ survey: FaceSurvey) {
        let duplicates = survey.duplicates
        if duplicates.acrossSplits > 0 {
            sentences.append(
                "\(counted(duplicates.acrossSplits, "validation or test face is", "validation or test faces are")) identical to a training face, "
                    + "which flatters the accuracy a little; take them out of the training part where that matters.")
        }
        if duplicates.surplus > 0 {
            sentences.append(
                "\(counted(duplicates.surplus, "face repeats", "faces repeat")) an earlier one; they count twice, and harm little: nothing needs to be done."
            )
        }
        if duplicates.conflictingLabels > 0 {
            sentences.append(
                "\(counted(duplicates.conflictingLabels, "face stands", "faces stand")) under two or more labels; no network can get all of them right. "
                    + "Keep the label that is right and take the others out.")
        }
        if survey.blankCount > 0 {
            sentences.append(
                "\(counted(survey.blankCount, "face is", "faces are")) blank, all one grey; nothing can be learnt from "
                    + (survey.blankCount == 1 ? "it, and it may be taken out." : "them, and they may be taken out.")
            )
        }
    }

    private mutating func note(_ training: [Int], uneven classNames: [String]) {
        let present = training.indices.filter { training[$0] > 0 }
        guard let most = present.max(by: { training[$0] < training[$1] }), let least = present.min(by: { training[$0] < training[$1] }),
            training[most] > 3 * training[least]
        else { return }
        sentences.append(
            "Classes are uneven: \(NumberText.grouped(training[most])) '\(classNames[most])' but \(NumberText.grouped(training[least])) "
                + "'\(classNames[least])' to learn from. Look at balanced accuracy beside accuracy, or let all classes count the same "
                + "(--class-weights balanced).")
    }

    private mutating func note(_ validation: DatasetReport.Split, guessing classNames: [String]) {
        guard let most = validation.counts.indices.max(by: { (validation.counts[$0], -$0) < (validation.counts[$1], -$1) }) else { return }
        let share = Double(validation.counts[most]) / Double(validation.total)
        sentences.append(
            "Always saying '\(classNames[most])' scores \(NumberText.shortest((share * 1000).rounded() / 10)) % on validation: a network has to beat that."
        )
    }
}
