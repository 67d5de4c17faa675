import Platform

/// How the learning rate falls.
///
/// All but `oneCycle` are set once an epoch. A warm-up lies before any of them.
package enum Schedule: String, Sendable, Codable, CaseIterable {
    /// It does not.
    case constant
    /// rate (1 + cos(pi e / E)) / 2 for e = 0...E-1.
    case cosine
    /// By a factor after every so many epochs. Source: PyTorch's StepLR.
    case step
    /// By a factor where the validation loss no longer falls. Source: PyTorch's ReduceLROnPlateau.
    case plateau
    /// Up to its highest and down to almost nothing within the run, set at every step. Source: Smith & Topin 2018, as PyTorch's OneCycleLR.
    case oneCycle = "one-cycle"

    /// Whether it stretches over all epochs, so that another number of them is another schedule.
    var stretches: Bool { self == .cosine || self == .oneCycle }
}

/// Where a run stands, as far as its learning rate depends on it.
struct ScheduleMoment: Sendable, Equatable {
    /// From 1.
    var epoch: Int
    /// Done in it.
    var facesDone = 0
    /// Training faces; with none known every epoch is a single step.
    var facesPerEpoch = 0
    /// What `plateau` has come to.
    var plateauFactor = 1.0
}

extension Hyperparameters {
    /// The learning rate of the step that begins at `moment`.
    func learningRate(at moment: ScheduleMoment) -> Double {
        let rate =
            switch schedule {
            case .constant: learningRate
            case .cosine: learningRate * (1 + cos(Double.pi * Double(moment.epoch - 1) / Double(epochs))) / 2
            case .step: learningRate * pow(decayFactor, Double((moment.epoch - 1) / decayEvery))
            case .plateau: learningRate * moment.plateauFactor
            case .oneCycle: oneCycleRate(at: moment)
            }
        guard warmUp > 0, moment.epoch <= warmUp else { return rate }
        // The first step would teach nothing at a rate of 0.
        return rate * min(1, (stepsDone(at: moment) + 1) / (Double(warmUp) * Double(stepsPerEpoch(moment))))
    }

    private func stepsPerEpoch(_ moment: ScheduleMoment) -> Int { max(1, (moment.facesPerEpoch + batchSize - 1) / batchSize) }

    /// Steps of the present batch size up to `moment`; no whole number where the batch size was another one earlier in the epoch.
    private func stepsDone(at moment: ScheduleMoment) -> Double {
        Double((moment.epoch - 1) * stepsPerEpoch(moment)) + Double(moment.facesDone) / Double(batchSize)
    }

    /// PyTorch's OneCycleLR with its defaults: pct_start 0.3, cosines, div_factor 25, final_div_factor 1e4.
    private func oneCycleRate(at moment: ScheduleMoment) -> Double {
        let steps = Double(epochs) * Double(stepsPerEpoch(moment))
        let step = min(stepsDone(at: moment), steps - 1)
        let (highest, first) = (learningRate, learningRate / 25)
        let summit = 0.3 * steps - 1
        guard step > summit else { return Self.cosine(from: first, to: highest, share: step / summit) }
        return Self.cosine(from: highest, to: first / 1e4, share: (step - summit) / (steps - 1 - summit))
    }

    /// Half a cosine's wave from one value to another, `share` 0...1 of the way.
    private static func cosine(from start: Double, to end: Double, share: Double) -> Double {
        end + (start - end) / 2 * (1 + cos(Double.pi * share))
    }
}

/// What `Schedule.plateau` remembers from epoch to epoch. Source: PyTorch's ReduceLROnPlateau, mode min, relative threshold 1e-4, eps 1e-8.
struct PlateauState: Sendable, Codable, Equatable {
    /// What the learning rate is multiplied by, 0...1.
    private(set) var factor = 1.0
    /// The lowest validation loss that counted as better; nil before the first epoch's end.
    private(set) var best: Double?
    /// Epochs running that were no better.
    private(set) var badEpochs = 0

    /// Takes an epoch's validation loss; where more epochs than the patience allows were no better, the rate falls.
    mutating func note(loss: Double, _ values: Hyperparameters) {
        if let best, loss >= best * (1 - 1e-4) { badEpochs += 1 } else { (best, badEpochs) = (loss, 0) }
        guard badEpochs > values.plateauPatience else { return }
        badEpochs = 0
        let lower = factor * values.decayFactor
        // PyTorch leaves a rate alone that would hardly move.
        if values.learningRate * (factor - lower) > 1e-8 { factor = lower }
    }

    /// Whether one that was read from a file can count on.
    var isValid: Bool { (0...1).contains(factor) && best?.isFinite != false && (0...1_000_000).contains(badEpochs) }
}
