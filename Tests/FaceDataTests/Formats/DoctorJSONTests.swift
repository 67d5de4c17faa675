@testable import FaceData
import TestSupport
import Foundation
import Testing

/// The doctor's report as other programs read it.
struct DoctorJSONTests {
    private func object(_ report: DatasetReport) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(report.json.utf8)) as? [String: Any])
    }

    @Test func everyKeyOfATable() throws {
        let folder = try TemporaryFolder()
        var rows = (0..<21).map { "\($0 % 7),\(NumberedFace.field($0)),Training" }
        rows += [
            "3,\(NumberedFace.field(3)),PublicTest", "4,\(NumberedFace.field(40)),PublicTest", "4,\(NumberedFace.field(5)),PublicTest",
            "9,1 2 3,Training",
        ]
        try folder.write("fer2013.csv", "emotion,pixels,Usage\n" + rows.joined(separator: "\n") + "\n")
        let json = try object(try DatasetReport.examine(.path(folder.path)))
        #expect(Set(json.keys) == ["layout", "files", "splits", "classes", "unreadable", "duplicates", "blank", "warnings"])
        #expect(json["layout"] as? String == "FER2013 (fer2013.csv)")
        #expect(json["files"] as? [String] == ["fer2013.csv"])
        #expect(json["classes"] as? [String] == Emotion.names)
        let splits = try #require(json["splits"] as? [String: [String: Int]])
        #expect(Set(splits.keys) == ["train", "validation"])
        #expect(splits["train"]?["happy"] == 3)
        #expect(splits["validation"] == ["angry": 0, "disgust": 0, "fear": 0, "happy": 1, "sad": 2, "surprise": 0, "neutral": 0])
        let unreadable = try #require((json["unreadable"] as? [[String: Any]])?.first)
        #expect(unreadable["file"] as? String == folder.path + "/fer2013.csv")
        #expect(unreadable["line"] as? Int == 26)
        #expect((unreadable["reason"] as? String)?.hasPrefix("found emotion '9', expected 0...6") == true)
        #expect(json["duplicates"] as? [String: Int] == ["groups": 2, "surplus": 2, "acrossSplits": 2, "conflictingLabels": 1])
        #expect(json["blank"] as? Int == 0)
        #expect((json["warnings"] as? [String])?.isEmpty == false)
    }

    @Test func imagesOfEverySizeAndABadOne() throws {
        let folder = try TemporaryFolder()
        for number in 0..<20 {
            let side = number < 12 ? 48 : 60 + number
            let pixels = (0..<side * side).map { UInt8(truncatingIfNeeded: $0 * (number + 3)) }
            try folder.write("\(number % 2 == 0 ? "happy" : "sad")/\(number).png", ImageWriter.png(pixels, width: side, height: side))
        }
        try folder.write("happy/99.png", "junk")
        let report = try DatasetReport.examine(.path(folder.path))
        #expect(report.files == ["happy", "sad"])
        #expect(report.evidence == "folders named by class")
        let sizes = try #require(report.sizes)
        #expect((sizes.smallest, sizes.median, sizes.largest) == ("48x48", "48x48", "79x79"))
        #expect(sizes.others == 8)
        let ofSizes = "8 images are not 48x48: the smallest is 48x48, the one in the middle 48x48, the largest 79x79."
        #expect(report.findings.contains { $0.hasPrefix(ofSizes) })
        let unreadable = try #require((try object(report)["unreadable"] as? [[String: Any]])?.first)
        #expect(unreadable["file"] as? String == folder.path + "/happy/99.png")
        #expect(unreadable["line"] == nil)
        #expect((unreadable["reason"] as? String)?.hasPrefix("is neither PNG") == true)
    }

    @Test func aTableWithoutLabelsIsMentioned() throws {
        let folder = try TemporaryFolder()
        try folder.write("train.csv", "emotion,pixels\n" + (0..<40).map { "\($0 % 7),\(NumberedFace.field($0))\n" }.joined())
        try folder.write("test.csv", "pixels\n\(NumberedFace.field(99))\n")
        let report = try DatasetReport.examine(.path(folder.path))
        #expect(report.files == ["train.csv"])
        #expect(report.findings.contains { $0.hasPrefix("test.csv has no labels") })
    }

    @Test func thePlaceOfEveryError() {
        let errors: [(DatasetError, String, Int?, String)] = [
            (.badRow(path: "a.csv", line: 3, found: "x", expected: "y"), "a.csv", 3, "found x, expected y"),
            (.badImage(path: "a.png", reason: "is odd"), "a.png", nil, "is odd"), (.missing(path: "b"), "b", nil, "no such file or folder"),
            (
                .unlabelled(path: "t.csv"), "t.csv", 1,
                "no column 'emotion', so there is nothing to learn from; Kaggle's test.csv has no labels, take train.csv"
            ),
            (.classes(path: "d", reason: "one class"), "d", nil, "one class"),
        ]
        for (error, path, line, reason) in errors {
            #expect(error.place.path == path)
            #expect(error.place.line == line)
            #expect(error.place.reason == reason)
        }
    }
}
