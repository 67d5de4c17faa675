@testable import Platform
@testable import FaceData
@testable import Engine
import TestSupport
import Testing

/// Class weights and label smoothing, against PyTorch's definition of `CrossEntropyLoss(weight:, label_smoothing:)` in double precision.
@Suite struct TargetsTests {
    /// The batch's loss as PyTorch's documentation has it: weighted means over the faces, the targets smoothed.
    private static func loss(_ logits: [[Double]], labels: [Int], weights: [Double], smoothing: Double) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for (logits, label) in zip(logits, labels) {
            let oracle = SoftmaxOracle(logits: logits)
            let spread = logits.indices.reduce(0) { $0 + weights[$1] * oracle.loss(label: $1) } / Double(logits.count)
            sum += (1 - smoothing) * weights[label] * oracle.loss(label: label) + smoothing * spread
            weight += weights[label]
        }
        return sum / weight
    }

    /// By hand: with two classes at equal logits each logarithm is log 2; a face of the heavier class pulls by its weight.
    @Test func thePlainestBatch() {
        let loss = Self.loss([[0, 0], [0, 0]], labels: [0, 1], weights: [3, 1], smoothing: 0.5)
        // Half of 3 and 1 from the faces' own classes, half of the mean of 3 and 1 from all classes, for both; divided by 4.
        let expected: Double = log(2) * (1.5 + 0.5 + 1 + 1) / 4
        #expect(abs(loss - expected) < 1e-12)
    }

    @Test(arguments: [0, 0.1, 0.9], [[1, 1, 1, 1, 1], [0.3, 2, 0, 1.5, 1.2]])
    func theGradientIsThatOfTheLoss(smoothing: Double, weights: [Double]) {
        var random = RandomBits(seed: 5)
        let (classes, faces) = (5, 13)
        let labels = (0..<faces).map { _ in [0, 1, 3, 4][random.below(4)] }
        let logits = (0..<faces).map { _ in random.floats(classes, within: 3) }
        let arena = LaneArena()
        let (values, gradient, weightValues) = (arena.lanes(classes), arena.lanes(classes), arena.copy(weights))
        let labelBytes = arena.take(16, of: UInt8.self, zero: 0)
        for lane in 0..<faces {
            labelBytes[lane] = UInt8(labels[lane])
            for index in 0..<classes { values[index][lane] = Float(logits[lane][index]) }
        }
        // What is in lanes without a face is nobody's business.
        for lane in faces..<16 { for index in 0..<classes { values[index][lane] = .nan } }
        let total = labels.reduce(0) { $0 + weights[$1] }
        SoftmaxCrossEntropy.probabilities(values, classCount: classes, values)
        SoftmaxCrossEntropy.gradient(
            values, classCount: classes, labels: labelBytes, faceCount: faces,
            targets: .init(weights: weightValues, weightSum: Float(weights.reduce(0, +)), smoothing: Float(smoothing)), scale: Float(1 / total),
            gradient)
        Self.expect(gradient, logits) { moved in Self.loss(moved, labels: labels, weights: weights, smoothing: smoothing) }
    }

    /// `gradient` [classes] is that of `loss` by finite differences, and 0 in lanes without a face.
    private static func expect(_ gradient: UnsafePointer<Lanes>, _ logits: [[Double]], loss: (_ moved: [[Double]]) -> Double) {
        for lane in 0..<16 {
            let found = logits[0].indices.map { gradient[$0][lane] }
            guard lane < logits.count else {
                #expect(found.allSatisfy { $0 == 0 })
                continue
            }
            let expected = logits[lane].indices.map { index in
                centralDifference { step in
                    var moved = logits
                    moved[lane][index] += step
                    return loss(moved)
                }
            }
            expectClose(found, expected, share: 1e-6, "lane \(lane)")
        }
    }

    /// A face whose target are shares in all classes.
    private static func loss(_ logits: [[Double]], shares: [[Double]], weights: [Double], smoothing: Double) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for (logits, shares) in zip(logits, shares) {
            let oracle = SoftmaxOracle(logits: logits)
            for index in logits.indices {
                let wanted = (1 - smoothing) * shares[index] + smoothing / Double(logits.count)
                sum += wanted * weights[index] * oracle.loss(label: index)
                weight += shares[index] * weights[index]
            }
        }
        return sum / weight
    }

    @Test(arguments: [0, 0.2], [[1, 1, 1, 1, 1], [0.3, 2, 0, 1.5, 1.2]])
    func theGradientOfSharesIsThatOfTheLoss(smoothing: Double, weights: [Double]) {
        var random = RandomBits(seed: 8)
        let (classes, faces) = (5, 13)
        let logits = (0..<faces).map { _ in random.floats(classes, within: 3) }
        let shares = (0..<faces).map { _ in
            let votes = (0..<classes).map { _ in Double(1 + random.below(10)) }
            return votes.map { $0 / votes.reduce(0, +) }
        }
        let arena = LaneArena()
        let (values, gradient, wanted, weightValues) = (arena.lanes(classes), arena.lanes(classes), arena.lanes(classes), arena.copy(weights))
        let labels = arena.take(16, of: UInt8.self, zero: 0)
        for lane in 0..<16 {
            for index in 0..<classes {
                values[index][lane] = lane < faces ? Float(logits[lane][index]) : .nan
                wanted[index][lane] = lane < faces ? Float(shares[lane][index]) : 0
            }
        }
        let total = shares.reduce(0) { $0 + zip($1, weights).reduce(0) { $0 + $1.0 * $1.1 } }
        SoftmaxCrossEntropy.probabilities(values, classCount: classes, values)
        SoftmaxCrossEntropy.gradient(
            values, classCount: classes, labels: labels, faceCount: faces,
            targets: .init(
                weights: weightValues, weightSum: Float(weights.reduce(0, +)), smoothing: Float(smoothing), shares: UnsafePointer(wanted)),
            scale: Float(1 / total), gradient)
        Self.expect(gradient, logits) { moved in Self.loss(moved, shares: shares, weights: weights, smoothing: smoothing) }
    }

    /// Of a batch the mean by weight, whatever groups its faces lie in: single faces' gradients say what it must be.
    @Test(arguments: [0, 0.3])
    func aBatchIsTheWeightedMeanOfItsFaces(smoothing: Double) {
        let weights = [0.2, 3, 1, 0.5, 2, 0.7, 1.1]
        let batch = PlainBatch.random(20, StepEngineTests.paper, seed: 6)
        let engine = StepEngine(
            StepEngineTests.paper, threads: 2, maximumBatch: 20, parameters: NetworkTests.parameters(StepEngineTests.paper, seed: 4))
        engine.setTargets(weights: weights, smoothing: smoothing)
        let (found, loss, _) = engine.gradient(batch)
        var expected = [Double](repeating: 0, count: engine.layout.count)
        let total = batch.faces.reduce(0) { $0 + weights[$1.label] }
        var plainLoss = 0.0
        for face in batch.faces {
            let one = engine.gradient(PlainBatch([face]))
            for index in expected.indices { expected[index] += weights[face.label] / total * Double(one.gradient[index]) }
            plainLoss += one.loss
        }
        let largest = expected.map { abs($0) }.max() ?? 0
        #expect(largestDistance(found.map(Double.init), expected) <= 1e-5 * largest)
        // What is reported is cross-entropy alone.
        #expect(abs(loss - plainLoss) < 1e-9 * plainLoss)
        engine.setTargets(weights: nil, smoothing: 0)
        let plain = engine.gradient(batch)
        #expect(plain.loss == loss && plain.gradient != found)
    }

    @Test func weightsOfOneAreNoWeights() {
        let batch = PlainBatch.random(20, StepEngineTests.paper, seed: 6)
        let engine = StepEngine(
            StepEngineTests.paper, threads: 1, maximumBatch: 20, parameters: NetworkTests.parameters(StepEngineTests.paper, seed: 4))
        let plain = engine.gradient(batch).gradient
        engine.setTargets(weights: [Double](repeating: 1, count: 7), smoothing: 0)
        let largest = plain.map { abs($0) }.max() ?? 0
        #expect(largestDistance(engine.gradient(batch).gradient.map(Double.init), plain.map(Double.init)) <= 1e-6 * Double(largest))
    }

    @Test func balancedClassesCountTheSame() {
        #expect(ClassWeights.none.weights(counts: [3, 1]) == nil)
        #expect(ClassWeights.balanced.weights(counts: [2, 6, 0, 4]) == [1.5, 0.5, 0, 0.75])
        #expect(ClassWeights.balanced.weights(counts: [5, 5]) == [1, 1])
    }
}
