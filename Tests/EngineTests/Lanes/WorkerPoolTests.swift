@testable import Platform
@testable import Engine
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 17])
    func everyWorkerWorksOnceARound(count: Int) throws {
        let pool = try WorkerPool(count: count)
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
    @Test func wakesAfterALongWait() throws {
        let pool = try WorkerPool(count: 3)
        let sum = Counter()
        for _ in 0..<3 {
            usleep(30_000)
            pool.run { sum.value.add($0 + 1, ordering: .relaxed) }
        }
        #expect(sum.value.load(ordering: .relaxed) == 3 * 6)
    }

    @Test func aSlowWorkerIsWaitedFor() throws {
        let pool = try WorkerPool(count: 2)
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

    /// Those that had been started have ended when the error is thrown: nobody else holds what they hold.
    @Test func whereTheSystemRefusesAThreadTheOthersEnd() {
        var bodies = 0
        let living = Counter()
        let error = #expect(throws: ThreadError.self) {
            try WorkerPool(count: 256) { body throws(ThreadError) in
                guard bodies < 3 else { throw .refused(code: EAGAIN) }
                bodies += 1
                living.value.add(1, ordering: .relaxed)
                return try spawnThread {
                    body()
                    living.value.subtract(1, ordering: .relaxed)
                }
            }
        }
        #expect(error == .tooFewWorkers(started: 4, wanted: 256, code: EAGAIN))
        #expect(living.value.load(ordering: .relaxed) == 0)
        let sentence = "only 4 of 256 worker threads could be started: Resource temporarily unavailable; ask for fewer with --threads"
        #expect(error?.description == sentence)
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
