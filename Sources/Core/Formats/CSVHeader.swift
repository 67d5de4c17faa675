/// The first line of a CSV of faces: which column is which, in any order, with blanks, quotes and a byte order mark.
struct CSVHeader: Sendable, Equatable {
    /// Names, trimmed and in lower case.
    let names: [String]
    let pixels: Int
    /// nil: the rows have no labels.
    let emotion: Int?
    /// nil: the rows are one part.
    let usage: Int?
    /// Bytes up to the first row.
    let length: Int

    /// Reads a file's header.
    init(of path: String) throws(DatasetError) { self = try CSVHeader(FilePieces(path).bytes(from: 0, atMost: 1 << 16), path: path) }

    /// - Throws: `DatasetError.missingColumn` where there are no pixels, `.badRow` where there is no line at all.
    init(_ start: [UInt8], path: String) throws(DatasetError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let skipped = start.starts(with: mark) ? mark.count : 0
        guard !start.isEmpty else { throw .badRow(path: path, line: 1, found: "an empty file", expected: "a header with emotion and pixels") }
        let line = start[skipped...].prefix { $0 != UInt8(ascii: "\n") }
        length = min(start.count, skipped + line.count + 1)
        names = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name).trimmed.filter { $0 != "\"" }.trimmed.lowercased()
        }
        guard let pixels = names.firstIndex(of: "pixels") else {
            throw .missingColumn(path: path, column: "pixels", found: names.prefix(8).map { String($0.prefix(20)) })
        }
        self.pixels = pixels
        emotion = names.firstIndex(of: "emotion")
        usage = names.firstIndex(of: "usage")
    }
}
