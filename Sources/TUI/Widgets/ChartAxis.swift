/// The horizontal axis of a chart: positions (epochs) to columns of dots.
struct ChartAxis {
    /// From the left edge to the right one.
    let range: ClosedRange<Double>
    /// Columns of dots.
    let width: Int

    /// The column of dots of a position; nil outside the range.
    func column(of x: Double) -> Int? {
        guard x >= range.lowerBound, x <= range.upperBound, width > 0 else { return nil }
        let span = range.upperBound - range.lowerBound
        guard span > 0 else { return 0 }
        return Int(((x - range.lowerBound) / span * Double(width - 1)).rounded())
    }

    /// Whole positions with their labels' left cell, far enough from each other to be told apart.
    var ticks: [(text: String, cell: Int)] {
        let cells = width / 2
        let widest = Int(Self.clamped(range.upperBound.magnitude)).description.count
        let atMost = max(1, cells / (widest + 4))
        let span = range.upperBound - range.lowerBound
        let step = max(1, ValueScale.step(for: span / Double(atMost), among: [1, 2, 5, 10]))
        guard step.isFinite, span.isFinite else { return [] }

        var ticks: [(text: String, cell: Int)] = []
        var nextFree = 0
        var position = (range.lowerBound / step).rounded(.up) * step
        while position <= range.upperBound {
            if let column = column(of: position) {
                let text = Int(Self.clamped(position)).description
                let cell = min(max(0, column / 2 - (text.count - 1) / 2), max(0, cells - text.count))
                if cell >= nextFree, cell + text.count <= cells {
                    ticks.append((text, cell))
                    nextFree = cell + text.count + 1
                }
            }
            position += step
        }
        return ticks
    }

    private static func clamped(_ value: Double) -> Double { min(max(value, -1e15), 1e15) }
}
