import Testing

@testable import Core

@Suite struct StepHistoryTests {
    @Test func keepsEverySpikeInBoundedMemory() {
        var history = StepHistory()
        for step in 0..<100_000 { history.append(step == 54_321 ? 99 : step == 77 ? -99 : 1) }
        #expect(history.count == 100_000)
        #expect(history.buckets.count <= StepHistory.capacity)
        let width = history.stepsPerBucket
        #expect(history.buckets[54_321 / width].maximum == 99)
        #expect(history.buckets[77 / width].minimum == -99)
        #expect(history.buckets.count { $0.maximum == 99 } == 1)
    }

    @Test func keepsEveryStepUntilItIsFull() {
        var history = StepHistory()
        for step in 0..<StepHistory.capacity { history.append(Double(step)) }
        #expect(history.stepsPerBucket == 1)
        #expect(history.buckets.map(\.mean) == (0..<StepHistory.capacity).map(Double.init))
    }

    @Test(arguments: [1, 4095, 4096, 4097, 8192, 8193, 30_000])
    func bucketsCoverAllStepsWithTheirMeans(count: Int) {
        var history = StepHistory()
        for step in 0..<count { history.append(Double(step)) }
        let width = history.stepsPerBucket
        #expect(history.buckets.count == (count + width - 1) / width)
        for (index, bucket) in history.buckets.enumerated() {
            let first = Double(index * width)
            let last = Double(min((index + 1) * width, count) - 1)
            #expect(bucket.minimum == first && bucket.maximum == last)
            #expect(abs(bucket.mean - (first + last) / 2) < 1e-9 * max(1, last))
        }
    }
}
