import TestSupport
import Core
import Testing

@testable import TUI

@Suite struct ThemeFileTests {
    private static let digits = (0..<16).map { "base0" + String($0, radix: 16, uppercase: true) }

    private func scheme(_ line: (String) -> String) -> String { Self.digits.map(line).joined(separator: "\n") + "\n" }

    @Test func readsThePublishedForm() throws {
        let text =
            "# A scheme\nsystem: \"base16\"\nname: 'Tide: low'  # a name\nauthor: nobody\nvariant: \"light\"\npalette:\n"
            + scheme { "  \($0): \"#00000\($0.last ?? "?")\" # \($0)" }
        let file = try ThemeFile(text, path: "tide.yaml")
        #expect(file.name == "Tide: low")
        #expect(file.isLight)
        #expect(file.palette == (0..<16).map { RGB(0, 0, UInt8($0)) })
        #expect(file.theme.color(of: .validation) == .rgb(0, 0, 14))
    }

    @Test func readsTheOlderForm() throws {
        let text = "\u{FEFF}scheme: \"Old\"\r\nauthor: \"x\"\r\n" + scheme { "\($0.lowercased()): \"ABCDEF\"\r" }
        let file = try ThemeFile(text, path: "old.yaml")
        #expect(file.name == "Old")
        #expect(file.palette.allSatisfy { $0 == RGB(0xAB, 0xCD, 0xEF) })
    }

    @Test func readsWhatPeopleForget() throws {
        let file = try ThemeFile(scheme { "\($0):   \($0 == "base00" ? "#ffffff" : "101010")   # unquoted" }, path: "/x/bare.yaml")
        #expect(file.name == "bare")
        #expect(file.isLight)
        #expect(file.palette[1] == RGB(16, 16, 16))
    }

    @Test(arguments: ["#12345", "1234567", "#12345g", "red", "+12345", "١٢٣٤٥٦"]) func namesTheLineOfABadColour(value: String) throws {
        let text = "name: x\n" + scheme { "\($0): '\($0 == "base03" ? value : "000000")'" }
        let error = #expect(throws: ThemeError.self) { try ThemeFile(text, path: "a.yaml") }
        #expect(error == .badColor(path: "a.yaml", line: 5, key: "base03", found: value))
        #expect(error?.description == "a.yaml, line 5: base03 should be six hexadecimal digits such as \"#1a2b3c\", found \"\(value)\"")
    }

    @Test func namesMissingColours() {
        let text = scheme { $0 == "base0C" || $0 == "base0F" ? "" : "\($0): 000000" }
        let error = #expect(throws: ThemeError.self) { try ThemeFile(text, path: "a.yaml") }
        #expect(error?.description == "a.yaml: a base16 scheme has the colours base00 to base0F, and base0C, base0F are missing")
        #expect(throws: ThemeError.self) { try ThemeFile("", path: "a.yaml") }
        #expect(throws: ThemeError.self) { try ThemeFile("\u{0}\u{1}: : :\n::\n#\n\"\n", path: "a.yaml") }
    }

    @Test func findsThemesAndReportsBrokenFiles() throws {
        let folder = try TemporaryFolder()
        let good = "name: Good\n" + scheme { "\($0): '123456'" }
        try folder.write("one/good.yaml", good)
        try folder.write("one/broken.yml", "base00: pink\n")
        try folder.write("one/notes.txt", "not a theme")
        try folder.write("two/better.yaml", good.replacing("123456", with: "654321"))
        try folder.write("two/taken.yaml", good.replacing("Good", with: "terminal"))

        let found = Theme.all(in: [folder.path + "/one", folder.path + "/nowhere", folder.path + "/two"])
        #expect(found.themes.map(\.name) == ["terminal", "high contrast", "colour-blind safe", "Good"])
        #expect(found.themes[0] == .terminal)
        #expect(found.themes.last?.color(of: .text) == .rgb(0x65, 0x43, 0x21))
        #expect(found.problems == [.badColor(path: folder.path + "/one/broken.yml", line: 1, key: "base00", found: "pink")])
        #expect(throws: ThemeError.unreadable(path: "/nowhere.yaml", reason: "No such file or directory")) { try Theme.read("/nowhere.yaml") }
    }
}
