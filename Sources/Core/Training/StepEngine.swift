import Synchronization

/// One training step after another on all workers, and evaluation.
///
/// Workers own groups of sixteen faces from the first layer to the last gradient and meet twice a step: when all gradients stand, and when the
/// parameters are updated. Gradients are kept by chunk (neighbouring groups; the cut depends on the batch size alone) and summed in the chunks'
/// order, so the result does not depend on the number of workers. Nothing here allocates in a step.
final class StepEngine {
    let layout: ParameterLayout
    let classCount: Int
    /// Trained numbers, laid out as `layout`.
    let parameters: SharedFloats
    let firstMoment: SharedFloats
    let secondMoment: SharedFloats
    /// Adam steps done.
    var stepCount = 0
    /// Bytes of activations and scratch of all workers, and of gradients and moments.
    let byteCount: Int

    private let pool: WorkerPool
    private let networks: [PaperNetwork]
    private let gradients: SharedFloats
    private let maximumChunks: Int
    private let chunkScores: UnsafeMutablePointer<ChunkScore>
    private let labels: [UnsafeMutablePointer<UInt8>]

    private let next = Atomic<Int>(0)
    private let isFinite = Atomic<Bool>(true)
    private var batch: (any BatchSource)?
    private var update = Update(adam: Adam(learningRate: 0, epsilon: 1e-7, step: 0), l2: 0)
    private var evaluation: UnsafeMutablePointer<Prediction>?
    private var gradientWork: (Int) -> Void = { _ in }
    private var updateWork: (Int) -> Void = { _ in }
    private var evaluationWork: (Int) -> Void = { _ in }

    /// What one chunk of a batch scored.
    private struct ChunkScore {
        var loss = 0.0
        var correct = 0
    }

    /// How the parameters move.
    struct Update {
        var adam: Adam
        /// Factor of the sum of squares of the regularised parameters.
        var l2: Double
    }

    /// What a step found.
    struct StepScore {
        /// Sum of the faces' cross-entropies.
        var loss: Double
        /// Faces whose class was predicted.
        var correct: Int
        /// Whether the loss and all parameters are still numbers.
        var isFinite: Bool
    }

    /// What the network says of one face.
    struct Prediction {
        /// Of at most 16 classes.
        var logits: InlineArray<16, Float> = .init(repeating: 0)
        var theta: InlineArray<6, Float> = .init(repeating: 0)
        var loss = 0.0
        var predicted = 0
    }

    /// Parameters that share their gradient sum and update.
    private static let parametersPerPiece = 4096
    /// Gradient copies at most; larger batches put several groups into one.
    private static let chunkLimit = 64

    init(sampler: Sampler, classCount: Int, threads: Int, maximumBatch: Int, parameters initial: [Float]) {
        precondition(classCount <= 16, "at most 16 classes")
        layout = .paper(classCount: classCount)
        self.classCount = classCount
        pool = WorkerPool(count: threads)
        networks = (0..<threads).map { _ in PaperNetwork(sampler: sampler, classCount: classCount) }
        parameters = SharedFloats(initial)
        firstMoment = SharedFloats(count: layout.count)
        secondMoment = SharedFloats(count: layout.count)
        let groups = (maximumBatch + Lanes.scalarCount - 1) / Lanes.scalarCount
        maximumChunks = min(groups, Self.chunkLimit)
        gradients = SharedFloats(count: maximumChunks * layout.count)
        chunkScores = .allocate(capacity: maximumChunks)
        chunkScores.initialize(repeating: ChunkScore(), count: maximumChunks)
        labels = networks.map { $0.arena.take(Lanes.scalarCount, of: UInt8.self, zero: 0) }
        byteCount = networks.reduce(0) { $0 + $1.arena.byteCount } + (gradients.count + 3 * layout.count) * MemoryLayout<Float>.stride
        // Made once: a closure made in a step would be an allocation in it.
        gradientWork = { [unowned self] worker in addGradients(worker) }
        updateWork = { [unowned self] worker in updateParameters(worker) }
        evaluationWork = { [unowned self] worker in evaluate(worker) }
    }

    deinit { chunkScores.deallocate() }

    /// Trains on one batch.
    ///
    /// - Precondition: the batch has at least one face and no more than the engine was made for.
    func step(_ batch: any BatchSource, _ update: Update) -> StepScore {
        let score = gradientPhase(batch)
        self.update = update
        stepCount += 1
        self.update.adam.step = stepCount
        next.store(0, ordering: .relaxed)
        isFinite.store(score.loss.isFinite, ordering: .relaxed)
        pool.run(updateWork)
        return StepScore(loss: score.loss, correct: score.correct, isFinite: isFinite.load(ordering: .relaxed))
    }

    /// The mean loss's gradient without L2, summed over the chunks, and what the batch scored; parameters stay.
    func gradient(_ batch: any BatchSource) -> (gradient: [Float], loss: Double, correct: Int) {
        let score = gradientPhase(batch)
        let chunks = chunkCount(batch)
        let sums = (0..<layout.count).map { index in (0..<chunks).reduce(Float(0)) { $0 + gradients.base[$1 * layout.count + index] } }
        return (sums, score.loss, score.correct)
    }

