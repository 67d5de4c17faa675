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
        // A number that is not finite leaves a gap: of one epoch's losses only the other curve's point is there.
        var epoch = run.epochs[0]
        epoch.train.loss = .infinity
        let one = CurvesPicture.draw([epoch], title: "one")
        #expect(Self.rows(of: .train, in: one, columns: 80..<520, rows: 100..<320).isEmpty)
        #expect(!Self.rows(of: .validation, in: one, columns: 80..<520, rows: 100..<320).isEmpty)
    }

    /// Rows in which `color` is seen in a part of a picture.
    private static func rows(of color: Raster.Color, in raster: Raster, columns: Range<Int>, rows: Range<Int>) -> [Int] {
        rows.filter { y in columns.contains { raster[$0, y] == color } }
    }

    /// Loss falls and accuracy rises, so one line goes down and the other up; the grey line stands at the best epoch.
    @Test func curvesGoWhereTheirNumbersGo() throws {
        let epochs = (1...3).map { epoch in
            SyntheticEpoch(
                loss: 2.2 - 0.5 * Double(epoch), accuracy: 0.2 * Double(epoch), validationLoss: 2.3 - 0.5 * Double(epoch),
                validationAccuracy: 0.25 * Double(epoch)
            ).record(epoch)
        }
        let raster = CurvesPicture.draw(epochs, title: "three")
        // Balanced accuracy covers the validation accuracy, which is the same here. Each panel is 440 pixels wide and 220 high; the second one's left edge lies at 610.
        for (color, panel, falls) in [(Raster.Color.train, 80, true), (.validation, 80, true), (.train, 610, false), (.right, 610, false)] {
            let left = try #require(Self.rows(of: color, in: raster, columns: panel..<panel + 40, rows: 101..<319).first)
            let right = try #require(Self.rows(of: color, in: raster, columns: panel + 400..<panel + 439, rows: 101..<319).first)
            #expect(falls ? left + 60 < right : right + 60 < left, "\(color) in the panel at \(panel): from row \(left) to row \(right)")
        }
        // Beside the frame, where no curve covers it.
        #expect((101..<319).count { raster[519, $0] == .faint } > 150)
    }

    @Test func saliencyRows() {
        let map = (0..<2304).map { Double($0) / 2304 - 0.5 }
        let row = SaliencyPicture.Row(heading: "happy", detail: "3 of 4", face: SyntheticFaces.set(1).face(0), flips: map, drops: map)
        let blank = SaliencyPicture.Row(
            heading: "sad", detail: "", face: .init(repeating: 0, count: 2304), flips: .init(repeating: 0, count: 2304),
            drops: .init(repeating: 0, count: 2304))
        let raster = SaliencyPicture.draw([row, blank], title: "t")
        // The first map's left edge, and for each row its upper edge: title and headings take 78 pixels, a row 172.
        let x = raster.width - 8 - 2 * 160
        let (upper, lower) = (78, 78 + 172)
        let (least, most) = (raster[x, upper], raster[x + 143, upper + 143])
        // The most negative value is blue, the most positive one red, and nothing is in between where the map is zero.
        #expect(least.blue > least.red && most.red > most.blue)
        let middle = raster[x, upper + 3 * 24]
        #expect(abs(Int(middle.red) - Int(middle.blue)) < 12)
        // A map of zeros leaves the black face, made fainter.
        let faint = raster[x + 70, lower + 70]
        #expect(faint.red == faint.green && faint.green == faint.blue)
        // The face stands at the left as it is.
        #expect(raster[x - 160, lower] == Raster.Color(0, 0, 0))
    }
}
