import FaceData
import Platform

/// What is done to one face before the network sees it.
///
/// In this order: mirrored, resized and turned about the centre, shifted; then contrast and brightness; then a rectangle is erased.
struct FaceTransformation: Sendable, Equatable {
    /// Left and right exchanged.
    var isMirrored = false
    /// Pixels to the right.
    var shiftX = 0.0
    /// Pixels downwards.
    var shiftY = 0.0
    /// Clockwise as one sees it.
    var degrees = 0.0
    /// Above 1 the face grows, below it shrinks; never 0.
    var size = 1.0
    /// Added, as a share of full scale.
    var brightness = 0.0
    /// Factor of a pixel's distance from the face's mean grey.
    var contrast = 1.0
    /// Filled with the mean grey; nil: nothing is.
    var erased: Rectangle?

    /// Rows and columns of pixels.
    struct Rectangle: Sendable, Equatable {
        var rows: Range<Int>
        var columns: Range<Int>
    }

    /// Whether pixels are read between pixels.
    var isResampled: Bool { shiftX != 0 || shiftY != 0 || degrees != 0 || size != 1 }
    /// Whether greys change.
    var changesGreys: Bool { brightness != 0 || contrast != 1 }

    /// Where output pixels read in the face.
    var sourceMap: SourceMap {
        let centre = Double(FaceSet.side - 1) / 2
        let angle = degrees * Double.pi / 180
        let (cosine, sine) = (cos(angle) / size, sin(angle) / size)
        // The way back: from the shifted pixel about the centre, against the turn, divided by the size.
        let (startX, startY) = (-centre - shiftX, -centre - shiftY)
        let x = centre + cosine * startX + sine * startY
        let y = centre - sine * startX + cosine * startY
        let mirror = isMirrored ? -1.0 : 1.0
        return SourceMap(
            x: Float(isMirrored ? 2 * centre - x : x), xByColumn: Float(mirror * cosine), xByRow: Float(mirror * sine),
            y: Float(y), yByColumn: Float(-sine), yByRow: Float(cosine))
    }

    /// The affine map from an output pixel to a position in the face, both in pixels from the upper left one's centre.
    struct SourceMap: Equatable {
        /// What pixel (0, 0) reads, and what a column and a row further on add.
        var x: Float, xByColumn: Float, xByRow: Float
        var y: Float, yByColumn: Float, yByRow: Float
    }
}
