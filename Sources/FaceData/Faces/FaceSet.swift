/// Grey faces of 48x48 pixels with their classes, 2,304 bytes a face and one for its class.
package struct FaceSet: Sendable, Equatable {
    /// Pixels along each side of a face.
    package static let side = 48
    /// Bytes of one face.
    package static let pixelsPerFace = side * side

    /// [count, 48, 48] grey values 0...255, face after face, row by row.
    package private(set) var pixels: [UInt8]
    /// The class index of each face, below `classNames.count`.
    package private(set) var labels: [UInt8]
    /// [count, C], each class's share in what a face is trained to, adding up to 1; empty: its own class alone.
    package let targets: [Float]
    /// The classes' names, by index.
    package let classNames: [String]

    /// The number of faces.
    package var count: Int { labels.count }

    /// A set of the given faces.
    ///
    /// - Precondition: `pixels` holds 2,304 values for each label, `targets` C where it has any, and every label is a class.
    package init(pixels: [UInt8], labels: [UInt8], targets: [Float] = [], classNames: [String] = Emotion.names) {
        precondition(targets.isEmpty || targets.count == labels.count * classNames.count, "a face has a target for each class")
        precondition(pixels.count == labels.count * Self.pixelsPerFace, "a face has 2,304 pixels")
        precondition(labels.allSatisfy { Int($0) < classNames.count }, "a label outside the classes")
        self.pixels = pixels
        self.labels = labels
        self.targets = targets
        self.classNames = classNames
    }

    /// The pixels of face `index`, [48, 48], 0...255.
    package func face(_ index: Int) -> [UInt8] {
        Array(pixels[index * Self.pixelsPerFace..<(index + 1) * Self.pixelsPerFace])
    }

    /// The faces at `indices`, in that order.
    package func subset(_ indices: [Int]) -> FaceSet {
        var chosen: [UInt8] = []
        chosen.reserveCapacity(indices.count * Self.pixelsPerFace)
        for index in indices {
            chosen.append(contentsOf: pixels[index * Self.pixelsPerFace..<(index + 1) * Self.pixelsPerFace])
        }
        let classCount = classNames.count
        let chosenTargets = targets.isEmpty ? [] : indices.flatMap { targets[$0 * classCount..<($0 + 1) * classCount] }
        return FaceSet(pixels: chosen, labels: indices.map { labels[$0] }, targets: chosenTargets, classNames: classNames)
    }

    /// How many faces each class has, by class index.
    package var countsPerClass: [Int] {
        var counts = [Int](repeating: 0, count: classNames.count)
        for label in labels { counts[Int(label)] += 1 }
        return counts
    }

    /// Calls `body` with all pixels, face after face; the pointer is good for the call.
    package func withPixels<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an empty set has no pixels") }
            return body(base)
        }
    }
}
