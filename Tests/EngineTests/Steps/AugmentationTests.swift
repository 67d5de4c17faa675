import TestSupport
@testable import Platform
@testable import Engine
import Testing

/// What is drawn for a face: a function of seed, epoch and position, each kind by itself.
@Suite struct AugmentationTests {
    private static func draws(_ augmentation: Augmentation, epoch: Int = 1, seed: UInt64 = 1234, count: Int = 2000) -> [FaceTransformation] {
        (0..<count).map { augmentation.transformation(seed: seed, epoch: epoch, position: $0) }
    }

    @Test func withEveryStrengthAtZeroNothingHappens() {
        #expect(Set(Self.draws(Augmentation()).map { $0 == FaceTransformation() }) == [true])
        #expect(!FaceTransformation().isResampled && !FaceTransformation().changesGreys)
    }

    /// Computed by SplitMix64 elsewhere: a run that is taken up by a later version must meet the same numbers.
    @Test func drawsAreWhatTheyAlwaysWere() {
        func check(_ epoch: Int, _ position: Int, _ expected: FaceTransformation) {
            #expect(Augmentation.everyKind.transformation(seed: 1234, epoch: epoch, position: position) == expected)
        }
        check(
            1, 0,
            FaceTransformation(
                isMirrored: true, shiftX: 3.1413540353052163, shiftY: 3.672651837780198, degrees: -8.113393129118894, size: 0.9136850602849672,
                brightness: 0.0960641671856236, contrast: 1.0684556156285034, erased: .init(rows: 8..<27, columns: 2..<30)))
        check(
            1, 1,
            FaceTransformation(
                isMirrored: true, shiftX: 2.734693031148275, shiftY: -3.8211204294625816, degrees: 8.030142084053548, size: 0.9989022710529981,
                brightness: 0.037749872226236936, contrast: 0.9985591937102918))
        check(
            45, 28708,
            FaceTransformation(
                isMirrored: true, shiftX: -2.6035348576028188, shiftY: 3.8393754456423004, degrees: -8.999409632230604, size: 1.0004432362300617,
                brightness: -0.08008794950494538, contrast: 1.0318145355939785, erased: .init(rows: 0..<41, columns: 25..<40)))
    }

    /// As before there was anything but mirroring.
    @Test func theFirstNumberOfAPlaceMirrors() {
        for (position, transformation) in Self.draws(Augmentation(flip: true), epoch: 7).enumerated() {
            var random = RandomBits(seed: 1234, .augmentation, 7, position)
            #expect(transformation == FaceTransformation(isMirrored: random.next() >> 63 == 1))
        }
    }

    /// Each kind by itself draws what it draws among all others.
    @Test func noKindMovesAnothersNumbers() {
        let all = Self.draws(Augmentation.everyKind)
        func expectAlone(_ kind: (inout Augmentation) -> Void, _ part: (FaceTransformation, inout FaceTransformation) -> Void) {
            var alone = Augmentation()
            kind(&alone)
            for (together, found) in zip(all, Self.draws(alone)) {
                var expected = FaceTransformation()
                part(together, &expected)
                #expect(found == expected)
            }
        }
        expectAlone({ $0.flip = true }) { $1.isMirrored = $0.isMirrored }
        expectAlone({ $0.shift = 4 }) { ($1.shiftX, $1.shiftY) = ($0.shiftX, $0.shiftY) }
        expectAlone({ $0.rotation = 10 }) { $1.degrees = $0.degrees }
        expectAlone({ $0.scale = 0.1 }) { $1.size = $0.size }
        expectAlone({ $0.brightness = 0.1 }) { $1.brightness = $0.brightness }
        expectAlone({ $0.contrast = 0.2 }) { $1.contrast = $0.contrast }
        expectAlone({ $0.erasing = 0.3 }) { $1.erased = $0.erased }
    }

