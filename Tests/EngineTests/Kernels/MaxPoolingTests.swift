@testable import Platform
@testable import Engine
import Testing

@Suite struct MaxPoolingTests {
    @Test(arguments: [1, 2, 5], FaceGroups.counts)
    func matchesPlainLoops(pooledWidth: Int, faces: Int) {
        Self.sweep(size: 2, pooledWidth: pooledWidth, faces: faces)
        Self.sweep(size: 4, pooledWidth: pooledWidth, faces: faces)
    }

    /// As in PyTorch, whose max_pool2d hands the gradient of [3, 3, 3, 3] to its first element.
    @Test func ofEqualValuesTheFirstWins() {
        let image = PlainTensor(1, 2, 4, [3, 3, 1, 2, 3, 3, 2, 2])
        let (pooled, gradient) = Self.run(size: 2, [image], [PlainTensor(1, 1, 2, [5, 7])])[0]
        #expect(pooled.values == [3, 2])
        #expect(gradient.values == [5, 0, 0, 7, 0, 0, 0, 0])
    }

    @Test func closedWindowsGiveNothingAndGetNothing() {
        let image = PlainTensor(1, 2, 4, [-1, -2, 0, -1, -3, -4, -1, -1])
        let (pooled, gradient) = Self.run(size: 2, [image], [PlainTensor(1, 1, 2, [5, 7])])[0]
        #expect(pooled.values == [0, 0])
        #expect(gradient.values == [Double](repeating: 0, count: 8))
    }

    /// Few different values, so that ties and closed windows are frequent.
    private static func sweep(size side: Int, pooledWidth: Int, faces: Int) {
        var random = RandomBits(seed: UInt64(faces * 10 + pooledWidth))
        let channels = 3
        let images = (0..<faces).map { _ in
            PlainTensor(
                channels, side, pooledWidth * side,
                (0..<channels * side * pooledWidth * side).map { _ in Double(random.below(7)) - (side == 2 ? 4 : 6) })
        }
        let gradients = (0..<faces).map { _ in PlainTensor.random(channels, 1, pooledWidth, &random) }
        let oracle = PoolingOracle(size: side)
        for (face, found) in run(size: side, images, gradients).enumerated() {
            #expect(found.pooled == oracle.forward(images[face]))
            #expect(found.gradient == oracle.backward(gradients[face], image: images[face]))
        }
    }

    /// One row of windows: pooled, then the gradient handed back. Also holds the sums of what was handed back to their definition.
    private static func run(
        size side: Int, _ images: [PlainTensor], _ gradients: [PlainTensor]
    ) -> [(pooled: PlainTensor, gradient: PlainTensor)] {
        let arena = LaneArena()
        let channels = images[0].channels
        let width = images[0].width
        let rows = arena.tensor(channels: channels, height: side, width: width)
        let pooled = arena.tensor(channels: channels, height: 1, width: width / side)
        let pooledGradient = arena.tensor(channels: channels, height: 1, width: width / side)
        let handedBack = arena.tensor(channels: channels, height: side, width: width)
        let winners = arena.take(pooled.count, of: MaxPooling.Winner.self, zero: .zero)
        let sums = arena.lanes(channels)
        var results: [(pooled: PlainTensor, gradient: PlainTensor)] = []
        FaceGroups.forEach(images.count) { group in
            rows.fill(9)
            handedBack.fill(.nan)
            for (lane, face) in group.enumerated() {
                rows.store(images[face], lane: lane)
                pooledGradient.store(gradients[face], lane: lane)
            }
            for channel in 0..<channels { sums[channel] = .zero }
            MaxPooling.forwardRow(rows, y: 0, size: side, pooled: pooled, winners: winners)
            MaxPooling.backwardRow(pooledGradient, y: 0, size: side, winners: winners, rows: { handedBack.row($0, $1) }, sums: sums)
            for lane in 0..<group.count {
                let gradient = handedBack.load(lane: lane)
                results.append((pooled.load(lane: lane), gradient))
                let plane = side * width
                for channel in 0..<channels {
                    let sum = gradient.values[channel * plane..<(channel + 1) * plane].reduce(0, +)
                    #expect(abs(Double(sums[channel][lane]) - sum) < 1e-5, "sum of channel \(channel)")
                }
            }
        }
        return results
    }
}
