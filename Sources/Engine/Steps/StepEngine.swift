import Synchronization

/// One training step after another on all workers, and evaluation.
///
/// Workers own groups of sixteen faces from the first layer to the last gradient and meet twice a step: when all gradients stand, and when the
/// parameters are updated; each batch norm makes two more, for the statistics of the whole batch. Gradients are kept by chunk (neighbouring
/// groups; the cut depends on the batch size alone) and summed in the chunks' order, so the result does not depend on the number of workers. Nothing
/// here allocates in a step.
package final class StepEngine {
    package let architecture: Architecture
    /// How convolutions are computed.
    let convolution: ConvolutionMethod
    package let layout: ParameterLayout
    /// Trained numbers, laid out as `layout`.
    package let parameters: SharedFloats
    package let firstMoment: SharedFloats
    package let secondMoment: SharedFloats
    /// Steps of the optimiser done.
    package var stepCount = 0
    /// The average of the parameters that is evaluated and saved in their stead; nil where none is kept.
    package var average: WeightAverage?

    private let pool: WorkerPool
    let networks: [Network]
    /// For loading, one a worker.
    private let scratch: [FaceScratch]
    /// One for each batch norm of the layout.
    let statistics: [BatchStatistics]
    /// Memory of groups: where batch norms make the workers meet within a step each group of a batch keeps its own, else each worker has one.
    let slots: [Slot]
    private let slotMemory = LaneArena()
    private let gradients: ChunkGradients
    private let chunkScores: UnsafeMutablePointer<ChunkScore>
    /// [16], what a face of each class counts.
    private let classWeights: UnsafeMutablePointer<Float>
    /// Whether faces have shares in all classes for targets.
    private var hasShares = false
    /// What the loss compares with; nil: each face's own class alone, all faces counting the same.
    private var targets: SoftmaxCrossEntropy.Targets?

    private let next = Atomic<Int>(0)
    private var phase = 0
    private let isFinite = Atomic<Bool>(true)
    private var batch: Batch?
    private var update = Update(.sgd, Optimiser.Settings(learningRate: 0))
    private var updateStage = UpdateStage.whole
    /// What turns the gradient of the mean over faces into that of the mean by their weights.
    private var gradientScale: Float = 1
    private var clipFactor: Float = 1
    private var evaluation: UnsafeMutablePointer<Prediction>?
    private var gradientWork: (Int) -> Void = { _ in }
    private var updateWork: (Int) -> Void = { _ in }
    private var evaluationWork: (Int) -> Void = { _ in }

    /// What a group needs from its loading to its last gradient.
    struct Slot {
        let activations: UnsafeMutablePointer<Lanes>
        let labels: UnsafeMutablePointer<UInt8>
        /// Written when its faces are loaded.
        let faceCount: UnsafeMutablePointer<Int>
        /// [C], what its faces are trained to, where their targets are shares.
        let shares: UnsafeMutablePointer<Lanes>
    }

    /// What one chunk of a batch scored.
    private struct ChunkScore {
        var loss = 0.0
        var correct = 0
        /// The sum of the faces' weights, where they have any.
        var weight = 0.0
    }

    /// The part of the update that workers do; where the gradient is clipped its whole norm must stand before anything moves.
    private enum UpdateStage { case whole, sum, move }

    /// What a step found.
    package struct StepScore {
        /// Sum of the faces' cross-entropies, whatever they count and however their targets are smoothed.
        package var loss: Double
        /// Faces whose class was predicted.
        package var correct: Int
        /// Whether the loss and all parameters are still numbers.
        package var isFinite: Bool
    }

    /// What the network says of one face.
    package struct Prediction {
        /// Of at most 16 classes.
        package var logits: InlineArray<16, Float> = .init(repeating: 0)
        package var theta: InlineArray<6, Float> = .init(repeating: 0)
        package var loss = 0.0
        package var predicted = 0

        /// Memberwise.
        package init(
            logits: InlineArray<16, Float> = .init(repeating: 0), theta: InlineArray<6, Float> = .init(repeating: 0), loss: Double = 0.0,
            predicted: Int = 0
        ) {
            self.logits = logits
            self.theta = theta
            self.loss = loss
            self.predicted = predicted
        }
    }

    /// Faces that go through the network side by side.
    package static let facesPerGroup = Lanes.scalarCount

    /// Gradient copies at most; larger batches put several groups into one.
    private static let chunkLimit = 64

    /// - Parameters:
    ///   - pool: the workers, the engine's own from here on.
    ///   - maximumBatch: faces that a training step has at most.
    ///   - initial: laid out as the architecture's `ParameterLayout`.
    package init(
        _ architecture: Architecture, convolution: ConvolutionMethod = .winograd, pool: WorkerPool, maximumBatch: Int, parameters initial: [Float]
    ) {
        precondition(architecture.classCount <= 16, "at most 16 classes")
        self.architecture = architecture
        self.convolution = convolution
        let layout = ParameterLayout(architecture)
        self.layout = layout
        self.pool = pool
        let threads = pool.count
        let groups = (maximumBatch + Lanes.scalarCount - 1) / Lanes.scalarCount
        let statistics = layout.batchNorms.map { BatchStatistics(channels: $0.channels, groupCount: groups) }
        self.statistics = statistics
        let networks = (0..<threads).map { _ in Network(architecture, convolution, statistics: statistics) }
        self.networks = networks
        scratch = networks.map { FaceScratch($0.arena) }
        let slotMemory = slotMemory
        slots = (0..<(statistics.isEmpty ? threads : max(threads, groups))).map { _ in
            Slot(
                activations: slotMemory.lanes(networks[0].activationCount), labels: slotMemory.take(Lanes.scalarCount, of: UInt8.self, zero: 0),
                faceCount: slotMemory.take(1, of: Int.self, zero: 0), shares: slotMemory.lanes(architecture.classCount))
        }
        parameters = SharedFloats(initial)
        firstMoment = SharedFloats(count: layout.count)
        secondMoment = SharedFloats(count: layout.count)
        gradients = ChunkGradients(parameterCount: layout.count, chunkLimit: min(groups, Self.chunkLimit))
        chunkScores = .allocate(capacity: gradients.chunkLimit)
        chunkScores.initialize(repeating: ChunkScore(), count: gradients.chunkLimit)
        classWeights = .allocate(capacity: 16)
        classWeights.initialize(repeating: 1, count: 16)
        // Made once: a closure made in a step would be an allocation in it.
        gradientWork = { [unowned self] worker in addGradients(worker) }
        updateWork = { [unowned self] worker in updateParameters(worker) }
        evaluationWork = { [unowned self] worker in evaluate(worker) }
    }

    deinit {
        chunkScores.deallocate()
        classWeights.deallocate()
    }

    /// Bytes of activations and scratch of all workers, and of gradients, moments and average.
    package var byteCount: Int {
        networks.reduce(slotMemory.byteCount) { $0 + $1.arena.byteCount }
            + (gradients.count + (average == nil ? 3 : 4) * layout.count) * MemoryLayout<Float>.stride
    }

    /// Sets what training compares with.
    ///
    /// - Parameters:
    ///   - weights: what a face of each class counts, [C]; nil: all the same. Of every batch at least one face must count.
    ///   - smoothing: the share of each target that is spread over all classes, 0..<1.
    ///   - shares: whether the batches that train have shares in all classes for targets.
    package func setTargets(weights: [Double]?, smoothing: Double, shares: Bool = false) {
        precondition(weights.map { $0.count == architecture.classCount } ?? true, "weights of other classes")
        precondition((0..<1).contains(smoothing), "a smoothing of \(smoothing)")
        for index in 0..<architecture.classCount { classWeights[index] = Float(weights?[index] ?? 1) }
        let sum = (0..<architecture.classCount).reduce(Float(0)) { $0 + classWeights[$1] }
        // Without them the plain gradient is computed, to the same bits as ever.
        hasShares = shares
        targets =
            weights == nil && smoothing == 0 && !shares
            ? nil : SoftmaxCrossEntropy.Targets(weights: classWeights, weightSum: sum, smoothing: Float(smoothing))
    }

    /// All numbers of the network that is evaluated and saved: the average where one is kept.
    package var evaluatedState: NetworkState { average?.state ?? state }

    /// All numbers of the network that trains.
    package var state: NetworkState {
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
    package func step(_ batch: Batch, _ update: Update) -> StepScore {
        let score = gradientPhase(batch)
        for statistics in statistics { statistics.updateRunning() }
        self.update = update
        stepCount += 1
        average?.beginStep(decay: update.average)
        isFinite.store(score.loss.isFinite, ordering: .relaxed)
        if update.clip > 0 {
            runUpdate(.sum)
            clipFactor = update.clipFactor(norm: gradients.norm)
            runUpdate(.move)
        } else {
            runUpdate(.whole)
        }
        if let average {
            for (index, statistics) in statistics.enumerated() { average.follow(statistics.running, batchNorm: index) }
        }
        return StepScore(loss: score.loss, correct: score.correct, isFinite: isFinite.load(ordering: .relaxed))
    }

    private func runUpdate(_ stage: UpdateStage) {
        updateStage = stage
        next.store(0, ordering: .relaxed)
        pool.run(updateWork)
    }

    /// The loss's gradient without L2, summed over the chunks, and what the batch scored; parameters stay.
    package func gradient(_ batch: Batch) -> (gradient: [Float], loss: Double, correct: Int) {
        let score = gradientPhase(batch)
        let chunks = chunkCount(batch)
        let sums = (0..<layout.count).map { index in (0..<chunks).reduce(Float(0)) { $0 + gradients[$1][index] } * gradientScale }
        return (sums, score.loss, score.correct)
    }

    /// What the network says of each face of a batch, units not dropped, written to `predictions` in the batch's order.
    package func evaluate(_ batch: Batch, into predictions: UnsafeMutablePointer<Prediction>) {
        self.batch = batch
        evaluation = predictions
        for (index, statistics) in statistics.enumerated() { statistics.evaluated = average?.statistics[index] }
        next.store(0, ordering: .relaxed)
        pool.run(evaluationWork)
        self.batch = nil
        evaluation = nil
        // The average's own, which would else be copied when it moves on.
        for statistics in statistics { statistics.evaluated = nil }
    }

    /// `factor` times the sum of squares of the regularised parameters.
    package func l2Loss(_ factor: Double) -> Double {
        factor * layout.regularised.reduce(0.0) { $0 + Double(parameters.base[$1]) * Double(parameters.base[$1]) }
    }

    private func chunkCount(_ batch: Batch) -> Int {
        (batch.groupCount + groupsPerChunk(batch) - 1) / groupsPerChunk(batch)
    }

    private func groupsPerChunk(_ batch: Batch) -> Int { (batch.groupCount + gradients.chunkLimit - 1) / gradients.chunkLimit }

    private func gradientPhase(_ batch: Batch) -> ChunkScore {
        precondition(batch.faceCount > 0 && batch.groupCount <= gradients.chunkLimit * groupsPerChunk(batch), "a batch of \(batch.faceCount) faces")
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
            score.weight += chunkScores[chunk].weight
        }
        gradientScale = targets == nil ? 1 : Float(Double(batch.faceCount) / score.weight)
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
            let gradient = gradients[chunk]
            if phase == 0 {
                gradients.clear(chunk)
                chunkScores[chunk] = ChunkScore()
            }
            for number in chunk * perChunk..<min((chunk + 1) * perChunk, batch.groupCount) {
                let slot = slots[statistics.isEmpty ? worker : number]
                if phase == 0 { load(number, of: batch, into: slot, worker, dropsUnits: true) }
                var targets = targets
                if hasShares { targets?.shares = UnsafePointer(slot.shares) }
                let group = FaceGroup(
                    activations: slot.activations, number: number, faceCount: slot.faceCount.pointee, labels: slot.labels,
                    parameters: parameters.base, gradient: gradient, lossScale: 1 / Float(batch.faceCount), targets: targets)
                network.train(group, gradient, phase: phase)
                if phase == network.turningPhase { score(group, network.logits.tensor(group).base, &chunkScores[chunk]) }
            }
        }
    }

    func load(_ number: Int, of batch: Batch, into slot: Slot, _ worker: Int, dropsUnits: Bool) {
        let network = networks[worker]
        slot.faceCount.pointee = batch.load(
            group: number, image: network.image.tensor(in: slot.activations), labels: slot.labels,
            dropoutFactors: dropsUnits ? network.dropoutFactors.tensor(in: slot.activations).base : nil, scratch: scratch[worker])
        if hasShares, dropsUnits {
            let isFilled = batch.loadShares(group: number, slot.shares)
            precondition(isFilled, "a batch without the shares that it is trained to")
        }
    }

    private func score(_ group: FaceGroup, _ logits: UnsafePointer<Lanes>, _ score: inout ChunkScore) {
        for lane in 0..<group.faceCount {
            let label = Int(group.labels[lane])
            let verdict = SoftmaxCrossEntropy.verdict(logits, classCount: architecture.classCount, lane: lane, label: label)
            score.loss += verdict.loss
            score.correct += verdict.predicted == label ? 1 : 0
            if let shares = group.targets?.shares {
                for index in 0..<architecture.classCount { score.weight += Double(classWeights[index] * shares[index][lane]) }
            } else {
                score.weight += Double(classWeights[label])
            }
        }
    }

    private func updateParameters(_ worker: Int) {
        guard let batch else { return }
        let chunks = chunkCount(batch)
        let regularised = layout.regularised
        while case let piece = next.add(1, ordering: .relaxed).oldValue, piece < gradients.pieceCount {
            let range = gradients.range(ofPiece: piece)
            let gradient = gradients[0]
            if updateStage != .move {
                gradients.sum(range, chunks: chunks, scale: gradientScale)
                let slope = Float(2 * update.l2)
                for index in regularised.clamped(to: range) { gradient[index] += slope * parameters.base[index] }
            }
            switch updateStage {
            case .sum:
                gradients.measure(piece: piece)
                continue
            case .move: for index in range { gradient[index] *= clipFactor }
            case .whole: break
            }
            let first = range.lowerBound
            let stays = update.move(
                parameters.base + first, gradient: gradient + first, firstMoment: firstMoment.base + first, secondMoment: secondMoment.base + first,
                count: range.count, step: stepCount)
            if !stays { isFinite.store(false, ordering: .relaxed) }
            average?.follow(parameters.base, range)
        }
    }

    private func evaluate(_ worker: Int) {
        guard let batch, let evaluation else { return }
        let network = networks[worker]
        let slot = slots[worker]
        let parameters = average?.parameters ?? parameters
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
