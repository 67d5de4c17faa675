import TestSupport
import Testing

@testable import Core
@testable import TUI

@Suite("Pictures of screens") struct ScreenPictureTests {
    private static let walk = Walk.inTrain()

    private func picture(_ colors: Capabilities.Colors = .many, isUnicode: Bool = true, theme: Theme = .terminal) -> ScreenPicture {
        ScreenPicture(Self.walk.canvas(capabilities: Capabilities(colors: colors, isUnicode: isUnicode)), theme: theme)
    }

    private func text(_ picture: ScreenPicture, _ format: PictureFormat) -> String { String(decoding: picture.bytes(format), as: UTF8.self) }

    @Test("text is the canvas' text")
    func plainText() { #expect(text(picture(), .text) == Self.walk.canvas().text + "\n") }

    @Test(
        "ANSI without its sequences is the text, and has no more colours than were asked for",
        arguments: [Capabilities.Colors.many, .sixteen, .eight, .none])
    func ansi(colors: Capabilities.Colors) {
        let ansi = text(picture(colors), .ansi)
        let parts = ansi.split(separator: "\u{1B}[", omittingEmptySubsequences: false)
        let plain = parts.dropFirst().reduce(String(parts[0])) {
            $0 + ($1.split(separator: "m", maxSplits: 1, omittingEmptySubsequences: false).last ?? "")
        }
        let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map { line in String(line.reversed().drop { $0 == " " }.reversed())
        }
        #expect(lines.joined(separator: "\n") == Self.walk.canvas(capabilities: Capabilities(colors: colors, isUnicode: true)).text + "\n")
        let codes = Set(parts.dropFirst().flatMap { $0.prefix { $0 != "m" }.split(separator: ";").compactMap { Int($0) } })
        #expect(colors == .many || !codes.contains(38))
        #expect(colors > .eight || !codes.contains { (90...107).contains($0) })
        #expect(colors > .none || !codes.contains { $0 >= 30 })
    }

    @Test("SVG has its letters, its shapes, and no character that XML takes for its own")
    func svg() {
        var canvas = Canvas(width: 12, height: 3)
        canvas.put("a<b & \"c\">", x: 0, y: 0, Style(.error, bold: true))
        canvas.put("▌⣿┏─", x: 0, y: 1, Style(.train))
        let svg = text(ScreenPicture(canvas, theme: .highContrast), .svg)
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100.8 51\""))
        #expect(svg.contains(">a&lt;b &amp; \"c\"&gt;</text>") && svg.contains("font-weight=\"bold\""))
        #expect(!svg.contains("▌") && !svg.contains("⣿") && !svg.contains("┏"))
        #expect(svg.contains("<path fill=\"#87d7ff\""))
        #expect(svg.hasSuffix("</svg>\n"))
    }

    @Test("PNG has twelve by twenty-four dots a cell")
    func png() {
        let bytes = picture().bytes(.png)
        #expect(bytes.prefix(8).elementsEqual([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        #expect(Array(bytes[16..<24]) == [0, 0, 3, 192, 0, 0, 2, 64])
    }

    @Test("blocks fill what their names say, and letters are none")
    func geometry() {
        func area(_ character: Character) -> Double? {
            CellGeometry.parts(of: character, aspect: 0.5)?.reduce(0) { $0 + ($1.right - $1.left) * ($1.bottom - $1.top) }
        }
        for (character, share) in [
            ("█", 1.0), ("▀", 0.5), ("▄", 0.5), ("▌", 0.5), ("▐", 0.5), ("▖", 0.25), ("▙", 0.75), ("▚", 0.5), ("▇", 0.875), ("▏", 0.125),
        ] {
            #expect(area(Character(character)) == share, "\(character)")
        }
        #expect(area("a") == nil && area(" ") == nil && area("▲") == nil)
        #expect(CellGeometry.parts(of: "\u{28FF}", aspect: 0.5)?.count == 8 && CellGeometry.parts(of: "\u{2800}", aspect: 0.5)?.isEmpty == true)
        // The faces' shapes are all among them.
        for shape in TwoTone.shapes { #expect(CellGeometry.parts(of: shape.character, aspect: 0.5) != nil, "\(shape.character)") }
    }

    @Test("a key saves the screen as it is, help included, and says where")
    func saves() throws {
        var walk = Self.walk
        walk.press(.character("?"), .control("s"))
        #expect(walk.state.context == .pictures)
        walk.press(.home, .enter)
        #expect(walk.effects == [.savePicture(.text)] && walk.state.context == .help)
        walk.answer(.wrote(path: "deep-emotion-train-1.txt"))
        #expect(walk.state.notice == "saved as deep-emotion-train-1.txt")
        let folder = try TemporaryFolder()
        let file = FileContent(path: folder.path + "/a", suffix: "txt", bytes: [65])
        #expect(try file.write() == folder.path + "/a-1.txt")
        #expect(try file.write() == folder.path + "/a-2.txt")
    }

    @Test("any screen without a terminal, and sentences for what there is not")
    func snapshots() throws {
        var snapshot = ScreenSnapshot()
        snapshot.screen = "help"
        snapshot.width = 80
        snapshot.height = 24
        #expect(String(decoding: try snapshot.bytes(), as: UTF8.self).contains("help"))
        snapshot.screen = "train"
        #expect(throws: ScreenSnapshot.Failure.usage("screen train shows a run: --run RUN says which")) { try snapshot.bytes() }
        snapshot.screen = "trian"
        #expect(throws: ScreenSnapshot.Failure.self) { try snapshot.bytes() }
        snapshot.screen = "setup"
        snapshot.keys = ["down", "hyper"]
        #expect(throws: ScreenSnapshot.Failure.usage("--press 'hyper': expected \(Key.expected)")) { try snapshot.bytes() }
        snapshot.keys = ["down"]
        snapshot.theme = "nope"
        #expect(throws: ScreenSnapshot.Failure.self) { try snapshot.bytes() }
    }
}
