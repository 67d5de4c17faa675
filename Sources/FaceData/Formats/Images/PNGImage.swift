internal import CImages

/// PNG files, by libpng's simplified interface: transparent parts lie on black, 16-bit samples are taken as sRGB.
enum PNGImage {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func matches(_ bytes: [UInt8]) -> Bool { bytes.starts(with: signature) }

    static func decode(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        let reader = ByteReader(bytes, isLittleEndian: false)
        guard let width = reader.long(16), let height = reader.long(20) else { throw ImageFile.Fault(reason: "is a PNG that ends in its header") }
        try ImageLimits.check(width: width, height: height)
        return orientation(bytes, reader).upright(try samples(bytes))
    }

    private static func samples(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard bytes.withUnsafeBytes({ png_image_begin_read_from_memory(&image, $0.baseAddress, $0.count) }) != 0 else { throw damaged(image) }
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let isColour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) != 0
        image.format = isColour ? png_uint_32(PNG_FORMAT_FLAG_COLOR) : 0
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        var samples = [UInt8](repeating: 0, count: width * height * (isColour ? 3 : 1))
        var black = png_color()
        let isRead = samples.withUnsafeMutableBytes { png_image_finish_read(&image, &black, $0.baseAddress, 0, nil) }
        guard isRead != 0 else { throw damaged(image) }
        guard isColour else { return ImageFile.Grey(width: width, height: height, pixels: samples) }
        let pixels = (0..<width * height).map { index in Luma.grey(samples[index * 3], samples[index * 3 + 1], samples[index * 3 + 2]) }
        return ImageFile.Grey(width: width, height: height, pixels: pixels)
    }

    private static func damaged(_ image: png_image) -> ImageFile.Fault {
        let message = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return ImageFile.Fault(reason: "is a damaged PNG: \(message)")
    }

    /// What a chunk of EXIF says, which may stand before or behind the pixels.
    private static func orientation(_ bytes: [UInt8], _ reader: ByteReader) -> Orientation {
        var position = signature.count
        while let length = reader.long(position), let type = reader.long(position + 4) {
            // "eXIf".
            if type == 0x6558_4966 { return Orientation(exif: bytes, from: position + 8) }
            // Length, name and checksum beside the content.
            position += length + 12
        }
        return .topLeft
    }

    /// A file of grey pixels, without filter or compression.
    ///
    /// Compressed, a face of 48x48 takes 15 % less and one block of the disk all the same, and costs ten times as long to write.
    static func encode(grey pixels: UnsafePointer<UInt8>, width: Int, height: Int) -> [UInt8] {
        // Signature, header and end, and five bytes for each 32 KB of zlib's blocks, with room to spare.
        let capacity = (width + 1) * height * 9 / 8 + 1024
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var target = shim_png_target(bytes: buffer.baseAddress, count: 0, capacity: capacity)
            let isWritten = shim_png_write_grey(&target, pixels, Int32(width), Int32(height))
            precondition(isWritten != 0, "libpng writes grey pixels to memory")
            count = target.count
        }
    }
}
