/// The 26 greys of faces: those of the 240 colours that users don't repaint, from black to white.
package enum Greys {
    /// How many there are.
    package static let count = 26
    /// Their brightness, 0...255.
    package static let levels: [UInt8] = [0] + (0..<24).map { UInt8(8 + 10 * $0) } + [255]
    /// Their numbers among a terminal's 256 colours.
    package static let colors: [Int] = [16] + Array(232...255) + [231]

    /// The grey nearest to a brightness; the darker of equals.
    package static func nearest(to level: Float) -> Int { Int(table[Int(min(max(level, 0), 255) * 4 + 0.5)]) }

    /// By brightness in quarters.
    private static let table: [UInt8] = (0...1020).map { quarter in
        let level = Float(quarter) / 4
        let best = levels.indices.min { abs(Float(levels[$0]) - level) < abs(Float(levels[$1]) - level) }
        return UInt8(best ?? 0)
    }
}
