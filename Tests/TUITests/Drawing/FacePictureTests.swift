@testable import FaceData
import Core
import Testing

@testable import TUI

@Suite struct FacePictureTests {
    private func canvas(_ width: Int, _ height: Int, _ capabilities: Capabilities = .full) -> Canvas {
        Canvas(width: width, height: height, capabilities: capabilities)
    }

    @Test(arguments: [FaceMode.quadrants, .halfBlocks]) func showsEveryPixelInHalfACell(mode: FaceMode) {
        // Brightnesses that are among the 26 greys, each beside all others.
        let pixels = (0..<FaceSet.pixelsPerFace).map { Greys.levels[($0 * 7 + $0 / 48 * 3) % Greys.count] }
        var canvas = canvas(48, 24)
        FacePicture.draw(pixels, in: canvas.bounds, on: &canvas, mode: mode, contrast: 0...255)
        for y in 0..<24 {
            for x in 0..<48 {
                let cell = canvas[x, y]
                guard case .grey(let ink) = cell.style.ink, case .grey(let ground) = cell.style.ground else {
                    Issue.record("cell (\(x), \(y)) is not in greys")
                    return
                }
                #expect(cell.character == (ink == ground ? " " : "▀"))
                #expect(Greys.levels[ink] == pixels[2 * y * 48 + x])
                #expect(Greys.levels[ground] == pixels[(2 * y + 1) * 48 + x])
            }
        }
    }

    @Test(arguments: [(UInt8(0), 0), (UInt8(255), 25)]) func drawsOneGreyAsBlanks(value: UInt8, grey: Int) {
        for width in [16, 24, 32, 40, 48] {
            var canvas = canvas(width, width / 2)
            FacePicture.draw(Array(repeating: value, count: 2304), in: canvas.bounds, on: &canvas, mode: .quadrants, contrast: 0...255)
            for y in 0..<width / 2 {
                for x in 0..<width { #expect(canvas[x, y] == Cell(" ", Style(grey: grey, on: grey))) }
            }
        }
    }

    @Test func resemblesTheFace() throws {
        func mean(_ width: Int, _ mode: FaceMode) throws -> Double {
            var sum = 0.0
            for face in DrawnFace.variants {
                var canvas = canvas(width, width / 2)
                FacePicture.draw(face, in: canvas.bounds, on: &canvas, mode: mode, contrast: 0...255)
                let seen = try #require(PictureReading.samples(of: canvas, in: canvas.bounds))
                sum += PictureReading.similarity(seen, PictureReading.enlarged(face))
            }
            return sum / Double(DrawnFace.variants.count)
        }
        // Measured .879, .876 and .784: docs/SCREENS.md, "Faces in cells".
        let fine = try mean(24, .quadrants)
        #expect(fine > 0.87)
        #expect(try mean(24, .halfBlocks) < fine - 0.08)
        #expect(try mean(48, .quadrants) > 0.87)
    }

    @Test(arguments: [
        Capabilities.plain, Capabilities(colors: .sixteen, isUnicode: true), Capabilities(colors: .many, isUnicode: false),
    ]) func drawsLettersWhereGreysAreMissing(capabilities: Capabilities) {
        var canvas = canvas(24, 12, capabilities)
        FacePicture.draw(DrawnFace.smiling, in: canvas.bounds, on: &canvas, mode: .quadrants, contrast: 0...255)
        #expect(
            canvas.text == """
                :::::::::------:::::::::
                ::::::-+*##*****+-::::::
                :::::+#####*****+++:::::
                ::::*%**++****+====+-:::
                :::=%%#*++#***+===++=:::
                ...+%%*===****+---+++:..
                ...+%%#####*+***+++++...
                ...=%%#####*****++++=...
                ....#%##+=======++++:...
                ....:*###*=====++++:....
                ......-*###*****+=......
                       ..-=----:.
                """)
        #expect(canvas[4, 4].style == (capabilities.colors == .none ? Style() : Style(grey: 25, on: 0)))
    }

