import Core

/// A canvas outside a terminal: in a file, with the colours that a terminal would give it.
package struct ScreenPicture: Sendable {
    /// What is shown.
    package let canvas: Canvas
    /// In these colours.
    package let theme: Theme
    /// Whether the paper is light where the theme leaves that to the terminal.
    package let isLight: Bool

    /// A screen in a theme.
    package init(_ canvas: Canvas, theme: Theme, isLight: Bool = false) {
        self.canvas = canvas
        self.theme = theme
        self.isLight = theme.isLight ?? isLight
    }

    /// The file's content.
    package func bytes(_ format: PictureFormat) -> [UInt8] {
        switch format {
        case .text: Array((canvas.text + "\n").utf8)
        case .ansi: Array(ANSIPicture.text(self).utf8)
        case .svg: Array(SVGPicture.text(self).utf8)
        case .png: PixelPicture.bytes(self)
        }
    }

    /// A cell with its colours and attributes as they come out.
    struct Paint: Equatable {
        var ink: RGB
        var ground: RGB
        var isBold: Bool
        var isUnderlined: Bool
    }

    /// What styles look like here.
    ///
    /// - Parameter isDirect: whether colours are red, green and blue themselves where there are many.
    func palette(isDirect: Bool) -> Palette {
        Palette(theme: theme, colors: canvas.capabilities.colors, isDirect: isDirect && canvas.capabilities.colors == .many)
    }

    /// A style in red, green and blue.
    func paint(_ style: Style, _ palette: Palette) -> Paint {
        let look = palette.look(of: style)
        var ink = color(look.ink, palette, standard: isLight ? RGB(24, 24, 24) : RGB(222, 222, 222))
        var ground = color(look.ground, palette, standard: paper)
        if look.isReversed { (ink, ground) = (ground, ink) }
        if look.isDim { ink = ink.mixed(with: ground) }
        return Paint(ink: ink, ground: ground, isBold: look.isBold, isUnderlined: look.isUnderlined)
    }

    /// The ground where the theme has none.
    var paper: RGB { isLight ? RGB(252, 252, 252) : RGB(16, 16, 18) }

    private func color(_ number: Int32, _ palette: Palette, standard: RGB) -> RGB {
        if number < 0 { return standard }
        guard palette.isDirect, number >= 8 else { return RGB.indexed(Int(number)).onPaper(isLight) }
        return RGB(UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255))
    }
}

extension RGB {
    /// Halfway to another.
    fileprivate func mixed(with other: RGB) -> RGB {
        func middle(_ a: UInt8, _ b: UInt8) -> UInt8 { UInt8((Int(a) + Int(b)) / 2) }
        return RGB(middle(red, other.red), middle(green, other.green), middle(blue, other.blue))
    }

    /// Terminals with light paper have darker colours than xterm's own.
    fileprivate func onPaper(_ isLight: Bool) -> RGB { isLight ? legible(on: RGB(252, 252, 252), ratio: 3) : self }

    /// As SVG and CSS write it.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef")
        return "#" + [red, green, blue].map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }
}
