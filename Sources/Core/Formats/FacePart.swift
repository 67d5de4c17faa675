/// Faces of one part of a data set while it is read.
struct FacePart: Sendable, Equatable {
    /// [count, 48, 48], 0...255.
    var pixels: [UInt8] = []
    /// By face.
    var labels: [UInt8] = []
    /// By face.
    var origins: [FaceOrigin] = []

    var count: Int { labels.count }

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
    }

    /// Takes the first `count` faces out.
    mutating func removeFirst(_ count: Int) -> FacePart {
        let length = count * FaceSet.pixelsPerFace
        defer {
            pixels.removeFirst(length)
            labels.removeFirst(count)
            origins.removeFirst(count)
        }
        return FacePart(pixels: Array(pixels[..<length]), labels: Array(labels[..<count]), origins: Array(origins[..<count]))
    }

    /// The faces at `indices`, in that order.
    func subset(_ indices: [Int]) -> FacePart {
        var chosen = FacePart()
        chosen.reserve(indices.count)
        for index in indices {
            chosen.pixels.append(contentsOf: pixels[index * FaceSet.pixelsPerFace..<(index + 1) * FaceSet.pixelsPerFace])
            chosen.labels.append(labels[index])
            chosen.origins.append(origins[index])
        }
        return chosen
    }

    /// Its faces as a set.
    func faces(_ classNames: [String] = Emotion.names) -> FaceSet { FaceSet(pixels: pixels, labels: labels, classNames: classNames) }
}
