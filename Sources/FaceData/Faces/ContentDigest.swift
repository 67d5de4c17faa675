/// A digest of bytes, eight at a time: a multiplication and a shift a word, as in FNV-1a with the high bits brought down.
/// It finds changes, it does not resist forgers.
struct ContentDigest {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds their number and the bytes themselves.
    mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }

    /// The same of bytes in memory.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        let whole = bytes.count / 8 * 8
        for offset in stride(from: 0, to: whole, by: 8) {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        for offset in whole..<bytes.count { add(UInt64(bytes[offset])) }
    }

    private mutating func add(_ word: UInt64) {
        state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
        state ^= state >> 32
    }

    /// 16 hexadecimal digits.
    var digest: String {
        let text = String(state, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
