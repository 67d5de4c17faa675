@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Synchronization
import Testing

/// Images made out of a CSV: what is made, what is left alone, and what an interruption leaves.
struct ImageSetupTests {
    private let source: TemporaryFolder
    private let target: TemporaryFolder

    init() throws {
        (source, target) = (try TemporaryFolder(), try TemporaryFolder())
        var rows = ["emotion,pixels,Usage"]
        for row in 0..<150 {
            let usage = row < 100 ? "Training" : row < 130 ? "PublicTest" : "PrivateTest"
            rows.append("\(row * 5 % 7),\(NumberedFace.field(row)),\(usage)")
        }
        try source.write("fer2013.csv", rows.joined(separator: "\n") + "\n")
    }

    private var out: String { target.path + "/images" }

    private func setup(
        _ data: String? = nil, to folder: String? = nil, _ format: ImageSetup.Format = .png, seed: UInt64 = 1, threads: Int = 2,
        split: SplitRequest = SplitRequest(), store: any FileStore = Disk()
    ) throws(SetupError) -> ImageSetup {
        try ImageSetup(
            .path(data ?? source.path), to: folder ?? out, format: format, options: LoadOptions(seed: seed, threads: threads, split: split),
            store: store)
    }

    private func refusal(_ body: () throws(SetupError) -> ImageSetup.Outcome) -> SetupError? {
        do throws(SetupError) {
            _ = try body()
            return nil
        } catch { return error }
    }

    @Test func makesWhatIsAskedFor() throws {
        let outcome = try setup().run()
        #expect(outcome == ImageSetup.Outcome(written: 150, unchanged: 0, isFinished: true))
        #expect(try ImageFile.face(out + "/train/1/3.png") == NumberedFace.pixels(3))
        #expect(try ImageFile.face(out + "/val/3/100.png") == NumberedFace.pixels(100))
        #expect(try ImageFile.face(out + "/test/3/149.png") == NumberedFace.pixels(149))
        let lines = try TemporaryFolder.lines(out + "/manifest.csv")
        #expect(lines.count == 152)
        #expect(lines[0] == "part,file,label,source,row_of_source,pixels")
        #expect(lines[4].hasPrefix("train,train/1/3.png,disgust,fer2013.csv,3,"))
        #expect(!Disk.exists(out + "/manifest.csv.unfinished"))
    }

    @Test func theImagesTrainLikeTheirRows() throws {
        _ = try setup().run()
        let options = LoadOptions(wanted: .all)
        let (images, table) = (try DatasetLoader.load(.path(out), options: options), try DatasetLoader.load(.path(source.path), options: options))
        #expect(images.training == table.training)
        #expect(images.validation == table.validation)
        #expect(images.test == table.test)
        #expect(DataFingerprint(images) == DataFingerprint(table))
    }

    @Test func aSplitThatIsDrawnStaysTheSame() throws {
        var split = SplitRequest()
        split.rule = .random
        _ = try setup(seed: 5, split: split).run()
        let (images, table) = (
            try DatasetLoader.load(.path(out)), try DatasetLoader.load(.path(source.path), options: LoadOptions(seed: 5, split: split))
        )
        #expect(images.training == table.training)
        #expect(images.validation == table.validation)
    }

    @Test func jpegIsNearlyTheSame() throws {
        _ = try setup(to: out, .jpg).run()
        let face = try ImageFile.face(out + "/train/1/3.jpg")
        #expect(face.count == 2304)
        // The pattern jumps from 255 to 0, which is the worst for JPEG.
        #expect(zip(face, NumberedFace.pixels(3)).allSatisfy { abs(Int($0) - Int($1)) <= 8 })
    }

    @Test func twiceChangesNothing() throws {
        _ = try setup().run()
        let before = try modificationTimes()
        let again = try setup(threads: 1).run()
        #expect(again == ImageSetup.Outcome(written: 0, unchanged: 150, isFinished: true))
        #expect(try modificationTimes() == before)
    }

    @Test func besideTheSource() throws {
        let table = try TemporaryFolder.bytes(source.path + "/fer2013.csv")
        _ = try setup(to: source.path).run()
        #expect(try TemporaryFolder.bytes(source.path + "/fer2013.csv") == table)
        // The table is still what the folder is taken for.
        #expect(try setup(to: source.path).run().written == 0)
        #expect(try DatasetLoader.load(.path(source.path)).layout == "FER2013 (fer2013.csv)")
    }

