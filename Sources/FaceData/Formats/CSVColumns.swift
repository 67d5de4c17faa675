import Platform

/// A table of text of which a few columns are held as a whole: votes, labels by row, manifests.
///
/// Lines and fields are found in the file's bytes, and only what is kept becomes text: a table may hold pixels beside its labels.
package struct CSVColumns {
    /// One row; `line` counts from 1, the header.
    struct Row {
        let line: Int
        /// As in the file, by `CSVColumns.columns`; empty where the row is too short.
        let fields: [String]
    }

    let path: String
    /// The columns that are kept, in lower case and trimmed, in the file's order.
    let columns: [String]
    /// Without blank ones.
    private(set) var rows: [Row] = []
    /// All columns, for a sentence.
    private let header: [String]

    /// The largest file that is read, in bytes.
    private static let largestFile = 512 << 20
    /// A first line beyond this names no columns; in bytes.
    private static let longestHeader = 1 << 16
    /// No set of faces has more.
    private static let mostRows = 2_000_000

    /// Reads the columns called `names`, which are in lower case.
    ///
    /// - Throws: `DatasetError.missing`, `.unreadable`, or `.badRow` where there is no header, or no end of rows.
    package init(_ path: String, columns names: Set<String>) throws(DatasetError) {
        self.path = path
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: Self.largestFile) } catch {
            throw error.code == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: error.reason)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var lines = LineReader(bytes, from: bytes.starts(with: mark) ? mark.count : 0)
        guard let first = lines.next(), !LineReader.isBlank(bytes[first]) else {
            throw .badRow(path: path, line: 1, found: bytes.isEmpty ? "an empty file" : "a blank line", expected: "a header")
        }
        guard first.count <= Self.longestHeader else {
            throw .badRow(path: path, line: 1, found: "a line of \(NumberText.grouped(first.count)) bytes", expected: "a header")
        }
        let header = FieldReader.fields(of: bytes[first]).map { $0.trimmed.lowercased() }
        // Of columns of one name the first counts.
        let kept = header.indices.filter { names.contains(header[$0]) && header.firstIndex(of: header[$0]) == $0 }
        self.header = header
        columns = kept.map { header[$0] }
        let isKept = (0...(kept.last ?? 0)).map(kept.contains)
        while let line = lines.next() {
            if LineReader.isBlank(bytes[line]) { continue }
            guard rows.count < Self.mostRows else {
                let expected = "at most \(NumberText.grouped(Self.mostRows)) rows"
                throw .badRow(path: path, line: lines.number, found: "one row more", expected: expected)
            }
            var fields = FieldReader.fields(of: bytes[line], keeping: isKept)
            while fields.count < columns.count { fields.append("") }
            rows.append(Row(line: lines.number, fields: fields))
        }
    }

    /// Where the column called `name` stands in `columns`.
    ///
    /// - Throws: `DatasetError.missingColumn`.
    func column(_ name: String) throws(DatasetError) -> Int {
        guard let column = columns.firstIndex(of: name) else {
            throw .missingColumn(path: path, column: name, found: header.prefix(12).map { String($0.prefix(20)) }.joined(separator: ", "))
        }
        return column
    }

    /// A row's field, trimmed.
    func text(_ row: Row, _ column: Int) -> String { row.fields[column].trimmed }

    /// A field as `FieldReader` reads it.
    package static func quoted(_ field: String) -> String {
        field.contains { $0 == "," || $0 == "\"" || $0.isNewline } || field.trimmed != field
            ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
}

/// The lines of a file's bytes, without their ends.
private struct LineReader {
    private let bytes: [UInt8]
    private var position: Int
    /// Of the line that was read last, from 1.
    private(set) var number = 0

    init(_ bytes: [UInt8], from start: Int) { (self.bytes, position) = (bytes, start) }

    /// Where the next line lies; nil behind the last.
    mutating func next() -> Range<Int>? {
        guard position < bytes.count else { return nil }
        let start = position
        let end = bytes.withUnsafeBytes { all -> Int in
            guard let base = all.baseAddress, let found = memchr(base + start, 10, all.count - start) else { return all.count }
            return UnsafeRawPointer(found) - base
        }
        position = end + 1
        number += 1
        return start..<(end > start && bytes[end - 1] == 13 ? end - 1 : end)
    }

    static func isBlank(_ line: ArraySlice<UInt8>) -> Bool { line.allSatisfy { $0 == 32 || (9...13).contains($0) } }
}

/// The fields of a line between commas; between quotes a comma is text, and two quotes are one.
private enum FieldReader {
    /// The longest field, in bytes: longer ones are cut, since no column that is read has them.
    private static let longest = 1 << 13

    /// The fields that are kept, by number from 0, and none behind those; nil: all.
    static func fields(of line: ArraySlice<UInt8>, keeping isKept: [Bool]? = nil) -> [String] {
        var (fields, field) = ([String](), [UInt8]())
        var (number, isQuoted) = (0, false)
        var keeps = isKept?[0] ?? true
        func isQuote(_ index: Int) -> Bool { index < line.endIndex && line[index] == UInt8(ascii: "\"") }
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            if isQuote(index) {
                // The first of two is passed over.
                if isQuoted, isQuote(index + 1) {
                    index += 1
                    if keeps, field.count < longest { field.append(byte) }
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !isQuoted {
                if keeps { fields.append(String(decoding: field, as: UTF8.self)) }
                field.removeAll(keepingCapacity: true)
                number += 1
                guard number < isKept?.count ?? .max else { return fields }
                keeps = isKept?[number] ?? true
            } else if keeps, field.count < longest {
                field.append(byte)
            }
            index += 1
        }
        if keeps { fields.append(String(decoding: field, as: UTF8.self)) }
        return fields
    }
}

/// The labels of a table by row, whatever else its rows hold.
struct LabelColumn {
    private let table: CSVColumns
    private let column: Int

    /// - Throws: `DatasetError.missingColumn` and what `CSVColumns` throws.
    init(of path: String) throws(DatasetError) {
        table = try CSVColumns(path, columns: ["emotion"])
        column = try table.column("emotion")
    }

    /// Rows that it has.
    var count: Int { table.rows.count }

    /// The class of row `row`.
    ///
    /// - Throws: `DatasetError.badRow`.
    func className(row: Int) throws(DatasetError) -> String {
        let text = table.text(table.rows[row], column)
        guard let number = Int(text), Emotion.names.indices.contains(number) else {
            let expected = CSVRow.expectedLabel(classCount: Emotion.names.count)
            throw .badRow(path: table.path, line: table.rows[row].line, found: "emotion '\(text.prefix(20))'", expected: expected)
        }
        return Emotion.names[number]
    }
}
