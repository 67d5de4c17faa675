/// BMP files without compression, read without a library: palettes of 1, 4 and 8 bits, and 16, 24 and 32 bits a pixel.
struct BMPImage {
    private let bytes: [UInt8]
    private let reader: ByteReader
    private let width: Int
    private let height: Int
    /// Whether the first row is the upper one.
    private let isTopDown: Bool
    private let bitsPerPixel: Int
    /// Red, green, blue and alpha of a pixel's bits; an empty mask of alpha means opaque.
    private var masks: [Int] = []
    /// Grey values.
    private var palette: [UInt8] = []

    static func matches(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x42, 0x4D]) && bytes.count > 2 }

    static func decode(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        try BMPImage(bytes).image()
    }

    /// Reads the two headers and what stands behind them.
    private init(_ bytes: [UInt8]) throws(ImageFile.Fault) {
        self.bytes = bytes
        reader = ByteReader(bytes, isLittleEndian: true)
        guard let headerLength = reader.long(14) else { throw Self.damaged("it ends in its header") }
        let isOld = headerLength == 12
        guard isOld || (40...1024).contains(headerLength), bytes.count >= 14 + headerLength else {
            throw Self.damaged("a header of \(headerLength) bytes")
        }
        let signedHeight = isOld ? reader.short(20) ?? 0 : Int(Int32(truncatingIfNeeded: reader.long(22) ?? 0))
        (width, height) = (isOld ? reader.short(18) ?? 0 : reader.long(18) ?? 0, abs(signedHeight))
        isTopDown = signedHeight < 0
        try ImageLimits.check(width: width, height: height)
        bitsPerPixel = reader.short(isOld ? 24 : 28) ?? 0
        let compression = isOld ? 0 : reader.long(30) ?? 0
        // 3 and 6 say which bits are which colour.
        let hasMasks = compression == 3 || compression == 6
        guard compression == 0 || hasMasks else { throw ImageFile.Fault(reason: "is a compressed BMP, expected one without compression") }
        switch bitsPerPixel {
        case 1, 4, 8: palette = try readPalette(headerLength: headerLength, isOld: isOld)
        case 16 where hasMasks, 32 where hasMasks:
            // Longer headers hold the masks, in the same place.
            masks = (0..<3).map { reader.long(54 + 4 * $0) ?? 0 } + [headerLength >= 56 || compression == 6 ? reader.long(66) ?? 0 : 0]
        case 16: masks = [0x7C00, 0x03E0, 0x001F, 0]
        case 24, 32: masks = [0xFF0000, 0x00FF00, 0x0000FF, 0]
        default: throw Self.damaged("\(bitsPerPixel) bits a pixel, expected 1, 4, 8, 16, 24 or 32")
        }
    }

    private func readPalette(headerLength: Int, isOld: Bool) throws(ImageFile.Fault) -> [UInt8] {
        let possible = 1 << bitsPerPixel
        let stated = isOld ? 0 : reader.long(46) ?? 0
        let count = stated == 0 ? possible : min(stated, possible)
        let (start, length) = (14 + headerLength, isOld ? 3 : 4)
        guard bytes.count >= start + count * length else { throw Self.damaged("it ends in its palette") }
        return (0..<count).map { index in
            let offset = start + index * length
            return Luma.grey(bytes[offset + 2], bytes[offset + 1], bytes[offset])
        }
    }

    private func image() throws(ImageFile.Fault) -> ImageFile.Grey {
        let start = reader.long(10) ?? 0
        // Rows fill whole words of four bytes.
        let rowLength = (width * bitsPerPixel + 31) / 32 * 4
        guard start >= 26, bytes.count - start >= rowLength * height else { throw Self.damaged("it ends early") }
        var pixels = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            let row = start + (isTopDown ? y : height - 1 - y) * rowLength
            for x in 0..<width { pixels[y * width + x] = try bitsPerPixel <= 8 ? paletteGrey(row, x) : colourGrey(row, x) }
        }
        return ImageFile.Grey(width: width, height: height, pixels: pixels)
    }

    private func paletteGrey(_ row: Int, _ x: Int) throws(ImageFile.Fault) -> UInt8 {
        let bit = x * bitsPerPixel
        let index = Int(bytes[row + bit / 8]) >> (8 - bitsPerPixel - bit % 8) & (1 << bitsPerPixel - 1)
        guard index < palette.count else { throw Self.damaged("colour \(index) of a palette of \(palette.count)") }
        return palette[index]
    }

    private func colourGrey(_ row: Int, _ x: Int) -> UInt8 {
        let length = bitsPerPixel / 8
        var bits = 0
        for index in 0..<length { bits |= Int(bytes[row + x * length + index]) << (8 * index) }
        func part(_ mask: Int) -> Int {
            guard mask != 0 else { return 0 }
            let shift = mask.trailingZeroBitCount
            let largest = mask >> shift
            return ((bits & mask) >> shift * 255 + largest / 2) / largest
        }
        let alpha = masks[3] == 0 ? 255 : part(masks[3])
        // Transparent parts lie on black.
        func lit(_ mask: Int) -> UInt8 { UInt8((part(mask) * alpha + 127) / 255) }
        return Luma.grey(lit(masks[0]), lit(masks[1]), lit(masks[2]))
    }

    private static func damaged(_ reason: String) -> ImageFile.Fault { ImageFile.Fault(reason: "is a damaged BMP: \(reason)") }
}
