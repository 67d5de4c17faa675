@testable import Platform
@testable import Engine
import TestSupport
import Testing

@Suite struct WarpTests {
    static let identity: [Double] = [1, 0, 0, 0, 1, 0]

    /// Identity, zoom in and out, shift, rotation and shear, mirrored, partly and wholly outside, no extent at all.
    static let thetas: [[Double]] = [
        identity, [0.5, 0, 0, 0, 0.5, 0], [2, 0, 0, 0, 2, 0], [1, 0, 0.3047, 0, 1, -0.2071], [0.8137, -0.5231, 0.0973, 0.6189, 0.9071, -0.1039],
        [-1, 0, 0, 0, 1, 0], [1.1173, 0.3089, 0.7061, -0.2113, 1.3079, -0.9043], [1, 0, 3, 0, 1, 0], [0, 0, 0, 0, 0, 0], [1, 0, -2, 0, 1, -2],
        [30.17, 5.03, 1.09, -7.11, 40.31, 2.07],
    ]

    /// `halfpixel`'s grid has no positions that single precision holds exactly: there all are moved off the pixels.
    static func thetas(_ sampler: Sampler) -> [[Double]] {
        sampler != .halfpixel
            ? thetas
            : thetas.map { theta in
                var moved = theta
                moved[2] += 0.0144
                moved[5] -= 0.008
                return moved
            }
    }

    @Test(arguments: Sampler.allCases, FaceGroups.counts)
    func matchesTheDefinition(sampler: Sampler, faces: Int) {
        for side in [2, 3, 9] {
            for channels in [1, 3, 10] {
                var random = RandomBits(seed: UInt64(side * 100 + channels))
                let images = (0..<faces).map { _ in PlainTensor.random(channels, side, side, &random) }
                let gradients = (0..<faces).map { _ in PlainTensor.random(channels, side, side, &random) }
                // Exact in single precision; positions lie on pixels or well off them, so that rounding cannot move one across.
                let thetas = (0..<faces).map { face in Self.thetas(sampler)[face % Self.thetas.count].map { Double(Float($0)) } }
                let found = Self.run(sampler, images, gradients, thetas)
                for face in 0..<faces {
                    let oracle = WarpOracle(sampler: sampler, theta: thetas[face])
                    #expect(Self.isFarFromEdges(oracle, side: side), "theta \(thetas[face]) says nothing")
                    expectClose(found[face].output.values, oracle.forward(images[face]).values, share: 1e-5, "output, theta \(thetas[face])")
                    let expected = oracle.backward(gradients[face], image: images[face])
                    expectClose(found[face].image.values, expected.image.values, share: 1e-5, "image gradient, theta \(thetas[face])")
                    expectClose(found[face].theta, expected.theta, share: 1e-5, "theta gradient, theta \(thetas[face])")
                }
            }
        }
    }

    /// Numbers that were checked against torch and the real stn package (docs/NETWORKS.md, Samplers).
    @Test func reproducesTheNumbersOfTheStnPackage() {
        func row(_ values: [Double], _ theta: [Double]) -> [Double] {
            let image = PlainTensor(1, 9, 9, (0..<9).flatMap { _ in values })
            return Array(Self.run(.stn, [image], [image], [theta])[0].output.values.prefix(9 * 5).suffix(9))
        }
        #expect(row([0, 1, 2, 3, 4, 5, 6, 7, 8], Self.identity) == [0, 0.875, 1.75, 2.625, 3.5, 4.375, 5.25, 6.125, 7])
        #expect(row([1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 0, 0, 0, 1, 0]) == [0, 0, 1, 2.75, 4.5, 6.25, 8, 0, 0])
    }

    @Test func cornersLeavesTheIdentityAsItIs() {
        var random = RandomBits(seed: 8)
        let image = PlainTensor.random(3, 9, 9, &random)
        let found = Self.run(.corners, [image], [image], [Self.identity])[0]
        #expect(found.output == image)
        #expect(found.image == image)
    }

    /// Where a point lies exactly on a pixel the slope is that of the cell on its right; 1 - |x - x0| would lose it.
    @Test(arguments: Sampler.allCases)
    func keepsTheSlopeAtTheIdentity(sampler: Sampler) {
        let image = PlainTensor(1, 9, 9, (0..<81).map { Double($0 % 9) })
        var one = PlainTensor(1, 9, 9)
        one[0, 4, 4] = 1
        let found = Self.run(sampler, [image], [one], [Self.identity])[0]
        // A slope of 1 a pixel, half of the reach in pixels; the middle has u = v = 0.
        #expect(found.theta == [0, 0, sampler == .stn ? 3.5 : sampler == .corners ? 4 : 4.5, 0, 0, 0])
    }

