extension StepEngine {
    /// What one face leaves on its way through the network.
    struct Passage {
        /// theta in use, and the logits that follow from it.
        var prediction: Prediction
        /// What the localisation network says, whatever was imposed.
        var ownTheta: [Float]
        /// What the sampler reads, [C, N, N].
        var input: [Float]
        /// What it makes of that, [C, N, N].
        var output: [Float]
    }

    /// Takes the first face of `batch` through the network as in evaluation, on the caller's thread, and reads what it leaves there.
    ///
    /// The layers are those of `evaluate`, and a face's lane does not depend on the others: the numbers are the same bits.
    /// - Parameter theta: what stands in for the localisation's answer; nil: that answer.
    func pass(_ batch: any BatchSource, imposing theta: Theta? = nil) -> Passage {
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

extension LaneTensor {
    /// The first face's numbers, [channels, height, width], without the border.
    fileprivate var firstLane: [Float] {
        (0..<channels).flatMap { channel in (0..<height).flatMap { y in (0..<width).map { row(channel, y)[$0][0] } } }
    }
}
