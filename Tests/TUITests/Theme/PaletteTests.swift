import Testing

@testable import TUI

@Suite struct PaletteTests {
    private let themes = Theme.builtIn + Theme.all(in: [#filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/themes"]).themes

    @Test func followsTheTerminalByDefault() {
        let palette = Palette(theme: .terminal, colors: .many)
        #expect(palette.look(of: Style()) == Look(ink: -1, ground: -1))
        #expect(palette.look(of: Style(.error)) == Look(ink: 1, ground: -1))
        #expect(palette.look(of: Style(.text, on: .selection)) == Look(ink: -1, ground: -1, isReversed: true))
        #expect(palette.look(of: Style(.faint)) == Look(ink: -1, ground: -1, isDim: true))
        #expect(palette.look(of: Style(.text, on: .selection, reversed: true)) == Look(ink: -1, ground: -1))
    }

    @Test func leavesTheSixteenToTheUserOn256Colours() {
        let palette = Palette(theme: .highContrast, colors: .many)
        for role in Role.allCases { #expect(palette.look(of: Style(role)).ink >= 16) }
        for grey in 0..<26 {
            #expect(
                palette.look(of: Style(grey: grey, on: 25 - grey)) == Look(ink: Int32(Greys.colors[grey]), ground: Int32(Greys.colors[25 - grey])))
        }
    }

    @Test func keepsWithinTheColoursThereAre() {
        for theme in themes {
            for ink in Role.allCases {
                for ground in [Role.background, .panel, .selection] {
                    let style = Style(ink, on: ground)
                    #expect((-1...7).contains(Palette(theme: theme, colors: .eight).look(of: style).ink))
                    #expect((-1...15).contains(Palette(theme: theme, colors: .sixteen).look(of: style).ink))
                    #expect((0...7).contains(Palette(theme: theme, colors: .eight, hasStandard: false).look(of: style).ground))
                }
            }
        }
    }

    @Test func drawsNoInkInTheColourOfItsGround() {
        for theme in themes {
            for colors in [Capabilities.Colors.eight, .sixteen, .many] {
                for ink in Role.allCases.dropFirst(3) {
                    for ground in [Role.background, .panel, .selection] {
                        let look = Palette(theme: theme, colors: colors).look(of: Style(ink, on: ground))
                        let isTold = look.ink != look.ground || look.ink == -1
                        #expect(isTold, "\(theme.name), \(colors): \(ink) on \(ground)")
                        guard colors < .many, look.ink >= 0, look.ground >= 0 else { continue }
                        let contrast = RGB.indexed(Int(look.ink)).contrast(with: .indexed(Int(look.ground)))
                        #expect(contrast >= 1.9, "\(theme.name), \(colors): \(ink) on \(ground)")
                    }
                }
            }
        }
    }

    @Test func tellsTheSelectionOnFewColours() {
        for theme in themes {
            for colors in [Capabilities.Colors.none, .eight, .sixteen, .many] {
                let palette = Palette(theme: theme, colors: colors)
                let (plain, selected) = (palette.look(of: Style()), palette.look(of: Style(.text, on: .selection)))
                #expect(selected.isReversed != plain.isReversed || selected.ground != plain.ground, "\(theme.name), \(colors)")
            }
        }
    }

    @Test func tellsWithoutColours() {
        let palette = Palette(theme: .highContrast, colors: .none)
        let looks = [Style(), Style(.text, on: .selection), Style(.warning), Style(.error), Style(.faint), Style(.error, on: .selection)].map(
            palette.look)
        #expect(Set(looks).count == looks.count)
        #expect(looks.allSatisfy { $0.ink == -1 && $0.ground == -1 })
    }

    @Test func keepsTheBoxLegibleOnEveryGrey() {
        for theme in themes {
            for grey in 0..<26 {
                let look = Palette(theme: theme, colors: .many).look(of: Style(.highlight, onGrey: grey))
                let level = Greys.levels[grey]
                #expect(RGB.indexed(Int(look.ink)).contrast(with: RGB(level, level, level)) > 3, "\(theme.name) on grey \(grey)")
            }
        }
    }

    @Test func writesColoursOutWhereTheTerminalTakesThem() {
        let palette = Palette(theme: .highContrast, colors: .many, isDirect: true)
        #expect(palette.look(of: Style(.train)) == Look(ink: 0x87D7FF, ground: 8))
        #expect(palette.look(of: Style(grey: 25, on: 1)) == Look(ink: 0xFFFFFF, ground: 0x080808))
    }

    @Test func usesBoldForBrightOnEightColours() {
        #expect(Palette(theme: .terminal, colors: .eight).look(of: Style(.train)) == Look(ink: 4, ground: -1, isBold: true))
        #expect(Palette(theme: .terminal, colors: .sixteen).look(of: Style(.train)) == Look(ink: 12, ground: -1))
    }
}
