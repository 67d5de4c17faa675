/// A TIFF file, byte by byte.
struct TIFFFile {
    /// What a tag holds; shorts and longs as the standard calls them.
    enum Value {
        case shorts([Int])
        case longs([Int])
    }

    var width = 48
    var height = 48
    var bitsPerSample = 8
    var samplesPerPixel = 1
    /// 0 white is 0, 1 black is 0, 2 RGB, 3 palette, 5 inks.
    var photometric = 1
    /// 1 none, 32773 PackBits.
    var compression = 1
    var isBigEndian = false
    /// Further tags, or others in place of those that follow from the above.
    var tags: [Int: Value] = [:]
    /// The pixels as they stand in the file.
    var data: [UInt8] = []

    static let orientation = 274
    static let planes = 284
    static let palette = 320
    static let tileWidth = 322
    static let tileHeight = 323
    static let tileOffsets = 324
    static let tileByteCounts = 325
    static let extraSamples = 338
    static let sampleFormat = 339

    var bytes: [UInt8] {
        var all: [Int: Value] = [
            256: .longs([width]), 257: .longs([height]), 258: .shorts([Int](repeating: bitsPerSample, count: samplesPerPixel)),
            259: .shorts([compression]), 262: .shorts([photometric]), 273: .longs([8]), 277: .shorts([samplesPerPixel]), 278: .longs([height]),
            279: .longs([data.count]),
        ]
        all.merge(tags) { $1 }
        var file = (isBigEndian ? Array("MM".utf8) : Array("II".utf8)) + number(42, 2)
        let directory = 8 + data.count + data.count % 2
        file += number(directory, 4) + data + [UInt8](repeating: 0, count: data.count % 2)
        var values: [UInt8] = []
        let valuesStart = directory + 2 + all.count * 12 + 4
        file += number(all.count, 2)
        for (tag, value) in all.sorted(by: { $0.key < $1.key }) {
            let (type, count, content) =
                switch value {
                case .shorts(let shorts): (3, shorts.count, shorts.flatMap { number($0, 2) })
                case .longs(let longs): (4, longs.count, longs.flatMap { number($0, 4) })
                }
            file += number(tag, 2) + number(type, 2) + number(count, 4)
            if content.count <= 4 {
                file += content + [UInt8](repeating: 0, count: 4 - content.count)
            } else {
                file += number(valuesStart + values.count, 4)
                values += content
            }
        }
        return file + number(0, 4) + values
    }

    private func number(_ value: Int, _ length: Int) -> [UInt8] {
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }
}
