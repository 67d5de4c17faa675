package import Platform
import Synchronization

/// Worker threads that do one piece of work together and meet at its end.
///
/// The caller is worker 0. A worker that waits spins for some microseconds, since in training the next piece comes at once, and then sleeps.
/// Swift's cooperative pool is not used: on two cores a training run would starve everything else in it.
package final class WorkerPool {
    /// How many workers there are, the caller included.
    package let count: Int
    private var threads: [pthread_t] = []
    private let shared: Shared

    /// What the threads share; they hold it, not the pool, so that the pool can end them.
    private final class Shared: @unchecked Sendable {
        let generation = Atomic<Int>(0)
        let running = Atomic<Int>(0)
        let sleepers = Atomic<Int>(0)
        let isEnding = Atomic<Bool>(false)
        let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        /// Written before `generation` is raised, read after it is seen.
        var work: ((Int) -> Void)?

        init() {
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(condition, nil)
        }

        deinit {
            pthread_cond_destroy(condition)
            pthread_mutex_destroy(mutex)
            condition.deallocate()
            mutex.deallocate()
        }

        /// Waits until `isReady`, spinning first.
        func wait(until isReady: () -> Bool) {
            for _ in 0..<20_000 where isReady() { return }
            sleepers.add(1, ordering: .sequentiallyConsistent)
            pthread_mutex_lock(mutex)
            while !isReady() { pthread_cond_wait(condition, mutex) }
            pthread_mutex_unlock(mutex)
            sleepers.subtract(1, ordering: .sequentiallyConsistent)
        }

        /// What a worker does until the pool ends.
        func serve(as index: Int) {
            var seen = 0
            while true {
                wait { generation.load(ordering: .sequentiallyConsistent) != seen }
                seen = generation.load(ordering: .sequentiallyConsistent)
                if isEnding.load(ordering: .acquiring) { return }
                work?(index)
                if running.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { wake() }
            }
        }

        /// Wakes sleeping workers; costs one load where no worker sleeps.
        func wake() {
            guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
            pthread_mutex_lock(mutex)
            pthread_cond_broadcast(condition)
            pthread_mutex_unlock(mutex)
        }
    }

    /// Starts a thread; the tests have one that is refused.
    package typealias Spawn = (_ body: @escaping @Sendable () -> Void) throws(ThreadError) -> pthread_t

    /// A pool of `count` workers, at least 1.
    ///
    /// - Throws: `ThreadError.tooFewWorkers`; those that had been started are ended.
    package init(count: Int, spawn: Spawn = spawnThread) throws(ThreadError) {
        precondition(count >= 1, "a pool has a worker")
        self.count = count
        shared = Shared()
        for index in 1..<max(1, count) {
            let shared = shared
            do throws(ThreadError) {
                threads.append(try spawn { shared.serve(as: index) })
            } catch .refused(let code) {
                throw .tooFewWorkers(started: index, wanted: count, code: code)
            }
        }
    }

    /// Lets every worker do `work`, which gets the worker's number, and returns when all have.
    ///
    /// The compiler does not check `work` for races: what two workers both write must be atomic, everything else is a worker's own.
    func run(_ work: @escaping (Int) -> Void) {
        guard count > 1 else { return work(0) }
        shared.work = work
        shared.running.store(count - 1, ordering: .sequentiallyConsistent)
        shared.generation.add(1, ordering: .sequentiallyConsistent)
        shared.wake()
        work(0)
        shared.wait { shared.running.load(ordering: .sequentiallyConsistent) == 0 }
    }

    deinit {
        shared.isEnding.store(true, ordering: .releasing)
        shared.generation.add(1, ordering: .sequentiallyConsistent)
        shared.wake()
        for thread in threads { pthread_join(thread, nil) }
    }
}
