import Platform

/// Image files as grey pixels; what kind of file it is, its content says.
package enum ImageFile {
    /// Grey values row by row.
    package struct Grey: Equatable, Sendable {
        var width: Int
        var height: Int
        var pixels: [UInt8]
    }

    /// Why an image cannot be used, in words that stand behind its path.
    package struct Fault: Error, Sendable, Equatable {
        package let reason: String
    }

    /// Larger files are no photographs of a face.
    private static let largestFile = 256 << 20

    /// What a name may end in, in lower case.
    private static let suffixes = [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".pgm", ".ppm", ".pbm", ".pnm"]

    /// Whether a name's ending promises an image that can be read.
    package static func hasImageSuffix(_ name: String) -> Bool {
        let lower = name.lowercased()
        return suffixes.contains { lower.hasSuffix($0) }
    }

    /// The face in a file: grey by Rec. 601, upright, the square about the centre, 48x48 by an area filter.
    ///
    /// - Throws: `DatasetError.badImage`, `.missing` or `.unreadable`.
    package static func face(_ path: String) throws(DatasetError) -> [UInt8] { AreaFilter.face(try read(path)) }

    /// The whole picture in a file, grey by Rec. 601 and upright.
    ///
    /// - Throws: `DatasetError.badImage`, `.missing` or `.unreadable`.
    static func read(_ path: String) throws(DatasetError) -> Grey {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: largestFile) } catch {
            guard error.code != ENOENT else { throw .missing(path: path) }
            let reason =
                switch error.code {
                case EISDIR: "it is a folder"
                case EFBIG: "it has more than \(largestFile >> 20) MB"
                default: error.reason
                }
            throw .badImage(path: path, reason: "cannot be read: \(reason)")
        }
        do throws(Fault) { return try decode(bytes) } catch { throw .badImage(path: path, reason: error.reason) }
    }

    /// Decodes a whole file.
    package static func decode(_ bytes: [UInt8]) throws(Fault) -> Grey {
        guard !bytes.isEmpty else { throw Fault(reason: "the file is empty (0 bytes), expected an image") }
        if PNGImage.matches(bytes) { return try PNGImage.decode(bytes) }
        if JPEGImage.matches(bytes) { return try JPEGImage.decode(bytes) }
        if TIFFImage.matches(bytes) { return try TIFFImage.decode(bytes) }
        if BMPImage.matches(bytes) { return try BMPImage.decode(bytes) }
        if PNMImage.matches(bytes) { return try PNMImage.decode(bytes) }
        let start = String(decoding: bytes.prefix(12).map { $0 >= 32 && $0 < 127 ? $0 : UInt8(ascii: ".") }, as: UTF8.self)
        throw Fault(reason: "is neither PNG, JPEG, TIFF, BMP nor PNM: it begins with '\(start)'")
    }
}

/// How large an image may be; looked at in its header, before anything is decoded.
enum ImageLimits {
    private static let largestSide = 16_384
    private static let largestArea = 64_000_000

    /// Refuses sizes that no face needs.
    static func check(width: Int, height: Int) throws(ImageFile.Fault) {
        guard width > 0, height > 0, width <= largestSide, height <= largestSide, width * height <= largestArea else {
            throw ImageFile.Fault(reason: "is \(width)x\(height) pixels, expected at most 16,384 a side and 64 megapixels")
        }
    }
}

/// The brightness of a colour.
enum Luma {
    /// Rec. 601, rounded; equal parts give themselves.
    static func grey(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
        let thousandfold: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
        return UInt8((thousandfold + 500) / 1000)
    }
}
