/// Faces whose classes are to be told, not learnt from.
public struct UnlabelledFaces: Sendable {
    /// [count, 48, 48] grey values 0...255, face after face in the order of their rows.
    public let pixels: [UInt8]
    /// Where each face was found.
    public let origins: [FaceOrigin]
    /// Rows that were left out because they could not be read.
    public let skipped: [DatasetError]

    /// The number of faces.
    public var count: Int { origins.count }

    /// Memberwise.
    ///
    /// - Precondition: `pixels` holds 2,304 values for each origin.
    public init(pixels: [UInt8], origins: [FaceOrigin], skipped: [DatasetError] = []) {
        precondition(pixels.count == origins.count * FaceSet.pixelsPerFace, "a face has 2,304 pixels")
        self.pixels = pixels
        self.origins = origins
        self.skipped = skipped
    }

    /// The faces as a set that a network of `classNames` can look at; every label is 0 and means nothing.
    public func faces(classNames: [String]) -> FaceSet {
        FaceSet(pixels: pixels, labels: [UInt8](repeating: 0, count: count), classNames: classNames)
    }
}
