import Synchronization

/// One training step after another on all workers, and evaluation.
///
/// Workers own groups of sixteen faces from the first layer to the last gradient and meet twice a step: when all gradients stand, and when the
/// parameters are updated; each batch norm makes two more, for the statistics of the whole batch. Gradients are kept by chunk (neighbouring
/// groups; the cut depends on the batch size alone) and summed in the chunks' order, so the result does not depend on the number of workers. Nothing
/// here allocates in a step.
final class StepEngine {
    let architecture: Architecture
    let layout: ParameterLayout
    /// Trained numbers, laid out as `layout`.
    let parameters: SharedFloats
    let firstMoment: SharedFloats
    let secondMoment: SharedFloats
    /// Adam steps done.
    var stepCount = 0
    /// Bytes of activations and scratch of all workers, and of gradients and moments.
    let byteCount: Int

    private let pool: WorkerPool
    private let networks: [Network]
    /// For loading, one a worker.
    private let scratch: [FaceScratch]
    /// One for each batch norm of the layout.
    private let statistics: [BatchStatistics]
    /// Memory of groups: where batch norms make the workers meet within a step each group of a batch keeps its own, else each worker has one.
    private let slots: [Slot]
    private let slotMemory = LaneArena()
    private let gradients: SharedFloats
    private let maximumChunks: Int
    private let chunkScores: UnsafeMutablePointer<ChunkScore>

    private let next = Atomic<Int>(0)
    private var phase = 0
    private let isFinite = Atomic<Bool>(true)
    private var batch: (any BatchSource)?
    private var update = Update(adam: Adam(learningRate: 0, epsilon: 1e-7, step: 0), l2: 0)
    private var evaluation: UnsafeMutablePointer<Prediction>?
    private var gradientWork: (Int) -> Void = { _ in }
    private var updateWork: (Int) -> Void = { _ in }
    private var evaluationWork: (Int) -> Void = { _ in }

    /// What a group needs from its loading to its last gradient.
    private struct Slot {
        let activations: UnsafeMutablePointer<Lanes>
        let labels: UnsafeMutablePointer<UInt8>
        /// Written when its faces are loaded.
        let faceCount: UnsafeMutablePointer<Int>
    }

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

    /// - Parameters:
    ///   - pool: the workers, the engine's own from here on.
    ///   - maximumBatch: faces that a training step has at most.
    ///   - initial: laid out as the architecture's `ParameterLayout`.
    init(_ architecture: Architecture, pool: WorkerPool, maximumBatch: Int, parameters initial: [Float]) {
        precondition(architecture.classCount <= 16, "at most 16 classes")
        self.architecture = architecture
        let layout = ParameterLayout(architecture)
        self.layout = layout
        self.pool = pool
        let threads = pool.count
        let groups = (maximumBatch + Lanes.scalarCount - 1) / Lanes.scalarCount
        let statistics = layout.batchNorms.map { BatchStatistics(channels: $0.channels, groupCount: groups) }
        self.statistics = statistics
        let networks = (0..<threads).map { _ in Network(architecture, statistics: statistics) }
        self.networks = networks
        scratch = networks.map { FaceScratch($0.arena) }
        let slotMemory = slotMemory
        slots = (0..<(statistics.isEmpty ? threads : max(threads, groups))).map { _ in
            Slot(
                activations: slotMemory.lanes(networks[0].activationCount), labels: slotMemory.take(Lanes.scalarCount, of: UInt8.self, zero: 0),
                faceCount: slotMemory.take(1, of: Int.self, zero: 0))
        }
        parameters = SharedFloats(initial)
        firstMoment = SharedFloats(count: layout.count)
        secondMoment = SharedFloats(count: layout.count)
        maximumChunks = min(groups, Self.chunkLimit)
        gradients = SharedFloats(count: maximumChunks * layout.count)
        chunkScores = .allocate(capacity: maximumChunks)
        chunkScores.initialize(repeating: ChunkScore(), count: maximumChunks)
        byteCount =
            networks.reduce(slotMemory.byteCount) { $0 + $1.arena.byteCount } + (gradients.count + 3 * layout.count) * MemoryLayout<Float>.stride
        // Made once: a closure made in a step would be an allocation in it.
        gradientWork = { [unowned self] worker in addGradients(worker) }
        updateWork = { [unowned self] worker in updateParameters(worker) }
        evaluationWork = { [unowned self] worker in evaluate(worker) }
    }

