package import CImages
package import FaceData

/// Image files as other programs write them, for readers to be tried on.
package enum ImageWriter {
    /// A PNG of grey bytes.
    package static func png(_ pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        png(pixels, width: width, height: height, format: UInt32(PNG_FORMAT_GRAY))
    }

    /// A PNG of samples in one of libpng's formats.
    package static func png<Sample>(_ samples: [Sample], width: Int, height: Int, format: UInt32, colours: [UInt8]? = nil) -> [UInt8] {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        image.format = format
        image.colormap_entries = png_uint_32((colours?.count ?? 0) / 3)
        var size = 1 << 20
        var bytes = [UInt8](repeating: 0, count: size)
        let isWritten = samples.withUnsafeBytes { pixels in png_image_write_to_memory(&image, &bytes, &size, 0, pixels.baseAddress, 0, colours) }
        precondition(isWritten != 0, "libpng writes a test image")
        return Array(bytes.prefix(size))
    }

    /// A PNG's signature and header alone, for an image of the given size.
    package static func pngHeader(width: Int, height: Int) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + number(13) + Array("IHDR".utf8) + number(width) + number(height) + [8, 0, 0, 0, 0]
            + number(0)
    }

    /// A JPEG of red, green and blue bytes, or of samples in another of TurboJPEG's formats, best quality.
    package static func jpeg(_ pixels: [UInt8], width: Int, height: Int, format: TJPF = TJPF_RGB) -> [UInt8] {
        let encoder = tjInitCompress()
        defer { tjDestroy(encoder) }
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let result = tjCompress2(
            encoder, pixels, Int32(width), 0, Int32(height), Int32(format.rawValue), &buffer, &size, Int32(TJSAMP_444.rawValue), 100, 0)
        precondition(result == 0, "libjpeg-turbo writes a test image")
        defer { tjFree(buffer) }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    /// The same JPEG with every pixel grey.
    package static func jpeg(grey pixels: [UInt8], width: Int, height: Int) -> [UInt8] {
        jpeg(pixels.flatMap { [$0, $0, $0] }, width: width, height: height)
    }
}

/// Faces that are told apart by their first pixels: number, number / 256, then a pattern.
package enum NumberedFace {
    package static func pixels(_ number: Int) -> [UInt8] {
        var pixels = (0..<FaceSet.pixelsPerFace).map { UInt8(truncatingIfNeeded: $0 * 7 + number * 13) }
        pixels[0] = UInt8(truncatingIfNeeded: number)
        pixels[1] = UInt8(truncatingIfNeeded: number >> 8)
        return pixels
    }

    /// The numbers of a set's faces.
    package static func numbers(_ faces: FaceSet) -> [Int] {
        (0..<faces.count).map { index in
            let face = faces.face(index)
            return Int(face[0]) | Int(face[1]) << 8
        }
    }

    /// A CSV field of pixels.
    package static func field(_ number: Int) -> String { pixels(number).map { String($0) }.joined(separator: " ") }

    /// A PNG file.
    package static func png(_ number: Int) -> [UInt8] { ImageWriter.png(pixels(number), width: 48, height: 48) }
}
