/// Mean loss and accuracy over some faces.
package struct Score: Sendable, Codable, Equatable {
    /// Cross-entropy alone, in nats.
    package var loss: Double
    /// The share of faces whose class was predicted, 0...1.
    package var accuracy: Double
    /// Memberwise.
    package init(loss: Double, accuracy: Double) {
        self.loss = loss
        self.accuracy = accuracy
    }
}

/// One epoch, as metrics.jsonl keeps it.
package struct EpochRecord: Sendable, Codable, Equatable {
    /// Counts from 1.
    package var epoch: Int
    /// Over the epoch's training faces, as they were seen (dropout on, parameters moving). The loss is cross-entropy alone, each face counting the same:
    /// comparable with the validation's, whatever class weights and label smoothing make of the loss that is descended.
    package var train: Score
    /// After the epoch.
    package var validation: ValidationScore
    /// The L2 term of the parameters that train, after the epoch.
    package var l2: Double
    /// At the epoch's start.
    package var learningRate: Double
    /// Of the training part alone.
    package var seconds: Double
    /// Of the training part alone.
    package var imagesPerSecond: Double
    /// The mean of theta's scale over the validation faces.
    package var meanScale: Double
    /// The mean share of the attention grid that lies outside the image over the validation faces, 0...1.
    package var meanOutside: Double
    /// Where attention looks at the validation faces; nil in older files.
    package var attention: AttentionStatistics?
    /// How differently the network answers to the validation faces: mean over the classes of the range that the middle four fifths of the logits
    /// span; nil in older files.
    package var logitSpread: Double?
}
