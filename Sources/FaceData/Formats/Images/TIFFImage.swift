import Platform

internal import CImages

/// TIFF files, by libtiff's RGBA interface, which knows every layout of samples: palettes, inks, tiles, planes, 1 to 16 bits.
///
/// The first picture of a file counts. Transparent parts lie on black.
enum TIFFImage {
    static func matches(_ bytes: [UInt8]) -> Bool {
        // Classic and BigTIFF, in either byte order.
        [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]].contains { bytes.starts(with: $0) }
    }

    /// A strip or tile beyond this is no part of an image that we take; in bytes.
    private static let largestBlock = 512 << 20

    /// Older libtiffs have only handlers of the whole process; they are set once, before the first file.
    private static let isSilent: Bool = {
        shim_tiff_silence()
        return true
    }()

    static func decode(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        _ = isSilent
        let result = bytes.withUnsafeBufferPointer { buffer in
            var source = shim_tiff_source()
            source.bytes = buffer.baseAddress
            source.size = toff_t(buffer.count)
            return withUnsafeMutablePointer(to: &source) { source in
                Result { () throws(ImageFile.Fault) in try decode(source) }
            }
        }
        return try result.get()
    }

    private static func decode(_ source: UnsafeMutablePointer<shim_tiff_source>) throws(ImageFile.Fault) -> ImageFile.Grey {
        func damaged(_ otherwise: String) -> ImageFile.Fault {
            let message = withUnsafeBytes(of: source.pointee.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            return ImageFile.Fault(reason: "is a damaged TIFF: \(message.isEmpty ? otherwise : message)")
        }
        guard let tiff = shim_tiff_open(source, tmsize_t(largestBlock)) else { throw damaged("its directory cannot be read") }
        defer { TIFFClose(tiff) }
        var (image, message) = (TIFFRGBAImage(), [CChar](repeating: 0, count: 1024))
        guard TIFFRGBAImageBegin(&image, tiff, 1, &message) != 0 else {
            let reason = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw ImageFile.Fault(reason: "is a TIFF that cannot be read: \(reason)")
        }
        defer { TIFFRGBAImageEnd(&image) }
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        guard TIFFIsTiled(tiff) == 0 || TIFFTileSize64(tiff) <= UInt64(largestBlock) else { throw damaged("a tile is larger than any image") }
        let orientation = Orientation(rawValue: Int(image.orientation)) ?? .topLeft
        // libtiff would mirror, but not turn.
        image.orientation = UInt16(ORIENTATION_TOPLEFT)
        image.req_orientation = UInt16(ORIENTATION_TOPLEFT)
        var colours = [UInt32](repeating: 0, count: width * height)
        guard TIFFRGBAImageGet(&image, &colours, image.width, image.height) != 0 else { throw damaged("it ends early") }
        // Of grey it leaves that to us.
        let isVeiled = image.alpha == EXTRASAMPLE_UNASSALPHA && image.photometric <= UInt16(PHOTOMETRIC_MINISBLACK)
        let pixels = colours.map { colour in
            let grey = Luma.grey(UInt8(colour & 255), UInt8(colour >> 8 & 255), UInt8(colour >> 16 & 255))
            return isVeiled ? UInt8((Int(grey) * Int(colour >> 24) + 127) / 255) : grey
        }
        return orientation.upright(ImageFile.Grey(width: width, height: height, pixels: pixels))
    }
}
