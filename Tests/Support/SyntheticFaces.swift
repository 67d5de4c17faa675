import Platform
package import FaceData

/// Pictures that are no faces but have what training needs: smooth, varied, and different by class.
package enum SyntheticFaces {
    /// `count` pictures of as many classes as there are names, by turns; each class brightens a place of its own.
    package static func set(_ count: Int, classNames: [String] = Emotion.names, seed: UInt64 = 1, labels: [UInt8]? = nil) -> FaceSet {
        var random = RandomBits(seed: seed)
        let labels = labels ?? (0..<count).map { UInt8($0 % classNames.count) }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count * FaceSet.pixelsPerFace)
        for label in labels {
            let angle = 2 * Double.pi * Double(label) / Double(classNames.count)
            let (centreX, centreY) = (24 + 14 * cos(angle) + 4 * random.normal(), 24 + 14 * sin(angle) + 4 * random.normal())
            let (grey, slope) = (90 + 20 * random.normal(), random.normal())
            for y in 0..<48 {
                for x in 0..<48 {
                    let distance = (Double(x) - centreX) * (Double(x) - centreX) + (Double(y) - centreY) * (Double(y) - centreY)
                    let value = grey + slope * Double(x - y) + 110 * exp(-distance / 90) + 3 * random.normal()
                    pixels.append(UInt8(min(max(value.rounded(), 0), 255)))
                }
            }
        }
        return FaceSet(pixels: pixels, labels: labels, classNames: classNames)
    }

    /// A data set of them.
    package static func dataset(training: Int = 96, validation: Int = 37, classNames: [String] = Emotion.names, labels: [UInt8]? = nil) -> Dataset {
        Dataset(
            training: set(training, classNames: classNames, seed: 1, labels: labels), validation: set(validation, classNames: classNames, seed: 2),
            rule: .stratifiedTenth, layout: "synthetic faces", location: "/synthetic")
    }

    /// A table of them as FER2013 has it, training rows first.
    ///
    /// - Returns: the file's path.
    package static func writeTable(training: Int, validation: Int, into folder: TemporaryFolder) throws -> String {
        let count = training + validation
        let faces = set(count)
        let rows = (0..<count).map { index in
            let pixels = faces.face(index).map { String($0) }.joined(separator: " ")
            return "\(faces.labels[index]),\(pixels),\(index < training ? "Training" : "PublicTest")\n"
        }
        return try folder.write("faces.csv", "emotion,pixels,Usage\n" + rows.joined())
    }
}
