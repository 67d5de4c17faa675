import Testing

@testable import Core

/// The engine's network against plain loops in double precision.
@Suite struct PaperNetworkTests {
    /// Off the identity, so that theta's gradient does not hang on which side of a pixel rounding falls.
    static func parameters(classCount: Int, seed: UInt64) -> [Float] {
        let layout = ParameterLayout.paper(classCount: classCount)
        var values = layout.initialValues(.uniform, seed: seed)
        var random = RandomBits(seed: seed)
        for index in layout["fc_loc.2.weight"].range { values[index] = Float(random.floats(1, within: 0.1)[0]) }
        for (index, value) in zip(layout["fc_loc.2.bias"].range, [0.9, 0.08, 0.05, -0.06, 1.1, -0.04] as [Float]) { values[index] = value }
        return values
    }

    /// 37 faces, and what the oracle says of each; asked once, since plain loops take their time.
    static let batch = PlainBatch.random(37, classCount: 7, seed: 5)
    static let trained = parameters(classCount: 7, seed: 21)
    static let traces = batch.faces.map { PaperOracle(.corners, classCount: 7, parameters: trained).trace($0.whole) }
    private static let gradients = Dictionary(
        uniqueKeysWithValues: Sampler.allCases.map { sampler in
            (sampler, batch.faces.map { PaperOracle(sampler, classCount: 7, parameters: trained).gradient([$0]) })
        })

    @Test(arguments: Sampler.allCases, FaceGroups.counts)
    func gradientsMatchTheOracle(sampler: Sampler, faces: Int) throws {
        let engine = StepEngine(sampler: sampler, classCount: 7, threads: 2, maximumBatch: faces, parameters: Self.trained)
        let found = engine.gradient(PlainBatch(Array(Self.batch.faces.prefix(faces)))).gradient
        let single = try #require(Self.gradients[sampler]).prefix(faces)
        for tensor in engine.layout.tensors {
            let expected = tensor.range.map { index in single.reduce(0) { $0 + $1[index] } / Double(faces) }
            let largest = expected.map { abs($0) }.max() ?? 0
            #expect(largest > 0, "\(tensor.name) has no gradient to compare")
            #expect(largestDistance(found[tensor.range].map(Double.init), expected) <= 4e-5 * largest, "gradient of \(tensor.name)")
        }
    }

    @Test(arguments: [2, 3, 7, 8, 11, 16])
    func everyNumberOfClassesTrains(classCount: Int) {
        let parameters = Self.parameters(classCount: classCount, seed: 3)
        let batch = PlainBatch.random(2, classCount: classCount, seed: 9)
        let engine = StepEngine(sampler: .corners, classCount: classCount, threads: 1, maximumBatch: 2, parameters: parameters)
        let oracle = PaperOracle(.corners, classCount: classCount, parameters: parameters)
        let found = engine.gradient(batch).gradient.map(Double.init)
        let expected = oracle.gradient(batch.faces)
        for name in ["fc2.weight", "fc2.bias", "fc1.weight", "conv1.weight"] {
            let range = engine.layout[name].range
            let largest = expected[range].map { abs($0) }.max() ?? 0
            #expect(largestDistance(Array(found[range]), Array(expected[range])) <= 4e-5 * largest, "gradient of \(name)")
        }
    }

    /// The whole network's chain rule against differences of its loss, a few parameters of every tensor.
    @Test(arguments: Sampler.allCases)
    func oracleAgreesWithFiniteDifferences(sampler: Sampler) {
        let oracle = PaperOracle(sampler, classCount: 7, parameters: Self.parameters(classCount: 7, seed: 21))
        let faces = PlainBatch.random(1, classCount: 7, seed: 5).faces
        let gradient = oracle.gradient(faces)
        var random = RandomBits(seed: 2)
        for tensor in oracle.layout.tensors {
            let largest = gradient[tensor.range].map { abs($0) }.max() ?? 0
            for _ in 0..<2 {
                let index = tensor.offset + random.below(tensor.count)
                let slope = centralDifference { step in
                    var moved = oracle
                    moved.parameters[index] += step / 10
                    return moved.loss(faces) * 10
                }
                #expect(abs(slope - gradient[index]) <= 1e-4 * largest, "\(tensor.name)[\(index - tensor.offset)]")
            }
        }
    }

    @Test func parametersAreAsManyAsPublished() {
        #expect(ParameterLayout.paper(classCount: 7).count == 47_657)
    }
}

/// A batch of faces that are held in double precision.
final class PlainBatch: BatchSource, Sendable {
    let faces: [PaperOracle.Face]
    var faceCount: Int { faces.count }

    init(_ faces: [PaperOracle.Face]) { self.faces = faces }

    /// Noise with a broad light spot, half of the units dropped.
    static func random(_ count: Int, classCount: Int, seed: UInt64) -> PlainBatch {
        let set = SyntheticFaces.set(count, seed: seed)
        var random = RandomBits(seed: seed)
        return PlainBatch(
            (0..<count).map { index in
                PaperOracle.Face(
                    image: PlainTensor(1, 48, 48, set.face(index).map { Double(Float($0) * InputScale.signed.factor + InputScale.signed.offset) }),
                    label: random.below(classCount), factors: (0..<810).map { _ in random.uniform() < 0.5 ? 0 : 2 })
            })
    }

    func load(group: Int, image: LaneTensor, labels: UnsafeMutablePointer<UInt8>, dropoutFactors: UnsafeMutablePointer<Lanes>?) -> Int {
        let first = group * Lanes.scalarCount
        let count = min(Lanes.scalarCount, faceCount - first)
        for lane in 0..<count {
            image.store(faces[first + lane].image, lane: lane)
            labels[lane] = UInt8(faces[first + lane].label)
            if let dropoutFactors { for unit in 0..<810 { dropoutFactors[unit][lane] = Float(faces[first + lane].factors[unit]) } }
        }
        return count
    }
}
