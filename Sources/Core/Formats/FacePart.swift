/// Faces of one part of a data set while it is read.
struct FacePart: Sendable, Equatable {
    /// [count, 48, 48], 0...255.
    var pixels: [UInt8] = []
    /// By face.
    var labels: [UInt8] = []

    var count: Int { labels.count }

    /// Makes room for `count` faces.
    mutating func reserve(_ count: Int) {
        pixels.reserveCapacity(count * FaceSet.pixelsPerFace)
        labels.reserveCapacity(count)
    }

    mutating func append(_ other: FacePart) {
        pixels.append(contentsOf: other.pixels)
        labels.append(contentsOf: other.labels)
    }

    /// Takes the first `count` faces out.
    mutating func removeFirst(_ count: Int) -> FacePart {
        let length = count * FaceSet.pixelsPerFace
        defer {
            pixels.removeFirst(length)
            labels.removeFirst(count)
        }
        return FacePart(pixels: Array(pixels[..<length]), labels: Array(labels[..<count]))
    }

    /// Its faces as a set.
    var faces: FaceSet { FaceSet(pixels: pixels, labels: labels) }
}
