import Engine
import FaceData

/// Where a run stands between two steps, with all that is needed to go on as if nothing had been: what `resume.safetensors` holds.
///
/// Chance has no state of its own: every random number is a function of the seed, the epoch and the position in the epoch's order.
struct ResumeState: Sendable, Equatable {
    var summary: Summary
    /// The network that trains.
    var network: NetworkState
    /// Laid out as the network's `ParameterLayout`, like the other moment.
    var firstMoment: [Float]
    var secondMoment: [Float]
    /// The network that is evaluated; nil where that is the one that trains.
    var average: NetworkState?
    /// The best epoch's; nil before the first epoch's end.
    var best: Checkpoint?
    /// By face, in the order in which they are followed.
    var followed: [Followed]
    /// metrics.jsonl up to here.
    var metrics: [UInt8]
    var stepLoss = StepHistory()
    var stepAccuracy = StepHistory()

    /// What is said in words and single numbers.
    struct Summary: Sendable, Codable, Equatable {
        /// What run.json holds.
        var record: RunRecord
        /// The settings as they are now, changes while it ran included.
        var configuration: RunConfiguration
        var classNames: [String]
        var fingerprint: DataFingerprint
        var position: Position
        /// What was noticed so far.
        var watch: Diagnosis
        /// Steps of the optimiser done.
        var adamSteps: Int
        /// Steps that are in the average; nil where there is none.
        var averagedSteps: Int?
        /// nil in runs of versions that had no schedule with a memory.
        var plateau: PlateauState?
        /// Of the best epoch's checkpoint.
        var bestEpoch: Int?
        var bestAccuracy: Double?
        var stepLoss = Steps()
        var stepAccuracy = Steps()
        /// Followed faces that a person keeps in sight, by index; nil: none.
        var pinned: [Int]?

        /// The network that trains.
        var architecture: Architecture { configuration.hyperparameters.architecture(classCount: classNames.count) }
    }

    /// How far the run is, and the running sums of the epoch that trains.
    struct Position: Sendable, Codable, Equatable {
        /// The epoch that trains, from 1; one more than there are where all are done.
        var epoch = 1
        /// Steps done in it.
        var step = 0
        /// Faces done of the epoch's order.
        var facesDone = 0
        /// Of the faces' cross-entropies.
        var lossSum = 0.0
        var correct = 0
        /// Spent in steps.
        var seconds = 0.0
        /// At the epoch's start; nil before it.
        var learningRate: Double?
        /// Of these very parameters; nil where steps were made since they were validated.
        var validationAccuracy: Double?
        /// From the first step to now, all sittings.
        var runSeconds = 0.0
    }

    /// A followed face's history.
    struct Followed: Sendable, Equatable {
        /// In the validation set.
        var index: Int
        /// Epoch after epoch without a gap.
        var history: [FollowedEpoch]
    }

    /// The length of a step history, whose buckets are a tensor.
    struct Steps: Sendable, Codable, Equatable {
        var count = 0
        var perBucket = 1
    }

    /// Epochs that are done.
    var epochsDone: Int { summary.position.epoch - 1 }

    /// Epochs since the best one; 0 before the first epoch's end.
    var epochsSinceBest: Int { best.map { epochsDone - $0.epoch } ?? 0 }

    /// The events of `metrics`.
    var events: [RunEvent] { metrics.split(separator: UInt8(ascii: "\n")).compactMap { RunEvent(jsonLine: $0) } }

    func checkpoint(_ network: NetworkState, epoch: Int, accuracy: Double?) -> Checkpoint {
        Checkpoint(
            architecture: summary.architecture, input: summary.configuration.hyperparameters.input, classNames: summary.classNames, epoch: epoch,
            validationAccuracy: accuracy, state: network)
    }
}
