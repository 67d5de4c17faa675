import FaceData

/// What a prediction hangs on: how it changes where a face is covered.
package struct Saliency: Sendable, Equatable {
    /// What the network says of the whole face.
    package let whole: FacePrediction
    /// The class whose probability is watched: the true one where it is known, else the predicted one.
    package let watched: Int
    /// [48, 48], 0...1: of the squares that cover a pixel, the share under which another class is predicted than for the whole face.
    ///
    /// The paper's form: for a face that is recognised it is where covering it makes the prediction wrong.
    package let flips: [Double]
    /// [48, 48], -1...1: by how much the watched class's probability falls on average under the squares that cover a pixel.
    package let drops: [Double]
    /// Squares under which another class is predicted.
    package let flipCount: Int
    /// Squares in all.
    package let squareCount: Int
}

/// The saliency of many faces of one class, pixel by pixel.
package struct ClassSaliency: Sendable, Equatable {
    /// Faces that were looked at.
    package private(set) var faces = 0
    /// Of them, those that the network recognises: only of these is the mean taken, since no covering can make a wrong prediction wrong.
    package private(set) var recognised = 0
    private var faceSum = [Double](repeating: 0, count: FaceSet.pixelsPerFace)
    private var flipSum = [Double](repeating: 0, count: FaceSet.pixelsPerFace)
    private var dropSum = [Double](repeating: 0, count: FaceSet.pixelsPerFace)

    /// Of no face.
    package init() {}

    /// Takes one face of the class into account.
    package mutating func add(_ saliency: Saliency, face: [UInt8]) {
        faces += 1
        guard saliency.whole.predicted == saliency.watched else { return }
        recognised += 1
        for index in faceSum.indices {
            faceSum[index] += Double(face[index])
            flipSum[index] += saliency.flips[index]
            dropSum[index] += saliency.drops[index]
        }
    }

    /// The mean of the recognised faces, [48, 48], 0...255; nil where there is none.
    package var meanFace: [UInt8]? { mean(faceSum)?.map { UInt8($0.rounded()) } }
    /// As `Saliency.flips`.
    package var flips: [Double]? { mean(flipSum) }
    /// As `Saliency.drops`.
    package var drops: [Double]? { mean(dropSum) }

    private func mean(_ sums: [Double]) -> [Double]? { recognised == 0 ? nil : sums.map { $0 / Double(recognised) } }
}

extension TrainedNetwork {
    /// Squares that are covered between two tellings: whole groups for some threads.
    private static let squaresAtOnce = 128

    /// Covers `face` ([48, 48], 0...255) square by square, on all threads.
    ///
    /// - Parameters:
    ///   - label: the true class; nil: the predicted one is watched.
    ///   - progress: called with the squares done, after every hundred or so.
    package func saliency(
        of face: [UInt8], label: Int? = nil, _ occlusion: Occlusion = Occlusion(), progress: (_ done: Int) -> Void = { _ in }
    ) -> Saliency {
        var predictions: [FacePrediction] = []
        let count = 1 + occlusion.count
        for first in stride(from: 0, to: count, by: Self.squaresAtOnce) {
            let range = first..<min(count, first + Self.squaresAtOnce)
            predictions += predict(occlusion.pictures(of: face, input: input, range: range))
            progress(range.upperBound - 1)
        }
        let (whole, covered) = (predictions[0], predictions.dropFirst())
        let predicted = whole.predicted
        let watched = label ?? predicted
        let flips = covered.map { $0.predicted == predicted ? 0.0 : 1 }
        return Saliency(
            whole: whole, watched: watched, flips: occlusion.map(flips),
            drops: occlusion.map(covered.map { whole.probabilities[watched] - $0.probabilities[watched] }), flipCount: flips.count { $0 > 0 },
            squareCount: flips.count)
    }
}
