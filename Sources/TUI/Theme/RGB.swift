import Core

/// Red, green and blue, 0...255 each, in sRGB.
package struct RGB: Hashable, Sendable {
    /// 0...255.
    package var red: UInt8
    /// 0...255.
    package var green: UInt8
    /// 0...255.
    package var blue: UInt8

    /// Memberwise.
    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Relative luminance, 0 black to 1 white.
    ///
    /// Source: WCAG 2.1, "relative luminance".
    package var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// The contrast ratio, 1 equal to 21 black and white.
    ///
    /// Source: WCAG 2.1, "contrast ratio".
    package func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Of 256 colours the one with this number, the first 16 as xterm has them.
    package static func indexed(_ number: Int) -> RGB {
        switch number {
        case ..<16: return ansi[max(0, number)]
        case 232...:
            let level = UInt8(8 + 10 * (min(number, 255) - 232))
            return RGB(level, level, level)
        default:
            let cube = number - 16
            func level(_ step: Int) -> UInt8 { step == 0 ? 0 : UInt8(55 + 40 * step) }
            return RGB(level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
    }

    /// The number in `range` whose colour is nearest; the lowest of equals.
    package func nearest(in range: ClosedRange<Int>) -> Int {
        range.min { distance(to: .indexed($0)) < distance(to: .indexed($1)) } ?? range.lowerBound
    }

    /// This colour, made lighter or darker until it stands out from `ground` by `ratio`.
    func legible(on ground: RGB, ratio: Double = 3) -> RGB {
        guard contrast(with: ground) < ratio else { return self }
        let target: Double = RGB(255, 255, 255).contrast(with: ground) >= RGB(0, 0, 0).contrast(with: ground) ? 255 : 0
        for tenth in 1...10 {
            let share = Double(tenth) / 10
            func mixed(_ value: UInt8) -> UInt8 { UInt8((Double(value) * (1 - share) + target * share).rounded()) }
            let color = RGB(mixed(red), mixed(green), mixed(blue))
            if color.contrast(with: ground) >= ratio { return color }
        }
        return target > 0 ? RGB(255, 255, 255) : RGB(0, 0, 0)
    }

    /// Squared, with the weights of green over red over blue that eyes have.
    private func distance(to other: RGB) -> Int {
        func difference(_ a: UInt8, _ b: UInt8) -> Int { (Int(a) - Int(b)) * (Int(a) - Int(b)) }
        return 3 * difference(red, other.red) + 4 * difference(green, other.green) + 2 * difference(blue, other.blue)
    }

    private static let ansi: [RGB] = [
        RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0), RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
        RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0), RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255),
        RGB(255, 255, 255),
    ]
}
