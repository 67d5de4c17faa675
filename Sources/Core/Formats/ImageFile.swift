internal import CImages

/// Image files as grey pixels; libpng and libjpeg-turbo decode.
enum ImageFile {
    /// Grey values row by row.
    struct Grey: Equatable, Sendable {
        var width: Int
        var height: Int
        var pixels: [UInt8]
    }

    /// Why an image cannot be used, in words that stand behind its path.
    struct Fault: Error, Sendable, Equatable {
        let reason: String
    }

    /// Larger files are no photographs of a face.
    private static let largestFile = 256 << 20
    private static let largestSide = 16_384
    private static let largestArea = 64_000_000

    /// Whether a name's ending promises an image that can be read.
    static func hasImageSuffix(_ name: String) -> Bool {
        let lower = name.lowercased()
        return [".png", ".jpg", ".jpeg"].contains { lower.hasSuffix($0) }
    }

    /// The face in a file: grey by Rec. 601, the square about the centre, 48x48 by an area filter.
    ///
    /// - Throws: `DatasetError.badImage`, `.missing` or `.unreadable`.
    static func face(_ path: String) throws(DatasetError) -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: largestFile) } catch {
            throw error.code == ENOENT ? .missing(path: path) : .badImage(path: path, reason: "cannot be read: \(error.reason)")
        }
        do throws(Fault) { return AreaFilter.face(try decode(bytes)) } catch { throw .badImage(path: path, reason: error.reason) }
    }

    /// Decodes PNG or JPEG, told apart by content.
    static func decode(_ bytes: [UInt8]) throws(Fault) -> Grey {
        guard !bytes.isEmpty else { throw Fault(reason: "the file is empty (0 bytes), expected a PNG or JPEG image") }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return try decodePNG(bytes) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return try decodeJPEG(bytes) }
        let start = String(decoding: bytes.prefix(12).map { $0 >= 32 && $0 < 127 ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
        throw Fault(reason: "is neither PNG nor JPEG: it begins with '\(start)'")
    }

    /// Refuses sizes that no face needs, by the header alone.
    private static func check(width: Int, height: Int) throws(Fault) {
        guard width > 0, height > 0, width <= largestSide, height <= largestSide, width * height <= largestArea else {
            throw Fault(reason: "is \(width)x\(height) pixels, expected at most 16,384 a side and 64 megapixels")
        }
    }

    /// Source: libpng's simplified interface; transparent parts lie on black, 16-bit samples are taken as sRGB.
    private static func decodePNG(_ bytes: [UInt8]) throws(Fault) -> Grey {
        guard bytes.count >= 24 else { throw Fault(reason: "is a PNG that ends in its header") }
        func number(at offset: Int) -> Int {
            var value = 0
            for byte in bytes[offset..<offset + 4] { value = value << 8 | Int(byte) }
            return value
        }
        try check(width: number(at: 16), height: number(at: 20))
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard bytes.withUnsafeBytes({ png_image_begin_read_from_memory(&image, $0.baseAddress, $0.count) }) != 0 else {
            throw Fault(reason: "is a damaged PNG: \(message(image))")
        }
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
        image.format = isColour ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : 0
        let (width, height) = (Int(image.width), Int(image.height))
        try check(width: width, height: height)
        var samples = [UInt8](repeating: 0, count: width * height * (isColour ? 3 : 1))
        var black = png_color()
        let isRead = samples.withUnsafeMutableBytes { png_image_finish_read(&image, &black, $0.baseAddress, 0, nil) }
        guard isRead != 0 else { throw Fault(reason: "is a damaged PNG: \(message(image))") }
        guard isColour else { return Grey(width: width, height: height, pixels: samples) }
        let pixels = (0..<width * height).map { index in grey(samples[index * 3], samples[index * 3 + 1], samples[index * 3 + 2]) }
        return Grey(width: width, height: height, pixels: pixels)
    }

    private static func message(_ image: png_image) -> String {
        withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// Rec. 601 luma, rounded.
    private static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let thousandfold: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
        return UInt8((thousandfold + 500) / 1000)
    }

    /// Source: TurboJPEG; its grey is the file's own luma, Rec. 601. What it only warns of, such as a file that is cut off, is an error here.
    private static func decodeJPEG(_ bytes: [UInt8]) throws(Fault) -> Grey {
        guard let decoder = tjInitDecompress() else { throw Fault(reason: "cannot be decoded: no memory for a decoder") }
        defer { tjDestroy(decoder) }
        func message() -> String { String(cString: tjGetErrorStr2(decoder)) }
        var (width, height, subsampling, colourSpace): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let size = UInt(bytes.count)
        guard tjDecompressHeader3(decoder, bytes, size, &width, &height, &subsampling, &colourSpace) == 0, width > 0, height > 0 else {
            throw Fault(reason: "is a damaged JPEG: \(message())")
        }
        try check(width: Int(width), height: Int(height))
        // libjpeg makes grey of every colour space but those of printing inks.
        let isInk = colourSpace == Int32(TJCS_CMYK.rawValue) || colourSpace == Int32(TJCS_YCCK.rawValue)
        let format = isInk ? TJPF_CMYK : TJPF_GRAY
        var samples = [UInt8](repeating: 0, count: Int(width) * Int(height) * (isInk ? 4 : 1))
        let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
        guard tjDecompress2(decoder, bytes, size, &samples, width, 0, height, Int32(format.rawValue), flags) == 0 else {
            throw Fault(reason: "is a damaged JPEG: \(message())")
        }
        guard isInk else { return Grey(width: Int(width), height: Int(height), pixels: samples) }
        let pixels = (0..<Int(width) * Int(height)).map { index in
            // As Adobe's programs, and nearly all others, write them: 255 is no ink.
            let paper = Int(samples[index * 4 + 3])
            func lit(_ ink: Int) -> UInt8 { UInt8((Int(samples[index * 4 + ink]) * paper + 127) / 255) }
            return grey(lit(0), lit(1), lit(2))
        }
        return Grey(width: Int(width), height: Int(height), pixels: pixels)
    }
}

/// Scales by averaging the area that each output pixel covers, exactly, in whole numbers.
enum AreaFilter {
    /// The square about the centre, scaled to 48x48; a 48x48 image stays as it is.
    static func face(_ image: ImageFile.Grey) -> [UInt8] {
        let side = min(image.width, image.height)
        let (left, top) = ((image.width - side) / 2, (image.height - side) / 2)
        let target = FaceSet.side
        // In units of 1/48 of a source pixel, source pixel j covers 48 j ..< 48 (j + 1) and output i covers side i ..< side (i + 1).
        let spans = (0..<target).map { output in
            (side * output / target...(side * (output + 1) - 1) / target).map { source in
                (source: source, weight: min(side * (output + 1), target * (source + 1)) - max(side * output, target * source))
            }
        }
        var rows = [Int](repeating: 0, count: side * target)
        for y in 0..<side {
            for (x, span) in spans.enumerated() {
                rows[y * target + x] = span.reduce(0) { $0 + $1.weight * Int(image.pixels[(top + y) * image.width + left + $1.source]) }
            }
        }
        let area = side * side
        return (0..<target * target).map { index in
            let sum = spans[index / target].reduce(0) { $0 + $1.weight * rows[$1.source * target + index % target] }
            return UInt8((sum + area / 2) / area)
        }
    }
}