    /// A table with a name of one's own is no longer what its folder is taken for.
    @Test func besideATableOfAnyName() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine.csv", try TemporaryFolder.bytes(source.path + "/fer2013.csv"))
        #expect(try setup(folder.path, to: folder.path).run().written == 150)
        #expect(try setup(folder.path, to: folder.path).run().written == 0)
    }

    @Test func emptyAndLostImagesAreMadeAgain() throws {
        _ = try setup().run()
        try FileManager.default.removeItem(atPath: out + "/train/1/3.png")
        try #require(truncate(out + "/val/3/100.png", 0) == 0)
        #expect(try setup().run() == ImageSetup.Outcome(written: 2, unchanged: 148, isFinished: true))
        #expect(try ImageFile.face(out + "/train/1/3.png") == NumberedFace.pixels(3))
    }

    /// Killed in the midst of any write, the next set-up makes the same folder as one that was never interrupted.
    @Test(arguments: [0, 1, 2, 5, 20, 60, 120, 170, 171, 172, 173, 174])
    func anInterruptedOneIsPickedUp(afterWrites count: Int) throws {
        let whole = target.path + "/whole"
        _ = try setup(to: whole).run()
        let crashed = refusal { () throws(SetupError) in try setup(threads: 1, store: CrashingDisk(afterWrites: count)).run() }
        if crashed != nil { #expect(!Disk.exists(out + "/manifest.csv")) }
        #expect(try setup().run().isFinished)
        let names = TemporaryFolder.names(whole)
        #expect(TemporaryFolder.names(out).filter { !$0.contains(".tmp-") } == names)
        for name in names where name.hasSuffix(".png") || name.hasSuffix(".csv") {
            #expect(try TemporaryFolder.bytes(out + "/" + name) == TemporaryFolder.bytes(whole + "/" + name), "\(name)")
        }
    }

    @Test func withoutItsManifestItIsUnfinished() throws {
        _ = try setup().run()
        try FileManager.default.removeItem(atPath: out + "/manifest.csv")
        try FileManager.default.removeItem(atPath: out + "/train/1/3.png")
        try #require(truncate(out + "/val/3/100.png", 20) == 0)
        #expect(try setup().run() == ImageSetup.Outcome(written: 2, unchanged: 148, isFinished: true))
        #expect(Disk.exists(out + "/manifest.csv"))
    }

    @Test func aFullDiskIsOneSentence() throws {
        let error = refusal { () throws(SetupError) in try setup(store: FullDisk(afterWrites: 60)).run() }
        #expect(
            error?.description.contains("No space left on device; with more room the same command goes on") == true, "\(String(describing: error))")
        #expect(try setup().run().isFinished)
    }

    @Test func aPersonMayStopIt() throws {
        let done = Atomic(0)
        let outcome = try setup().run(progress: { done.store($0.done, ordering: .relaxed) }, isCancelled: { done.load(ordering: .relaxed) > 0 })
        #expect(!outcome.isFinished)
        #expect(!Disk.exists(out + "/manifest.csv"))
        #expect(try setup().run().isFinished)
    }

    @Test(arguments: ["train/happy/mine.png", "train/3/9999.png", "val", "test/1/3.png", "train/1/3.png"])
    func otherPeoplesFilesStay(name: String) throws {
        try target.write("images/" + name, "not ours")
        let error = refusal { () throws(SetupError) in try setup().run() }
        #expect(error?.description.contains("that no set-up made") == true, "\(String(describing: error))")
        #expect(try TemporaryFolder.bytes(out + "/" + name) == Array("not ours".utf8))
        #expect(!Disk.exists(out + "/manifest.csv.unfinished"))
    }

    @Test func anotherSetupStays() throws {
        _ = try setup().run()
        #expect(refusal { () throws(SetupError) in try setup(to: out, .jpg).run() } == .other(folder: out, isFinished: true))
        try FileManager.default.removeItem(atPath: out + "/manifest.csv")
        try target.write("images/manifest.csv.unfinished", "0123456789abcdef\n")
        #expect(refusal { () throws(SetupError) in try setup().run() } == .other(folder: out, isFinished: false))
        try target.write("images/manifest.csv", "name,note\nmine,true\n")
        #expect(refusal { () throws(SetupError) in try setup().run() } == .occupied(folder: out, name: "manifest.csv"))
    }

    @Test func whatCannotBeSetUp() throws {
        _ = try setup().run()
        func refusedSource(_ path: DataSource) -> String {
            do throws(SetupError) {
                _ = try ImageSetup(path, to: target.path + "/other", format: .png, options: LoadOptions())
                return "taken"
            } catch { return error.description }
        }
        #expect(refusedSource(.path(out)).contains("holds no table to make images of"))
        #expect(refusedSource(.demo).contains("holds no table"))
        #expect(refusedSource(.path("/nowhere")) == "/nowhere: no such file or folder")
        let file = try target.write("file", "no folder")
        #expect(refusal { () throws(SetupError) in try setup(to: file).run() }?.description == "\(file): cannot make images in it: Not a directory")
        #expect(refusal { () throws(SetupError) in try setup(to: "/proc/here").run() } != nil)
    }

    @Test func onlyOneProcessMakesThem() throws {
        let inner = try setup()
        let refused = Mutex<SetupError?>(nil)
        _ = try setup().run(progress: { _ in
            do throws(SetupError) { _ = try inner.run() } catch { refused.withLock { $0 = error } }
        })
        #expect(refused.withLock { $0 } == .busy(folder: out))
    }

    private func modificationTimes() throws -> [String: Date?] {
        var times: [String: Date?] = [:]
        for name in TemporaryFolder.names(out) {
            times[name] = try FileManager.default.attributesOfItem(atPath: out + "/" + name)[.modificationDate] as? Date
        }
        return times
    }
}
