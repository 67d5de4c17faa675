import Engine
package import FaceData

/// What one face leaves in a network: what is said of it, and what lies before and behind the warp.
package struct ForwardTrace: Sendable, Equatable {
    /// What the network says; its theta is the one in use.
    package let prediction: FacePrediction
    /// What the localisation network says, whatever was imposed.
    package let ownTheta: Theta
    /// What the sampler reads: `paper`'s last feature map, `series`' face in the network's input scale.
    package let before: FeatureMaps
    /// What the sampler makes of that.
    package let after: FeatureMaps

    /// Memberwise.
    package init(prediction: FacePrediction, ownTheta: Theta, before: FeatureMaps, after: FeatureMaps) {
        (self.prediction, self.ownTheta, self.before, self.after) = (prediction, ownTheta, before, after)
    }
}

/// Planes of activations of one face.
package struct FeatureMaps: Sendable, Equatable {
    /// How many planes there are.
    package let channels: Int
    /// Height and width of each.
    package let side: Int
    /// [channels, side, side].
    package let values: [Float]

    /// Memberwise.
    ///
    /// - Precondition: there are as many values.
    package init(channels: Int, side: Int, values: [Float]) {
        precondition(values.count == channels * side * side, "\(values.count) values for \(channels) planes of \(side) x \(side)")
        (self.channels, self.side, self.values) = (channels, side, values)
    }

    /// One plane, [side, side].
    package func plane(_ channel: Int) -> ArraySlice<Float> { values[channel * side * side..<(channel + 1) * side * side] }
}

extension TrainedNetwork {
    /// Looks at one face, [48, 48], 0...255.
    ///
    /// - Parameter theta: where attention is made to look; nil: where the network itself looks. Its own theta gives its own answer, bit for bit.
    package func look(at face: [UInt8], imposing theta: Theta? = nil) -> ForwardTrace {
        let faces = FaceSet(pixels: face, labels: [0], classNames: classNames)
        let passage = engine.pass(FaceBatch(faces: faces, positions: 0..<1, input: input, chance: nil), imposing: theta)
        let isPaper = architecture.kind == .paper
        let (channels, side) = isPaper ? (architecture.width, architecture.features[3].outputSide) : (1, FaceSet.side)
        return ForwardTrace(
            prediction: FacePrediction(passage.prediction, classCount: classNames.count), ownTheta: Theta(passage.ownTheta),
            before: FeatureMaps(channels: channels, side: side, values: passage.input),
            after: FeatureMaps(channels: channels, side: side, values: passage.output))
    }
}
