/// Numbers that all workers see: each writes only the part that is its own between two meetings.
package final class SharedFloats {
    package let count: Int
    package let base: UnsafeMutablePointer<Float>

    /// Zeroed.
    init(count: Int) {
        self.count = count
        base = .allocate(capacity: max(1, count))
        base.initialize(repeating: 0, count: max(1, count))
    }

    /// A copy.
    convenience init(_ values: [Float]) {
        self.init(count: values.count)
        assign(values)
    }

    /// A copy of all of them.
    package var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// Takes over `values`.
    ///
    /// - Precondition: there are as many.
    package func assign(_ values: [Float]) {
        precondition(values.count == count, "\(values.count) values for \(count)")
        for (index, value) in values.enumerated() { base[index] = value }
    }

    deinit { base.deallocate() }
}
