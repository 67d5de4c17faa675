@testable import Platform
@testable import FaceData
import TestSupport
import Testing

/// TIFF in the layouts that cameras, scanners and JAFFE's authors write.
struct TIFFTests {
    private let face = NumberedFace.pixels(5)

    private func pixels(_ file: TIFFFile) throws -> [UInt8] { try ImageFile.decode(file.bytes).pixels }

    @Test(arguments: [false, true])
    func greyInEitherByteOrder(isBigEndian: Bool) throws {
        #expect(try pixels(TIFFFile(isBigEndian: isBigEndian, data: face)) == face)
        #expect(try pixels(TIFFFile(photometric: 0, isBigEndian: isBigEndian, data: face)) == face.map { 255 - $0 })
        let wide = face.flatMap { (value: UInt8) -> [UInt8] in isBigEndian ? [value, 7] : [7, value] }
        let read = try pixels(TIFFFile(bitsPerSample: 16, isBigEndian: isBigEndian, data: wide))
        #expect(zip(read, face).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test func oneAndFourBits() throws {
        let bits = (0..<48 * 6).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let expected = bits.flatMap { (byte: UInt8) -> [UInt8] in (0..<8).map { byte >> (7 - $0) & 1 == 1 ? 255 : 0 } }
        #expect(try pixels(TIFFFile(bitsPerSample: 1, data: bits)) == expected)
        let nibbles = (0..<48 * 24).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let expectedNibbles = nibbles.flatMap { (byte: UInt8) -> [UInt8] in [(byte >> 4) * 17, (byte & 15) * 17] }
        #expect(try pixels(TIFFFile(bitsPerSample: 4, data: nibbles)) == expectedNibbles)
    }

    /// 23 of JAFFE's files are like this.
    @Test func aGreyPaletteGivesItsGreys() throws {
        let ramp = (0..<256).map { $0 * 257 }
        #expect(try pixels(TIFFFile(photometric: 3, tags: [TIFFFile.palette: .shorts(ramp + ramp + ramp)], data: face)) == face)
        let backwards = Array(ramp.reversed())
        let turned = TIFFFile(photometric: 3, tags: [TIFFFile.palette: .shorts(backwards + backwards + backwards)], data: face)
        #expect(try pixels(turned) == face.map { 255 - $0 })
    }

    @Test func coloursByRec601() throws {
        let colours: [(samples: [UInt8], grey: UInt8)] = [([255, 0, 0], 76), ([0, 255, 0], 150), ([0, 0, 255], 29), ([10, 200, 90], 131)]
        for colour in colours {
            let data = [[UInt8]](repeating: colour.samples, count: 2304).flatMap(\.self)
            #expect(try pixels(TIFFFile(samplesPerPixel: 3, photometric: 2, data: data)).allSatisfy { $0 == colour.grey })
            let planes = colour.samples.flatMap { [UInt8](repeating: $0, count: 2304) }
            let separate = TIFFFile(
                samplesPerPixel: 3, photometric: 2,
                tags: [TIFFFile.planes: .shorts([2]), 273: .longs([8, 2312, 4616]), 279: .longs([2304, 2304, 2304])], data: planes)
            #expect(try pixels(separate).allSatisfy { $0 == colour.grey })
        }
        let inks = [[UInt8]](repeating: [245, 55, 165, 0], count: 2304).flatMap(\.self)
        #expect(try pixels(TIFFFile(samplesPerPixel: 4, photometric: 5, data: inks)).allSatisfy { $0 == 131 })
    }

    @Test func transparentPartsLieOnBlack() throws {
        let half = [[UInt8]](repeating: [200, 200, 200, 128], count: 2304).flatMap(\.self)
        let unassociated = TIFFFile(samplesPerPixel: 4, photometric: 2, tags: [TIFFFile.extraSamples: .shorts([2])], data: half)
        #expect(try pixels(unassociated).allSatisfy { abs(Int($0) - 100) <= 1 })
        let grey = [[UInt8]](repeating: [200, 0], count: 2304).flatMap(\.self)
        #expect(try pixels(TIFFFile(samplesPerPixel: 2, tags: [TIFFFile.extraSamples: .shorts([2])], data: grey)).allSatisfy { $0 == 0 })
    }

    @Test func tilesAndPackedBits() throws {
        var tiles: [UInt8] = []
        for tile in 0..<9 {
            for row in 0..<16 {
                let start = (tile / 3 * 16 + row) * 48 + tile % 3 * 16
                tiles += face[start..<start + 16]
            }
        }
        let tiled = TIFFFile(
            tags: [
                TIFFFile.tileWidth: .longs([16]), TIFFFile.tileHeight: .longs([16]), TIFFFile.tileOffsets: .longs((0..<9).map { 8 + $0 * 256 }),
                TIFFFile.tileByteCounts: .longs([Int](repeating: 256, count: 9)),
            ], data: tiles)
        #expect(try pixels(tiled) == face)
        // Runs of 48 equal bytes: 257 - 48, then the byte.
        let packed = (0..<48).flatMap { (row: Int) -> [UInt8] in [209, UInt8(row)] }
        #expect(try pixels(TIFFFile(compression: 32773, data: packed)) == (0..<2304).map { UInt8($0 / 48) })
    }

    @Test func spoiltFiles() throws {
        let folder = try TemporaryFolder()
        let whole = TIFFFile(data: face).bytes
        let giantTile = TIFFFile(
            tags: [
                TIFFFile.tileWidth: .longs([1 << 20]), TIFFFile.tileHeight: .longs([1 << 20]), TIFFFile.tileOffsets: .longs([8]),
                TIFFFile.tileByteCounts: .longs([2304]),
            ], data: face)
        let cases: [(bytes: [UInt8], expected: String)] = [
            (Array(whole.prefix(8)), "is a damaged TIFF"),
            (Array(whole.prefix(2400)), "is a damaged TIFF"),
            (TIFFFile(width: 20_000, height: 20_000, data: face).bytes, "is 20000x20000 pixels, expected at most"),
            (TIFFFile(width: 16_000, height: 4_000, data: face).bytes, "is a damaged TIFF"),
            (giantTile.bytes, "is a damaged TIFF"),
            (
                TIFFFile(bitsPerSample: 32, tags: [TIFFFile.sampleFormat: .shorts([3])], data: face + face + face + face).bytes,
                "is a TIFF that cannot be read"
            ),
            (TIFFFile(compression: 9999, data: face).bytes, "TIFF"),
            (TIFFFile(bitsPerSample: 4, photometric: 3, data: face).bytes, "TIFF"),
        ]
        for spoilt in cases {
            let path = try folder.write("spoilt.tiff", spoilt.bytes)
            do {
                _ = try ImageFile.face(path)
                Issue.record("\(spoilt.expected) was taken")
            } catch {
                #expect(error.description.hasPrefix(path + ": "), "\(error)")
                #expect(error.description.contains(spoilt.expected), "\(error)")
                #expect(!error.description.contains("\n"))
            }
        }
    }

    /// libtiff's handlers must not be shared.
    @Test func manyThreadsAtOnce() {
        let (good, bad) = (TIFFFile(data: face).bytes, Array(TIFFFile(data: face).bytes.prefix(2400)))
        let results = OrderedPieces.map(count: 200, threads: 4) { (try? ImageFile.decode($0 % 2 == 0 ? good : bad))?.pixels }
        for (index, pixels) in results.enumerated() { #expect(pixels == (index % 2 == 0 ? face : nil)) }
    }
}
