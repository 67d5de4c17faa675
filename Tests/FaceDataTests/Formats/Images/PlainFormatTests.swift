@testable import FaceData
import Testing

/// PNM and BMP, which are read without a library.
struct PlainFormatTests {
    private func pixels(_ bytes: [UInt8]) throws -> [UInt8] { try ImageFile.decode(bytes).pixels }

    private func reason(_ bytes: [UInt8]) -> String {
        do throws(ImageFile.Fault) {
            _ = try ImageFile.decode(bytes)
            return "taken"
        } catch { return error.reason }
    }

    @Test func pnmAsText() throws {
        #expect(try pixels(Array("P2\n# a comment\n3 2 255 0 1 2\n253 254 255\n".utf8)) == [0, 1, 2, 253, 254, 255])
        #expect(try pixels(Array("P2 2 1 3 0 3".utf8)) == [0, 255])
        #expect(try pixels(Array("P3 2 1 255 255 0 0 0 255 0".utf8)) == [76, 150])
        #expect(try pixels(Array("P1 3 2 010 1 0 1".utf8)) == [255, 0, 255, 0, 255, 0])
    }

    @Test func pnmAsBytes() throws {
        #expect(try pixels(Array("P5 3 1 255\n".utf8) + [0, 128, 255]) == [0, 128, 255])
        #expect(try pixels(Array("P5 2 1 65535\n".utf8) + [128, 128, 255, 255]) == [128, 255])
        #expect(try pixels(Array("P6 2 1 255\n".utf8) + [0, 0, 255, 10, 200, 90]) == [29, 131])
        // Rows fill whole bytes; 1 is ink.
        #expect(
            try pixels(Array("P4 9 2\n".utf8) + [0b1010_0000, 0b1000_0000, 0, 0]) == [0, 255, 0, 255, 255, 255, 255, 255, 0]
                + [UInt8](repeating: 255, count: 9))
        // A pixel that looks like a blank or a comment is a pixel.
        #expect(try pixels(Array("P5 2 1 255\n".utf8) + [10, 35]) == [10, 35])
    }

    @Test(arguments: [
        ("P5 3 1 255\n", "it ends early"), ("P2 3 1 255 1 2", "it ends early"), ("P2 2 1 255 1 300", "a sample of 300, expected at most 255"),
        ("P5 x", "its width is no number"), ("P5 9 9 0\n", "its largest value is 0, expected 1...65,535"),
        ("P5 9 9 70000\n", "its largest value is 70000"),
        ("P5 99999999999999999999 1 255\n", "pixels, expected at most 16,384 a side"), ("P5 0 1 255\n", "is 0x1 pixels"),
        ("P1 2 1 1 2", "it ends early"), ("P3 8000 8000 255 1 2 3", "it ends early"), ("P5 8000 8000 255\n1", "it ends early"),
        ("P5", "is neither PNG"),
    ])
    func spoiltPNM(text: String, expected: String) { #expect(reason(Array(text.utf8)).contains(expected), "\(reason(Array(text.utf8)))") }

    /// A BMP of the newer kind.
    private func bmp(
        width: Int, height: Int, bits: Int, compression: Int = 0, headerLength: Int = 40, behindHeader: [UInt8] = [], colours: Int = 0, data: [UInt8]
    ) -> [UInt8] {
        func number(_ value: Int, _ length: Int) -> [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        let start = 14 + headerLength + behindHeader.count - (headerLength - 40)
        var file = Array("BM".utf8) + number(start + data.count, 4) + number(0, 4) + number(start, 4)
        file += number(headerLength, 4) + number(width, 4) + number(height, 4) + number(1, 2) + number(bits, 2) + number(compression, 4)
        file += number(data.count, 4) + number(0, 8) + number(colours, 4) + number(0, 4)
        return file + behindHeader + data
    }

    @Test func bmpWithAPalette() throws {
        let greys = (0..<256).flatMap { (grey: Int) -> [UInt8] in [UInt8(grey), UInt8(grey), UInt8(grey), 0] }
        // Rows stand upside down and fill four bytes.
        #expect(try pixels(bmp(width: 2, height: 2, bits: 8, behindHeader: greys, data: [3, 4, 0, 0, 1, 2, 0, 0])) == [1, 2, 3, 4])
        #expect(try pixels(bmp(width: 2, height: -2, bits: 8, behindHeader: greys, data: [3, 4, 0, 0, 1, 2, 0, 0])) == [3, 4, 1, 2])
        let two: [UInt8] = [0, 0, 0, 0, 255, 255, 255, 0]
        #expect(try pixels(bmp(width: 3, height: 1, bits: 1, behindHeader: two, data: [0b1010_0000, 0, 0, 0])) == [255, 0, 255])
        let four = two + [0, 0, 255, 0]
        #expect(try pixels(bmp(width: 3, height: 1, bits: 4, behindHeader: four, colours: 3, data: [0x12, 0, 0, 0])) == [255, 76, 0])
        #expect(
            reason(bmp(width: 3, height: 1, bits: 4, behindHeader: four, colours: 3, data: [0x13, 0, 0, 0])).contains("colour 3 of a palette of 3"))
    }

    @Test func bmpInColour() throws {
        #expect(try pixels(bmp(width: 2, height: 1, bits: 24, data: [0, 0, 255, 90, 200, 10, 0, 0])) == [76, 131])
        // What is behind the colours counts only where the header says so.
        #expect(try pixels(bmp(width: 1, height: 1, bits: 32, data: [90, 200, 10, 0])) == [131])
        #expect(try pixels(bmp(width: 2, height: 1, bits: 16, data: [0x00, 0x7C, 0xE0, 0x03])) == [76, 150])
        let masks: [UInt8] = [0, 0xF8, 0, 0, 0xE0, 7, 0, 0, 0x1F, 0, 0, 0]
        #expect(try pixels(bmp(width: 2, height: 1, bits: 16, compression: 3, behindHeader: masks, data: [0x00, 0xF8, 0xE0, 0x07])) == [76, 150])
        let withAlpha: [UInt8] = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 255] + [UInt8](repeating: 0, count: 52)
        let half = bmp(width: 1, height: 1, bits: 32, compression: 3, headerLength: 108, behindHeader: withAlpha, data: [200, 200, 200, 128])
        #expect(try pixels(half) == [100])
    }

    @Test func spoiltBMP() {
        let whole = bmp(width: 2, height: 2, bits: 24, data: [UInt8](repeating: 9, count: 16))
        for length in 3..<whole.count { #expect(reason(Array(whole.prefix(length))).contains("BMP"), "\(length)") }
        #expect(reason(bmp(width: 20_000, height: 1, bits: 24, data: [])).contains("is 20000x1 pixels"))
        #expect(reason(bmp(width: -1, height: 1, bits: 24, data: [])).contains("pixels, expected at most"))
        #expect(reason(bmp(width: 8000, height: 8000, bits: 24, data: [1, 2, 3])).contains("it ends early"))
        #expect(reason(bmp(width: 8, height: 8, bits: 8, compression: 1, data: [1, 2, 3])).contains("is a compressed BMP"))
        #expect(reason(bmp(width: 8, height: 8, bits: 7, data: [1, 2, 3])).contains("7 bits a pixel"))
        #expect(reason(bmp(width: 8, height: 8, bits: 8, data: [1, 2, 3])).contains("it ends in its palette"))
    }
}
