import Platform

/// Something whose rate can be measured.
package protocol Probe: AnyObject {
    /// Does the work once, on all its threads; returns how much that was.
    func work() -> Double
}

extension Probe {
    /// Work a second, over at least `seconds`.
    package func rate(seconds: Double) -> Double {
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
