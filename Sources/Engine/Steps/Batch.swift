package import FaceData

/// The faces of a step, sixteen at a time. Its subclasses say where they come from.
///
/// A class, since a step must not allocate, and handing over a value of a type that is not known would.
package class Batch {
    /// Faces in the batch.
    package var faceCount: Int { preconditionFailure("a subclass says how many faces it has") }

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
    ) -> Int {
        preconditionFailure("a subclass loads its faces")
    }

    /// Fills in what a group's faces are trained to where that is more than their own class. Most faces are of one class.
    ///
    /// - Parameter shares: [C], written whole.
    /// - Returns: whether it has been filled in.
    func loadShares(group: Int, _ shares: UnsafeMutablePointer<Lanes>) -> Bool { false }

    /// Groups of sixteen faces, the last perhaps not full.
    final var groupCount: Int { (faceCount + Lanes.scalarCount - 1) / Lanes.scalarCount }

    /// Which faces a group holds.
    package final func faces(ofGroup group: Int) -> Range<Int> {
        group * Lanes.scalarCount..<min(faceCount, (group + 1) * Lanes.scalarCount)
    }
}

/// Faces that are made when they are asked for, as pixels. They are evaluated only: they have no label, and no unit is dropped.
package final class PixelBatch: Batch {
    private let count: Int
    private let input: InputScale
    private let face: (_ index: Int) -> [UInt8]

    /// - Parameter face: gives the face `index` as [48, 48]; called from any of the workers.
    package init(count: Int, input: InputScale, face: @escaping (_ index: Int) -> [UInt8]) {
        (self.count, self.input, self.face) = (count, input, face)
    }

    package override var faceCount: Int { count }

    override func load(
        group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?, scratch: FaceScratch
    ) -> Int {
        let writer = LaneWriter(image, scratch, input)
        let range = faces(ofGroup: group)
        for (lane, index) in range.enumerated() {
            labels[lane] = 0
            let pixels = face(index)
            precondition(pixels.count == FaceSet.pixelsPerFace, "a face has 2,304 pixels")
            pixels.withUnsafeBufferPointer { pixels in
                if let base = pixels.baseAddress { writer.write(base, FaceTransformation(), lane: lane) }
            }
        }
        for lane in range.count..<Lanes.scalarCount { writer.blacken(lane: lane) }
        writer.turn()
        return range.count
    }
}

/// Faces as numbers in the network's input scale, with given dropout factors: what a reference implementation
/// computed with. The golden tests, which see only this interface of the release build, compare with it.
package final class TensorBatch: Batch {
    private let images: [Float]
    private let labels: [UInt8]
    private let dropoutFactors: [Float]

    /// - Parameters:
    ///   - images: [N, 48, 48].
    ///   - labels: [N].
    ///   - dropoutFactors: [N, units]: 0 where a unit is dropped.
    package init(images: [Float], labels: [UInt8], dropoutFactors: [Float]) {
        precondition(images.count == labels.count * FaceSet.pixelsPerFace, "an image for each label")
        precondition(dropoutFactors.count.isMultiple(of: max(1, labels.count)), "dropout factors for each face")
        (self.images, self.labels, self.dropoutFactors) = (images, labels, dropoutFactors)
    }

    package override var faceCount: Int { labels.count }

    override func load(
        group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?, scratch: FaceScratch
    ) -> Int {
        let range = faces(ofGroup: group)
        let unitCount = self.dropoutFactors.count / self.labels.count
        for (lane, index) in range.enumerated() {
            labels[lane] = self.labels[index]
            for y in 0..<FaceSet.side {
                for x in 0..<FaceSet.side { image.row(0, y)[x][lane] = images[index * FaceSet.pixelsPerFace + y * FaceSet.side + x] }
            }
            guard let dropoutFactors else { continue }
            for unit in 0..<unitCount { dropoutFactors[unit][lane] = self.dropoutFactors[index * unitCount + unit] }
        }
        return range.count
    }
}
