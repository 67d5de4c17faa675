@testable import FaceData
@testable import Engine
import TestSupport
import Testing

@Suite struct AttentionCropTests {
    static let face = SyntheticFaces.set(1, seed: 4).face(0)

    @Test(arguments: [
        [1, 0, 0, 0, 1, 0], [0.5, 0, 0.1, 0, 0.5, -0.2], [0.8, -0.5, 0.1, 0.6, 0.9, -0.1], [2, 0, 0, 0, 2, 0], [1.1, 0.3, 0.7, -0.2, 1.3, -0.9],
        [-1, 0, 0, 0, 1, 0],
    ])
    func isTheCornersSamplerToHalfAGrey(theta: [Double]) {
        let theta = theta.map { Double(Float($0)) }
        let crop = AttentionCrop(face: Self.face, theta: Theta(theta.map { Float($0) }))
        let expected = WarpOracle(sampler: .corners, theta: theta).forward(PlainTensor(1, 48, 48, Self.face.map(Double.init)))
        #expect(largestDistance(crop.pixels.map(Double.init), expected.values) <= 0.5001)
    }

    @Test func theIdentityIsTheFaceItself() {
        let crop = AttentionCrop(face: Self.face, theta: .identity)
        #expect(crop.pixels == Self.face)
        #expect(crop.outsideShare == 0)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 1e30, -1e30])
    func farOutsideThereIsNothing(value: Float) {
        let crop = AttentionCrop(face: Self.face, theta: Theta([1, 0, value, 0, 1, 0]))
        #expect(Set(crop.pixels) == [0])
        #expect(crop.outsideShare == 1)
    }

    @Test func outsideIsWhereThePositionLiesOutside() {
        let crop = AttentionCrop(face: Self.face, theta: Theta([1, 0, 1, 0, 1, 0]))
        // Shifted by half the image: columns 24... are read from beyond its right edge.
        let row = Array(crop.outside[5 * 48..<6 * 48])
        #expect(row == [Bool](repeating: false, count: 24) + [Bool](repeating: true, count: 24))
    }
}