    @Test(arguments: Sampler.allCases)
    func survivesWhatIsFarOutsideOrNoNumber(sampler: Sampler) {
        var random = RandomBits(seed: 4)
        let image = PlainTensor.random(2, 9, 9, &random)
        for value in [1e4, -1e4, 1e30, -1e30, Double(Float.greatestFiniteMagnitude), .infinity, -.infinity, .nan] {
            for position in 0..<6 {
                var theta = Self.identity
                theta[position] = value
                // A neighbour in the same group must not notice.
                let found = Self.run(sampler, [image, image], [image, image], [theta, Self.identity])
                let alone = Self.run(sampler, [image], [image], [Self.identity])[0]
                #expect(found[1].output == alone.output && found[1].image == alone.image && found[1].theta == alone.theta)
                let numbers = found[0].output.values + found[0].image.values + found[0].theta
                #expect(numbers.filter { !$0.isFinite } == [], "theta[\(position)] = \(value)")
                // A column or row through the middle has u = 0 or v = 0; all else lies outside.
                if position == 2 || position == 5 { #expect(Set(found[0].output.values) == [0], "theta[\(position)] = \(value)") }
            }
        }
    }

    /// The oracle's gradients against differences of its forward pass, off the pixels.
    @Test(arguments: Sampler.allCases)
    func oracleAgreesWithFiniteDifferences(sampler: Sampler) {
        var random = RandomBits(seed: 6)
        let (image, gradient) = (PlainTensor.random(2, 7, 7, &random), PlainTensor.random(2, 7, 7, &random))
        let theta = [0.83, -0.21, 0.113, 0.17, 0.91, -0.057]
        func loss(_ theta: [Double], _ image: PlainTensor) -> Double {
            zip(WarpOracle(sampler: sampler, theta: theta).forward(image).values, gradient.values).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let found = WarpOracle(sampler: sampler, theta: theta).backward(gradient, image: image)
        let byTheta = (0..<6).map { index in
            centralDifference { step in
                var moved = theta
                moved[index] += step
                return loss(moved, image)
            }
        }
        expectClose(found.theta, byTheta, share: 1e-8)
        let byImage = image.values.indices.map { index in
            centralDifference { step in
                var moved = image
                moved.values[index] += step
                return loss(theta, moved)
            }
        }
        expectClose(found.image.values, byImage, share: 1e-8)
    }

    /// Whether no position lies so near a pixel's edge that single precision could put it into another cell; exactly on it is fine.
    private static func isFarFromEdges(_ oracle: WarpOracle, side: Int) -> Bool {
        for row in 0..<side {
            for column in 0..<side {
                let (u, v) = (oracle.grid(column, side), oracle.grid(row, side))
                for start in [0, 3] {
                    let pixel = oracle.pixel(oracle.theta[start] * u + oracle.theta[start + 1] * v + oracle.theta[start + 2], side)
                    let distance = abs(pixel - pixel.rounded())
                    if distance > 0, distance < 1e-4, pixel > -2, pixel < Double(side) + 1 { return false }
                }
            }
        }
        return true
    }

    private struct Result {
        var output: PlainTensor
        var image: PlainTensor
        var theta: [Double]
    }

    private static func run(_ sampler: Sampler, _ images: [PlainTensor], _ gradients: [PlainTensor], _ thetas: [[Double]]) -> [Result] {
        let arena = LaneArena()
        let (channels, side) = (images[0].channels, images[0].width)
        func tensor() -> LaneTensor { arena.tensor(channels: channels, height: side, width: side) }
        let (image, output, outputGradient, imageGradient) = (tensor(), tensor(), tensor(), tensor())
        let (theta, thetaGradient) = (arena.lanes(6), arena.lanes(6))
        let warp = Warp(arena, sampler, side: side)
        var results: [Result] = []
        FaceGroups.forEach(images.count) { group in
            output.fill(.nan)
            imageGradient.fill(.nan)
            for (lane, face) in group.enumerated() {
                image.store(images[face], lane: lane)
                outputGradient.store(gradients[face], lane: lane)
                for index in 0..<6 { theta[index][lane] = Float(thetas[face][index]) }
            }
            warp.forward(image, theta: theta, output: output)
            warp.backward(outputGradient, image: image, theta: theta, imageGradient: imageGradient, thetaGradient: thetaGradient)
            for lane in 0..<group.count {
                results.append(
                    Result(
                        output: output.load(lane: lane), image: imageGradient.load(lane: lane), theta: (0..<6).map { Double(thetaGradient[$0][lane]) }
                    ))
            }
        }
        return results
    }
}
