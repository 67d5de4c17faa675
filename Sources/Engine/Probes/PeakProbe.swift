package import Platform

/// The machine's multiply-add peak: independent chains in registers, nothing loaded and nothing stored.
package final class PeakProbe: Probe {
    private let pool: WorkerPool
    private let results: SharedFloats
    private var body: (Int) -> Void = { _ in }

    /// Multiply-adds of vectors in one call a thread.
    private static let rounds = 200_000
    #if AVX512
        private typealias Chains = MultiplyAddChains<20>
    #else
        private typealias Chains = MultiplyAddChains<6>
    #endif

    package init(threads: Int) throws(ThreadError) {
        pool = try WorkerPool(count: threads)
        let results = SharedFloats(count: threads)
        self.results = results
        body = { worker in results.base[worker] = Chains.run(rounds: Self.rounds, seed: results.base[worker]) }
    }

    /// In floating-point operations.
    package func work() -> Double {
        pool.run(body)
        return Double(pool.count * Self.rounds * Chains.count * Lanes.scalarCount * 2)
    }
}

/// `chains` sums that do not wait for each other.
private enum MultiplyAddChains<let chains: Int> {
    static var count: Int { chains }

    @inline(never)
    static func run(rounds: Int, seed: Float) -> Float {
        var sums = InlineArray<chains, Lanes> { Lanes(repeating: Float($0)) }
        let (factor, summand) = (Lanes(repeating: 0.999_9 + seed * 0), Lanes(repeating: 0.5))
        for _ in 0..<rounds {
            for chain in 0..<chains { sums[chain] = summand.addingProduct(sums[chain], factor) }
        }
        var all = Lanes.zero
        for chain in 0..<chains { all += sums[chain] }
        return all.total
    }
}
