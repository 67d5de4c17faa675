package import FaceData

extension StepEngine {
    /// What one face leaves on its way through the network.
    package struct Passage {
        /// theta in use, and the logits that follow from it.
        package var prediction: Prediction
        /// What the localisation network says, whatever was imposed.
        package var ownTheta: [Float]
        /// What the sampler reads, [C, N, N].
        package var input: [Float]
        /// What it makes of that, [C, N, N].
        package var output: [Float]
    }

    /// Takes the first face of `batch` through the network as in evaluation, on the caller's thread, and reads what it leaves there.
    ///
    /// The layers are those of `evaluate`, and a face's lane does not depend on the others: the numbers are the same bits.
    /// - Parameter theta: what stands in for the localisation's answer; nil: that answer.
    package func pass(_ batch: Batch, imposing theta: Theta? = nil) -> Passage {
        precondition(batch.faceCount > 0, "a batch without a face")
        let (network, slot) = (networks[0], slots[0])
        for (index, statistics) in statistics.enumerated() { statistics.evaluated = average?.statistics[index] }
        defer { for statistics in statistics { statistics.evaluated = nil } }
        let parameters = average?.parameters ?? parameters
        network.prepare(parameters.base, forTraining: false)
        load(0, of: batch, into: slot, 0, dropsUnits: false)
        let group = FaceGroup(
            activations: slot.activations, number: 0, faceCount: slot.faceCount.pointee, labels: slot.labels, parameters: parameters.base,
            gradient: nil, lossScale: 0)
        var own: [Float] = []
        network.evaluate(group) { values in
            own = (0..<6).map { values[$0][0] }
            if let theta { for (index, value) in theta.values.enumerated() { values[index] = Lanes(repeating: value) } }
        }
        var prediction = Prediction()
        let (logits, used) = (network.logits.tensor(group).base, network.theta.tensor(group).base)
        for index in 0..<architecture.classCount { prediction.logits[index] = logits[index][0] }
        for index in 0..<6 { prediction.theta[index] = used[index][0] }
        return Passage(
            prediction: prediction, ownTheta: own, input: network.warped.input.tensor(group).firstLane,
            output: network.warped.output.tensor(group).firstLane)
    }
}

extension StepEngine {
    /// Logits [N, C] as they are in a training step: units are dropped as the batch says, and its own statistics normalise it. Nothing is changed.
    ///
    /// For the golden tests, which run on the release build: a step itself gives no logits.
    package func trainingLogits(_ batch: Batch) -> [Float] {
        let statistics = layout.batchNorms.map { BatchStatistics(channels: $0.channels, groupCount: batch.groupCount) }
        let network = Network(architecture, convolution, statistics: statistics)
        let arena = LaneArena()
        let gradient = arena.floats(layout.count)
        network.prepare(parameters.base, forTraining: true)
        let groups = (0..<batch.groupCount).map { number in
            let activations = arena.lanes(network.activationCount)
            let labels = arena.take(Lanes.scalarCount, of: UInt8.self, zero: 0)
            let count = batch.load(
                group: number, image: network.image.tensor(in: activations), labels: labels,
                dropoutFactors: network.dropoutFactors.tensor(in: activations).base, scratch: FaceScratch(arena))
            return FaceGroup(
                activations: activations, number: number, faceCount: count, labels: labels, parameters: parameters.base, gradient: gradient,
                lossScale: 1)
        }
        for phase in 0...network.turningPhase {
            for group in groups { network.train(group, gradient, phase: phase) }
            for statistics in statistics { statistics.settleMoments(groups: groups.count) }
        }
        return groups.flatMap { group in
            (0..<group.faceCount).flatMap { lane in
                (0..<architecture.classCount).map { network.logits.tensor(group).base[$0][lane] }
            }
        }
    }
}

extension Batch {
    /// What a sampler makes of the images, [N, 48, 48], with the engine's own kernel. For the golden tests.
    ///
    /// - Parameter thetas: [N, 6].
    package func warped(by thetas: [Float], _ sampler: Sampler) -> [Float] {
        precondition(thetas.count == 6 * faceCount, "six numbers for each face")
        let arena = LaneArena()
        let side = FaceSet.side
        let (image, output) = (arena.tensor(channels: 1, height: side, width: side), arena.tensor(channels: 1, height: side, width: side))
        let theta = arena.lanes(6)
        let warp = Warp(arena, sampler, side: side)
        let labels = arena.take(Lanes.scalarCount, of: UInt8.self, zero: 0)
        let scratch = FaceScratch(arena)
        var result: [Float] = []
        for group in 0..<groupCount {
            let count = load(group: group, image: image, labels: labels, dropoutFactors: nil, scratch: scratch)
            for lane in 0..<count {
                for index in 0..<6 { theta[index][lane] = thetas[(group * Lanes.scalarCount + lane) * 6 + index] }
            }
            warp.forward(image, theta: theta, output: output)
            for lane in 0..<count { result += (0..<FaceSet.pixelsPerFace).map { output.base[$0][lane] } }
        }
        return result
    }
}

extension LaneTensor {
    /// The first face's numbers, [channels, height, width], without the border.
    fileprivate var firstLane: [Float] {
        (0..<channels).flatMap { channel in (0..<height).flatMap { y in (0..<width).map { row(channel, y)[$0][0] } } }
    }
}
