/// A screen as text with the escape sequences that colour it.
enum ANSIPicture {
    /// Ends each line without colour, so that nothing leaks where it is shown.
    static func text(_ picture: ScreenPicture) -> String {
        let canvas = picture.canvas
        let palette = picture.palette(isDirect: false)
        var text = ""
        for y in 0..<canvas.height {
            var current = ""
            for x in 0..<canvas.width where canvas[x, y].character != Cell.rightHalf {
                let sequence = sequence(palette.look(of: canvas[x, y].style), colors: palette.colors)
                if sequence != current {
                    text += "\u{1B}[0" + sequence + "m"
                    current = sequence
                }
                text.append(canvas[x, y].character)
            }
            text += (current.isEmpty ? "" : "\u{1B}[0m") + "\n"
        }
        return text
    }

    /// The parameters behind the reset.
    private static func sequence(_ look: Look, colors: Capabilities.Colors) -> String {
        var parts: [String] = []
        if look.isBold { parts.append("1") }
        if look.isDim { parts.append("2") }
        if look.isUnderlined { parts.append("4") }
        if look.isReversed { parts.append("7") }
        if colors > .none {
            if look.ink >= 0 { parts.append(color(look.ink, base: 30)) }
            if look.ground >= 0 { parts.append(color(look.ground, base: 40)) }
        }
        return parts.map { ";" + $0 }.joined()
    }

    private static func color(_ number: Int32, base: Int32) -> String {
        switch number {
        case ..<8: "\(base + number)"
        case ..<16: "\(base + 60 + number - 8)"
        default: "\(base + 8);5;\(number)"
        }
    }
}
