import Engine

// What the engine is told of the hyperparameters.

extension Hyperparameters {
    /// What chance does to the faces of an epoch, which counts from 1.
    func chance(epoch: Int) -> FaceBatch.Chance {
        FaceBatch.Chance(
            seed: seed, epoch: epoch, augmentation: augmentation, dropout: dropout, unitCount: architecture(classCount: 1).featureCount)
    }

    /// A step's update at a learning rate.
    func update(learningRate: Double) -> StepEngine.Update {
        StepEngine.Update(
            optimiser, Optimiser.Settings(learningRate: learningRate, adamEpsilon: adamEpsilon, momentum: momentum), l2: l2, weightDecay: weightDecay,
            clip: clip, average: average)
    }
}
