/// Where a step's faces come from, sixteen at a time.
///
/// A class, since a step must not allocate, and handing over a value of a type that is not known would.
protocol BatchSource: AnyObject {
    /// Faces in the batch.
    var faceCount: Int { get }
    /// Fills one group.
    ///
    /// - Parameters:
    ///   - image: [1, 48, 48], in the network's input scale. Lanes without a face must not depend on who loads them.
    ///   - labels: [16].
    ///   - dropoutFactors: [units], each unit's factor; nil where units are not dropped.
    ///   - scratch: the worker's own.
    /// - Returns: how many lanes hold a face.
    func load(
        group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?, scratch: FaceScratch
    ) -> Int
    /// Fills in what a group's faces are trained to where that is more than their own class.
    ///
    /// - Parameter shares: [C], written whole.
    /// - Returns: whether it has been filled in.
    func loadShares(group: Int, _ shares: UnsafeMutablePointer<Lanes>) -> Bool
}

extension BatchSource {
    /// Most faces are of one class.
    func loadShares(group: Int, _ shares: UnsafeMutablePointer<Lanes>) -> Bool { false }

    /// Groups of sixteen faces, the last perhaps not full.
    var groupCount: Int { (faceCount + Lanes.scalarCount - 1) / Lanes.scalarCount }
}

/// Some faces of a set, in an order, with what chance does to each: all of it a function of seed, epoch and position.
///
/// One of these serves a whole run: it is moved along, not made anew for each step.
final class FaceBatch: BatchSource {
    let faces: FaceSet
    let input: InputScale
    /// Indices into `faces`; nil: as they lie.
    var order: [Int]?
    /// Positions of this batch within the order.
    var positions: Range<Int>
    /// Augmentation and dropout; nil in validation.
    var chance: Chance?

    /// What is drawn for each face of an epoch.
    struct Chance {
        let seed: UInt64
        let epoch: Int
        let augmentation: Augmentation
        let dropout: Double
        /// Units that dropout may take.
        let unitCount: Int
    }

    init(faces: FaceSet, order: [Int]? = nil, positions: Range<Int>, input: InputScale, chance: Chance?) {
        self.faces = faces
        self.order = order
        self.positions = positions
        self.input = input
        self.chance = chance
    }

    var faceCount: Int { positions.count }

    func load(
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

    func loadShares(group: Int, _ shares: UnsafeMutablePointer<Lanes>) -> Bool {
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

extension Hyperparameters {
    /// What chance does to the faces of an epoch, which counts from 1.
    func chance(epoch: Int) -> FaceBatch.Chance {
        FaceBatch.Chance(
            seed: seed, epoch: epoch, augmentation: augmentation, dropout: dropout, unitCount: architecture(classCount: 1).featureCount)
    }
}
