internal import CImages

/// JPEG files, by TurboJPEG: its grey is the file's own luma, Rec. 601.
enum JPEGImage {
    static func matches(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xFF, 0xD8, 0xFF]) }

    /// What TurboJPEG only warns of, such as a file that is cut off, is an error here.
    static func decode(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        guard let decoder = tjInitDecompress() else { throw ImageFile.Fault(reason: "cannot be decoded: no memory for a decoder") }
        defer { tjDestroy(decoder) }
        func damaged() -> ImageFile.Fault { ImageFile.Fault(reason: "is a damaged JPEG: \(String(cString: tjGetErrorStr2(decoder)))") }
        var (width, height, subsampling, colourSpace): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let size = UInt(bytes.count)
        guard tjDecompressHeader3(decoder, bytes, size, &width, &height, &subsampling, &colourSpace) == 0, width > 0, height > 0 else {
            throw damaged()
        }
        try ImageLimits.check(width: Int(width), height: Int(height))
        // libjpeg makes grey of every colour space but those of printing inks.
        let isInk = colourSpace == Int32(TJCS_CMYK.rawValue) || colourSpace == Int32(TJCS_YCCK.rawValue)
        let format = isInk ? TJPF_CMYK : TJPF_GRAY
        var samples = [UInt8](repeating: 0, count: Int(width) * Int(height) * (isInk ? 4 : 1))
        let flags = TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS
        guard tjDecompress2(decoder, bytes, size, &samples, width, 0, height, Int32(format.rawValue), flags) == 0 else { throw damaged() }
        let pixels = isInk ? lit(samples) : samples
        return orientation(bytes).upright(ImageFile.Grey(width: Int(width), height: Int(height), pixels: pixels))
    }

    /// Printing inks as light. As Adobe's programs, and nearly all others, write them: 255 is no ink.
    private static func lit(_ inks: [UInt8]) -> [UInt8] {
        (0..<inks.count / 4).map { index in
            let paper = Int(inks[index * 4 + 3])
            func lit(_ ink: Int) -> UInt8 { UInt8((Int(inks[index * 4 + ink]) * paper + 127) / 255) }
            return Luma.grey(lit(0), lit(1), lit(2))
        }
    }

    /// What the EXIF block says, an APP1 segment before the scan.
    private static func orientation(_ bytes: [UInt8]) -> Orientation {
        let reader = ByteReader(bytes, isLittleEndian: false)
        let exif = Array("Exif\0\0".utf8)
        var position = 2
        while reader.byte(position) == 0xFF, let marker = reader.byte(position + 1), marker != 0xDA {
            // Bytes of filling.
            if marker == 0xFF {
                position += 1
                continue
            }
            guard let length = reader.short(position + 2) else { break }
            if marker == 0xE1, reader.has(exif, at: position + 4) { return Orientation(exif: bytes, from: position + 4 + exif.count) }
            position += 2 + length
        }
        return .topLeft
    }

    /// A file of grey pixels, of the best quality that there is; nil where there is no memory for it.
    static func encode(grey pixels: UnsafePointer<UInt8>, width: Int, height: Int) -> [UInt8]? {
        guard let encoder = tjInitCompress() else { return nil }
        defer { tjDestroy(encoder) }
        var (buffer, size): (UnsafeMutablePointer<UInt8>?, UInt) = (nil, 0)
        defer { tjFree(buffer) }
        let (format, sampling) = (Int32(TJPF_GRAY.rawValue), Int32(TJSAMP_GRAY.rawValue))
        let result = tjCompress2(encoder, pixels, Int32(width), 0, Int32(height), format, &buffer, &size, sampling, 100, TJFLAG_ACCURATEDCT)
        return result == 0 ? [UInt8](UnsafeBufferPointer(start: buffer, count: Int(size))) : nil
    }
}
