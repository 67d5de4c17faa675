/// What a terminal can show.
package struct Capabilities: Equatable, Sendable {
    /// How many colours there are, by the steps that make a difference in drawing.
    package enum Colors: Int, Sendable, Comparable {
        case none, eight, sixteen, many

        /// Fewer colours come first.
        package static func < (left: Colors, right: Colors) -> Bool { left.rawValue < right.rawValue }
    }

    /// `many` is 256 and more.
    package var colors: Colors
    /// Whether it shows UTF-8.
    package var isUnicode: Bool

    /// Memberwise.
    package init(colors: Colors, isUnicode: Bool) {
        self.colors = colors
        self.isUnicode = isUnicode
    }

    /// 256 colours and UTF-8.
    package static let full = Capabilities(colors: .many, isUnicode: true)
    /// Letters alone.
    package static let plain = Capabilities(colors: .none, isUnicode: false)
}
