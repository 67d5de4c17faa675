import FaceData
import Platform
import Core

/// The doctor's report as a page.
enum DoctorText {
    private static let width = 100
    /// So many bad rows are shown; the JSON has all.
    private static let mostFaults = 20
    /// So many files or folders are named: three parts of eight classes.
    private static let mostFiles = 24

    static func text(_ report: DatasetReport) -> String {
        var lines = ["\(report.layout), recognised by \(report.evidence); \(report.split)"].flatMap { wrapped($0, indent: "") }
        if !report.files.isEmpty {
            let more = report.files.count - mostFiles
            let names = report.files.prefix(mostFiles).joined(separator: ", ")
            lines += wrapped("read: " + names + (more > 0 ? " and \(NumberText.grouped(more)) more; --json lists them all" : ""), indent: "      ")
        }
        lines += [""] + table(report) + [""]
        let duplicates = report.duplicates
        lines += [
            "unreadable \(NumberText.grouped(report.unreadable.count)), blank \(NumberText.grouped(report.blankCount)), repeated "
                + "\(NumberText.grouped(duplicates.surplus)) of \(counted(duplicates.groups, "face", "faces")), in two splits "
                + "\(NumberText.grouped(duplicates.acrossSplits)), under several labels \(NumberText.grouped(duplicates.conflictingLabels))"
        ]
        lines += report.unreadable.prefix(mostFaults).flatMap { wrapped($0.description, indent: "    ", first: "  - ") }
        if report.unreadable.count > mostFaults {
            lines.append("    and \(NumberText.grouped(report.unreadable.count - mostFaults)) more; --json lists them all")
        }
        if !report.findings.isEmpty { lines.append("") }
        lines += report.findings.flatMap { wrapped($0, indent: "  ", first: "* ") }
        return lines.map { $0.inOneLine + "\n" }.joined()
    }

    /// A line a class: its faces in each split, its share of the first and a bar of it.
    private static func table(_ report: DatasetReport) -> [String] {
        let nameWidth = max(8, report.classNames.map(\.count).max() ?? 0)
        let largest = max(1, report.splits.first?.counts.max() ?? 1)
        func row(_ name: String, _ numbers: [String]) -> String {
            padded(name, nameWidth) + numbers.map { String(repeating: " ", count: max(1, 12 - $0.count)) + $0 }.joined()
        }
        var lines = [row("", report.splits.map(\.name))]
        for (index, name) in report.classNames.enumerated() {
            let first = report.splits.first?.counts[index] ?? 0
            let bar = String(repeating: "#", count: (first * 30 + largest / 2) / largest)
            lines.append(row(name, report.splits.map { NumberText.grouped($0.counts[index]) }) + (bar.isEmpty ? "" : "  " + bar))
        }
        return lines + [row("all", report.splits.map { NumberText.grouped($0.total) })]
    }

    private static func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

    /// A paragraph of lines that fit, all but the first behind `indent`.
    private static func wrapped(_ text: String, indent: String, first: String = "") -> [String] {
        var lines: [String] = []
        var line = first
        for word in text.inOneLine.split(separator: " ", omittingEmptySubsequences: false) {
            let isBare = line == (lines.isEmpty ? first : indent)
            if !isBare, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line += (isBare ? "" : " ") + word
            }
        }
        return lines + [line]
    }
}
