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

/// Something whose rate can be measured.
protocol Probe: AnyObject {
    /// Does the work once, on all its threads; returns how much that was.
    func work() -> Double
}

extension Probe {
    /// Work a second, over at least `seconds`.
    func rate(seconds: Double) -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        var done = 0.0
        var elapsed = 0.0
        repeat {
            done += work()
            elapsed = (clock.now - start).seconds
        } while elapsed < seconds
        return done / elapsed
    }
}
