/// Faces whose classes are to be told, not learnt from.
package struct UnlabelledFaces: Sendable {
    /// [count, 48, 48] grey values 0...255, face after face in the order of their rows.
    package let pixels: [UInt8]
    /// Where each face was found.
    package let origins: [FaceOrigin]
    /// Rows that were left out because they could not be read.
    package let skipped: [DatasetError]

    /// The number of faces.
    package var count: Int { origins.count }

    /// Memberwise.
    ///
    /// - Precondition: `pixels` holds 2,304 values for each origin.
    package init(pixels: [UInt8], origins: [FaceOrigin], skipped: [DatasetError] = []) {
        precondition(pixels.count == origins.count * FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        self.pixels = pixels
        self.origins = origins
        self.skipped = skipped
    }

    /// The faces as a set that a network of `classNames` can look at; every label is 0 and means nothing.
    package func faces(classNames: [String]) -> FaceSet {
        FaceSet(pixels: pixels, labels: [UInt8](repeating: 0, count: count), classNames: classNames)
    }
}
