/// Rates of the same thing, measured again and again between measurements of other things.
struct Repetitions {
    private(set) var values: [Double] = []

    mutating func add(_ value: Double) { values.append(value) }

    /// The middle one; 0 where there is none.
    var median: Double { values.isEmpty ? 0 : values.sorted()[values.count / 2] }

    /// From the smallest to the largest, as a share of the median.
    var spread: Double { values.isEmpty ? 0 : ((values.max() ?? 0) - (values.min() ?? 0)) / median }

    /// Each as a share of what was measured in the same round.
    func over(_ others: Repetitions, times factor: Double) -> Repetitions {
        Repetitions(values: zip(values, others.values).map { $0 * factor / $1 })
    }
}
