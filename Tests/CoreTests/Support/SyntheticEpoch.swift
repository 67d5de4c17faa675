@testable import Platform
@testable import FaceData
@testable import Core

/// Epochs' records that no trainer made.
struct SyntheticEpoch: Sendable {
    /// Of training.
    var loss = 1.5
    /// Of training.
    var accuracy = 0.45
    var validationLoss = 1.5
    var validationAccuracy = 0.45
    var outside = 0.1
    /// Mean of the thetas' distance from the identity.
    var distance = 0.3
    /// How far each of two faces' thetas lies from the mean; at most `distance`.
    var thetaSpread = 0.15
    var logitSpread = 1.0

    /// FER2013's classes, whose prior has an entropy of 1.8096.
    static let counts = [3995, 436, 4097, 7215, 4830, 3171, 4965]

    /// The record of epoch `epoch`, which counts from 1.
    func record(_ epoch: Int) -> EpochRecord {
        let hits = Int((validationAccuracy * 1000).rounded())
        let confusion = (0..<7).map { row in (0..<7).map { column in row == column ? hits : column == (row + 1) % 7 ? 1000 - hits : 0 } }
        return EpochRecord(
            epoch: epoch, train: Score(loss: loss, accuracy: accuracy),
            validation: ValidationScore(confusion: confusion, lossSum: validationLoss * 7000), l2: 0, learningRate: 0.003, seconds: 1,
            imagesPerSecond: 1, meanScale: 1 + distance, meanOutside: outside,
            attention: AttentionStatistics([-thetaSpread, thetaSpread].map { Theta([Float(1 + distance + $0), 0, 0, 0, 1, 0]) }),
            logitSpread: logitSpread)
    }

    /// What watches ask about a run of `epochs` on FER2013.
    static func run(
        _ preset: Preset = .baseline, epochs: Int = 45, stepsPerEpoch: Int = 449, change: (inout Hyperparameters) -> Void = { _ in }
    ) -> Diagnosis.Run {
        Diagnosis.Run(configuration: configuration(preset, epochs: epochs, change: change), stepsPerEpoch: stepsPerEpoch, priorEntropy: 1.809643)
    }

    static func configuration(
        _ preset: Preset = .baseline, epochs: Int = 45, change: (inout Hyperparameters) -> Void = { _ in }
    ) -> RunConfiguration {
        var configuration = RunConfiguration(preset: preset)
        configuration.hyperparameters.epochs = epochs
        change(&configuration.hyperparameters)
        return configuration
    }
}

extension [SyntheticEpoch] {
    /// What a diagnosis says of these epochs, from 1.
    ///
    /// - Parameter resumes: whether all that it remembers goes through a file after every epoch.
    func events(_ run: Diagnosis.Run = SyntheticEpoch.run(), resumes: Bool = false) throws -> [RunEvent] {
        var diagnosis = Diagnosis(trainingCounts: SyntheticEpoch.counts, classNames: Emotion.names)
        diagnosis.begin(logitSpread: 0.01)
        return try enumerated().flatMap { index, epoch in
            if resumes {
                let line = JSONText.line(diagnosis)
                guard let read = JSONText.read(Diagnosis.self, from: [UInt8](line.utf8)) else { throw Unreadable(line: line) }
                diagnosis = read
            }
            return diagnosis.look(at: epoch.record(index + 1), configuration: run.configuration, stepsPerEpoch: run.stepsPerEpoch)
        }
    }

    /// The same in short: "plateau 11", "no plateau 14 since 11".
    func findings(_ run: Diagnosis.Run = SyntheticEpoch.run()) throws -> [String] {
        try events(run).map { event in
            switch event {
            case .warning(let warning): "\(warning.kind.rawValue) \(warning.epoch)"
            case .recovery(let recovery): "no \(recovery.kind.rawValue) \(recovery.epoch) since \(recovery.since)"
            default: event.kind
            }
        }
    }

    private struct Unreadable: Error { let line: String }
}

/// `count` epochs, each a function of its number, from 1.
func epochs(_ count: Int, _ change: (inout SyntheticEpoch, Int) -> Void) -> [SyntheticEpoch] {
    (1...count).map { number in
        var epoch = SyntheticEpoch()
        change(&epoch, number)
        return epoch
    }
}