    deinit { chunkScores.deallocate() }

    /// All numbers of the network.
    var state: NetworkState {
        get { NetworkState(parameters: parameters.values, statistics: statistics.map(\.running)) }
        set {
            precondition(newValue.statistics.map(\.means.count) == statistics.map(\.channels), "statistics of another network")
            parameters.assign(newValue.parameters)
            for (index, running) in newValue.statistics.enumerated() { statistics[index].running = running }
        }
    }

    /// Trains on one batch.
    ///
    /// - Precondition: the batch has at least one face and no more than the engine was made for.
    func step(_ batch: any BatchSource, _ update: Update) -> StepScore {
        let score = gradientPhase(batch)
        for statistics in statistics { statistics.updateRunning() }
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
        for phase in 0..<networks[0].phaseCount {
            self.phase = phase
            next.store(0, ordering: .relaxed)
            pool.run(gradientWork)
            switch networks[0].meeting(after: phase) {
            case .moments(let index): statistics[index].settleMoments(groups: batch.groupCount)
            case .slopes(let index): statistics[index].settleSlopes(groups: batch.groupCount)
            case nil: break
            }
        }
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
        if phase == 0 { network.prepare(parameters.base, forTraining: true) }
        while case let turn = next.add(1, ordering: .relaxed).oldValue, turn < chunks {
            // Backward begins with what forward has left in the caches.
            let chunk = phase <= network.turningPhase ? turn : chunks - 1 - turn
            let gradient = gradients.base + chunk * layout.count
            if phase == 0 {
                gradient.update(repeating: 0, count: layout.count)
                chunkScores[chunk] = ChunkScore()
            }
            for number in chunk * perChunk..<min((chunk + 1) * perChunk, batch.groupCount) {
                let slot = slots[statistics.isEmpty ? worker : number]
                if phase == 0 { load(number, of: batch, into: slot, worker, dropsUnits: true) }
                let group = FaceGroup(
                    activations: slot.activations, number: number, faceCount: slot.faceCount.pointee, labels: slot.labels,
                    parameters: parameters.base, gradient: gradient, lossScale: 1 / Float(batch.faceCount))
                network.train(group, gradient, phase: phase)
                if phase == network.turningPhase { score(group, network.logits.tensor(group).base, &chunkScores[chunk]) }
            }
        }
    }

    private func load(_ number: Int, of batch: any BatchSource, into slot: Slot, _ worker: Int, dropsUnits: Bool) {
        let network = networks[worker]
        slot.faceCount.pointee = batch.load(
            group: number, image: network.image.tensor(in: slot.activations), labels: slot.labels,
            dropoutFactors: dropsUnits ? network.dropoutFactors.tensor(in: slot.activations).base : nil, scratch: scratch[worker])
    }

    private func score(_ group: FaceGroup, _ logits: UnsafePointer<Lanes>, _ score: inout ChunkScore) {
        for lane in 0..<group.faceCount {
            let label = Int(group.labels[lane])
            let verdict = SoftmaxCrossEntropy.verdict(logits, classCount: architecture.classCount, lane: lane, label: label)
            score.loss += verdict.loss
            score.correct += verdict.predicted == label ? 1 : 0
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
        let slot = slots[worker]
        network.prepare(parameters.base, forTraining: false)
        while case let number = next.add(1, ordering: .relaxed).oldValue, number < batch.groupCount {
            load(number, of: batch, into: slot, worker, dropsUnits: false)
            let group = FaceGroup(
                activations: slot.activations, number: number, faceCount: slot.faceCount.pointee, labels: slot.labels, parameters: parameters.base,
                gradient: nil, lossScale: 0)
            network.evaluate(group)
            let (logits, theta) = (network.logits.tensor(group).base, network.theta.tensor(group).base)
            for lane in 0..<group.faceCount {
                var prediction = Prediction()
                for index in 0..<architecture.classCount { prediction.logits[index] = logits[index][lane] }
                for index in 0..<6 { prediction.theta[index] = theta[index][lane] }
                let verdict = SoftmaxCrossEntropy.verdict(logits, classCount: architecture.classCount, lane: lane, label: Int(slot.labels[lane]))
                prediction.loss = verdict.loss
                prediction.predicted = verdict.predicted
                evaluation[number * Lanes.scalarCount + lane] = prediction
            }
        }
    }
}
