package import Testing

/// The largest distance between two series; infinite where one of them is not a number or their lengths differ.
package func largestDistance(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}

/// Expects that no number is off by more than `share` of the largest expected one (or of 1, where all are smaller).
package func expectClose(
    _ found: [Double], _ expected: [Double], share: Double, _ name: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let largest = max(1, expected.map { abs($0) }.max() ?? 0)
    let distance = largestDistance(found, expected)
    #expect(distance <= share * largest, "\(name()) is off by \(distance), the largest number is \(largest)", sourceLocation: sourceLocation)
}

/// As `expectClose`, for what was computed in single precision.
package func expectClose(
    _ found: [Float], _ expected: [Double], share: Double, _ name: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    expectClose(found.map(Double.init), expected, share: share, name(), sourceLocation: sourceLocation)
}
