package import FaceData

/// What a batch costs before the network sees it: order, augmentation, dropout's draws, conversion to lanes. One thread.
package final class LoadProbe: Probe {
    private let batch: FaceBatch
    private let arena = LaneArena()
    private let image: LaneTensor
    private let labels: UnsafeMutablePointer<UInt8>
    private let factors: UnsafeMutablePointer<Lanes>
    private let scratch: FaceScratch

    /// - Parameter chance: what happens to the faces, each of which is loaded once in a round.
    package init(faces: FaceSet, order: [Int], input: InputScale, chance: FaceBatch.Chance) {
        batch = FaceBatch(faces: faces, order: order, positions: 0..<faces.count, input: input, chance: chance)
        image = arena.tensor(channels: 1, height: FaceSet.side, width: FaceSet.side)
        labels = arena.take(Lanes.scalarCount, of: UInt8.self, zero: 0)
        factors = arena.lanes(chance.unitCount)
        scratch = FaceScratch(arena)
    }

    /// In faces.
    package func work() -> Double {
        for group in 0..<batch.groupCount { _ = batch.load(group: group, image: image, labels: labels, dropoutFactors: factors, scratch: scratch) }
        return Double(batch.faceCount)
    }
}
