import Platform

/// Reads pixel values two at a time, as nearly all tables have them: one to three digits, one blank, and so on.
///
/// Which length a number has is chance, and a branch on it is guessed wrong every other time; here lengths are counted in a word of eight bytes. What
/// is written otherwise is left to a reader that looks at every byte.
enum PixelText {
    /// Reads pairs of values from `position` on as long as they are plain, and appends them.
    ///
    /// - Parameter limit: values at most, even.
    /// - Returns: how many there were, and where the next begins.
    static func read(
        _ line: UnsafeBufferPointer<UInt8>, from position: Int, limit: Int, into pixels: inout [UInt8]
    ) -> (count: Int, position: Int) {
        guard let text = UnsafeRawPointer(line.baseAddress), position < line.count else { return (0, position) }
        let before = pixels.count
        pixels.append(contentsOf: repeatElement(0, count: limit))
        let read = pixels.withUnsafeMutableBufferPointer { buffer -> (count: Int, position: Int) in
            guard let values = buffer.baseAddress.map({ $0 + before }) else { return (0, position) }
            var (count, place) = (0, position)
            // No two values of three digits with a blank behind each are longer than the eight bytes that are looked at.
            while count < limit, place + 8 <= line.count {
                let digits = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: place, as: UInt64.self)) ^ every(0x30)
                // The upper bit of each byte that is no digit.
                let others = (((digits & every(0x7F)) &+ every(0x76)) | digits) & every(0x80)
                let firstEnd = others.trailingZeroBitCount
                let secondEnd = (others & (others &- 1)).trailingZeroBitCount
                guard secondEnd < 64 else { break }
                // In bits: of each number, and where the second begins.
                let (firstLength, begin) = (firstEnd & ~7, (firstEnd & ~7) + 8)
                let secondLength = (secondEnd & ~7) - begin
                guard 8...24 ~= firstLength, 8...24 ~= secondLength else { break }
                let blanks = (digits &>> UInt64(firstLength)) & 0xFF == blank && (digits &>> UInt64(secondEnd & ~7)) & 0xFF == blank
                let first = value(digits, length: firstLength)
                let second = value(digits &>> UInt64(begin), length: secondLength)
                guard blanks, first | second < 256 else { break }
                values[count] = UInt8(truncatingIfNeeded: first)
                values[count + 1] = UInt8(truncatingIfNeeded: second)
                count += 2
                place += (secondEnd >> 3) + 1
            }
            return (count, place)
        }
        pixels.removeLast(limit - read.count)
        return read
    }

    /// A blank among bytes from which the digit 0 was taken.
    private static let blank = UInt64(UInt8(ascii: " ") ^ 0x30)

    private static func every(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }

    /// The number that the lowest `length` bits' bytes are the digits of, the first the lowest; at most three.
    private static func value(_ digits: UInt64, length: Int) -> UInt64 {
        let three = (digits &<< UInt64(24 - length)) & 0xFF_FFFF
        return (three & 0xFF) &* 100 &+ ((three &>> 8) & 0xFF) &* 10 &+ (three &>> 16)
    }
}
