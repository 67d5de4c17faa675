import CNcurses

/// ncurses' pairs of colours: 1-255 for themes as they come up, 256-931 for all 26x26 greys, which never change.
///
/// Re-defining a pair in use makes ncurses walk the whole screen, so pairs change with the theme only.
struct ColorPairs {
    /// An ink's or a ground's place in tables: roles, then greys.
    private static let inkCount = Role.allCases.count + Greys.count
    private static let firstGrey = 256
    private static let lastOfTheme = 255

    /// What the pairs are of.
    private(set) var palette: Palette
    private let available: Int
    /// Pairs of `palette` by their colours.
    private var pairs: [Pair: Int32] = [:]
    private var next = 1
    /// [inks, grounds], what was found before.
    private var known: [Known?]
    private let hasGreys: Bool

    private struct Pair: Hashable {
        let ink: Int32
        let ground: Int32
    }
    private struct Known {
        let pair: Int32
        let attributes: attr_t
    }

    /// The pairs of the current terminal, after `start_color`.
    init(palette: Palette) {
        self.palette = palette
        available = palette.colors == .none ? 0 : Int(shim_color_pairs())
        known = Array(repeating: nil, count: Self.inkCount * Self.inkCount)
        hasGreys = palette.colors == .many && !palette.isDirect && available > Self.firstGrey + Greys.count * Greys.count
        guard hasGreys else { return }
        for ink in 0..<Greys.count {
            for ground in 0..<Greys.count {
                init_extended_pair(Int32(Self.firstGrey + ink * Greys.count + ground), Int32(Greys.colors[ink]), Int32(Greys.colors[ground]))
            }
        }
    }

    /// Forgets the pairs of the theme before; all cells must be drawn again.
    mutating func adopt(_ theme: Theme) {
        palette = Palette(theme: theme, colors: palette.colors, isDirect: palette.isDirect, hasStandard: palette.hasStandard)
        pairs.removeAll()
        next = 1
        known = Array(repeating: nil, count: known.count)
    }

    /// The pair and the attributes that show a style.
    mutating func find(_ style: Style) -> (pair: Int32, attributes: attr_t) {
        if hasGreys, case .grey(let ink) = style.ink, case .grey(let ground) = style.ground {
            return (Int32(Self.firstGrey + ink * Greys.count + ground), Self.attributes(of: style))
        }
        let isPlain = !style.isBold && !style.isReversed && !style.isUnderlined && !style.isDim
        let place = Self.place(of: style.ink) * Self.inkCount + Self.place(of: style.ground)
        if isPlain, let found = known[place] { return (found.pair, found.attributes) }

        let look = palette.look(of: style)
        let found = Known(pair: pair(Pair(ink: look.ink, ground: look.ground)), attributes: Self.attributes(of: look))
        if isPlain { known[place] = found }
        return (found.pair, found.attributes)
    }

    private mutating func pair(_ colors: Pair) -> Int32 {
        if let pair = pairs[colors] { return pair }
        // The terminal's own colours are pair 0, which is also what is left where a terminal has fewer pairs than the theme needs.
        guard available > 0, colors != Pair(ink: -1, ground: -1), next <= min(Self.lastOfTheme, available - 1) else { return 0 }
        init_extended_pair(Int32(next), colors.ink, colors.ground)
        pairs[colors] = Int32(next)
        next += 1
        return Int32(next - 1)
    }

    private static func place(of ink: Ink) -> Int {
        switch ink {
        case .role(let role): role.rawValue
        case .grey(let grey): Role.allCases.count + grey
        }
    }

    private static func attributes(of style: Style) -> attr_t {
        attributes(style.isBold, style.isReversed, style.isUnderlined, style.isDim)
    }

    private static func attributes(of look: Look) -> attr_t { attributes(look.isBold, look.isReversed, look.isUnderlined, look.isDim) }

    private static func attributes(_ isBold: Bool, _ isReversed: Bool, _ isUnderlined: Bool, _ isDim: Bool) -> attr_t {
        (isBold ? shim_bold() : 0) | (isReversed ? shim_reverse() : 0) | (isUnderlined ? shim_underline() : 0) | (isDim ? shim_dim() : 0)
    }
}
