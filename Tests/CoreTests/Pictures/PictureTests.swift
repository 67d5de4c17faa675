@testable import FaceData
import TestSupport
import Testing

@testable import Core

/// Pictures hold what they should where they should, and survive what networks can say.
@Suite struct PictureTests {
    @Test func whatIsWrittenAsPNGIsReadAgain() throws {
        let grey = (0..<2304).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let image = try ImageFile.decode(PNGFile.encoded(grey, width: 48, height: 48))
        #expect(image == ImageFile.Grey(width: 48, height: 48, pixels: grey))
        let noise = (0..<333).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        #expect(try ImageFile.decode(PNGFile.encoded(noise, width: 333, height: 1)).pixels == noise)
        // Red, green and blue as their luma.
        let colours = try ImageFile.decode(PNGFile.encoded([255, 0, 0, 0, 255, 0, 0, 0, 255], width: 3, height: 1, .colour))
        #expect(colours.pixels == [76, 150, 29])
    }

    @Test func lettersAreTheirDots() {
        #expect(BitmapFont.rows("T") == [31, 4, 4, 4, 4, 4, 4])
        #expect(BitmapFont.rows("é") == BitmapFont.rows("ü"))
        for scalar in 0x20...0x7E where !"$\\`{}".unicodeScalars.contains(Unicode.Scalar(UInt8(scalar))) {
            let rows = BitmapFont.rows(Character(Unicode.Scalar(UInt8(scalar))))
            #expect(rows.count == 7 || "gjpqy".unicodeScalars.contains(Unicode.Scalar(UInt8(scalar))), "\(scalar)")
            #expect(rows.allSatisfy { $0 < 32 })
            #expect(rows != BitmapFont.rows("é"), "\(scalar) is not drawn")
        }
        var raster = Raster(width: 20, height: 10)
        raster.text("L!", x: 1, y: 1, .text)
        let rows = (0..<10).map { y in String((0..<20).map { raster[$0, y] == .text ? "#" : "." }) }
        #expect(rows[1] == ".#.......#..........")
        #expect(rows[7] == ".#####...#..........")
        #expect(Raster.width(of: "L!") == 11)
    }

    @Test func nothingIsDrawnOutside() {
        var raster = Raster(width: 4, height: 4)
        raster.fill(x: -3, y: -3, width: 5, height: 5, .text)
        raster.fill(x: 9, y: 9, width: 5, height: 5, .text)
        raster.frame(x: -1, y: -1, width: 100, height: 100, .text)
        raster.text("far", x: 100, y: -50)
        #expect((0..<16).count { raster[$0 % 4, $0 / 4] == .text } == 4)
        // Lines to far away and to nowhere.
        raster.line(from: (0, 3), to: (1e30, 3), .text)
        #expect(raster[3, 3] == .text)
        raster.line(from: (.nan, 0), to: (1, 1), .wrong)
        raster.line(from: (0, 0), to: (.infinity, 1), .wrong)
        raster.line(from: (-1e9, -1e9), to: (1e9, -1e9), .wrong)
        #expect(!(0..<16).contains { raster[$0 % 4, $0 / 4] == .wrong })
    }

    @Test func marksAreRoundNumbers() {
        #expect(PlotArea.marks(0...1) == [0, 0.2, 0.4, 0.6000000000000001, 0.8, 1])
        #expect(PlotArea.marks(1...45) == [10, 20, 30, 40])
        #expect(PlotArea.marks(3...3) == [3])
    }

    @Test(arguments: [[1, 0, 0, 0, 1, 0], [0.5, 0, 0.2, 0, 0.5, -0.1], [.nan, 0, 0, 0, 1, 0], [1e20, 0, 0, 0, -1e20, 3e30]] as [[Float]])
    func facesWithAnyTheta(_ values: [Float]) {
        let face = SyntheticFaces.set(1).face(0)
        let tile = FaceGridPicture.Tile(pixels: face, theta: Theta(values), caption: "happy 99.9 %", isRight: false)
        let raster = FaceGridPicture.draw([.init(heading: "happy", tiles: [tile, tile]), .init(heading: "sad", tiles: [])], title: "t")
        #expect(raster.width > 400 && raster.height > 240)
        #expect(FaceGridPicture.pair(face, Theta(values)).width == 192)
        #expect(raster.png.starts(with: [0x89, 0x50]))
    }

    @Test func aMatrixShowsItsShares() {
        let raster = ConfusionPicture.draw([[9, 1], [0, 0]], classNames: ["a", "b"], title: "two")
        let again = ConfusionPicture.draw([[9, 1], [0, 0]], classNames: ["a", "b"], title: "two")
        #expect(raster.png == again.png)
        // The cell of nine tenths is darker than that of one.
        #expect(raster[24 + 11 + 12 + 3, 95].red < raster[24 + 11 + 12 + 67, 95].red)
    }

    @Test func curvesOfOneEpochAndOfNumbersThatAreNone() throws {
        let folder = try TemporaryFolder()
        let run = try TestRun(TestRun.configuration(in: folder))
        let history = try RunHistory(of: "run", runsFolder: folder.path + "/runs")
        #expect(history.epochs == run.epochs)
        #expect(history.start?.run == run.path)
        #expect(CurvesPicture.draw(history.epochs, title: "run").width == 1100)
        var epoch = run.epochs[0]
        epoch.train.loss = .infinity
        epoch.validation.loss = .nan
        #expect(CurvesPicture.draw([epoch], title: "one").height == 760)
    }

    @Test func saliencyRows() {
        let map = (0..<2304).map { Double($0) / 2304 - 0.5 }
        let row = SaliencyPicture.Row(heading: "happy", detail: "3 of 4", face: SyntheticFaces.set(1).face(0), flips: map, drops: map)
        let blank = SaliencyPicture.Row(
            heading: "sad", detail: "", face: .init(repeating: 0, count: 2304), flips: .init(repeating: 0, count: 2304),
            drops: .init(repeating: 0, count: 2304))
        #expect(SaliencyPicture.draw([row, blank], title: "t").height > 2 * 144)
    }
}
