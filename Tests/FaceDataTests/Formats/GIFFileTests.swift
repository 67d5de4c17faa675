@testable import FaceData
import Testing

@Suite("GIF") struct GIFFileTests {
    private static let palette = (0..<256).flatMap { [UInt8($0), UInt8(255 - $0), UInt8($0 / 2)] }

    /// A reader of one frame's LZW data, as the specification describes it.
    private static func decoded(_ data: [UInt8], count: Int) throws -> [UInt8] {
        var (bits, bitCount, place) = (0, 0, 0)
        func restart() -> [[UInt8]] { (0..<258).map { $0 < 256 ? [UInt8($0)] : [] } }
        var table = restart()
        var size = 9
        var last: [UInt8] = []
        var pixels: [UInt8] = []
        while true {
            while bitCount < size {
                let byte = try #require(place < data.count ? data[place] : nil)
                bits |= Int(byte) << bitCount
                bitCount += 8
                place += 1
            }
            let code = bits & (1 << size - 1)
            bits >>= size
            bitCount -= size
            if code == 257 { return pixels }
            if code == 256 {
                (table, size, last) = (restart(), 9, [])
                continue
            }
            let string = code < table.count ? table[code] : last + [try #require(last.first)]
            pixels += string
            if let first = string.first, !last.isEmpty, table.count < 4096 { table.append(last + [first]) }
            if table.count == 1 << size, size < 12 { size += 1 }
            last = string
            try #require(pixels.count <= count)
        }
    }

    @Test("what is written can be read again", arguments: [(1, 1), (7, 3), (64, 64), (300, 200)])
    func readsBack(width: Int, height: Int) throws {
        for pattern in 0..<3 {
            var state: UInt32 = 1
            let pixels = (0..<width * height).map { index -> UInt8 in
                state = state &* 1_664_525 &+ 1_013_904_223
                return pattern == 0 ? 9 : pattern == 1 ? UInt8(index / 5 % 256) : UInt8(state >> 24)
            }
            var file = GIFFile(width: width, height: height, palette: Self.palette)
            file.append(pixels, hundredths: 12)
            let bytes = file.bytes
            #expect(bytes.prefix(6).elementsEqual("GIF89a".utf8))
            #expect(bytes[6] == UInt8(width & 255) && bytes[7] == UInt8(width >> 8))
            // Header, palette, the loop and the two blocks in front of the frame's data.
            var place = 13 + 768 + 19 + 8 + 10 + 1
            var data: [UInt8] = []
            while bytes[place] != 0 {
                data += bytes[place + 1...place + Int(bytes[place])]
                place += 1 + Int(bytes[place])
            }
            #expect(bytes[place...].elementsEqual([0, 0x3B]))
            #expect(try Self.decoded(data, count: pixels.count) == pixels)
        }
    }
}
