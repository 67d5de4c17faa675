/// Numbers in a file's bytes; what lies beyond their end is nil.
struct ByteReader {
    private let bytes: [UInt8]
    /// Where offset 0 lies.
    private let start: Int
    private let isLittleEndian: Bool

    init(_ bytes: [UInt8], from start: Int = 0, isLittleEndian: Bool) {
        self.bytes = bytes
        self.start = start
        self.isLittleEndian = isLittleEndian
    }

    /// The byte at `offset`.
    func byte(_ offset: Int) -> Int? { number(offset, length: 1) }

    /// Two bytes without a sign.
    func short(_ offset: Int) -> Int? { number(offset, length: 2) }

    /// Four bytes without a sign.
    func long(_ offset: Int) -> Int? { number(offset, length: 4) }

    /// Whether `word` stands at `offset`.
    func has(_ word: [UInt8], at offset: Int) -> Bool {
        offset >= 0 && start + offset + word.count <= bytes.count && bytes[(start + offset)...].starts(with: word)
    }

    private func number(_ offset: Int, length: Int) -> Int? {
        guard offset >= 0, start + offset + length <= bytes.count else { return nil }
        var value = 0
        for index in 0..<length {
            let byte = Int(bytes[start + offset + index])
            value |= byte << (8 * (isLittleEndian ? index : length - 1 - index))
        }
        return value
    }
}
