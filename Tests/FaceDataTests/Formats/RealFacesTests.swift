@testable import FaceData
import Foundation
import Testing

/// FER2013 itself, where `DEEP_EMOTION_DATA` names a folder with it in the usual layouts; the numbers are those of docs/DATA.md, Tables.
@Suite(.enabled(if: RealFaces.folder != nil, "DEEP_EMOTION_DATA names no folder with FER2013 in it"))
struct RealFacesTests {
    private let training = [3995, 436, 4097, 7215, 4830, 3171, 4965]
    private let publicTest = [467, 56, 496, 895, 653, 415, 607]

    private func load(_ path: String) throws -> Dataset { try DatasetLoader.load(.path(try #require(RealFaces.folder) + "/" + path)) }

    @Test(arguments: ["fer2013", "icml", "fer2013/fer2013.csv"])
    func tablesWithUsageHaveTheirCounts(_ path: String) throws {
        let dataset = try load(path)
        #expect(dataset.training.countsPerClass == training)
        #expect(dataset.validation.countsPerClass == publicTest)
        #expect(dataset.rule == .publicTestRows)
        #expect(dataset.skipped.isEmpty)
    }

    @Test func kagglesTableIsSplitAsTheTensorFlowProgramDoes() throws {
        let dataset = try load("kaggle")
        #expect(dataset.rule == .kaggleFirstRows)
        #expect(dataset.training.count == 25_120)
        #expect(dataset.validation.count == 3_589)
        #expect(zip(dataset.training.countsPerClass, dataset.validation.countsPerClass).map { $0 + $1 } == training)
        let whole = try load("fer2013")
        #expect(dataset.validation.pixels.elementsEqual(whole.training.pixels.prefix(3_589 * FaceSet.pixelsPerFace)))
    }

    @Test func foldersHoldTheSameFacesAsTheTable() throws {
        let (folders, table) = (try load("folders"), try load("fer2013"))
        #expect(folders.training.countsPerClass == [600, 436, 600, 600, 600, 600, 600])
        #expect(folders.validation.countsPerClass == [100, 56, 100, 100, 100, 100, 100])
        #expect(folders.rule == .publicTestFiles)
        let known = Set((0..<table.validation.count).map { table.validation.face($0) })
        #expect((0..<folders.validation.count).allSatisfy { known.contains(folders.validation.face($0)) })
        let photographs = try load("faces-jpeg")
        #expect(photographs.training.count == 210)
        #expect(photographs.validation.count == 70)
    }

    @Test func theDoctorCountsFERsWarts() throws {
        let report = try DatasetReport.examine(.path(try #require(RealFaces.folder) + "/fer2013"))
        #expect(report.blankCount == 12)
        #expect(report.duplicates.surplus == 1_532)
        #expect(report.duplicates.acrossSplits == 280)
        #expect(report.duplicates.conflictingLabels == 47)
        #expect(report.unreadable.isEmpty)
    }

    @Test func unlabelledRowsAreNamed() throws {
        let path = try #require(RealFaces.folder) + "/kaggle/test.csv"
        #expect(throws: DatasetError.unlabelled(path: path)) { try DatasetLoader.load(.path(path)) }
    }
}

/// Where the real faces lie.
enum RealFaces {
    static let folder = ProcessInfo.processInfo.environment["DEEP_EMOTION_DATA"].flatMap { $0.isEmpty ? nil : $0 }
}
