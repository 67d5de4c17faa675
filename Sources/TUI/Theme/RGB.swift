import Platform
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

    /// The number among a terminal's own 8 or 16 colours that keeps the hue, which tells roles apart there; greys by their brightness.
    func own(isBright: Bool) -> Int {
        let (high, low) = (max(red, green, blue), min(red, green, blue))
        // As dark as this, a ground is black whatever its hue; light tints are white.
        if high < 72 { return isBright && high > 56 ? 8 : 0 }
        if Int(high - low) * 5 < Int(high) {
            guard isBright else { return high < 112 ? 0 : 7 }
            return high < 144 ? 8 : high < 240 ? 7 : 15
        }
        let middle = (Int(high) + Int(low)) / 2
        let hue = (Int(red) > middle ? 1 : 0) + (Int(green) > middle ? 2 : 0) + (Int(blue) > middle ? 4 : 0)
        return isBright && high > 220 ? hue + 8 : hue
    }

    /// This colour or, where it stands out from `ground` by less than `ratio`, one lighter or darker that does.
    func legible(on ground: RGB, ratio: Double = 3) -> RGB {
        guard contrast(with: ground) < ratio else { return self }
        let isLighter = RGB(255, 255, 255).contrast(with: ground) >= RGB(0, 0, 0).contrast(with: ground)
        for tenth in 1...10 {
            let share = Double(tenth) / 10
            func mixed(_ value: UInt8) -> UInt8 { UInt8((Double(value) * (1 - share) + (isLighter ? 255 : 0) * share).rounded()) }
            let color = RGB(mixed(red), mixed(green), mixed(blue))
            if color.contrast(with: ground) >= ratio { return color }
        }
        return isLighter ? RGB(255, 255, 255) : RGB(0, 0, 0)
    }

    /// Of a terminal's 240 fixed colours the one nearest to this that stands out from `ground` by `ratio`.
    func nearestLegible(on ground: RGB, ratio: Double = 3) -> Int {
        let legible = (16...255).filter { RGB.indexed($0).contrast(with: ground) >= ratio }
        return legible.min { distance(to: .indexed($0)) < distance(to: .indexed($1)) } ?? nearest(in: 16...255)
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
