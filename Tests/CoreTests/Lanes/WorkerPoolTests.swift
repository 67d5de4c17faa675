import Synchronization
import Testing

@testable import Core

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 17])
    func everyWorkerWorksOnceARound(count: Int) {
        let pool = WorkerPool(count: count)
        #expect(pool.count == count)
        let rounds = 200
        let visits = UnsafeMutablePointer<Int>.allocate(capacity: count)
        visits.initialize(repeating: 0, count: count)
        defer { visits.deallocate() }
        for round in 1...rounds {
            pool.run { worker in visits[worker] += 1 }
            // After the meeting the caller sees what all have done.
            #expect((0..<count).map { visits[$0] } == [Int](repeating: round, count: count))
        }
    }

    /// Workers that have fallen asleep are woken.
    @Test func wakesAfterALongWait() {
        let pool = WorkerPool(count: 3)
        let sum = Counter()
        for _ in 0..<3 {
            usleep(30_000)
            pool.run { sum.value.add($0 + 1, ordering: .relaxed) }
        }
        #expect(sum.value.load(ordering: .relaxed) == 3 * 6)
    }

    @Test func aSlowWorkerIsWaitedFor() {
        let pool = WorkerPool(count: 2)
        let done = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        done.initialize(to: false)
        defer { done.deallocate() }
        pool.run { worker in
            if worker == 1 {
                usleep(50_000)
                done.pointee = true
            }
        }
        #expect(done.pointee)
    }

    @Test func everyNumberIsTakenOnce() {
        let visits = (0..<1000).map { _ in Counter() }
        ParallelLoop.run(count: 1000, threads: 7) { visits[$0].value.add(1, ordering: .relaxed) }
        #expect(Set(visits.map { $0.value.load(ordering: .relaxed) }) == [1])
        ParallelLoop.run(count: 0, threads: 3) { _ in Issue.record("there is nothing to do") }
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }
}