    @Test func numbersAreUniformWithinTheirStrengths() {
        let draws = Self.draws(Augmentation.everyKind)
        let kinds: [(values: [Double], bound: Double)] = [
            (draws.map(\.shiftX), 4), (draws.map(\.shiftY), 4), (draws.map(\.degrees), 10), (draws.map { $0.size - 1 }, 0.1),
            (draws.map(\.brightness), 0.1), (draws.map { $0.contrast - 1 }, 0.2),
        ]
        for (values, bound) in kinds {
            #expect(values.allSatisfy { abs($0) <= bound })
            #expect((values.min() ?? 0) < -0.98 * bound && (values.max() ?? 0) > 0.98 * bound)
            // Five deviations of the mean, and of the mean square, of 2,000 uniform numbers.
            let mean = values.reduce(0, +) / 2000 / bound
            let square = values.map { $0 * $0 }.reduce(0, +) / 2000 / (bound * bound)
            #expect(abs(mean) < 0.065 && abs(square - 1.0 / 3) < 0.034)
        }
        for first in kinds.indices {
            for second in kinds.indices.dropFirst(first + 1) {
                let (one, other) = (kinds[first], kinds[second])
                let product = zip(one.values, other.values).map { $0 * $1 }.reduce(0, +) / 2000 / (one.bound * other.bound)
                #expect(abs(product) < 0.038, "kinds \(first) and \(second) hang together")
            }
        }
    }

    /// Zhong et al.'s rectangles with torchvision's bounds, sides rounded to whole pixels.
    @Test func erasedRectanglesHaveTheirAreaAndAspect() {
        let rectangles = Self.draws(Augmentation(erasing: 1), count: 5000).compactMap(\.erased)
        #expect(rectangles.count > 4990, "ten tries hardly ever all fail")
        for rectangle in rectangles {
            #expect(rectangle.rows.lowerBound >= 0 && rectangle.rows.upperBound <= 48 && rectangle.rows.count < 48)
            #expect(rectangle.columns.lowerBound >= 0 && rectangle.columns.upperBound <= 48 && rectangle.columns.count < 48)
            let (height, width) = (Double(rectangle.rows.count), Double(rectangle.columns.count))
            let (largest, smallest) = ((height + 0.5) * (width + 0.5), (height - 0.5) * (width - 0.5))
            #expect(largest >= 0.02 * 2304 && smallest <= 0.33 * 2304)
            let (highest, widest) = ((height + 0.5) / (width - 0.5), (height - 0.5) / (width + 0.5))
            #expect(highest >= 0.3 && widest <= 3.3)
        }
        // As many high as wide ones, nearly: the bounds are each other's inverse but for a hundredth.
        let high = Double(rectangles.count { $0.rows.count > $0.columns.count }) / Double(rectangles.count)
        let square = Double(rectangles.count { $0.rows.count == $0.columns.count }) / Double(rectangles.count)
        #expect(abs(high + square / 2 - 0.5) < 0.04)
        for edge in [\FaceTransformation.Rectangle.rows, \.columns] {
            #expect(rectangles.contains { $0[keyPath: edge].lowerBound == 0 } && rectangles.contains { $0[keyPath: edge].upperBound == 48 })
        }
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func erasingIsAsProbableAsItSays(probability: Double) {
        let count = Self.draws(Augmentation(erasing: probability), count: 4000).count { $0.erased != nil }
        #expect(abs(Double(count) - 4000 * probability) < 5 * (4000 * probability * (1 - probability)).squareRoot())
    }

    @Test func anotherEpochAndAnotherSeedDrawOtherNumbers() {
        let first = Self.draws(Augmentation.everyKind, count: 50)
        #expect(Self.draws(Augmentation.everyKind, count: 50) == first)
        for others in [Self.draws(Augmentation.everyKind, epoch: 2, count: 50), Self.draws(Augmentation.everyKind, seed: 5, count: 50)] {
            #expect(zip(first, others).allSatisfy { $0.shiftX != $1.shiftX && $0.degrees != $1.degrees })
        }
    }
}
