import Platform

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

    /// A first line beyond this names no columns; in bytes.
    private static let longest = 1 << 16

    /// Reads the header of the file at `path`.
    init(of path: String) throws(DatasetError) { try self.init(of: FilePieces(path)) }

    /// - Throws: `DatasetError.missingColumn` where there are no pixels, `.badRow` where there is no line at all or one without an end.
    init(of file: FilePieces) throws(DatasetError) {
        func bad(_ found: String) -> DatasetError {
            .badRow(path: file.path, line: 1, found: found, expected: "a header with emotion and pixels")
        }
        let start = try file.bytes(from: 0, atMost: Self.longest + 1)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let skipped = start.starts(with: mark) ? mark.count : 0
        guard !start.isEmpty else { throw bad("an empty file") }
        let line = start[skipped...].prefix { $0 != UInt8(ascii: "\n") }
        guard skipped + line.count <= Self.longest else { throw bad("more than \(NumberText.grouped(Self.longest)) bytes") }
        length = min(start.count, skipped + line.count + 1)
        let names = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false).map { name in
            String(name).trimmed.filter { $0 != "\"" }.trimmed.lowercased()
        }
        guard let pixels = names.firstIndex(of: "pixels") else {
            throw .missingColumn(path: file.path, column: "pixels", found: Self.shortened(names))
        }
        self.names = names
        self.pixels = pixels
        emotion = names.firstIndex(of: "emotion")
        usage = names.firstIndex(of: "usage")
    }

    /// The names as a sentence can hold them.
    var shortNames: String { Self.shortened(names) }

    /// The first few, none of them long.
    private static func shortened(_ names: [String]) -> String {
        names.prefix(8).map { String($0.prefix(20)) }.joined(separator: ", ") + (names.count > 8 ? " ..." : "")
    }
}
