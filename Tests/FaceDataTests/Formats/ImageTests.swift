@testable import Platform
@testable import FaceData
import TestSupport
import CImages
import Testing

/// Image files and folders of them, as they come and as they are spoilt.
struct ImageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(skipsBad: Bool = false, threads: Int = 2) throws(DatasetError) -> Dataset {
        try DatasetLoader.load(.path(folder.path), options: LoadOptions(skipsBad: skipsBad, threads: threads))
    }

    @Test func aGreyPNGOf48PixelsIsKeptAsItIs() throws {
        #expect(try ImageFile.face(folder.write("a.png", NumberedFace.png(77))) == NumberedFace.pixels(77))
    }

    @Test func aJPEGIsNearlyTheSame() throws {
        let smooth = (0..<2304).map { (index: Int) -> UInt8 in
            let (row, column) = index.quotientAndRemainder(dividingBy: 48)
            return UInt8(column * 3 + row * 2)
        }
        let face = try ImageFile.face(folder.write("a.jpg", ImageWriter.jpeg(grey: smooth, width: 48, height: 48)))
        #expect(zip(face, smooth).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
    }

    @Test func coloursBecomeGreyByRec601() throws {
        let colours: [[UInt8]] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255], [10, 200, 90]]
        for colour in colours {
            let luma: Double = zip([0.299, 0.587, 0.114], colour).reduce(0) { $0 + $1.0 * Double($1.1) }
            let expected = Int(luma.rounded())
            let samples = [[UInt8]](repeating: colour, count: 2304).flatMap(\.self)
            let png = try ImageFile.decode(ImageWriter.png(samples, width: 48, height: 48, format: UInt32(PNG_FORMAT_RGB)))
            #expect(png.pixels.allSatisfy { Int($0) == expected }, "\(colour)")
            let jpeg = try ImageFile.decode(ImageWriter.jpeg(samples, width: 48, height: 48))
            #expect(jpeg.pixels.allSatisfy { abs(Int($0) - expected) <= 1 }, "\(colour)")
        }
    }

    /// 255 is no ink, as Adobe's programs write it.
    @Test func printingInksBecomeGreyToo() throws {
        for (inks, expected) in [([255, 255, 255, 255], 255), ([10, 200, 90, 255], 131), ([10, 200, 90, 128], 66), ([255, 255, 255, 0], 0)] {
            let samples = [[UInt8]](repeating: inks.map { UInt8($0) }, count: 2304).flatMap(\.self)
            let image = try ImageFile.decode(ImageWriter.jpeg(samples, width: 48, height: 48, format: TJPF_CMYK))
            #expect(image.pixels.allSatisfy { abs(Int($0) - expected) <= 2 }, "\(inks): \(image.pixels[0])")
        }
    }

    @Test func palettesAlphaAndSixteenBits() throws {
        let palette: [UInt8] = [0, 0, 0, 255, 255, 255, 255, 0, 0]
        let indices = (0..<2304).map { UInt8($0 % 3) }
        let coloured = try ImageFile.decode(
            ImageWriter.png(indices, width: 48, height: 48, format: UInt32(PNG_FORMAT_RGB) | UInt32(PNG_FORMAT_FLAG_COLORMAP), colours: palette))
        #expect(coloured.pixels.prefix(3) == [0, 255, 76])
        // What is transparent lies on black.
        let clear = [UInt8](repeating: 255, count: 4608)
        #expect(try ImageFile.decode(ImageWriter.png(clear, width: 48, height: 48, format: UInt32(PNG_FORMAT_GA))).pixels.allSatisfy { $0 == 255 })
        let hidden = (0..<4608).map { $0 % 2 == 0 ? UInt8(255) : 0 }
        #expect(try ImageFile.decode(ImageWriter.png(hidden, width: 48, height: 48, format: UInt32(PNG_FORMAT_GA))).pixels.allSatisfy { $0 == 0 })
        let linear = (0..<2304).map { _ in UInt16.max }
        #expect(
            try ImageFile.decode(ImageWriter.png(linear, width: 48, height: 48, format: UInt32(PNG_FORMAT_LINEAR_Y))).pixels.allSatisfy { $0 == 255 })
    }

    @Test(arguments: [(1, 1), (7, 5), (48, 64), (96, 96), (97, 101), (300, 120)])
    func theAreaFilterKeepsTheMeanAndTheCentre(width: Int, height: Int) {
        var random = RandomBits(seed: UInt64(width))
        let image = ImageFile.Grey(width: width, height: height, pixels: (0..<width * height).map { _ in UInt8(random.below(256)) })
        let face = AreaFilter.face(image)
        #expect(face == oracle(image))
    }

    /// The area filter in plain numbers: each output pixel is the mean of the part of the centre square that it covers.
    private func oracle(_ image: ImageFile.Grey) -> [UInt8] {
        let side = min(image.width, image.height)
        let (left, top) = ((image.width - side) / 2, (image.height - side) / 2)
        let step = Double(side) / 48
        func overlap(_ source: Int, _ output: Int) -> Double {
            max(0, min(Double(source + 1), Double(output + 1) * step) - max(Double(source), Double(output) * step))
        }
        return (0..<2304).map { index in
            let (row, column) = (index / 48, index % 48)
            var sum = 0.0
            for y in 0..<side where overlap(y, row) > 0 {
                for x in 0..<side where overlap(x, column) > 0 {
                    sum += overlap(y, row) * overlap(x, column) * Double(image.pixels[(top + y) * image.width + left + x])
                }
            }
            return UInt8((sum / (step * step)).rounded(.toNearestOrAwayFromZero))
        }
    }

    @Test func spoiltFilesGetOneSentence() throws {
        let png = NumberedFace.png(1)
        let jpeg = ImageWriter.jpeg(grey: NumberedFace.pixels(1), width: 48, height: 48)
        let cases: [(name: String, bytes: [UInt8], expected: String)] = [
            ("text.jpg", Array("hello, world".utf8), "is neither PNG, JPEG, TIFF, BMP nor PNM: it begins with 'hello, world'"),
            ("empty.png", [], "the file is empty (0 bytes)"),
            ("short.png", Array(png.prefix(20)), "is a PNG that ends in its header"),
            ("cut.png", Array(png.prefix(png.count / 2)), "is a damaged PNG"),
            ("cut.jpg", Array(jpeg.prefix(jpeg.count / 2)), "is a damaged JPEG"),
            ("head.jpg", Array(jpeg.prefix(12)), "is a damaged JPEG"),
            (
                "huge.png", ImageWriter.pngHeader(width: 20_000, height: 20_000),
                "is 20000x20000 pixels, expected at most 16,384 a side and 64 megapixels"
            ),
            ("area.png", ImageWriter.pngHeader(width: 16_384, height: 16_384), "is 16384x16384 pixels, expected at most"),
            ("none.png", ImageWriter.pngHeader(width: 0, height: 48), "is 0x48 pixels"),
        ]
        for spoilt in cases {
            let path = try folder.write(spoilt.name, spoilt.bytes)
            do {
                _ = try ImageFile.face(path)
                Issue.record("\(spoilt.name) was taken")
            } catch {
                #expect(error.description.hasPrefix(path + ": "), "\(error)")
                #expect(error.description.contains(spoilt.expected), "\(error)")
                #expect(!error.description.contains("\n"))
            }
        }
    }

    @Test func aWrongSuffixDoesNotMatter() throws {
        #expect(try ImageFile.face(folder.write("png-in.jpg", NumberedFace.png(3))) == NumberedFace.pixels(3))
    }

    @Test func classFoldersWithAllParts() throws {
        let classes = ["Anger", "disgusted", "fearful", "HAPPINESS", "sad", "surprised", "neutral"]
        for (label, name) in classes.enumerated() {
            try folder.write("train/\(name)/\(20 - label).png", NumberedFace.png(label))
            try folder.write("valid/\(label)/x\(label).png", NumberedFace.png(100 + label))
            try folder.write("test/\(name)/t\(label).png", NumberedFace.png(200 + label))
        }
        try folder.write("train/sad/notes.txt", "no image")
        let dataset = try load()
        // Natural order of the names over all classes: 14.png before 20.png.
        #expect(NumberedFace.numbers(dataset.training) == [6, 5, 4, 3, 2, 1, 0])
        #expect(dataset.training.labels == [6, 5, 4, 3, 2, 1, 0])
        #expect(NumberedFace.numbers(dataset.validation) == Array(100..<107))
        #expect(dataset.rule == .validationPart)
        #expect(dataset.testCount == 7)
        #expect(dataset.layout == "class folders")
    }

    @Test func msambaresTestFolderHoldsTwoParts() throws {
        for number in 0..<6 { try folder.write("train/happy/Training_\(number * 7).png", NumberedFace.png(number)) }
        for number in 0..<3 {
            try folder.write("test/sad/PublicTest_\(11 - number).png", NumberedFace.png(50 + number))
            try folder.write("test/sad/PrivateTest_\(number).png", NumberedFace.png(60 + number))
        }
        let dataset = try load()
        #expect(dataset.rule == .publicTestFiles)
        // 9 before 10 before 11.
        #expect(NumberedFace.numbers(dataset.validation) == [52, 51, 50])
        #expect(dataset.testCount == 3)
        try folder.write("test/sad/mine.png", NumberedFace.png(70))
        #expect(try load().rule == .testPart)
        #expect(try load().validation.count == 7)
    }

    @Test func badImagesAreRefusedOrLeftOut() throws {
        for number in 0..<150 { try folder.write("train/\(number % 7)/\(number).png", NumberedFace.png(number)) }
        for number in 0..<7 { try folder.write("val/\(number)/\(number).png", NumberedFace.png(number)) }
        for number in [90, 140] { try folder.write("train/\(number % 7)/\(number).png", "junk") }
        for threads in 1...3 {
            let reason = "is neither PNG, JPEG, TIFF, BMP nor PNM: it begins with 'junk'"
            #expect(throws: DatasetError.badImage(path: "\(folder.path)/train/6/90.png", reason: reason)) {
                try load(threads: threads)
            }
        }
        let dataset = try load(skipsBad: true)
        #expect(dataset.skipped.count == 2)
        #expect(NumberedFace.numbers(dataset.training) == (0..<150).filter { $0 != 90 && $0 != 140 })
    }

    @Test func nothingRecognisable() throws {
        #expect(throws: DatasetError.empty(path: folder.path)) { try load() }
        try folder.write("holiday/beach.png", NumberedFace.png(1))
        #expect(throws: DatasetError.unrecognised(path: folder.path)) { try load() }
        #expect(throws: DatasetError.missing(path: "/nowhere/at all")) { try DatasetLoader.load(.path("/nowhere/at all")) }
        #expect(throws: DatasetError.unrecognised(path: "/dev/null")) { try DatasetLoader.load(.path("/dev/null")) }
        try folder.write("angry/readme.txt", "no image")
        #expect(throws: DatasetError.noFaces(path: folder.path, part: "training")) { try load() }
    }

    @Test func fromACSVAndFromItsImagesTrainingIsTheSame() throws {
        let table = try TemporaryFolder()
        var rows = ["emotion,pixels,Usage"]
        for row in 0..<40 {
            let label = (row * 5 + row / 7) % 7
            rows.append("\(label),\(NumberedFace.field(row)),\(row < 30 ? "Training" : "PublicTest")")
            try folder.write("\(row < 30 ? "train" : "val")/\(label)/\(row).png", NumberedFace.png(row))
        }
        try table.write("fer2013.csv", rows.joined(separator: "\n"))
        let (images, csv) = (try load(), try DatasetLoader.load(.path(table.path)))
        #expect(images.training == csv.training)
        #expect(images.validation == csv.validation)
    }
}

/// The order of names.
struct NaturalOrderTests {
    @Test func digitsCompareAsNumbers() {
        let names = [
            "a10b2", "a9", "10.png", "9.png", "a10b10", "a09", "", "b", "010.png", "99999999999999999999999.png", "100000000000000000000000.png",
        ]
        #expect(
            names.sorted(by: NaturalOrder.isBefore) == [
                "", "9.png", "010.png", "10.png", "99999999999999999999999.png", "100000000000000000000000.png", "a09", "a9", "a10b2", "a10b10", "b",
            ])
    }
}
