@testable import FaceData
import TestSupport
import Testing

/// What the doctor finds in a folder that is spoilt on purpose.
struct DatasetReportTests {
    @Test func findsWhatIsThere() throws {
        let folder = try TemporaryFolder()
        var rows = (0..<21).map { "\($0 % 7),\(NumberedFace.field($0)),Training" }
        let blank = Array(repeating: "0", count: 2304).joined(separator: " ")
        rows += ["3,\(NumberedFace.field(3)),Training", "4,\(NumberedFace.field(3)),Training", "2,\(blank),Training"]
        rows += ["3,\(NumberedFace.field(3)),PublicTest", "5,\(NumberedFace.field(5)),PublicTest", "1,\(NumberedFace.field(90)),PublicTest"]
        rows += ["1,\(NumberedFace.field(91)),PrivateTest", "1,\(NumberedFace.field(91)),PrivateTest"]
        rows.append("9,1 2 3,Training")
        try folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows.joined(separator: "\n") + "\n")
        let report = try DatasetReport.examine(.path(folder.path))
        #expect(report.layout == "FER2013 (fer2013.csv)")
        #expect(report.splits.map(\.name) == ["training", "validation", "test"])
        #expect(report.splits.map(\.total) == [24, 3, 2])
        #expect(report.splits[0].counts == [3, 3, 4, 4, 4, 3, 3])
        #expect(
            report.unreadable.map(\.description) == [
                "\(folder.path)/fer2013.csv, line 31: found emotion '9', expected 0...6 (0 angry, 1 disgust, 2 fear, 3 happy, 4 sad, 5 surprise, 6 neutral)"
            ])
        // Face 3 four times, face 5 and face 91 twice.
        #expect(report.duplicates.groups == 3)
        #expect(report.duplicates.surplus == 5)
        #expect(report.duplicates.acrossSplits == 2)
        #expect(report.duplicates.conflictingLabels == 1)
        #expect(report.blankCount == 1)
        #expect(report.findings.contains { $0.hasPrefix("1 row or image cannot be read") })
        #expect(report.findings.contains { $0.hasPrefix("2 validation or test faces are identical") })
        #expect(report.findings.contains { $0.hasPrefix("Always saying ") && $0.contains("33.3 %") })
        #expect(report.samples.count == 4)
    }

    @Test func namesClassesThatAreMissingOrRare() throws {
        let folder = try TemporaryFolder()
        // Numbers mean all classes of FER2013, whichever are there.
        for number in 0..<40 { try folder.write("\(number < 36 ? 3 : 0)/\(number).png", NumberedFace.png(number)) }
        let report = try DatasetReport.examine(.path(folder.path))
        #expect(report.rule == .stratifiedTenth)
        #expect(
            report.findings.filter { $0.hasPrefix("No training face shows") } == [
                "No training face shows 'disgust', 'fear', 'sad', 'surprise' or 'neutral': the network cannot learn them."
            ])
        #expect(report.findings.contains { $0.hasPrefix("Classes are uneven: 32 'happy' but 4 'angry'") })
    }

    @Test func looksAtNamesAlone() throws {
        let folder = try TemporaryFolder()
        #expect(!DatasetReport.looksLikeFaces(path: folder.path))
        try folder.write("train/happy/1.png", "no image")
        #expect(DatasetReport.looksLikeFaces(path: folder.path))
        #expect(DatasetReport.looksLikeFaces(path: folder.path + "/train"))
        #expect(!DatasetReport.looksLikeFaces(path: folder.path + "/train/happy"))
    }
}
