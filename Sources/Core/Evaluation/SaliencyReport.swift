package import FaceData
import Platform

/// Saliency as JSON, which holds everything that the pictures are made of.
package enum SaliencyReport {
    /// One face's.
    package static func json(_ saliency: Saliency, at origin: FaceOrigin, label: Int?, _ occlusion: Occlusion, classNames: [String]) -> String {
        JSONText.line(
            Face(
                file: origin.file, row: origin.row, true: label.map { classNames[$0] }, predicted: classNames[saliency.whole.predicted],
                watched: classNames[saliency.watched], probability: saliency.whole.probabilities[saliency.watched], squares: saliency.squareCount,
                flipped: saliency.flipCount, occlusion: Settings(occlusion), flips: rows(saliency.flips), drops: rows(saliency.drops),
                theta: saliency.whole.theta)) + "\n"
    }

    /// The means by class.
    package static func json(_ classes: [ClassSaliency], _ occlusion: Occlusion, classNames: [String]) -> String {
        let lines = zip(classNames, classes).map { name, saliency in
            Class(
                name: name, faces: saliency.faces, recognised: saliency.recognised, flips: saliency.flips.map(rows), drops: saliency.drops.map(rows))
        }
        return JSONText.line(All(occlusion: Settings(occlusion), classes: lines)) + "\n"
    }

    private struct Settings: Encodable {
        let patch: Int
        let stride: Int
        let fill: String

        init(_ occlusion: Occlusion) {
            (patch, stride) = (occlusion.patch, occlusion.stride)
            fill = if case .grey(let grey) = occlusion.fill { String(grey) } else { "mean" }
        }
    }

    private struct Face: Encodable {
        let file: String
        let row: Int?
        let `true`: String?
        let predicted: String
        let watched: String
        let probability: Double
        let squares: Int
        let flipped: Int
        let occlusion: Settings
        let flips: [[Double]]
        let drops: [[Double]]
        let theta: Theta
    }

    private struct Class: Encodable {
        let name: String
        let faces: Int
        let recognised: Int
        let flips: [[Double]]?
        let drops: [[Double]]?
    }

    private struct All: Encodable {
        let occlusion: Settings
        let classes: [Class]
    }

    /// [48][48], to six digits.
    private static func rows(_ map: [Double]) -> [[Double]] {
        stride(from: 0, to: map.count, by: FaceSet.side).map { start in
            map[start..<start + FaceSet.side].map { ($0 * 1e6).rounded() / 1e6 }
        }
    }
}
