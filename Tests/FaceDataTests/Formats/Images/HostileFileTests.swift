@testable import Platform
@testable import FaceData
import TestSupport
import Foundation
import Testing

/// What stands where an image was promised.
struct HostileFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ path: String) -> String {
        do throws(DatasetError) {
            _ = try ImageFile.face(path)
            return "taken"
        } catch { return error.description }
    }

    @Test func whatIsNoFileIsNamed() throws {
        let (inner, pipe) = (folder.path + "/a.png", folder.path + "/b.png")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(sentence(inner) == "\(inner): cannot be read: it is a folder")
        #expect(sentence(pipe) == "\(pipe): cannot be read: it is no ordinary file")
        #expect(sentence("/dev/zero") == "/dev/zero: cannot be read: it is no ordinary file")
        #expect(sentence(folder.path + "/c.png") == "\(folder.path)/c.png: no such file or folder")
    }

    @Test func aHugeFileIsNotRead() throws {
        let path = try folder.write("huge.png", PNGImage.signature)
        try #require(truncate(path, 10 << 30) == 0)
        #expect(sentence(path) == "\(path): cannot be read: it has more than 256 MB")
    }

    /// A few bytes of zlib that unfold to gigabytes end where the header's size is full.
    @Test func aBombIsRefusedByItsHeader() throws {
        let path = try folder.write("bomb.png", ImageWriter.pngHeader(width: 100_000, height: 100_000))
        #expect(sentence(path) == "\(path): is 100000x100000 pixels, expected at most 16,384 a side and 64 megapixels")
    }

    /// Wherever a file is cut off it costs a sentence, never the process.
    @Test func everyPrefixOfEveryFormat() throws {
        let face = NumberedFace.pixels(9)
        let files = [
            NumberedFace.png(9), ImageWriter.jpeg(grey: face, width: 48, height: 48), TIFFFile(data: face).bytes,
            Array("P5 48 48 255\n".utf8) + face,
        ]
        for file in files {
            for length in stride(from: 0, to: file.count - 12, by: 7) {
                #expect(throws: ImageFile.Fault.self) { try ImageFile.decode(Array(file.prefix(length))) }
            }
        }
    }

    /// Single bytes turned: whatever comes out has the size that it says.
    @Test func turnedBytes() {
        var random = RandomBits(seed: 3)
        let face = NumberedFace.pixels(9)
        let files = [NumberedFace.png(9), ImageWriter.jpeg(grey: face, width: 48, height: 48), TIFFFile(data: face).bytes]
        for file in files {
            for _ in 0..<300 {
                var spoilt = file
                for _ in 0..<3 { spoilt[random.below(min(spoilt.count, 400))] = UInt8(random.below(256)) }
                guard let image = try? ImageFile.decode(spoilt) else { continue }
                #expect(image.pixels.count == image.width * image.height)
                #expect(AreaFilter.face(image).count == FaceSet.pixelsPerFace)
            }
        }
    }

    @Test func whatHasAWrongNameIsReadByItsContent() throws {
        let face = NumberedFace.pixels(4)
        for bytes in [TIFFFile(data: face).bytes, Array("P5 48 48 255\n".utf8) + face, NumberedFace.png(4)] {
            #expect(try ImageFile.face(folder.write("x.jpg", bytes)) == face)
        }
        #expect(
            sentence(try folder.write("y.png", "GIF89a and more")).hasSuffix(
                ": is neither PNG, JPEG, TIFF, BMP nor PNM: it begins with 'GIF89a and m'"))
    }

    @Test func suffixes() {
        for name in ["a.PNG", "b.jpeg", "KA.AN1.39.tiff", "c.tif", "d.bmp", "e.pgm", "f.ppm", "g.pbm", "h.pnm", "i.jpg"] {
            #expect(ImageFile.hasImageSuffix(name))
        }
        for name in ["png", "a.txt", "b.gif", "c.png.gz"] { #expect(!ImageFile.hasImageSuffix(name)) }
    }
}
