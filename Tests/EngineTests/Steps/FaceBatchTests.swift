@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Testing

@Suite struct FaceBatchTests {
    /// What a batch puts into the lanes: [face][48 * 48], with labels and dropout factors.
    private static func load(_ batch: FaceBatch) -> (images: [[Float]], labels: [UInt8], factors: [[Float]]) {
        let arena = LaneArena()
        let image = arena.tensor(channels: 1, height: 48, width: 48, border: 1)
        let labels = arena.take(16, of: UInt8.self, zero: 0)
        let factors = arena.lanes(810)
        let scratch = FaceScratch(arena)
        var result: (images: [[Float]], labels: [UInt8], factors: [[Float]]) = ([], [], [])
        for group in 0..<batch.groupCount {
            image.fill(7)
            let count = batch.load(group: group, image: image, labels: labels, dropoutFactors: factors, scratch: scratch)
            for lane in 0..<count {
                result.images.append(image.load(lane: lane).values.map { Float($0) })
                result.labels.append(labels[lane])
                result.factors.append((0..<810).map { factors[$0][lane] })
            }
            for lane in count..<16 { #expect(Set(image.load(lane: lane).values) == [0], "a lane without a face is black") }
        }
        return result
    }

    private static func chance(epoch: Int = 1, seed: UInt64 = 5, flips: Bool = true, dropout: Double = 0.5) -> FaceBatch.Chance {
        FaceBatch.Chance(seed: seed, epoch: epoch, augmentation: Augmentation(flip: flips), dropout: dropout, unitCount: 810)
    }

    static let faces = SyntheticFaces.set(50)

    private static func mirrored(_ image: [Float]) -> [Float] {
        (0..<48).flatMap { row -> [Float] in image[row * 48..<(row + 1) * 48].reversed() }
    }

    @Test(arguments: InputScale.allCases, FaceGroups.counts)
    func scalesAndOrders(input: InputScale, count: Int) {
        var random = RandomBits(seed: 1)
        let order = random.permutation(50)
        let found = Self.load(FaceBatch(faces: Self.faces, order: order, positions: 3..<3 + count, input: input, chance: nil))
        #expect(found.images.count == count)
        for index in 0..<count {
            let face = order[3 + index]
            #expect(found.labels[index] == Self.faces.labels[face])
            let expected = Self.faces.face(face).map { value in
                switch input {
                case .raw: Double(value)
                case .unit: Double(value) / 255
                case .signed: (Double(value) / 255 - 0.5) / 0.5
                }
            }
            expectClose(found.images[index], expected, share: 2e-7)
        }
    }

    /// Each face comes as it is or as its exact mirror image, about half of them.
    @Test func flipsAreExactMirrorImages() {
        let plain = Self.load(FaceBatch(faces: Self.faces, positions: 0..<50, input: .signed, chance: nil)).images
        var mirroredCount = 0
        for epoch in 1...20 {
            let found = Self.load(FaceBatch(faces: Self.faces, positions: 0..<50, input: .signed, chance: Self.chance(epoch: epoch))).images
            for (face, image) in found.enumerated() {
                let mirrored = Self.mirrored(plain[face])
                #expect(image == plain[face] || image == mirrored)
                mirroredCount += image == mirrored ? 1 : 0
            }
        }
        // Five deviations of 1,000 coins.
        #expect(abs(mirroredCount - 500) < 80)
        let still = Self.load(FaceBatch(faces: Self.faces, positions: 0..<50, input: .signed, chance: Self.chance(flips: false)))
        #expect(still.images == plain)
    }

    /// A face's luck depends on seed, epoch and position in the epoch, not on the batch in which it comes.
    @Test func chanceIsAFunctionOfSeedEpochAndPosition() {
        func load(_ positions: Range<Int>, _ chance: FaceBatch.Chance) -> (images: [[Float]], labels: [UInt8], factors: [[Float]]) {
            Self.load(FaceBatch(faces: Self.faces, positions: positions, input: .unit, chance: chance))
        }
        let whole = load(0..<50, Self.chance())
        for positions in [0..<15, 15..<32, 32..<50] {
            let part = load(positions, Self.chance())
            #expect(part.images == Array(whole.images[positions]))
            #expect(part.factors == Array(whole.factors[positions]))
        }
        #expect(load(0..<50, Self.chance(epoch: 2)).factors != whole.factors)
        #expect(load(0..<50, Self.chance(seed: 6)).factors != whole.factors)
        #expect(load(0..<50, Self.chance(dropout: 0.25)).images == whole.images, "mirroring does not hang on dropout")
        #expect(Set(whole.factors).count == 50, "no two faces lose the same units")
    }
}
