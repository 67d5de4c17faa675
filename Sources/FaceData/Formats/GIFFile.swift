/// Writes animated GIF89a: whole frames over one palette, repeated for ever. The same frames give the same bytes.
///
/// Source: "Graphics Interchange Format, Version 89a" (CompuServe, 1990), with its variable-length LZW.
package struct GIFFile {
    private let width: Int
    private let height: Int
    private var body: [UInt8]

    /// Begins a file.
    ///
    /// - Parameter palette: 256 colours, red, green and blue a byte each.
    package init(width: Int, height: Int, palette: [UInt8]) {
        precondition((1...65_535).contains(width) && (1...65_535).contains(height) && palette.count == 768, "a GIF of \(width)x\(height)")
        (self.width, self.height) = (width, height)
        // 0xF7: a palette for all frames, of 256 colours.
        body = Array("GIF89a".utf8) + Self.word(width) + Self.word(height) + [0xF7, 0, 0] + palette
        body += [0x21, 0xFF, 11] + Array("NETSCAPE2.0".utf8) + [3, 1, 0, 0, 0]
    }

    /// Adds a frame that is shown for so many hundredths of a second.
    ///
    /// - Parameter pixels: [height, width], places in the palette.
    package mutating func append(_ pixels: [UInt8], hundredths: Int) {
        precondition(pixels.count == width * height, "\(pixels.count) pixels for \(width)x\(height)")
        body += [0x21, 0xF9, 4, 4] + Self.word(min(max(hundredths, 0), 65_535)) + [0, 0]
        body += [0x2C, 0, 0, 0, 0] + Self.word(width) + Self.word(height) + [0, 8]
        var coder = LZW()
        let data = coder.encoded(pixels)
        for start in stride(from: 0, to: data.count, by: 255) {
            let end = min(start + 255, data.count)
            body.append(UInt8(end - start))
            body += data[start..<end]
        }
        body.append(0)
    }

    /// The whole file.
    package var bytes: [UInt8] { body + [0x3B] }

    private static func word(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8)] }

    /// GIF's LZW over bytes: codes grow from 9 to 12 bits, and the table begins anew when it is full.
    private struct LZW {
        private static let (clear, end, limit) = (256, 257, 4096)
        private var bits: UInt32 = 0
        private var bitCount = 0
        private var data: [UInt8] = []

        mutating func encoded(_ pixels: [UInt8]) -> [UInt8] {
            // [code, next byte], 0 where there is no such string yet.
            var table = [UInt16](repeating: 0, count: Self.limit * 256)
            var (next, size) = (Self.end + 1, 9)
            put(Self.clear, size)
            var code = Int(pixels.first ?? 0)
            for byte in pixels.dropFirst() {
                let place = code << 8 | Int(byte)
                if table[place] != 0 {
                    code = Int(table[place])
                    continue
                }
                put(code, size)
                code = Int(byte)
                if next == Self.limit {
                    put(Self.clear, size)
                    for index in table.indices { table[index] = 0 }
                    (next, size) = (Self.end + 1, 9)
                    continue
                }
                table[place] = UInt16(next)
                // The decoder is one string behind: the codes become longer when the one after the longest short one is made.
                if next == 1 << size, size < 12 { size += 1 }
                next += 1
            }
            put(code, size)
            put(Self.end, size)
            if bitCount > 0 { data.append(UInt8(bits & 255)) }
            return data
        }

        private mutating func put(_ code: Int, _ size: Int) {
            bits |= UInt32(code) << UInt32(bitCount)
            bitCount += size
            while bitCount >= 8 {
                data.append(UInt8(bits & 255))
                bits >>= 8
                bitCount -= 8
            }
        }
    }
}
