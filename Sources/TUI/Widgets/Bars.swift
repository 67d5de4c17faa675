/// Small things drawn in one line.
package enum Bars {
    /// A sparkline of the last `width` values, ▁ to █, from the least to the greatest of them or over `range`.
    ///
    /// - Returns: exactly `width` characters, blanks at the right while there are fewer values; a value that is no number is a blank.
    package static func sparkline(_ values: [Double], width: Int, isUnicode: Bool, range: ClosedRange<Double>? = nil) -> String {
        guard width > 0 else { return "" }
        let shown = values.suffix(width)
        let finite = shown.filter(\.isFinite)
        let low = range?.lowerBound ?? finite.min() ?? 0
        let high = range?.upperBound ?? finite.max() ?? 0
        let levels = isUnicode ? blockLevels : plainLevels
        let characters = shown.map { value -> Character in
            guard value.isFinite else { return " " }
            guard high > low else { return levels[0] }
            let share = min(max((value - low) / (high - low), 0), 1)
            return levels[min(levels.count - 1, Int(share * Double(levels.count)))]
        }
        return String(characters) + String(repeating: " ", count: width - characters.count)
    }

    /// A bar of eighth blocks, `fraction` of `width` cells; `filler` stands in the rest.
    ///
    /// - Returns: exactly `width` characters; what is no number is an empty bar.
    package static func bar(_ fraction: Double, width: Int, isUnicode: Bool, filler: Character = " ") -> String {
        guard width > 0 else { return "" }
        let share = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
        let steps = isUnicode ? 8 : 1
        let units = Int((share * Double(width * steps)).rounded())
        let (full, rest) = units.quotientAndRemainder(dividingBy: steps)
        let bar = String(repeating: isUnicode ? "█" : "#", count: full) + (rest > 0 ? String(eighths[rest - 1]) : "")
        return bar + String(repeating: filler, count: width - bar.count)
    }

    private static let blockLevels = Array("▁▂▃▄▅▆▇█")
    private static let plainLevels = Array(".:-=+*#")
    private static let eighths = Array("▏▎▍▌▋▊▉")
}
