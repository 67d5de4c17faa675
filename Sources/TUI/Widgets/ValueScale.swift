/// The vertical axis of a chart: values to rows of dots, row 0 on top.
struct ValueScale {
    /// From the lower edge to the upper one.
    let range: ClosedRange<Double>
    /// Rows of dots.
    let height: Int

    /// The row of dots of a value; what lies outside the range stands at its edge.
    func row(of value: Double) -> Int {
        let span = range.upperBound - range.lowerBound
        guard span > 0, height > 1 else { return height / 2 }
        let share = min(max((value - range.lowerBound) / span, 0), 1)
        return Int(((1 - share) * Double(height - 1)).rounded())
    }

    /// A range that shows all columns but single spikes, from one round number to another so that its labels stand still.
    static func range(of columns: [SeriesColumn]) -> ClosedRange<Double> {
        // Greater numbers than these would make the range's length infinite.
        let values = columns.flatMap { [$0.least, $0.greatest] }.map { min(max($0, -1e300), 1e300) }.sorted()
        guard var low = values.first, var high = values.last else { return 0...1 }
        let margin = values.count / 20
        let (common, spread) = (values[margin]...values[values.count - 1 - margin], values[values.count - 1 - margin] - values[margin])
        if spread > 0 {
            if high > common.upperBound + 2 * spread { high = common.upperBound }
            if low < common.lowerBound - 2 * spread { low = common.lowerBound }
        }
        let span = high > low ? high - low : max(low.magnitude / 10, 1e-3)
        let step = step(for: span / 4, among: [1, 2, 2.5, 5, 10])
        // A little inwards, so that 1.4 / 0.025 counts as the whole number that it is but for rounding.
        let bottom = (low / step + 1e-6).rounded(.down) * step
        let top = (high / step - 1e-6).rounded(.up) * step
        return bottom < top ? bottom...top : bottom...bottom + step
    }

    /// The least of `among` times a power of ten that is not below `length`.
    static func step(for length: Double, among: [Double]) -> Double {
        guard length > 0, length.isFinite else { return 1 }
        var power = 1.0
        while power > length { power /= 10 }
        while power * 10 <= length { power *= 10 }
        return among.map { $0 * power }.first { $0 >= length * (1 - 1e-9) } ?? 10 * power
    }
}
