import Platform
import Core

/// How a chart chooses the range of its vertical axis.
package enum VerticalAxis: String, Sendable, CaseIterable {
    /// As the chart is meant to be looked at first.
    case usual
    /// What is in sight fills the chart, single spikes left out.
    case fitted
    /// Everything in sight, spikes too.
    case whole
    /// As fitted, but from zero.
    case zero
    /// As whole, with equal ratios equally far apart.
    case logarithmic

    /// As a caption names it.
    var title: String {
        switch self {
        case .usual: "usual axis"
        case .fitted: "fitted axis"
        case .whole: "with all spikes"
        case .zero: "from zero"
        case .logarithmic: "log axis"
        }
    }
}

/// The vertical axis of a chart: values to rows of dots, row 0 on top.
struct ValueScale {
    /// From the lower edge to the upper one; above zero where it is logarithmic.
    let range: ClosedRange<Double>
    /// Rows of dots.
    let height: Int
    /// Whether equal ratios are equally far apart.
    var isLogarithmic = false

    /// The row of dots of a value; what lies outside the range stands at its edge.
    func row(of value: Double) -> Int {
        let (low, high) = (position(range.lowerBound), position(range.upperBound))
        guard high > low, height > 1 else { return height / 2 }
        let share = min(max((position(value) - low) / (high - low), 0), 1)
        return Int(((1 - share) * Double(height - 1)).rounded())
    }

    /// The value in the middle between the edges.
    var middle: Double {
        let (low, high) = (range.lowerBound, range.upperBound)
        return isLogarithmic ? (low * high).squareRoot() : low + (high - low) / 2
    }

    private func position(_ value: Double) -> Double { isLogarithmic ? log(max(value, .leastNormalMagnitude)) : value }

    /// The range of `axis` for columns; of the usual one where the chart has none of its own.
    static func range(of columns: [SeriesColumn], _ axis: VerticalAxis = .usual) -> ClosedRange<Double> {
        // Greater numbers than these would make the range's length infinite.
        let values = columns.flatMap { [$0.least, $0.greatest] }.map { min(max($0, -1e300), 1e300) }.sorted()
        guard let low = values.first, let high = values.last else { return axis == .logarithmic ? 0.1...1 : 0...1 }
        switch axis {
        case .usual, .fitted: return rounded(withoutSpikes(values, low...high))
        case .whole: return rounded(low...high)
        case .zero:
            let common = withoutSpikes(values, low...high)
            return rounded(min(0, common.lowerBound)...max(0, common.upperBound))
        case .logarithmic:
            // Zero and less have no place there.
            guard let least = values.first(where: { $0 >= 1e-300 }) else { return 0.1...1 }
            return logarithmic(least...high)
        }
    }

    /// All but single spikes of ascending `values`, which span `all`.
    private static func withoutSpikes(_ values: [Double], _ all: ClosedRange<Double>) -> ClosedRange<Double> {
        var (low, high) = (all.lowerBound, all.upperBound)
        let margin = values.count / 20
        let (common, spread) = (values[margin]...values[values.count - 1 - margin], values[values.count - 1 - margin] - values[margin])
        if spread > 0 {
            if high > common.upperBound + 2 * spread { high = common.upperBound }
            if low < common.lowerBound - 2 * spread { low = common.lowerBound }
        }
        return low...high
    }

    /// From one round number to another, so that labels stand still.
    private static func rounded(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let (low, high) = (range.lowerBound, range.upperBound)
        let span = high > low ? high - low : max(low.magnitude / 10, 1e-3)
        let step = step(for: span / 4, among: [1, 2, 2.5, 5, 10])
        // A little inwards, so that 1.4 / 0.025 counts as the whole number that it is but for rounding.
        let bottom = (low / step + 1e-6).rounded(.down) * step
        let top = (high / step - 1e-6).rounded(.up) * step
        return bottom < top ? bottom...top : bottom...bottom + step
    }

    /// From one of 1, 2 and 5 times a power of ten to another.
    private static func logarithmic(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let top = step(for: range.upperBound, among: [1, 2, 5, 10])
        var bottom = step(for: range.lowerBound, among: [1, 2, 5, 10])
        // 0.4 leads from 5 to 2, from 2 to 1 and from 1 to 0.5; half would lead from 5 to 5 again.
        if bottom > range.lowerBound * (1 + 1e-9) { bottom = step(for: bottom * 0.4, among: [1, 2, 5, 10]) }
        return bottom < top ? bottom...top : bottom / 2...top
    }

    /// The least of `among` times a power of ten that is not below `length`.
    static func step(for length: Double, among: [Double]) -> Double {
        // Smaller ones have no power of ten below them.
        guard length >= .leastNormalMagnitude, length.isFinite else { return 1 }
        var power = 1.0
        while power > length { power /= 10 }
        while power * 10 <= length { power *= 10 }
        return among.map { $0 * power }.first { $0 >= length * (1 - 1e-9) } ?? 10 * power
    }
}
