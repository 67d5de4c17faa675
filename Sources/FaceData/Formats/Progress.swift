import Synchronization

/// Counts what several threads have done and reports it now and then.
package final class Progress: Sendable {
    private let done = Atomic<Int>(0)
    private let total: Int
    private let unit: LoadProgress.Unit
    private let report: @Sendable (LoadProgress) -> Void

    /// - Parameter total: units in all.
    package init(total: Int, unit: LoadProgress.Unit, _ report: @escaping @Sendable (LoadProgress) -> Void) {
        self.total = total
        self.unit = unit
        self.report = report
    }

    /// Adds `count` units and reports.
    func add(_ count: Int) {
        let now = done.add(count, ordering: .relaxed).newValue
        report(LoadProgress(done: min(now, total), total: total, unit: unit))
    }
}