    @Test func drawsTheBoxAroundTheWholeFace() {
        #expect(
            box(.identity, .full) == """
                ⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⡏⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹
                ⡇           ⡇          ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⡇                      ⢸
                ⣇⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣸
                """)
    }

    @Test func drawsTheBoxTurned() {
        let turned = Theta([0.5, -0.25, 0, 0.25, 0.5, 0])
        #expect(
            box(turned, .full) == """

                        ⢀⢄⡀
                       ⢀⠎ ⠈⠑⠢⢄⡀
                      ⢀⠎      ⡜⠑⠢⢄⡀
                     ⢀⠎           ⠈⠑⡢
                    ⢀⠎             ⡰⠁
                   ⢀⠎             ⡰⠁
                   ⠪⢄⡀           ⡰⠁
                     ⠈⠑⠢⢄⡀      ⡰⠁
                         ⠈⠑⠢⢄⡀ ⡰⠁
                             ⠈⠑⠁
                """)
        #expect(
            box(turned, .plain) == """

                        ooo
                       oo ooooo
                      oo      ^oooo
                     oo           ooo
                    oo             oo
                   oo             oo
                   ooo           oo
                     ooooo      oo
                         ooooo oo
                             ooo
                """)
    }

    @Test(arguments: [
        (Theta([0.3, 0, 0, 0, 0.3, 0]), "^"), (Theta([-0.3, 0, 0, 0, -0.3, 0]), "v"), (Theta([0, -0.3, 0, 0.3, 0, 0]), ">"),
        (Theta([0, 0.3, 0, -0.3, 0, 0]), "<"),
    ]) func tellsWhichSideIsUp(theta: Theta, tick: String) {
        let text = box(theta, .plain)
        #expect(text.filter { "^v<>".contains($0) }.allSatisfy { String($0) == tick })
        #expect(text.contains(tick))
    }

    @Test(arguments: [
        Theta([.nan, 0, 0, 0, 1, 0]), Theta([.infinity, 0, 0, 0, 1, 0]), Theta([1e30, 0, 4e30, 0, 1e30, 4e30]), Theta([1, 0, 5, 0, 1, 5]),
    ]) func drawsNothingOfABoxThatIsElsewhere(theta: Theta) { #expect(box(theta, .full).isEmpty) }

    @Test func cutsABoxAtTheFace() {
        let text = box(Theta([1, 0, 1, 0, 1, 0]), .plain).split(separator: "\n").map(String.init)
        #expect(text.first == "            ooooooooooo^")
        #expect(text.last == "            oooooooooooo")
        #expect(text[3] == "            o")
    }

    @Test func keepsTheFaceUnderTheBox() {
        var canvas = canvas(24, 12)
        FacePicture.draw(Array(repeating: 255, count: 2304), in: canvas.bounds, on: &canvas, mode: .quadrants, contrast: 0...255, box: .identity)
        #expect(canvas[0, 5].style == Style(.highlight, onGrey: 25, bold: true))
        #expect(canvas[1, 5].style == Style(grey: 25, on: 25))
    }

    @Test(arguments: FaceMode.allCases) func hatchesWhatLiesOutside(mode: FaceMode) {
        let tinted = (0..<2304).map { $0 % 48 < 24 }
        var canvas = canvas(24, 12)
        FacePicture.draw(DrawnFace.smiling, in: canvas.bounds, on: &canvas, mode: mode, contrast: 0...255, tinted: tinted)
        for y in 0..<12 {
            for x in 0..<24 {
                let isHatched = canvas[x, y] == (mode == .ascii ? Cell("/", Style(.info)) : Cell("░", Style(.info, onGrey: 0)))
                #expect(isHatched == (x < 12))
            }
        }
    }

    @Test func standsInTheMiddleOfOtherRectangles() {
        var canvas = canvas(40, 14, .plain)
        FacePicture.draw(
            Array(repeating: 255, count: 2304), in: Rect(x: 2, y: 1, width: 35, height: 12), on: &canvas, mode: .ascii, contrast: 0...255)
        let lines = canvas.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.isEmpty || $0 == "       " + String(repeating: "@", count: 24) })
        #expect(lines.count { !$0.isEmpty } == 12)
        FacePicture.draw(DrawnFace.smiling, in: Rect(x: 0, y: 0, width: 1, height: 0), on: &canvas, mode: .ascii, contrast: 0...255)
    }

    @Test func stretchesBothFacesAlike() {
        let dark = DrawnFace.picture { x, _ in 60 + x }
        let light = DrawnFace.picture { x, _ in 100 + x }
        #expect(FacePicture.contrast(of: [dark, light]) == 60...147)
        #expect(FacePicture.contrast(of: [dark]) == 60...107)
        // One pixel in two hundred is no reason to change the picture.
        #expect(FacePicture.contrast(of: [dark.enumerated().map { $0 % 200 == 0 ? 255 : $1 }]) == 60...107)
        #expect(
            FacePicture.contrast(
                of: [dark, Array(repeating: 0, count: 2304)], outside: [[Bool](repeating: false, count: 2304), [Bool](repeating: true, count: 2304)])
                == 60...107)
        #expect(FacePicture.contrast(of: []) == 0...255)
    }

    @Test(arguments: [UInt8(0), 7, 128, 250, 255]) func leavesNoiseInFlatFacesAlone(value: UInt8) {
        let range = FacePicture.contrast(of: [Array(repeating: value, count: 2304)])
        #expect(range.upperBound - range.lowerBound == 32)
        #expect(range.contains(value))
    }

    private func box(_ theta: Theta, _ capabilities: Capabilities) -> String {
        var canvas = canvas(24, 12, capabilities)
        FacePicture.draw(Array(repeating: 0, count: 2304), in: canvas.bounds, on: &canvas, mode: .quadrants, contrast: 0...255, box: theta)
        var text = canvas.text
        while text.last == "\n" { text.removeLast() }
        return text
    }
}
