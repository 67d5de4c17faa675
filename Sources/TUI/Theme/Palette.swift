/// What a style becomes on a terminal: two colour numbers and attributes.
struct Look: Hashable, Sendable {
    /// The terminal's number of the ink, -1 for its own foreground.
    var ink: Int32
    /// The terminal's number of the ground, -1 for its own background.
    var ground: Int32
    /// Attributes on top of the colours.
    var isBold = false
    /// Ink and ground change places.
    var isReversed = false
    /// A line under the character.
    var isUnderlined = false
    /// Fainter than the ink alone.
    var isDim = false
}

/// A theme on a terminal with so many colours.
struct Palette: Sendable {
    /// What roles look like.
    let theme: Theme
    /// How many the terminal has.
    let colors: Capabilities.Colors
    /// Whether a colour's number is 65536 red + 256 green + blue.
    var isDirect = false
    /// Whether the terminal has a foreground and a background of its own.
    var hasStandard = true

    /// How a style looks.
    func look(of style: Style) -> Look {
        guard colors > .none else { return monochrome(style) }
        var look = Look(ink: number(style.ink, isInk: true), ground: number(style.ground, isInk: false))
        if colors == .eight, case .role(let role) = style.ink, case .terminal(8...) = theme.color(of: role) { look.isBold = true }

        // Also where they differ in the theme, but are one among few colours.
        if style.ground == .role(.selection), look.ground == number(.role(.background), isInk: false) { look.isReversed = true }
        if style.ink == .role(.faint), look.ink == number(.role(.text), isInk: true) { look.isDim = true }
        if colors == .many, case .role(let role) = style.ink, case .grey(let grey) = style.ground {
            look.ink =
                isDirect ? number(rgb(of: role).legible(on: rgb(ofGrey: grey))) : Int32(rgb(of: role).nearestLegible(on: rgb(ofGrey: grey)))
        }
        if style.ink != style.ground, isIllegible(look) { separate(&look, style) }

        look.isBold = look.isBold || style.isBold
        look.isReversed = look.isReversed != style.isReversed
        look.isUnderlined = style.isUnderlined
        look.isDim = look.isDim || style.isDim
        return look
    }

    /// Attributes alone: what is selected is reversed, what warns is bold, errors are underlined too.
    private func monochrome(_ style: Style) -> Look {
        var look = Look(ink: -1, ground: -1, isBold: style.isBold, isReversed: style.isReversed, isUnderlined: style.isUnderlined, isDim: style.isDim)
        if case .role(.selection) = style.ground { look.isReversed.toggle() }
        switch style.ink {
        case .role(.error): (look.isBold, look.isUnderlined) = (true, true)
        case .role(.warning), .role(.highlight), .role(.validation): look.isBold = true
        case .role(.faint): look.isDim = true
        default: break
        }
        return look
    }

    /// Whether two colours of a theme are one, or nearly, among so few; what the terminal's own palette makes of its colours is the user's.
    private func isIllegible(_ look: Look) -> Bool {
        guard look.ink >= 0, look.ground >= 0 else { return false }
        if look.ink == look.ground { return true }
        return colors < .many && RGB.indexed(Int(look.ink)).contrast(with: .indexed(Int(look.ground))) < 1.9
    }

    /// Two colours that are one among so few: the ink becomes the text's, or whatever is not the ground.
    private func separate(_ look: inout Look, _ style: Style) {
        let text = number(.role(.text), isInk: true)
        let contrary: Int32 = look.ground == 0 || look.ground == 8 ? 7 : 0
        look.ink = text == look.ground ? contrary : text
        if style.ink == .role(.faint) || style.ink == .role(.secondary) { look.isDim = true } else { look.isBold = true }
    }

    private func number(_ ink: Ink, isInk: Bool) -> Int32 {
        switch ink {
        case .role(let role):
            switch theme.color(of: role) {
            case .standard: hasStandard ? -1 : isInk ? 7 : 0
            case .terminal(let number): self.number(ofTerminal: number)
            case .rgb(let red, let green, let blue): number(RGB(red, green, blue))
            }
        case .grey(let grey):
            switch colors {
            case .none: -1
            case .eight: grey < Greys.count / 2 ? 0 : 7
            case .sixteen: [0, 8, 7, 15][min(grey * 4 / Greys.count, 3)]
            case .many: isDirect ? number(rgb(ofGrey: grey)) : Int32(Greys.colors[grey])
            }
        }
    }

    private func number(ofTerminal number: Int) -> Int32 {
        if isDirect, number >= 8 { return self.number(.indexed(number)) }
        return Int32(colors == .eight ? number % 8 : number)
    }

    private func number(_ color: RGB) -> Int32 {
        switch colors {
        case .none: -1
        case .eight: Int32(color.own(isBright: false))
        case .sixteen: Int32(color.own(isBright: true))
        // Below eight, numbers stand for the terminal's own colours there.
        case .many: isDirect ? max(8, Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)) : Int32(color.nearest(in: 16...255))
        }
    }

    /// The colour of a role, as xterm has it where the terminal decides.
    private func rgb(of role: Role) -> RGB {
        switch theme.color(of: role) {
        case .standard: RGB(229, 229, 229)
        case .terminal(let number): .indexed(number)
        case .rgb(let red, let green, let blue): RGB(red, green, blue)
        }
    }

    private func rgb(ofGrey grey: Int) -> RGB { RGB(Greys.levels[grey], Greys.levels[grey], Greys.levels[grey]) }
}
