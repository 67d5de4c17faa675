@testable import FaceData
import Core

/// Pictures that tests make up.
enum DrawnFace {
    /// A round face with eyes, a nose and a smile under light from the left, [48, 48].
    static let smiling: [UInt8] = picture { x, y in
        func ellipse(_ centreX: Double, _ centreY: Double, _ width: Double, _ height: Double) -> Double {
            let (dx, dy) = ((x - centreX) / width, (y - centreY) / height)
            return dx * dx + dy * dy
        }
        let eyes = min(ellipse(16, 20, 3.5, 2), ellipse(32, 20, 3.5, 2))
        let brows = min(ellipse(16, 14, 5, 1), ellipse(32, 14, 5, 1))
        let mouth = max(ellipse(24, 32, 9, 6), y > 33 ? 0 : 2)
        if min(eyes, brows) < 1 { return 20 }
        if mouth < 1 { return 60 }
        if ellipse(24, 26, 2, 4) < 1 { return 150 }
        return ellipse(24, 24, 18, 22) < 1 ? 235 - 2.5 * x : 70 - y
    }

    /// The same face shifted, turned and enlarged.
    static let variants: [[UInt8]] = [
        .identity, Theta([0.9, 0.1, 0.05, -0.1, 0.9, 0]), Theta([0.8, -0.2, 0, 0.2, 0.8, 0.1]), Theta([1.1, 0, 0.1, 0, 1.1, -0.1]),
    ].map { AttentionCrop(face: smiling, theta: $0).pixels }

    /// A picture from a brightness, 0...255, for each column and row.
    static func picture(_ brightness: (_ x: Double, _ y: Double) -> Double) -> [UInt8] {
        (0..<FaceSet.pixelsPerFace).map { UInt8(min(max(brightness(Double($0 % FaceSet.side), Double($0 / FaceSet.side)), 0), 255)) }
    }
}
