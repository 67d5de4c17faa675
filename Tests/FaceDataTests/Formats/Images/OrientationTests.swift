import TestSupport
@testable import FaceData
import Testing

/// How a camera was held, as three formats say it.
struct OrientationTests {
    /// What is seen: 3 wide, 2 high.
    private static let seen: [UInt8] = [10, 20, 30, 40, 50, 60]
    /// The same as it is stored, by orientation.
    private static let stored: [(orientation: Int, width: Int, pixels: [UInt8])] = [
        (1, 3, [10, 20, 30, 40, 50, 60]), (2, 3, [30, 20, 10, 60, 50, 40]), (3, 3, [60, 50, 40, 30, 20, 10]), (4, 3, [40, 50, 60, 10, 20, 30]),
        (5, 2, [10, 40, 20, 50, 30, 60]), (6, 2, [30, 60, 20, 50, 10, 40]), (7, 2, [60, 30, 50, 20, 40, 10]), (8, 2, [40, 10, 50, 20, 60, 30]),
    ]

    /// An EXIF block, big-endian.
    private func exif(_ orientation: Int) -> [UInt8] {
        Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0]
    }

    private func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        var checksum = UInt32.max
        for byte in body {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum & 1 == 1 ? checksum >> 1 ^ 0xEDB8_8320 : checksum >> 1 }
        }
        func number(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        return number(UInt32(content.count)) + body + number(~checksum)
    }

    @Test func tiffIsTurned() throws {
        for file in Self.stored {
            let tiff = TIFFFile(
                width: file.width, height: 6 / file.width, tags: [TIFFFile.orientation: .shorts([file.orientation])], data: file.pixels)
            #expect(try ImageFile.decode(tiff.bytes) == ImageFile.Grey(width: 3, height: 2, pixels: Self.seen), "\(file.orientation)")
        }
    }

    @Test func pngIsTurnedWhereverTheChunkStands() throws {
        for file in Self.stored {
            let png = ImageWriter.png(file.pixels, width: file.width, height: 6 / file.width)
            let exif = chunk("eXIf", exif(file.orientation))
            // Behind the header of 8 + 25 bytes, or before the end of 12.
            for place in [33, png.count - 12] {
                let image = try ImageFile.decode(Array(png[..<place]) + exif + png[place...])
                #expect(image == ImageFile.Grey(width: 3, height: 2, pixels: Self.seen), "\(file.orientation)")
            }
        }
    }

    @Test func jpegIsTurned() throws {
        for file in Self.stored {
            // Every pixel is a block of sixteen, so that JPEG loses little.
            let side = 16
            let (width, height) = (file.width * side, 6 / file.width * side)
            let large = (0..<width * height).map { file.pixels[$0 / width / side * file.width + $0 % width / side] }
            let jpeg = ImageWriter.jpeg(grey: large, width: width, height: height)
            let block = exif(file.orientation)
            let segment: [UInt8] = [0xFF, 0xE1, 0, UInt8(block.count + 8)] + Array("Exif\0\0".utf8) + block
            let image = try ImageFile.decode(Array(jpeg[..<2]) + segment + jpeg[2...])
            #expect((image.width, image.height) == (48, 32))
            for (index, value) in Self.seen.enumerated() {
                let pixel = image.pixels[(index / 3 * side + 8) * 48 + index % 3 * side + 8]
                #expect(abs(Int(pixel) - Int(value)) <= 2, "\(file.orientation)")
            }
        }
    }

    @Test(arguments: [0, 9, 255])
    func anUnknownOrientationIsNone(_ orientation: Int) {
        #expect(Orientation(exif: exif(orientation), from: 0) == .topLeft)
    }

    @Test func blocksThatAreCutOffStateNothing() {
        let whole = exif(6)
        #expect(Orientation(exif: whole, from: 0) == .rightTop)
        for length in 0..<20 { #expect(Orientation(exif: Array(whole.prefix(length)), from: 0) == .topLeft) }
        // A directory far outside the block.
        #expect(Orientation(exif: Array("MM".utf8) + [0, 42, 0xFF, 0xFF, 0xFF, 0xFF], from: 0) == .topLeft)
    }
}
