/// A table of text that is small enough to be held as a whole: votes, labels by row, manifests.
struct SmallTable {
    /// One row; `line` counts from 1, the header.
    struct Row {
        let line: Int
        let fields: [Substring]
    }

    let path: String
    /// In lower case and trimmed.
    let header: [String]
    /// Without blank ones.
    private(set) var rows: [Row] = []

    /// Larger files are none of these.
    private static let largestFile = 512 << 20

    /// - Throws: `DatasetError.missing`, `.unreadable`, or `.badRow` where there is no header.
    init(_ path: String) throws(DatasetError) {
        self.path = path
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: Self.largestFile) } catch {
            throw error.code == ENOENT ? .missing(path: path) : .unreadable(path: path, reason: error.reason)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = String(decoding: bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0), as: UTF8.self)
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.enumerated().makeIterator()
        guard let first = lines.next(), !first.element.allSatisfy(\.isWhitespace) else {
            throw .badRow(path: path, line: 1, found: bytes.isEmpty ? "an empty file" : "a blank line", expected: "a header")
        }
        header = Self.fields(of: first.element).map { String($0).trimmed.lowercased() }
        while let line = lines.next() {
            if line.element.allSatisfy(\.isWhitespace) { continue }
            rows.append(Row(line: line.offset + 1, fields: Self.fields(of: line.element)))
        }
    }

    /// Where the column called `name` stands.
    ///
    /// - Throws: `DatasetError.missingColumn`.
    func column(_ name: String) throws(DatasetError) -> Int {
        guard let column = header.firstIndex(of: name) else {
            throw .missingColumn(path: path, column: name, found: header.prefix(12).map { String($0.prefix(20)) }.joined(separator: ", "))
        }
        return column
    }

    /// A row's field, trimmed; empty where the row is too short.
    func text(_ row: Row, _ column: Int) -> String { row.fields.indices.contains(column) ? String(row.fields[column]).trimmed : "" }

    /// Fields between commas; those that begin with a quote end at the next single one.
    private static func fields(of line: Substring) -> [Substring] {
        guard line.utf8.contains(UInt8(ascii: "\"")) else { return line.split(separator: ",", omittingEmptySubsequences: false) }
        var fields: [Substring] = []
        var (field, isQuoted) = ("", false)
        var rest = line[...]
        while let character = rest.popFirst() {
            if isQuoted, character == "\"" {
                if rest.first == "\"" { field.append(rest.removeFirst()) } else { isQuoted = false }
            } else if isQuoted {
                field.append(character)
            } else if character == "\"" {
                isQuoted = true
            } else if character == "," {
                fields.append(Substring(field))
                field = ""
            } else {
                field.append(character)
            }
        }
        fields.append(Substring(field))
        return fields
    }

    /// A field as `fields` reads it.
    static func quoted(_ field: String) -> String {
        field.contains { $0 == "," || $0 == "\"" || $0.isNewline } || field.trimmed != field
            ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
}

/// The labels of a table by row, whatever else its rows hold.
struct LabelColumn {
    private let table: SmallTable
    private let column: Int

    /// - Throws: `DatasetError.missingColumn` and what `SmallTable` throws.
    init(of path: String) throws(DatasetError) {
        table = try SmallTable(path)
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
