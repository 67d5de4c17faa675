@testable import FaceData
@testable import Platform
import TestSupport
import Foundation
import Testing

@testable import Core

/// Squares over a face, against loops that cover and ask one at a time.
@Suite struct SaliencyTests {
    private static func network() throws -> TrainedNetwork {
        let path = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/pytorch-series.safetensors").path
        return try TrainedNetwork(opening: path, threads: 2)
    }

    @Test func thePapersSquares() {
        let occlusion = Occlusion()
        #expect(occlusion.count == 400)
        #expect(occlusion.offsets == Array(stride(from: 0, through: 38, by: 2)))
        // The stride does not lead to the edge: one more square touches it.
        #expect(Occlusion(patch: 10, stride: 7).offsets == [0, 7, 14, 21, 28, 35, 38])
        #expect(Occlusion(patch: 48, stride: 5).offsets == [0])
        #expect(Occlusion(patch: 1, stride: 1).count == 2304)
    }

    @Test(arguments: [(10, 2), (10, 7), (48, 1), (13, 13)])
    func aPixelGetsTheMeanOfItsSquares(_ patch: Int, _ stride: Int) {
        let occlusion = Occlusion(patch: patch, stride: stride)
        var random = RandomBits(seed: 3)
        let values = (0..<occlusion.count).map { _ in random.normal() }
        let map = occlusion.map(values)
        let offsets = occlusion.offsets
        for (x, y) in [(0, 0), (47, 47), (20, 31), (38, 9), (9, 38)] {
            var found: [Double] = []
            for (row, top) in offsets.enumerated() {
                for (column, left) in offsets.enumerated() where (top..<top + patch).contains(y) && (left..<left + patch).contains(x) {
                    found.append(values[row * offsets.count + column])
                }
            }
            #expect(abs(map[y * 48 + x] - found.reduce(0, +) / Double(found.count)) < 1e-12, "\(x), \(y)")
        }
    }

    @Test(arguments: [Occlusion.Fill.grey(0), .grey(200), .mean])
    func everySquareIsAskedAboutAsIfAlone(_ fill: Occlusion.Fill) throws {
        let network = try Self.network()
        let face = SyntheticFaces.set(3).face(1)
        let occlusion = Occlusion(patch: 20, stride: 9, fill: fill)
        let saliency = network.saliency(of: face, label: 5, occlusion)
        let whole = network.predict(face)
        #expect(saliency.whole == whole)
        #expect(saliency.watched == 5)
        var (flips, drops) = ([Double](), [Double]())
        for top in occlusion.offsets {
            for left in occlusion.offsets {
                var covered = face
                for y in top..<top + 20 { for x in left..<left + 20 { covered[y * 48 + x] = occlusion.grey(over: face) } }
                let said = network.predict(covered)
                flips.append(said.predicted == whole.predicted ? 0 : 1)
                drops.append(whole.probabilities[5] - said.probabilities[5])
            }
        }
        #expect(saliency.flips == occlusion.map(flips))
        #expect(saliency.drops == occlusion.map(drops))
        #expect(saliency.flipCount == Int(flips.reduce(0, +)))
        #expect(saliency.squareCount == flips.count)
    }

    @Test func withoutALabelThePredictedClassIsWatched() throws {
        let network = try Self.network()
        let saliency = network.saliency(of: SyntheticFaces.set(1).face(0), Occlusion(patch: 24, stride: 12))
        #expect(saliency.watched == saliency.whole.predicted)
    }

    /// Faces that are not recognised are counted, and not in the mean.
    @Test func meansAreOverRecognisedFaces() throws {
        let whole = FacePrediction(logits: [2, 1], theta: .identity)
        func saliency(_ watched: Int, _ value: Double) -> Saliency {
            Saliency(
                whole: whole, watched: watched, flips: .init(repeating: value, count: 2304), drops: .init(repeating: -value, count: 2304),
                flipCount: 1, squareCount: 2)
        }
        var mean = ClassSaliency()
        #expect(mean.flips == nil)
        mean.add(saliency(0, 0.5), face: .init(repeating: 10, count: 2304))
        mean.add(saliency(0, 0.25), face: .init(repeating: 20, count: 2304))
        mean.add(saliency(1, 1), face: .init(repeating: 200, count: 2304))
        #expect(mean.faces == 3)
        #expect(mean.recognised == 2)
        #expect(mean.flips == .init(repeating: 0.375, count: 2304))
        #expect(mean.drops == .init(repeating: -0.375, count: 2304))
        #expect(mean.meanFace == .init(repeating: 15, count: 2304))
    }
}
