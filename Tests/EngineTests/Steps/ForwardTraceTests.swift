@testable import FaceData
@testable import Engine
import TestSupport
import Testing

/// One face on its way through a network, with the network's own box and with others.
@Suite struct ForwardTraceTests {
    private static let architectures = [
        NetworkTests.architectures[0], NetworkTests.architectures[2], NetworkTests.architectures[3], NetworkTests.architectures[7],
    ]

    private static func engine(_ architecture: Architecture, faces: Int = 3) -> (engine: StepEngine, parameters: [Float], batch: FaceBatch) {
        let parameters = NetworkTests.parameters(architecture, seed: 21)
        let engine = StepEngine(architecture, threads: 2, maximumBatch: 16, parameters: parameters)
        let batch = FaceBatch(faces: SyntheticFaces.set(faces, seed: 5), positions: 0..<faces, input: .signed, chance: nil)
        return (engine, parameters, batch)
    }

    private static func same(_ one: StepEngine.Prediction, _ other: StepEngine.Prediction) -> Bool {
        (0..<16).allSatisfy { one.logits[$0].bitPattern == other.logits[$0].bitPattern }
            && (0..<6).allSatisfy { one.theta[$0].bitPattern == other.theta[$0].bitPattern }
    }

    /// The same bits as evaluation in a batch, on workers; and once more where the network's own theta is imposed on it.
    @Test(arguments: architectures)
    func itsOwnBoxGivesItsOwnAnswer(architecture: Architecture) {
        let (engine, _, batch) = Self.engine(architecture)
        let predictions = UnsafeMutablePointer<StepEngine.Prediction>.allocate(capacity: 3)
        defer { predictions.deallocate() }
        predictions.initialize(repeating: StepEngine.Prediction(), count: 3)
        engine.evaluate(batch, into: predictions)
        let own = engine.pass(batch)
        #expect(Self.same(own.prediction, predictions[0]))
        let imposed = engine.pass(batch, imposing: Theta(own.ownTheta))
        #expect(Self.same(imposed.prediction, own.prediction))
        #expect(imposed.input == own.input && imposed.output == own.output && imposed.ownTheta == own.ownTheta)
    }

    /// What the sampler reads and makes, and the logits that follow, against plain loops: with the network's box and with another.
    @Test(arguments: architectures)
    func whatItLeavesIsWhatTheOracleLeaves(architecture: Architecture) {
        let (engine, parameters, batch) = Self.engine(architecture, faces: 1)
        var oracle = NetworkOracle(architecture, parameters: parameters)
        oracle.running = engine.state.statistics
        let face = batch.faces.face(0).map { Double(Float($0) * InputScale.signed.factor + InputScale.signed.offset) }
        let whole = NetworkOracle.Face(
            image: PlainTensor(1, 48, 48, face), label: 0, factors: [Double](repeating: 1, count: architecture.featureCount))
        let trace = oracle.trace([whole])
        let own = engine.pass(batch)
        let isPaper = architecture.kind == .paper
        let read = isPaper ? trace.features[3].outputs[0] : whole.image
        #expect(largestDistance(own.input.map(Double.init), read.values) < 1e-4)
        #expect(largestDistance(own.output.map(Double.init), trace.warped[0].values) < 1e-4)
        #expect(largestDistance(own.ownTheta.map(Double.init), trace.theta[0]) < 1e-4)
        #expect(largestDistance((0..<7).map { Double(own.prediction.logits[$0]) }, trace.logits[0]) < 1e-3)

        // No position of its grid lies on an edge, where `stn` jumps.
        let other = Theta([0.71, 0.19, 0.07, -0.13, 0.82, -0.03])
        let imposed = engine.pass(batch, imposing: other)
        let warped = WarpOracle(sampler: architecture.sampler, theta: other.values.map(Double.init)).forward(read)
        #expect(imposed.input == own.input)
        #expect(largestDistance(imposed.output.map(Double.init), warped.values) < 1e-4)
        #expect(imposed.ownTheta == own.ownTheta)
        #expect((0..<6).map { imposed.prediction.theta[$0] } == other.values)
        #expect(!Self.same(imposed.prediction, own.prediction))
    }

    @Test func aBoxMovesGrowsAndTurnsAboutItsCentre() {
        let box = Theta([0.8, -0.08, 0.06, 0.08, 0.8, -0.02])
        let moved = box.moved(x: 0.1, y: -0.2)
        #expect(abs(moved.shift.x - 0.16) < 1e-6 && abs(moved.shift.y + 0.22) < 1e-6)
        #expect(moved.scale == box.scale && moved.angleDegrees == box.angleDegrees)
        let larger = box.scaled(by: 1.5)
        #expect(abs(larger.scale - 1.5 * box.scale) < 1e-5)
        #expect(larger.shift == box.shift && abs(larger.angleDegrees - box.angleDegrees) < 1e-4)
        let turned = box.turned(byDegrees: 30)
        #expect(abs(turned.angleDegrees - box.angleDegrees - 30) < 1e-3)
        #expect(abs(turned.scale - box.scale) < 1e-5 && turned.shift == box.shift && abs(turned.shear - box.shear) < 1e-5)
    }
}
