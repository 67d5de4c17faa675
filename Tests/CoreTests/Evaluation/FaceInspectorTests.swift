@testable import Platform
@testable import FaceData
import TestSupport
import Synchronization
import Testing

@testable import Core

/// Opening a run to be looked at.
@Suite struct FaceInspectorTests {
    /// A run of one epoch on a small table of faces, which its run.json names.
    private static func run(in folder: TemporaryFolder, name: String = "looked-at") throws -> TestRun {
        let faces = SyntheticFaces.set(49)
        let rows = (0..<faces.count).map { index in
            "\(faces.labels[index]),\(faces.face(index).map { String($0) }.joined(separator: " ")),\(index < 28 ? "Training" : "PublicTest")"
        }
        let table = folder.path + "/fer2013.csv"
        try Disk().replace(table, with: Array((["emotion,pixels,Usage"] + rows).joined(separator: "\n").utf8))
        var configuration = TestRun.configuration(in: folder, name: name)
        configuration.hyperparameters.epochs = 1
        return try TestRun(configuration, dataset: try DatasetLoader.load(.path(table)))
    }

    @Test func aRunOpensWithItsOwnData() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(in: folder)
        let inspector = try FaceInspector(InspectionTarget(checkpoint: run.path), threads: 2)
        let inspection = inspector.inspection
        #expect(inspection.checkpoint == run.path + "/best.safetensors")
        #expect(inspection.split == .validation)
        #expect(inspection.count == 21 && inspection.labels.count == 21)
        #expect(inspection.positions == Array(0..<inspection.count))
        let look = inspector.look(at: 3)
        #expect(look.prediction == inspection.predictions[3])
        #expect(inspector.look(at: 3, imposing: look.ownTheta) == look)
        #expect(look.before.side == (inspection.warpsFeatures ? 9 : 48) && look.after.channels == look.before.channels)
        let saliency = inspector.saliency(of: 3)
        #expect(saliency.whole == look.prediction && saliency.watched == inspection.label(3))
    }

    @Test func theMeansGrowClassByClassAndCanBeCancelled() throws {
        let folder = try TemporaryFolder()
        let inspector = try FaceInspector(InspectionTarget(checkpoint: try Self.run(in: folder).path), threads: 2)
        let right = (0..<inspector.inspection.count).count { inspector.inspection.isRight($0) == true }
        var seen: [Int] = []
        inspector.averageSaliency(
            progress: { classes, done, all in
                seen.append(done)
                #expect(all == right && classes.reduce(0) { $0 + $1.recognised } == done)
            }, isCancelled: { seen.count == min(4, right) })
        #expect(seen == Array(1...min(4, right)))
    }

    @Test func imagesOfOnesOwnOpenWithoutClasses() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(in: folder)
        let pixels = SyntheticFaces.set(1).face(0)
        try Disk().replace(folder.path + "/me.png", with: PNGFile.encoded(pixels, width: 48, height: 48))
        let inspection = try FaceInspector(InspectionTarget(checkpoint: run.path, data: folder.path + "/me.png"), threads: 1).inspection
        #expect(inspection.split == nil && inspection.labels.isEmpty && inspection.count == 1)
        #expect(inspection.faces.face(0) == pixels)
        #expect(inspection.isRight(0) == nil && inspection.label(0) == nil)
        #expect(inspection.trouble(0) == inspection.predictions[0].surprisals[inspection.predictions[0].predicted])
    }

    @Test func whatCannotBeOpenedSaysWhy() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run(in: folder)
        func fault(_ target: InspectionTarget, isCancelled: Bool = false) -> String {
            do throws(InspectionError) {
                _ = try FaceInspector(target, threads: 1, isCancelled: { isCancelled })
                return ""
            } catch { return error.description }
        }
        #expect(fault(InspectionTarget(checkpoint: "nobody", runsFolder: folder.path)).contains("nobody"))
        #expect(fault(InspectionTarget(checkpoint: run.path, data: folder.path + "/gone")).contains("no such file"))
        #expect(fault(InspectionTarget(checkpoint: run.path, data: folder.path + "/gone.png", split: .test)).contains("gone.png"))
        #expect(fault(InspectionTarget(checkpoint: run.path), isCancelled: true) == InspectionError.cancelled.description)
        // Its settings say how the faces were split: without them another part would be shown under the same name.
        try Disk().replace(run.path + "/run.json", with: Array("{".utf8))
        let best = run.path + "/best.safetensors"
        #expect(fault(InspectionTarget(checkpoint: best, data: folder.path + "/fer2013.csv")).contains("run.json"))
        let lone = folder.path + "/lone.safetensors"
        try Disk().replace(lone, with: try Disk.read(run.path + "/best.safetensors"))
        #expect(fault(InspectionTarget(checkpoint: lone)).contains("--data"))
    }

    @Test func withoutANameTheLatestRunIsTaken() throws {
        let folder = try TemporaryFolder()
        #expect(throws: InspectionError.self) { try InspectionTarget.checkpoint(named: nil, runsFolder: folder.path + "/runs") }
        let run = try Self.run(in: folder)
        #expect(try InspectionTarget.checkpoint(named: nil, runsFolder: folder.path + "/runs") == run.path + "/best.safetensors")
        #expect(try InspectionTarget.checkpoint(named: "looked-at", runsFolder: folder.path + "/runs") == run.path + "/best.safetensors")
    }
}
