@testable import FaceData
import TestSupport
import Testing

/// Tables of votes, labels and places, and what spoils them.
struct CSVColumnsTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func table(_ text: String, _ columns: Set<String>) throws -> CSVColumns {
        try CSVColumns(try folder.write("table.csv", text), columns: columns)
    }

    private func refusal(_ text: String) -> String {
        do { return "taken: \(try table(text, ["a"]).rows.count)" } catch { return "\(error)" }
    }

    @Test func onlyTheColumnsThatAreAskedForAreKept() throws {
        let found = try table("\u{FEFF} B ,a,c,\"D,e\",a\r\n1,2,3,4\r\n\r\n \t\n\"x, \"\"y\"\"\",\" z\"\n5,6,7,8,9,10", ["a", "b", "d,e"])
        #expect(found.columns == ["b", "a", "d,e"])
        #expect(found.rows.map(\.fields) == [["1", "2", "4"], ["x, \"y\"", " z", ""], ["5", "6", "8"]])
        #expect(found.rows.map(\.line) == [2, 5, 6])
        #expect(try found.text(found.rows[1], found.column("a")) == "z")
        let error = #expect(throws: DatasetError.self) { _ = try found.column("c") }
        #expect(error?.description.contains("no column 'c'; found: b, a, c, d,e, a") == true)
    }

    @Test func whatIsNoTableIsRefused() throws {
        #expect(refusal("").contains("line 1: found an empty file"))
        #expect(refusal(" \n1\n").contains("line 1: found a blank line"))
        #expect(refusal(String(repeating: "a,", count: 40_000)).contains("line 1: found a line of 80,000 bytes"))
        #expect(refusal("a\n" + String(repeating: "\n", count: 3_000_000)) == "taken: 0")
        #expect(
            refusal("a\n" + String(repeating: "1\n", count: 2_000_001)).contains("line 2000002: found one row more, expected at most 2,000,000 rows"))
    }

    /// A field without an end, and one that nobody asks for, cost no more than they must.
    @Test func longFieldsAreCut() throws {
        let found = try table("a,b\n\"" + String(repeating: "x", count: 100_000) + "\n1,2\n", ["a", "b"])
        #expect(found.rows.map(\.fields) == [[String(repeating: "x", count: 8192), ""], ["1", "2"]])
    }
}

/// Files that are read in pieces.
struct FilePiecesTests {
    @Test func aFileThatShrinksWhileItIsReadIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("faces.csv", String(repeating: "1\n", count: 1000))
        let file = try FilePieces(path)
        #expect(try file.lines(from: 9, to: 20).count == 1991)
        try folder.write("faces.csv", "1\n")
        for range in [(9, 20), (1500, 1600)] {
            let error = #expect(throws: DatasetError.self) { _ = try file.lines(from: range.0, to: range.1) }
            #expect(error?.description == "\(path): cannot be read: it became shorter while it was read")
        }
    }
}
