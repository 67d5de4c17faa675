import Core
import Testing

@testable import TUI

@Suite struct ThemeColorTests {
    private static let shipped: [Theme] = {
        // Tests run from the package's folder or know where it is by this file.
        let package = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
        return Theme.all(in: [package + "/themes"]).themes.filter { $0 != .terminal }
    }()

    @Test func shipsSixLightAndDarkBesideTheBuiltIn() {
        let files = Self.shipped.filter { !Theme.builtIn.contains($0) }
        #expect(files.count == 6)
        #expect(files.count { $0.isLight == true } == 3)
        #expect(Set(files.map(\.name)).count == 6)
    }

    @Test(arguments: ThemeColorTests.shipped) func isLegible(theme: Theme) throws {
        func rgb(_ role: Role) throws -> RGB {
            guard case .rgb(let red, let green, let blue) = theme.color(of: role) else { throw ThemeError.missingColors(path: theme.name, keys: []) }
            return RGB(red, green, blue)
        }
        for ground in [Role.background, .panel, .selection] {
            #expect(try rgb(.text).contrast(with: rgb(ground)) >= 4.5, "\(theme.name): text on \(ground)")
        }
        for role in [Role.secondary, .error, .warning, .highlight, .good, .info, .train, .validation] {
            #expect(try rgb(role).contrast(with: rgb(.background)) >= 4.5, "\(theme.name): \(role)")
        }
        #expect(try rgb(.faint).contrast(with: rgb(.background)) >= 2)
        #expect(try rgb(.selection).contrast(with: rgb(.background)) >= 1.2)
        #expect(theme.isLight == (try rgb(.background).luminance > 0.5))
    }

    @Test func knowsXtermsColours() {
        #expect(RGB.indexed(16) == RGB(0, 0, 0))
        #expect(RGB.indexed(231) == RGB(255, 255, 255))
        #expect(RGB.indexed(110) == RGB(135, 175, 215))
        #expect(RGB.indexed(244) == RGB(128, 128, 128))
        #expect(
            (16...255).allSatisfy {
                RGB.indexed($0).nearest(in: 16...255) == $0 || RGB.indexed($0) == .indexed(RGB.indexed($0).nearest(in: 16...255))
            })
        #expect(Greys.colors.map { RGB.indexed($0).green } == Greys.levels)
    }

    @Test func measuresContrastAsWCAGDoes() {
        #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 1e-9)
        #expect(abs(RGB(119, 119, 119).contrast(with: RGB(255, 255, 255)) - 4.478) < 0.001)
        #expect(RGB(9, 9, 9).contrast(with: RGB(9, 9, 9)) == 1)
    }

    @Test func keepsHuesOnFewColours() {
        #expect(RGB(255, 135, 135).own(isBright: false) == 1)
        #expect(RGB(116, 181, 254).own(isBright: false) == 4)
        #expect(RGB(116, 181, 254).own(isBright: true) == 12)
        #expect(RGB(14, 23, 32).own(isBright: true) == 0)
        #expect(RGB(98, 109, 120).own(isBright: true) == 8)
        #expect(RGB(212, 220, 227).own(isBright: false) == 7)
        #expect(RGB(255, 250, 240).own(isBright: true) == 15)
    }
}
