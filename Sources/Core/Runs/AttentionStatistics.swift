import FaceData
import Platform

/// Where attention looks over many faces: mean and spread of what theta says.
package struct AttentionStatistics: Sendable, Codable, Equatable {
    /// A number's mean over the faces, and its standard deviation (over all of them, not a sample's).
    package struct Moments: Sendable, Codable, Equatable {
        /// The mean.
        package var mean: Double
        /// The standard deviation, 0 where all faces have the same.
        package var spread: Double

        /// Memberwise.
        package init(mean: Double, spread: Double) {
            self.mean = mean
            self.spread = spread
        }

        /// Of `values`, which are not empty.
        init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            self.mean = mean
            spread = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        }

        /// Of directions in degrees: 179 and -179 are two apart, and their mean is 180.
        init(degrees: [Double]) {
            let radians = degrees.map { $0 * Double.pi / 180 }
            let middle = atan2(radians.reduce(0) { $0 + sin($1) }, radians.reduce(0) { $0 + cos($1) }) * 180 / Double.pi
            let turns = Moments(degrees.map { ($0 - middle).remainder(dividingBy: 360) })
            mean = (middle + turns.mean).remainder(dividingBy: 360)
            spread = turns.spread
        }
    }

    /// The box's side relative to the image's.
    package var scale: Moments
    /// The rotation of the box's upper side in degrees, -180...180.
    package var angle: Moments
    /// Of the box's centre to the right, in half widths of the image.
    package var shiftX: Moments
    /// Of the box's centre downwards, in half heights of the image.
    package var shiftY: Moments
    /// The Euclidean distance of theta from the identity.
    package var distance: Moments
    /// How differently the faces are looked at: the root mean square distance of their thetas from the mean theta.
    package var thetaSpread: Double

    /// Of `thetas`, which are not empty.
    init(_ thetas: [Theta]) {
        precondition(!thetas.isEmpty, "the mean of nothing")
        scale = Moments(thetas.map { Double($0.scale) })
        angle = Moments(degrees: thetas.map { Double($0.angleDegrees) })
        shiftX = Moments(thetas.map { Double($0.shift.x) })
        shiftY = Moments(thetas.map { Double($0.shift.y) })
        distance = Moments(thetas.map { Double($0.distanceFromIdentity) })
        let spreads = (0..<6).map { index in Moments(thetas.map { Double($0.values[index]) }).spread }
        thetaSpread = spreads.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
