@testable import Platform
@testable import FaceData
import TestSupport
import Testing

@Suite struct FaceSetTests {
    static let faces = SyntheticFaces.set(30)

    @Test func aSubsetHasItsFacesInItsOrder() {
        let subset = Self.faces.subset([7, 0, 7])
        #expect(subset.count == 3)
        #expect(subset.face(0) == Self.faces.face(7) && subset.face(1) == Self.faces.face(0))
        #expect(subset.labels == [0, 0, 0])
        #expect(subset.classNames == Self.faces.classNames)
        #expect(Self.faces.countsPerClass == [5, 5, 4, 4, 4, 4, 4])
    }

    @Test(arguments: [1, 2, 7, 10, 29, 30, 31, 1000])
    func aStratifiedDrawKeepsTheShares(count: Int) {
        var random = RandomBits(seed: 6)
        let chosen = StratifiedDraw.indices(count: count, labels: Self.faces.labels, classCount: 7, random: &random)
        #expect(chosen.count == min(count, 30))
        #expect(chosen == chosen.sorted() && Set(chosen).count == chosen.count)
        let counts = Self.faces.subset(chosen).countsPerClass
        for (index, all) in Self.faces.countsPerClass.enumerated() {
            let share = Double(all * min(count, 30)) / 30
            #expect(abs(Double(counts[index]) - share) < 1, "class \(index)")
        }
    }

    @Test func equalRemaindersGoToTheLowerClass() {
        var random = RandomBits(seed: 6)
        let labels: [UInt8] = [0, 0, 1, 1, 2, 2]
        let chosen = StratifiedDraw.indices(count: 4, labels: labels, classCount: 3, random: &random)
        #expect([0, 1, 2].map { label in chosen.count { labels[$0] == label } } == [2, 1, 1])
    }

    @Test func chanceDecidesWithinAClassBySeed() {
        func draw(_ seed: UInt64) -> [Int] {
            var random = RandomBits(seed: seed, .subset)
            return StratifiedDraw.indices(count: 10, labels: Self.faces.labels, classCount: 7, random: &random)
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
    }

    @Test func aLimitLeavesValidationWhole() {
        let dataset = SyntheticFaces.dataset(training: 70, validation: 20)
        let limited = dataset.limited(to: 21, seed: 5)
        #expect(limited.training.countsPerClass == [Int](repeating: 3, count: 7))
        #expect(limited.validation == dataset.validation)
        #expect(dataset.limited(to: nil, seed: 5).training == dataset.training)
        #expect(dataset.limited(to: 70, seed: 5).training == dataset.training)
        #expect(dataset.limited(to: 1000, seed: 5).training == dataset.training)
    }
}
