/// How a camera was held, as EXIF and TIFF number it: where the picture's first row and first column lie on what was photographed.
enum Orientation: Int {
    case topLeft = 1, topRight, bottomRight, bottomLeft, leftTop, rightTop, rightBottom, leftBottom

    /// EXIF's and TIFF's tag.
    private static let tag = 0x0112

    /// The orientation that an EXIF block at `start` states, which is a small TIFF file; `topLeft` where it states none.
    init(exif bytes: [UInt8], from start: Int) {
        self = .topLeft
        let isLittleEndian = ByteReader(bytes, from: start, isLittleEndian: true).has(Array("II".utf8), at: 0)
        let reader = ByteReader(bytes, from: start, isLittleEndian: isLittleEndian)
        guard reader.short(2) == 42, let directory = reader.long(4), let count = reader.short(directory) else { return }
        for entry in 0..<count {
            let offset = directory + 2 + entry * 12
            guard let tag = reader.short(offset) else { return }
            guard tag == Self.tag else { continue }
            // A short by the standard; some write a long.
            let value = reader.short(offset + 2) == 4 ? reader.long(offset + 8) : reader.short(offset + 8)
            self = value.flatMap { Orientation(rawValue: $0) } ?? .topLeft
            return
        }
    }

    /// The picture as it was seen.
    func upright(_ image: ImageFile.Grey) -> ImageFile.Grey {
        guard self != .topLeft else { return image }
        let (right, bottom) = (image.width - 1, image.height - 1)
        let isTurned = rawValue >= Orientation.leftTop.rawValue
        let (width, height) = isTurned ? (image.height, image.width) : (image.width, image.height)
        var pixels = [UInt8](repeating: 0, count: image.pixels.count)
        for y in 0..<height {
            for x in 0..<width {
                let (column, row) =
                    switch self {
                    case .topLeft: (x, y)
                    case .topRight: (right - x, y)
                    case .bottomRight: (right - x, bottom - y)
                    case .bottomLeft: (x, bottom - y)
                    case .leftTop: (y, x)
                    case .rightTop: (y, bottom - x)
                    case .rightBottom: (right - y, bottom - x)
                    case .leftBottom: (right - y, x)
                    }
                pixels[y * width + x] = image.pixels[row * image.width + column]
            }
        }
        return ImageFile.Grey(width: width, height: height, pixels: pixels)
    }
}
