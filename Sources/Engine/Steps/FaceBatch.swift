package import FaceData
import Platform

/// Some faces of a set, in an order, with what chance does to each: all of it a function of seed, epoch and position.
///
/// One of these serves a whole run: it is moved along, not made anew for each step.
package final class FaceBatch: Batch {
    package let faces: FaceSet
    package let input: InputScale
    /// Indices into `faces`; nil: as they lie.
    package var order: [Int]?
    /// Positions of this batch within the order.
    package var positions: Range<Int>
    /// Augmentation and dropout; nil in validation.
    package var chance: Chance?

    /// What is drawn for each face of an epoch.
    package struct Chance {
        let seed: UInt64
        let epoch: Int
        let augmentation: Augmentation
        let dropout: Double
        /// Units that dropout may take.
        let unitCount: Int

        /// Memberwise.
        package init(seed: UInt64, epoch: Int, augmentation: Augmentation, dropout: Double, unitCount: Int) {
            self.seed = seed
            self.epoch = epoch
            self.augmentation = augmentation
            self.dropout = dropout
            self.unitCount = unitCount
        }
    }

    package init(faces: FaceSet, order: [Int]? = nil, positions: Range<Int>, input: InputScale, chance: Chance?) {
        self.faces = faces
        self.order = order
        self.positions = positions
        self.input = input
        self.chance = chance
    }

    package override var faceCount: Int { positions.count }

    override func load(
        group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?, scratch: FaceScratch
    ) -> Int {
        let lanes = Lanes.scalarCount
        let first = positions.lowerBound + group * lanes
        let count = min(lanes, positions.upperBound - first)
        let (order, chance) = (order, chance)
        let writer = LaneWriter(image, scratch, input)
        var keys = SIMD16<UInt32>.zero
        faces.withPixels { pixels in
            for lane in 0..<count {
                let position = first + lane
                let index = order.map { $0[position] } ?? position
                labels[lane] = faces.labels[index]
                var transformation = FaceTransformation()
                if let chance {
                    transformation = chance.augmentation.transformation(seed: chance.seed, epoch: chance.epoch, position: position)
                    var random = RandomBits(seed: chance.seed, .dropout, chance.epoch, position)
                    keys[lane] = UInt32(truncatingIfNeeded: random.next())
                }
                writer.write(pixels + index * FaceSet.pixelsPerFace, transformation, lane: lane)
            }
        }
        for lane in count..<lanes { writer.blacken(lane: lane) }
        writer.turn()
        if let chance, let dropoutFactors {
            Dropout.factors(keys, probability: chance.dropout, count: chance.unitCount, dropoutFactors)
        }
        return count
    }

    override func loadShares(group: Int, _ shares: UnsafeMutablePointer<Lanes>) -> Bool {
        guard !faces.targets.isEmpty else { return false }
        let classCount = faces.classNames.count
        for index in 0..<classCount { shares[index] = .zero }
        let first = positions.lowerBound + group * Lanes.scalarCount
        for lane in 0..<min(Lanes.scalarCount, positions.upperBound - first) {
            let face = order.map { $0[first + lane] } ?? first + lane
            for index in 0..<classCount { shares[index][lane] = faces.targets[face * classCount + index] }
        }
        return true
    }
}
