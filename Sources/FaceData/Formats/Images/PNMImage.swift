/// PBM, PGM and PPM files, as text or as bytes (P1 to P6), read without a library.
struct PNMImage {
    private let bytes: [UInt8]
    private var position = 2

    static func matches(_ bytes: [UInt8]) -> Bool {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "P"), (UInt8(ascii: "1")...UInt8(ascii: "6")).contains(bytes[1]) else { return false }
        return isBlank(bytes[2]) || bytes[2] == UInt8(ascii: "#")
    }

    /// Samples are scaled so that the file's own largest value becomes 255.
    static func decode(_ bytes: [UInt8]) throws(ImageFile.Fault) -> ImageFile.Grey {
        var reader = PNMImage(bytes: bytes)
        return try reader.image()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func image() throws(ImageFile.Fault) -> ImageFile.Grey {
        let kind = bytes[1] - UInt8(ascii: "0")
        let (isText, isBitmap, channels) = (kind <= 3, kind == 1 || kind == 4, kind == 3 || kind == 6 ? 3 : 1)
        let (width, height) = (try number("its width"), try number("its height"))
        try ImageLimits.check(width: width, height: height)
        let largest = isBitmap ? 1 : try number("its largest value")
        guard (1...65_535).contains(largest) else { throw damaged("its largest value is \(largest), expected 1...65,535") }
        // A single blank stands before bytes.
        if !isText { position += 1 }
        let rowLength = isBitmap ? (width + 7) / 8 : width * channels * (largest > 255 ? 2 : 1)
        guard isText || bytes.count - position >= rowLength * height else { throw damaged("it ends early") }
        // Text holds at least a digit a sample: a short file must not claim much memory.
        guard !isText || bytes.count - position >= width * height * channels else { throw damaged("it ends early") }
        var pixels = [UInt8](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                var values: (UInt8, UInt8, UInt8) = (0, 0, 0)
                for channel in 0..<channels {
                    let index = x * channels + channel
                    let value =
                        isText ? try textSample(isBit: isBitmap) : byteSample(index, rowAt: position + y * rowLength, isBit: isBitmap, largest)
                    guard value <= largest else { throw damaged("a sample of \(value), expected at most \(largest)") }
                    // In a bitmap 1 is ink.
                    let scaled = UInt8(isBitmap ? 255 - 255 * value : (value * 255 + largest / 2) / largest)
                    switch channel {
                    case 0: values.0 = scaled
                    case 1: values.1 = scaled
                    default: values.2 = scaled
                    }
                }
                pixels[y * width + x] = channels == 1 ? values.0 : Luma.grey(values.0, values.1, values.2)
            }
        }
        return ImageFile.Grey(width: width, height: height, pixels: pixels)
    }

    private func byteSample(_ index: Int, rowAt row: Int, isBit: Bool, _ largest: Int) -> Int {
        if isBit { return Int(bytes[row + index / 8] >> (7 - index % 8)) & 1 }
        return largest > 255 ? Int(bytes[row + 2 * index]) << 8 | Int(bytes[row + 2 * index + 1]) : Int(bytes[row + index])
    }

    /// The digits of a bitmap may stand without blanks between them.
    private mutating func textSample(isBit: Bool) throws(ImageFile.Fault) -> Int {
        guard isBit else { return try number("a sample") }
        skipBlanks()
        guard position < bytes.count, case let digit = bytes[position] &- 48, digit < 2 else { throw damaged("it ends early") }
        position += 1
        return Int(digit)
    }

    private mutating func number(_ what: String) throws(ImageFile.Fault) -> Int {
        skipBlanks()
        let start = position
        var value = 0
        while position < bytes.count, case let digit = bytes[position] &- 48, digit < 10 {
            if value < 1 << 32 { value = value * 10 + Int(digit) }
            position += 1
        }
        guard position > start else { throw damaged(position < bytes.count ? "\(what) is no number" : "it ends early") }
        return value
    }

    /// Passes over blanks, and over comments up to the line's end.
    private mutating func skipBlanks() {
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            } else if Self.isBlank(bytes[position]) {
                position += 1
            } else {
                return
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private func damaged(_ reason: String) -> ImageFile.Fault { ImageFile.Fault(reason: "is a damaged PNM: \(reason)") }
}
