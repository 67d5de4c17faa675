@testable import FaceData
import Testing

/// The quick way of reading pixels against the plain one.
struct PixelTextTests {
    private func read(_ text: String, limit: Int = 2304) -> (values: [UInt8], rest: String) {
        let bytes = Array(text.utf8)
        var pixels: [UInt8] = [7]
        let (count, position) = bytes.withUnsafeBufferPointer { PixelText.read($0, from: 0, limit: limit, into: &pixels) }
        #expect(pixels.count == count + 1 && pixels[0] == 7)
        return (Array(pixels.dropFirst()), String(decoding: bytes[position...], as: UTF8.self))
    }

    @Test func everyPairOfValuesIsRead() {
        for first in stride(from: 0, through: 255, by: 1) {
            let others = Array(stride(from: first % 3, through: 255, by: 3))
            let text = others.map { "\(first) \($0) " }.joined()
            let (values, rest) = read(text + "padding")
            #expect(values == others.flatMap { [UInt8(first), UInt8($0)] })
            #expect(rest == "padding")
        }
    }

    /// It stops before the pair that is not plain, and leaves the verdict to others.
    @Test(arguments: [
        "256 1 1 1 1 1", "1 256 1 1 1 1", "1 999 1 1 1 1", "1  2 1 1 1 1", " 1 2 1 1 1 1", "1\t2 1 1 1 1", "1 2\t1 1 1 1", "-1 2 1 1 1 1",
        "1.5 2 1 1 1", "1 2,1 1 1 1", "1 2\" 1 1 1", "1234 1 1 1 1", "a b c d e f", "1 \u{B1} 2 3 4 5", "0001 2 3 4", "1 2", "",
    ])
    func whatIsNotPlainIsLeft(_ text: String) {
        let (values, rest) = read("10 200 " + text)
        #expect(rest == text || text.isEmpty)
        #expect(values == (text.utf8.count > 1 ? [10, 200] : []) || values == [10, 200])
    }

    @Test func noMoreAreReadThanAreWanted() {
        let (values, rest) = read("1 2 3 4 5 6 7 8 9 ", limit: 4)
        #expect(values == [1, 2, 3, 4] && rest == "5 6 7 8 9 ")
    }
}
