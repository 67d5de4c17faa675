import Synchronization

/// Independent pieces of work on threads of their own.
enum ParallelLoop {
    /// Calls `body` with every number below `count`, each once, on at most `threads` threads, and returns when all are done.
    ///
    /// Who takes which number is chance; results must go to places of their own.
    static func run(count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let queue = Queue()
        let work: @Sendable () -> Void = {
            while case let index = queue.next.add(1, ordering: .relaxed).oldValue, index < count { body(index) }
        }
        // Where the system refuses some, the others do their work.
        let others = (1..<max(1, min(threads, count))).compactMap { _ in try? spawnThread(work) }
        work()
        for thread in others { pthread_join(thread, nil) }
    }

    private final class Queue: Sendable {
        let next = Atomic<Int>(0)
    }
}
