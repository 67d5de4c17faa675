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
    /// - Returns: how many lanes hold a face.
    func load(group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?) -> Int
}

extension BatchSource {
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
    /// Mirroring and dropout; nil in validation.
    var chance: Chance?

    /// What is drawn for each face of an epoch.
    struct Chance {
        let seed: UInt64
        let epoch: Int
        let flips: Bool
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

    func load(group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?) -> Int {
        let lanes = Lanes.scalarCount
        let first = positions.lowerBound + group * lanes
        let count = min(lanes, positions.upperBound - first)
        let (factor, offset) = (input.factor, input.offset)
        let (order, chance) = (order, chance)
        var keys = SIMD16<UInt32>.zero
        faces.withPixels { pixels in
            for lane in 0..<count {
                let index = order.map { $0[first + lane] } ?? first + lane
                labels[lane] = faces.labels[index]
                var isMirrored = false
                if let chance {
                    var random = RandomBits(seed: chance.seed, .augmentation, chance.epoch, first + lane)
                    isMirrored = random.next() >> 63 == 1 && chance.flips
                    var dropoutRandom = RandomBits(seed: chance.seed, .dropout, chance.epoch, first + lane)
                    keys[lane] = UInt32(truncatingIfNeeded: dropoutRandom.next())
                }
                let source = pixels + index * FaceSet.pixelsPerFace
                let side = FaceSet.side
                for y in 0..<side {
                    let row = UnsafeMutableRawPointer(image.row(0, y)).assumingMemoryBound(to: Float.self) + lane
                    let line = source + y * side
                    if isMirrored {
                        for x in 0..<side { row[x * lanes] = Float(line[side - 1 - x]) * factor + offset }
                    } else {
                        for x in 0..<side { row[x * lanes] = Float(line[x]) * factor + offset }
                    }
                }
            }
        }
        // Black, not what this worker had there before: an overflow in a lane without a face would depend on the number of threads.
        if count < lanes { Self.blacken(image, from: count) }
        if let chance, let dropoutFactors {
            Dropout.factors(keys, probability: chance.dropout, count: chance.unitCount, dropoutFactors)
        }
        return count
    }

    private static func blacken(_ image: LaneTensor, from firstLane: Int) {
        for y in 0..<image.height {
            let row = image.row(0, y)
            for x in 0..<image.width {
                for lane in firstLane..<Lanes.scalarCount { row[x][lane] = 0 }
            }
        }
    }
}

extension Hyperparameters {
    /// What chance does to the faces of an epoch, which counts from 1.
    func chance(epoch: Int) -> FaceBatch.Chance {
        FaceBatch.Chance(seed: seed, epoch: epoch, flips: flip, dropout: dropout, unitCount: architecture(classCount: 1).featureCount)
    }
}
