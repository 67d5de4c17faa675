@testable import Engine
import Testing

@Suite struct DropoutTests {
    @Test(arguments: [0, 0.05, 0.25, 0.5, 0.9, 0.95])
    func dropsItsShareAndScalesTheRest(probability: Double) {
        let factors = Self.factors(probability: probability, count: 20_000, key: 5)
        let kept = Float(1 / (1 - probability))
        #expect(Set(factors.joined()) == (probability == 0 ? [1] : [0, kept]))
        for lane in factors {
            let dropped = Double(lane.count { $0 == 0 }) / Double(lane.count)
            // Five deviations of the share of 20,000 coins.
            #expect(abs(dropped - probability) <= 5 * (probability * (1 - probability) / 20_000).squareRoot())
        }
    }

    @Test func neighboursInAFaceAndBetweenFacesAreIndependent() {
        let factors = Self.factors(probability: 0.5, count: 20_000, key: 77)
        let coins = factors.map { $0.map { $0 == 0 ? -1.0 : 1.0 } }
        for lane in 0..<15 {
            let alongUnits = zip(coins[lane], coins[lane].dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 20_000
            let betweenFaces = zip(coins[lane], coins[lane + 1]).reduce(0) { $0 + $1.0 * $1.1 } / 20_000
            #expect(abs(alongUnits) < 0.04 && abs(betweenFaces) < 0.04)
        }
    }

    /// What a face loses depends on its own key, not on its lane or its neighbours.
    @Test func isAFunctionOfTheKeyAlone() {
        let keys = SIMD16<UInt32>((0..<16).map { UInt32($0 * 1000) })
        let turned = SIMD16<UInt32>((0..<16).map { UInt32((15 - $0) * 1000) })
        let arena = LaneArena()
        let (first, second) = (arena.lanes(810), arena.lanes(810))
        Dropout.factors(keys, probability: 0.5, count: 810, first)
        Dropout.factors(turned, probability: 0.5, count: 810, second)
        for lane in 0..<16 {
            #expect((0..<810).map { first[$0][lane] } == (0..<810).map { second[$0][15 - lane] })
        }
        #expect((0..<810).map { first[$0][0] } != (0..<810).map { first[$0][1] })
    }

    @Test func appliesTheFactors() {
        let arena = LaneArena()
        let (factors, values) = (arena.lanes(3), arena.lanes(3))
        for unit in 0..<3 {
            factors[unit] = Lanes(repeating: Float(unit))
            values[unit] = Lanes(repeating: 5)
        }
        Dropout.apply(factors, count: 3, values)
        #expect((0..<3).map { values[$0][7] } == [0, 5, 10])
    }

    /// [lane][unit].
    private static func factors(probability: Double, count: Int, key: UInt32) -> [[Float]] {
        let arena = LaneArena()
        let factors = arena.lanes(count)
        Dropout.factors(SIMD16<UInt32>((0..<16).map { key &+ UInt32($0) &* 0x1234_5671 }), probability: probability, count: count, factors)
        return (0..<16).map { lane in (0..<count).map { factors[$0][lane] } }
    }
}
