import Engine
import FaceData
import Foundation
import Testing

/// Whole networks against PyTorch's float64 numbers, stored in safetensors files.
///
/// Built and run as the program is shipped, by Engine's package interface alone. DEEP_EMOTION_GOLDENS names another folder with such files.
/// Allowed is four times what PyTorch's own float32 reaches (docs/NETWORKS.md, Numerical tolerances), ten times with Winograd's tiles, whose transforms
/// round once more.
@Suite struct GoldenTests {
    /// A network, computed in one way.
    struct Subject: CustomTestStringConvertible, Sendable {
        let network: NetworkKind
        let convolution: ConvolutionMethod
        var testDescription: String { "\(network) \(convolution)" }
    }

    static let subjects = NetworkKind.allCases.flatMap { network in ConvolutionMethod.allCases.map { Subject(network: network, convolution: $0) } }

    @Test(arguments: subjects, [1, 2, 3])
    func reproducesPyTorch(subject: Subject, threads: Int) throws {
        let file = try GoldenFile(subject.network)
        var outcome = try GoldenRun(file, subject.convolution, threads: threads)
        try outcome.checkEvaluation()
        try outcome.checkTrainingLogits()
        try outcome.checkTrainingLoss()
        try outcome.checkGradients()
        try outcome.checkSteps()
    }

    @Test(arguments: subjects)
    func givesTheSameBitsOnAnyNumberOfThreads(subject: Subject) throws {
        let file = try GoldenFile(subject.network)
        let results = try [1, 2, 3].map { threads in
            let run = try GoldenRun(file, subject.convolution, threads: threads)
            for _ in 0..<5 { _ = run.step() }
            return run.engine.state
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }
}

/// A golden file's tensors.
struct GoldenFile {
    let tensors: Safetensors
    let network: NetworkKind
    let batchSize: Int

    init(_ network: NetworkKind) throws {
        self.network = network
        let folder = ProcessInfo.processInfo.environment["DEEP_EMOTION_GOLDENS"].flatMap { $0.isEmpty ? nil : $0 }
        let own = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures").path
        let path = "\(folder ?? own)/\(network.rawValue).safetensors"
        tensors = try Safetensors(decoding: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))), path: path)
        let image = try #require(tensors.tensors.first { $0.name == "in.image" })
        batchSize = image.shape[0]
    }

    func floats(_ name: String) throws -> [Float] { try #require(tensors.floats(name), "no tensor \(name)") }

    /// The tensors PREFIX.NAME in the order of a layout.
    func parameters(_ prefix: String, _ layout: ParameterLayout) throws -> [Float] {
        try layout.tensors.flatMap { tensor in
            let stored = try #require(tensors.tensors.first { $0.name == "\(prefix).\(tensor.name)" }, "no tensor \(prefix).\(tensor.name)")
            #expect(stored.shape == tensor.shape, "shape of \(prefix).\(tensor.name)")
            return try floats("\(prefix).\(tensor.name)")
        }
    }
}

/// One engine on one golden file.
struct GoldenRun {
    let file: GoldenFile
    let engine: StepEngine
    /// Images in the network's own scale, with a given dropout mask.
    let batch: TensorBatch
    let l2: Double
    /// In `series` the gradient of conv4's bias is rounding alone, which Adam makes full steps of; from there on runs differ.
    let isExact: Bool
    private let convolution: ConvolutionMethod

    init(_ file: GoldenFile, _ convolution: ConvolutionMethod, threads: Int) throws {
        self.file = file
        self.convolution = convolution
        isExact = file.network == .paper
        l2 = file.network == .paper ? 0.01 : 0
        let architecture = Architecture(file.network, sampler: file.network == .paper ? .stn : .halfpixel, classCount: 7)
        engine = StepEngine(
            architecture, convolution: convolution, pool: try WorkerPool(count: threads), maximumBatch: file.batchSize,
            parameters: try file.parameters("p0", ParameterLayout(architecture)))
        let label = try #require(file.tensors.tensors.first { $0.name == "in.label" })
        guard case .int64(let labels) = label.values else { throw GoldenError.labels }
        let (images, keep) = (try file.floats("in.image"), try file.floats("in.keep"))
        guard images.count == file.batchSize * 2304, labels.count == file.batchSize, keep.count == file.batchSize * 810,
            labels.allSatisfy({ (0..<7).contains($0) })
        else { throw GoldenError.shapes }
        batch = TensorBatch(images: images, labels: labels.map { UInt8($0) }, dropoutFactors: keep.map { 2 * $0 })
    }

    enum GoldenError: Error { case labels, shapes }

    func step() -> Double {
        let l2Loss = engine.l2Loss(l2)
        let score = engine.step(
            batch, StepEngine.Update(.adam, .init(learningRate: 0.005, adamEpsilon: file.network == .paper ? 1e-7 : 1e-8), l2: l2))
        #expect(score.isFinite)
        return score.loss / Double(file.batchSize) + l2Loss
    }

