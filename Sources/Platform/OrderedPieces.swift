import Synchronization

/// Pieces of work on several threads whose results are wanted in order.
package enum OrderedPieces {
    /// Calls `body` with every number below `count`, on `threads` threads, until one of them fails.
    ///
    /// - Parameter body: gives a piece's result, and whether nothing behind it matters any more.
    /// - Returns: the results in order, up to the first that failed; nil where it was cancelled.
    package static func run<Result: Sendable>(
        count: Int, threads: Int, isCancelled: @escaping @Sendable () -> Bool, _ body: @escaping @Sendable (Int) -> (result: Result, hasFailed: Bool)
    ) -> [Result]? {
        let shared = Shared<Result>(count: count)
        ParallelLoop.run(count: count, threads: threads) { piece in
            // Those before a failure are still wanted: the first failure counts, whichever thread was faster.
            guard piece < shared.firstFailure.load(ordering: .relaxed), !isCancelled() else { return }
            let (result, hasFailed) = body(piece)
            shared.results.withLock { $0[piece] = result }
            if hasFailed { shared.firstFailure.min(piece, ordering: .relaxed) }
        }
        guard !isCancelled() else { return nil }
        let end = min(count, shared.firstFailure.load(ordering: .relaxed) &+ 1)
        let results = shared.results.withLock { $0.prefix(max(0, end)).compactMap(\.self) }
        // Fewer than that: the person changed their mind and back while it ran.
        return results.count == end ? results : nil
    }

    /// The results of all pieces in order, where none can fail.
    package static func map<Result: Sendable>(count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
        run(count: count, threads: threads, isCancelled: { false }) { (body($0), false) } ?? []
    }

    private final class Shared<Result: Sendable>: Sendable {
        let results: Mutex<[Result?]>
        /// `Int.max - 1` where none failed, so that one more is still a number.
        let firstFailure = Atomic<Int>(.max - 1)
        init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }
    }
}