    /// What the network says of each face of a batch, units not dropped, written to `predictions` in the batch's order.
    func evaluate(_ batch: any BatchSource, into predictions: UnsafeMutablePointer<Prediction>) {
        self.batch = batch
        evaluation = predictions
        next.store(0, ordering: .relaxed)
        pool.run(evaluationWork)
        self.batch = nil
        evaluation = nil
    }

    /// `factor` times the sum of squares of the regularised parameters.
    func l2Loss(_ factor: Double) -> Double {
        factor * layout.regularised.reduce(0.0) { $0 + Double(parameters.base[$1]) * Double(parameters.base[$1]) }
    }

    private func chunkCount(_ batch: any BatchSource) -> Int {
        (batch.groupCount + groupsPerChunk(batch) - 1) / groupsPerChunk(batch)
    }

    private func groupsPerChunk(_ batch: any BatchSource) -> Int { (batch.groupCount + maximumChunks - 1) / maximumChunks }

    private func gradientPhase(_ batch: any BatchSource) -> ChunkScore {
        precondition(batch.faceCount > 0 && batch.groupCount <= maximumChunks * groupsPerChunk(batch), "a batch of \(batch.faceCount) faces")
        self.batch = batch
        next.store(0, ordering: .relaxed)
        pool.run(gradientWork)
        var score = ChunkScore()
        for chunk in 0..<chunkCount(batch) {
            score.loss += chunkScores[chunk].loss
            score.correct += chunkScores[chunk].correct
        }
        return score
    }

    private func addGradients(_ worker: Int) {
        guard let batch else { return }
        let network = networks[worker]
        let chunks = chunkCount(batch)
        let perChunk = groupsPerChunk(batch)
        let scale = 1 / Float(batch.faceCount)
        network.prepare(parameters.base, forTraining: true)
        while case let chunk = next.add(1, ordering: .relaxed).oldValue, chunk < chunks {
            let gradient = gradients.base + chunk * layout.count
            gradient.update(repeating: 0, count: layout.count)
            var score = ChunkScore()
            for group in chunk * perChunk..<min((chunk + 1) * perChunk, batch.groupCount) {
                let count = batch.load(group: group, image: network.image, labels: labels[worker], dropoutFactors: network.dropoutFactors)
                network.forward(parameters.base, dropsUnits: true)
                for lane in 0..<count {
                    let label = Int(labels[worker][lane])
                    let verdict = SoftmaxCrossEntropy.verdict(network.logits, classCount: classCount, lane: lane, label: label)
                    score.loss += verdict.loss
                    score.correct += verdict.predicted == label ? 1 : 0
                }
                network.addGradient(parameters.base, labels: labels[worker], faceCount: count, scale: scale, gradient: gradient)
            }
            chunkScores[chunk] = score
        }
    }

    private func updateParameters(_ worker: Int) {
        guard let batch else { return }
        let chunks = chunkCount(batch)
        let regularised = layout.regularised
        let slope = Float(2 * update.l2)
        let pieces = (layout.count + Self.parametersPerPiece - 1) / Self.parametersPerPiece
        while case let piece = next.add(1, ordering: .relaxed).oldValue, piece < pieces {
            let first = piece * Self.parametersPerPiece
            let count = min(Self.parametersPerPiece, layout.count - first)
            let sum = gradients.base + first
            for chunk in 1..<max(1, chunks) {
                let other = gradients.base + chunk * layout.count + first
                for index in 0..<count { sum[index] += other[index] }
            }
            let values = parameters.base + first
            for index in regularised.clamped(to: first..<first + count) { sum[index - first] += slope * values[index - first] }
            let stays = update.adam.update(
                values, gradient: sum, firstMoment: firstMoment.base + first, secondMoment: secondMoment.base + first, count: count)
            if !stays { isFinite.store(false, ordering: .relaxed) }
        }
    }

    private func evaluate(_ worker: Int) {
        guard let batch, let evaluation else { return }
        let network = networks[worker]
        network.prepare(parameters.base, forTraining: false)
        while case let group = next.add(1, ordering: .relaxed).oldValue, group < batch.groupCount {
            let count = batch.load(group: group, image: network.image, labels: labels[worker], dropoutFactors: nil)
            network.forward(parameters.base, dropsUnits: false)
            for lane in 0..<count {
                var prediction = Prediction()
                for index in 0..<classCount { prediction.logits[index] = network.logits[index][lane] }
                for index in 0..<6 { prediction.theta[index] = network.theta[index][lane] }
                let verdict = SoftmaxCrossEntropy.verdict(
                    network.logits, classCount: classCount, lane: lane, label: Int(labels[worker][lane]))
                prediction.loss = verdict.loss
                prediction.predicted = verdict.predicted
                evaluation[group * Lanes.scalarCount + lane] = prediction
            }
        }
    }
}