    func checkEvaluation() throws {
        let predictions = UnsafeMutablePointer<StepEngine.Prediction>.allocate(capacity: file.batchSize)
        predictions.initialize(repeating: .init(), count: file.batchSize)
        defer { predictions.deallocate() }
        engine.evaluate(batch, into: predictions)
        let logits = (0..<file.batchSize).flatMap { face in (0..<7).map { predictions[face].logits[$0] } }
        let thetas = (0..<file.batchSize).flatMap { face in (0..<6).map { predictions[face].theta[$0] } }
        expect(logits, isWithin: 4e-7, of: try file.floats("out.logits"), "logits")
        expect(thetas, isWithin: 4e-7, of: try file.floats("out.theta"), "theta")
        expect(batch.warped(by: thetas, .corners), isWithin: 1.2e-4, of: try file.floats("out.crop"), "crop")
    }

    func checkTrainingLogits() throws {
        expect(
            engine.trainingLogits(batch), isWithin: isExact ? 4e-7 : 4e-5, of: try file.floats("out.train_logits"), "logits in training")
    }

    func checkTrainingLoss() throws {
        let result = engine.gradient(batch)
        let crossEntropy = result.loss / Double(file.batchSize)
        expect([Float(crossEntropy)], isWithin: 4e-6, of: try file.floats("out.ce"), "cross-entropy")
        expect([Float(engine.l2Loss(l2))], isWithin: 4e-6, of: try file.floats("out.l2"), "L2")
        expect([Float(crossEntropy + engine.l2Loss(l2))], isWithin: 4e-6, of: try file.floats("out.loss"), "loss")
    }

    func checkGradients() throws {
        var gradient = engine.gradient(batch).gradient
        for index in engine.layout.regularised { gradient[index] += 2 * Float(l2) * engine.parameters.base[index] }
        for tensor in engine.layout.tensors where !isNoise(tensor) {
            let expected = try file.floats("g.\(tensor.name)")
            let largest = expected.map(abs).max() ?? 0
            expect(Array(gradient[tensor.range]), isWithin: 4e-5 * largest, of: expected, "gradient of \(tensor.name)")
        }
    }

    mutating func checkSteps() throws {
        var losses: [Float] = []
        guard isExact else {
            losses.append(Float(step()))
            try checkParameters("p1", isWithin: 8e-5)
            try checkStatistics()
            losses.append(Float(engine.gradient(batch).loss / Double(file.batchSize)))
            return expect(losses, isWithin: 4e-6, of: Array(try file.floats("out.loss5").prefix(2)), "losses of a step")
        }
        for number in 1...5 {
            losses.append(Float(step()))
            if number == 1 { try checkParameters("p1", isWithin: 4e-5) }
        }
        try checkParameters("p5", isWithin: 8e-5)
        losses.append(Float(engine.gradient(batch).loss / Double(file.batchSize) + engine.l2Loss(l2)))
        expect(losses, isWithin: 4e-6, of: try file.floats("out.loss5"), "losses of five steps")
    }

    private func checkStatistics() throws {
        for (norm, running) in zip(engine.layout.batchNorms, engine.state.statistics) {
            expect(running.means, isWithin: 4e-7, of: try file.floats("buf1.\(norm.name).running_mean"), "running mean")
            expect(running.variances, isWithin: 4e-7, of: try file.floats("buf1.\(norm.name).running_var"), "running variance")
            #expect(running.batchCount == 1)
        }
    }

    /// What the reference leaves out of gradients and first steps.
    private func isNoise(_ tensor: ParameterLayout.Tensor) -> Bool { !isExact && tensor.name == "conv4.bias" }

    private func checkParameters(_ prefix: String, isWithin tolerance: Float) throws {
        let values = engine.parameters.values
        for tensor in engine.layout.tensors where !isNoise(tensor) {
            expect(Array(values[tensor.range]), isWithin: tolerance, of: try file.floats("\(prefix).\(tensor.name)"), "\(prefix).\(tensor.name)")
        }
    }

    private func expect(_ found: [Float], isWithin tolerance: Float, of expected: [Float], _ name: String) {
        #expect(found.count == expected.count, "\(name)")
        let worst = zip(found, expected).map { abs($0 - $1) }.reduce(Float(0)) { $1.isNaN ? .infinity : max($0, $1) }
        let tolerance = convolution == .winograd ? tolerance * 10 / 4 : tolerance
        #expect(worst <= tolerance, "\(name) is off by \(worst)")
        if ProcessInfo.processInfo.environment["DEEP_EMOTION_VERBOSE"] != nil { print(name, worst, tolerance) }
    }
}
