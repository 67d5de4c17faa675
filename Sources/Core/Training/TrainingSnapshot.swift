package import FaceData

/// Everything that a view shows of a run at one moment.
package struct TrainingSnapshot: Sendable {
    /// What is going on.
    package enum Phase: Sendable, Equatable {
        case loading(LoadProgress?)
        case training
        case validating
        case paused
        case ended(RunOutcome)
    }

    /// What is going on.
    package var phase: Phase = .loading(nil)
    /// What was asked for; the learning rate as last changed.
    package var configuration: RunConfiguration
    /// The data in a few words, e.g. `FER2013 (fer2013.csv)`.
    package var dataName = ""
    /// What validates, and why; empty until loaded.
    package var rule = ""
    /// The classes' names, by index.
    package var classNames: [String] = Emotion.names
    /// The run's folder; nil until it exists.
    package var runFolder: String?
    /// Trained numbers.
    package var parameterCount = 0
    /// Training faces.
    package var trainingCount = 0
    /// Validation faces.
    package var validationCount = 0
    /// The epoch that trains, from 1; 0 before the first.
    package var epoch = 0
    /// Steps done in it.
    package var step = 0
    /// Steps of a whole epoch.
    package var stepsPerEpoch = 0
    /// Of the latest second or so.
    package var imagesPerSecond: Double = 0
    /// Until the last epoch's end; nil until it can be told.
    package var secondsRemaining: Double?
    /// In use now.
    package var learningRate: Double = 0
    /// Training loss by step.
    package var stepLoss = StepHistory()
    /// Training accuracy by step, 0...1.
    package var stepAccuracy = StepHistory()
    /// Epochs done.
    package var epochs: [EpochRecord] = []
    /// The epoch with the highest validation accuracy, the earlier of equals.
    package var best: EpochRecord?
    /// The latest epoch that `last.safetensors` holds.
    package var savedEpoch: Int?
    /// Faces that are followed.
    package var followed: [FollowedFace] = []
    /// What was noticed, in order.
    package var warnings: [TrainingWarning] = []
    /// Which of the warnings no longer hold, in order.
    package var recoveries: [Recovery] = []
    /// What a person changed.
    package var changes: [LiveChange] = []
    /// Why what was asked last of a trainer in another process was not done; nil where it was.
    package var refusal: String?
    /// The share of validation faces in the largest class, 0...1.
    package var majorityShare: Double = 0

    /// Before anything has happened.
    package init(configuration: RunConfiguration) {
        self.configuration = configuration
        learningRate = configuration.hyperparameters.learningRate
    }

    /// How a warning came to its end; nil while it holds.
    package func recovery(from warning: TrainingWarning) -> Recovery? { recoveries.first { $0.kind == warning.kind && $0.since == warning.epoch } }

    /// Takes down a warning or the end of one; other events say nothing here.
    mutating func take(_ event: RunEvent) {
        switch event {
        case .warning(let warning): warnings.append(warning)
        case .recovery(let recovery): recoveries.append(recovery)
        case .start, .epoch, .change, .finished, .stopped: break
        }
    }

    /// Whether the run has ended.
    package var hasEnded: Bool { if case .ended = phase { true } else { false } }

    /// The share of all steps that is done, 0...1.
    package var progress: Double {
        let epochs = configuration.hyperparameters.epochs
        guard stepsPerEpoch > 0, epoch > 0 else { return 0 }
        return min(1, (Double(epoch - 1) + Double(step) / Double(stepsPerEpoch)) / Double(epochs))
    }
}

/// A long series in bounded memory: neighbouring steps share a bucket that keeps their mean and extremes, so no spike is lost.
package struct StepHistory: Sendable, Equatable {
    /// Some neighbouring steps.
    package struct Bucket: Sendable, Equatable {
        /// The mean of the steps' values.
        package var mean: Double
        /// The smallest.
        package var minimum: Double
        /// The largest.
        package var maximum: Double
    }

    /// At most so many buckets; when they are full, neighbours join.
    package static let capacity = 4096
    /// In order.
    package private(set) var buckets: [Bucket] = []
    /// Steps in each bucket but perhaps the last.
    package private(set) var stepsPerBucket = 1
    /// Steps in all.
    package private(set) var count = 0

    /// Without a step.
    package init() {}

    /// As it was; nil where the numbers do not fit together.
    init?(buckets: [Bucket], stepsPerBucket: Int, count: Int) {
        guard buckets.count <= Self.capacity, (1...1 << 40).contains(stepsPerBucket), count >= 0, count <= Self.capacity * stepsPerBucket,
            buckets.count == (count + stepsPerBucket - 1) / stepsPerBucket
        else { return nil }
        self.buckets = buckets
        self.stepsPerBucket = stepsPerBucket
        self.count = count
    }

    /// Adds the next step's value.
    package mutating func append(_ value: Double) {
        let inLast = count % stepsPerBucket
        if inLast == 0 {
            if buckets.count == Self.capacity {
                joinNeighbours()
                append(value)
                return
            }
            buckets.append(Bucket(mean: value, minimum: value, maximum: value))
        } else {
            let last = buckets.count - 1
            buckets[last].mean += (value - buckets[last].mean) / Double(inLast + 1)
            buckets[last].minimum = min(buckets[last].minimum, value)
            buckets[last].maximum = max(buckets[last].maximum, value)
        }
        count += 1
    }

    private mutating func joinNeighbours() {
        buckets = stride(from: 0, to: buckets.count, by: 2).map { index in
            let (left, right) = (buckets[index], buckets[index + 1])
            return Bucket(
                mean: (left.mean + right.mean) / 2, minimum: min(left.minimum, right.minimum), maximum: max(left.maximum, right.maximum))
        }
        stepsPerBucket *= 2
    }
}
