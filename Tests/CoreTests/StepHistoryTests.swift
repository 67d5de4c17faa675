import Testing

@testable import Core

@Suite struct StepHistoryTests {
    @Test func keepsEverySpikeInBoundedMemory() {
        var history = StepHistory()
        for step in 0..<100_000 { history.append(step == 54_321 ? 99 : 1) }
        #expect(history.count == 100_000)
        #expect(history.buckets.count <= StepHistory.capacity)
        #expect(history.buckets.map(\.maximum).max() == 99)
        let width = history.stepsPerBucket
        #expect(history.buckets[54_321 / width].maximum == 99)
    }
}
