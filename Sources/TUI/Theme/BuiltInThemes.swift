extension Theme {
    /// The terminal's own 16 colours, so that it follows the user's light or dark.
    ///
    /// Only hues that are legible on both grounds; the selection changes ink and ground, faint text is dimmed, since bright black,
    /// the usual choice, is the background itself in some palettes.
    package static let terminal = Theme(name: "terminal") { role in
        switch role {
        case .background, .panel, .selection, .faint, .secondary, .text: .standard
        case .error: .terminal(1)
        case .warning: .terminal(9)
        case .highlight: .terminal(3)
        case .good: .terminal(2)
        case .info: .terminal(6)
        case .train: .terminal(12)
        case .validation: .terminal(5)
        }
    }

    /// White on black, every colour at least seven times as bright as the ground.
    package static let highContrast = Theme(name: "high contrast", isLight: false) { role in
        switch role {
        case .background: .rgb(0, 0, 0)
        case .panel: .rgb(0, 0, 0)
        case .selection: .rgb(0, 0, 135)
        case .faint: .rgb(168, 168, 168)
        case .secondary: .rgb(228, 228, 228)
        case .text: .rgb(255, 255, 255)
        case .error: .rgb(255, 135, 135)
        case .warning: .rgb(255, 175, 95)
        case .highlight: .rgb(255, 255, 0)
        case .good: .rgb(95, 255, 95)
        case .info: .rgb(95, 255, 255)
        case .train: .rgb(135, 215, 255)
        case .validation: .rgb(255, 175, 255)
        }
    }

    /// Hues along blue and yellow, which most people who confuse red and green tell apart, and each of another lightness.
    package static let colorBlindSafe = Theme(name: "colour-blind safe", isLight: false) { role in
        switch role {
        case .background: .rgb(18, 18, 18)
        case .panel: .rgb(28, 28, 28)
        case .selection: .rgb(0, 55, 115)
        case .faint: .rgb(118, 118, 118)
        case .secondary: .rgb(178, 178, 178)
        case .text: .rgb(238, 238, 238)
        case .error: .rgb(255, 135, 0)
        case .warning: .rgb(255, 215, 95)
        case .highlight: .rgb(255, 255, 135)
        case .good: .rgb(95, 175, 255)
        case .info: .rgb(175, 215, 255)
        case .train: .rgb(95, 150, 255)
        case .validation: .rgb(255, 215, 0)
        }
    }

    /// The themes that need no file.
    package static let builtIn = [terminal, highContrast, colorBlindSafe]
}
