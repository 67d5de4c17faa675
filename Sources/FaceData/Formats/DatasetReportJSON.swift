import Platform

extension DatasetReport {
    /// One JSON object in one line, without a line's end; keys in alphabetical order.
    package var json: String { JSONText.line(Line(self)) }

    private struct Line: Encodable {
        package struct Fault: Encodable {
            let file: String
            /// nil: an image.
            let line: Int?
            package let reason: String
        }

        struct Repeats: Encodable {
            let groups, surplus, acrossSplits, conflictingLabels: Int
        }

        package let layout: String
        let files: [String]
        let splits: [String: [String: Int]]
        let classes: [String]
        let unreadable: [Fault]
        let duplicates: Repeats
        let blank: Int
        let warnings: [String]

        init(_ report: DatasetReport) {
            (layout, files, classes) = (report.layout, report.files, report.classNames)
            splits = Dictionary(
                uniqueKeysWithValues: report.splits.map { split in
                    // As events and `evaluate --split` call it.
                    (split.name == "training" ? "train" : split.name, Dictionary(uniqueKeysWithValues: zip(report.classNames, split.counts)))
                })
            unreadable = report.unreadable.map { error in
                let place = error.place
                return Fault(file: place.path, line: place.line, reason: place.reason)
            }
            let found = report.duplicates
            duplicates = Repeats(
                groups: found.groups, surplus: found.surplus, acrossSplits: found.acrossSplits, conflictingLabels: found.conflictingLabels)
            (blank, warnings) = (report.blankCount, report.findings)
        }
    }
}
