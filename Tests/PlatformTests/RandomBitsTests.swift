@testable import Platform
import Testing

@Suite struct RandomBitsTests {
    /// The first numbers of SplitMix64 with seed 1234567, as its authors' C code prints them.
    @Test func isSplitMix64() {
        var random = RandomBits(seed: 1_234_567)
        #expect((0..<3).map { _ in random.next() } == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }

    @Test(arguments: [0, 1, 2, 64, 1000])
    func skippingIsDrawing(count: Int) {
        var (drawn, skipped) = (RandomBits(seed: 3, .augmentation, 4, 5), RandomBits(seed: 3, .augmentation, 4, 5))
        for _ in 0..<count { _ = drawn.next() }
        skipped.skip(count)
        #expect(skipped.next() == drawn.next())
    }

    @Test func streamsOfOneSeedDoNotMeet() {
        let purposes: [RandomBits.Purpose] = [.initialisation, .order, .augmentation, .dropout, .subset, .split, .following, .demo]
        var seen: Set<UInt64> = []
        var count = 0
        for seed: UInt64 in [0, 1, 2, 1234] {
            for purpose in purposes {
                for place in 0..<20 {
                    for inner in 0..<20 {
                        var random = RandomBits(seed: seed, purpose, place, inner)
                        seen.insert(random.next())
                        seen.insert(random.next())
                        count += 2
                    }
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test func uniformAndNormalAreWhatTheySay() {
        var random = RandomBits(seed: 9)
        let uniform = (0..<20_000).map { _ in random.uniform() }
        let normal = (0..<20_000).map { _ in random.normal() }
        func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
            let mean = values.reduce(0, +) / Double(values.count)
            return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
        }
        #expect(uniform.filter { !(0..<1).contains($0) } == [])
        #expect(abs(moments(uniform).mean - 0.5) < 0.01 && abs(moments(uniform).variance - 1.0 / 12) < 0.003)
        #expect(abs(moments(normal).mean) < 0.04 && abs(moments(normal).variance - 1) < 0.05)
        #expect(normal.filter { !$0.isFinite } == [])
    }

    @Test(arguments: [1, 2, 7, 1000])
    func belowReachesEverythingBelow(bound: Int) {
        var random = RandomBits(seed: 3)
        let drawn = (0..<bound * 40).map { _ in random.below(bound) }
        #expect(drawn.min() == 0 && drawn.max() == bound - 1)
    }

    @Test(arguments: [0, 1, 2, 100])
    func aPermutationHasEverythingOnce(count: Int) {
        var random = RandomBits(seed: 4)
        let order = random.permutation(count)
        #expect(order.sorted() == Array(0..<count))
        if count > 10 { #expect(order != Array(0..<count)) }
    }

    /// All six orders of three things, about equally often.
    @Test func permutationsAreFair() {
        var counts: [[Int]: Int] = [:]
        var random = RandomBits(seed: 5)
        for _ in 0..<6000 { counts[random.permutation(3), default: 0] += 1 }
        #expect(counts.count == 6)
        // Five deviations around 1,000.
        #expect(counts.values.filter { abs($0 - 1000) > 150 } == [])
    }
}
