/// Faces of one part of a data set while it is read.
package struct FacePart: Sendable, Equatable {
    /// [count, 48, 48], 0...255; empty where the faces were listed but not read.
    var pixels: [UInt8] = []
    /// By face.
    var labels: [UInt8] = []
    /// By face.
    package var origins: [FaceOrigin] = []
    /// [count, C] shares of what each face is trained to; empty: its label alone.
    var targets: [Float] = []

    package var count: Int { labels.count }

    /// Whether its faces have pixels.
    var isRead: Bool { pixels.count == count * FaceSet.pixelsPerFace }

    /// Makes room for `count` faces.
    mutating func reserve(_ count: Int) {
        pixels.reserveCapacity(count * FaceSet.pixelsPerFace)
        labels.reserveCapacity(count)
        origins.reserveCapacity(count)
    }

    mutating func append(_ other: FacePart) {
        pixels.append(contentsOf: other.pixels)
        labels.append(contentsOf: other.labels)
        origins.append(contentsOf: other.origins)
        targets.append(contentsOf: other.targets)
    }

    /// The faces whose origin passes, and the others.
    func divided(by condition: (FaceOrigin) -> Bool) -> (passing: FacePart, others: FacePart) {
        let passes = origins.map(condition)
        return (subset(passes.indices.filter { passes[$0] }), subset(passes.indices.filter { !passes[$0] }))
    }

    /// With the faces of another behind its own.
    func joined(with other: FacePart) -> FacePart {
        var all = self
        all.append(other)
        return all
    }

    /// The faces at `indices`, in that order.
    func subset(_ indices: [Int]) -> FacePart {
        var chosen = FacePart()
        chosen.reserve(indices.count)
        let classCount = targets.isEmpty ? 0 : targets.count / count
        for index in indices {
            chosen.pixels.append(contentsOf: pixels[index * FaceSet.pixelsPerFace..<(index + 1) * FaceSet.pixelsPerFace])
            chosen.labels.append(labels[index])
            chosen.origins.append(origins[index])
            chosen.targets.append(contentsOf: targets[index * classCount..<(index + 1) * classCount])
        }
        return chosen
    }

    /// Its faces as a set of these classes.
    package func faces(_ classNames: [String]) -> FaceSet { FaceSet(pixels: pixels, labels: labels, targets: targets, classNames: classNames) }
}
