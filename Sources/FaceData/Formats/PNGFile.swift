internal import CImages

/// Writes PNG; libpng compresses. The same pixels give the same bytes.
package enum PNGFile {
    /// How pixels lie.
    package enum Layout: Sendable {
        /// A byte each, 0 black.
        case grey
        /// Red, green and blue, a byte each.
        case colour

        /// Bytes a pixel.
        var byteCount: Int { self == .grey ? 1 : 3 }
    }

    /// The file's bytes.
    ///
    /// - Parameter pixels: [height, width] in `layout`.
    package static func encoded(_ pixels: [UInt8], width: Int, height: Int, _ layout: Layout = .grey) -> [UInt8] {
        precondition(width > 0 && height > 0 && pixels.count == width * height * layout.byteCount, "\(pixels.count) bytes for \(width)x\(height)")
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        image.width = png_uint_32(width)
        image.height = png_uint_32(height)
        image.format = layout == .grey ? png_uint_32(PNG_FORMAT_GRAY) : png_uint_32(PNG_FORMAT_RGB)
        defer { png_image_free(&image) }
        // More than deflate makes of what it cannot shorten: rows with their filters, blocks, chunks.
        var size = (width * layout.byteCount + 1) * height * 11 / 10 + 4096
        var bytes = [UInt8](repeating: 0, count: size)
        guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else {
            preconditionFailure("libpng writes an image that it was given whole")
        }
        return Array(bytes.prefix(size))
    }
}
