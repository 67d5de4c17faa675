@testable import FaceData
import Foundation
import Testing

@Suite struct ThetaTests {
    /// A rotation by `degrees`, clockwise on screen, of a box `scale` times the image.
    private static func theta(degrees: Float, scale: Float, shift: (Float, Float) = (0, 0)) -> Theta {
        let (c, s) = (scale * cosf(degrees * .pi / 180), scale * sinf(degrees * .pi / 180))
        return Theta([c, -s, shift.0, s, c, shift.1])
    }

    @Test func theIdentityIsUpright() {
        let theta = Theta.identity
        #expect(theta.scale == 1 && theta.angleDegrees == 0 && theta.shear == 0 && theta.distanceFromIdentity == 0)
        #expect(theta.shift == (0, 0))
        #expect(theta.map(0.25, -0.5) == (0.25, -0.5))
        #expect(theta.outsideShare() == 0)
    }

    @Test(arguments: [-170, -45, -4, 0, 30, 90, 135] as [Float], [0.25, 0.83, 1, 3] as [Float])
    func scaleAndAngleAreThoseOfTheBox(degrees: Float, scale: Float) {
        let theta = Self.theta(degrees: degrees, scale: scale, shift: (0.06, -0.02))
        #expect(abs(theta.scale - scale) < 1e-5 * scale)
        #expect(abs(theta.angleDegrees - degrees) < 1e-3)
        #expect(abs(theta.shear) < 1e-5)
        #expect(theta.shift == (0.06, -0.02))
    }

    /// The upper side's right end comes lower on the screen, where y points down.
    @Test func clockwiseIsPositive() {
        let theta = Self.theta(degrees: 10, scale: 1)
        #expect(theta.map(1, -1).y > theta.map(-1, -1).y)
    }

    @Test func shearIsTheCosineBetweenTheSides() {
        #expect(abs(Theta([1, 1, 0, 0, 1, 0]).shear - 1 / Float(2).squareRoot()) < 1e-6)
        #expect(Theta([0, 0, 0, 0, 0, 0]).shear == 0)
        #expect(Theta([1, 2, 0, 0.5, 1, 0]).scale == 0)
    }

    @Test func whatLiesOutsideIsCounted() {
        #expect(Theta([1, 0, 5, 0, 1, 0]).outsideShare() == 1)
        #expect(Theta([1, 0, .nan, 0, 1, 0]).outsideShare() == 1)
        // Of nine columns -2 ... 2 the middle five lie inside, and of the rows too.
        #expect(abs(Theta([2, 0, 0, 0, 2, 0]).outsideShare(side: 9) - (1 - 25.0 / 81)) < 1e-12)
        #expect(abs(Theta([1, 0, 0.5, 0, 1, 0]).outsideShare(side: 9) - 2.0 / 9) < 1e-12)
    }

    /// Position by position, as the crop is made.
    @Test(arguments: [-100, -4, 0, 30, 90] as [Float], [0.5, 1, 1.3] as [Float])
    func whatLiesOutsideIsWhatTheCropShows(degrees: Float, scale: Float) {
        for shift: Float in [0, 0.02, -0.6] {
            let theta = Self.theta(degrees: degrees, scale: scale, shift: (shift, -shift / 2))
            let crop = AttentionCrop(face: [UInt8](repeating: 9, count: FaceSet.pixelsPerFace), theta: theta)
            // A position on the very edge may fall to either side.
            #expect(abs(theta.outsideShare() - crop.outsideShare) <= 2.0 / 2304)
        }
    }

    @Test func sixNumbersReadBack() throws {
        let theta = Theta([0.1, -2, 3, 4.5, 1e-7, 6])
        let data = try JSONEncoder().encode(theta)
        #expect(try JSONDecoder().decode(Theta.self, from: data) == theta)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Theta.self, from: Data("[1,2,3]".utf8)) }
    }
}
