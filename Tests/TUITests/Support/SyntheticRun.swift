@testable import FaceData
@testable import Core
@testable import TUI

/// Runs, faces and reports that no trainer made: the same in every test.
enum SyntheticRun {
    /// A face that is none: a disc on a slope, with two dark eyes and a mouth, [48, 48].
    static func face(_ seed: Int) -> [UInt8] {
        (0..<48 * 48).map { index in
            let (x, y) = (Double(index % 48) - 23.5, Double(index / 48) - 23.5)
            let centre = Double(seed % 5 - 2) * 3
            let distance = ((x - centre) * (x - centre) + y * y).squareRoot()
            if abs(abs(x - centre) - 7) < 2.5, abs(y + 5) < 2 { return 30 }
            if abs(x - centre) < 7, abs(y - 9) < 1.5 { return 50 }
            return distance < 17 ? UInt8(180 + seed % 3 * 20) : UInt8(60 + index / 48)
        }
    }

    static let theta = Theta([0.8, -0.08, 0.06, 0.08, 0.8, -0.02])

    static func configuration(epochs: Int = 60) -> RunConfiguration {
        var configuration = RunConfiguration(preset: .baseline, data: "/data/fer2013.csv", threads: 2)
        configuration.hyperparameters.epochs = epochs
        return configuration
    }

    static func score(_ epoch: Int) -> ValidationScore {
        let hits = 30 + epoch * 2
        let confusion = (0..<7).map { row in (0..<7).map { column in row == column ? hits + row : (row * 3 + column * 5) % 17 } }
        let count = confusion.reduce(0) { $0 + $1.reduce(0, +) }
        return ValidationScore(confusion: confusion, lossSum: Double(count) * (1.9 - 0.06 * Double(epoch)))
    }

    static func record(_ epoch: Int) -> EpochRecord {
        EpochRecord(
            epoch: epoch, train: Score(loss: 1.9 - 0.07 * Double(epoch), accuracy: 0.2 + 0.03 * Double(epoch)), validation: score(epoch), l2: 0.02,
            learningRate: 0.003, seconds: 4, imagesPerSecond: 9120, meanScale: 0.91, meanOutside: 0.04)
    }

    /// A run in epoch `epoch` of 60, step 34 of 45.
    static func snapshot(epoch: Int = 12) -> TrainingSnapshot {
        var snapshot = TrainingSnapshot(configuration: configuration())
        snapshot.phase = .training
        snapshot.dataName = "FER2013 (fer2013.csv)"
        snapshot.rule = ValidationRule.publicTestRows.sentence
        snapshot.runFolder = "runs/2026-11-24-120000-baseline-fer2013"
        snapshot.parameterCount = 47_657
        snapshot.trainingCount = 28_709
        snapshot.validationCount = 3589
        snapshot.epoch = epoch
        snapshot.step = 34
        snapshot.stepsPerEpoch = 45
        snapshot.imagesPerSecond = 9120
        snapshot.secondsRemaining = 70
        snapshot.learningRate = 3e-4
        for step in 0..<(epoch - 1) * 45 + 34 {
            let noise = Double((step * 7919) % 101) / 101 - 0.5
            snapshot.stepLoss.append(1.95 - Double(step) * 0.0015 + noise * 0.3)
            snapshot.stepAccuracy.append(0.2 + Double(step) * 0.0007 + noise * 0.1)
        }
        snapshot.epochs = (1..<epoch).map(record)
        snapshot.best = snapshot.epochs.last
        snapshot.savedEpoch = epoch - 1
        snapshot.followed = (0..<7).map { label in
            FollowedFace(
                index: label * 10, pixels: face(label), label: label,
                history: (0..<epoch).map { epoch in
                    var values = Theta.identity.values
                    for index in values.indices { values[index] += (theta.values[index] - values[index]) * Float(epoch) / 11 }
                    return FollowedEpoch(epoch: epoch, theta: Theta(values), probabilities: [0.05, 0.04, 0.31, 0.02, 0.12, 0.4, 0.06])
                })
        }
        snapshot.changes = [LiveChange(epoch: 6, step: 10, learningRate: 0.001)]
        snapshot.majorityShare = 0.249
        return snapshot
    }

    static let collapse = TrainingWarning(
        kind: .collapse, epoch: 12,
        message: "the network has collapsed: it says 'happy' for 100 % of the faces, and the loss stands at 1.818; guessing by class "
            + "frequency gives 1.81. It will not recover.",
        numbers: ["share": 1, "loss": 1.8176, "priorEntropy": 1.8096],
        advice: Advice(
            RunConfiguration(preset: .paper), [(.preset, "baseline"), (.learningRate, "0.0005"), (.input, "signed"), (.network, "paper")]))

    /// As the literal settings of `paper` bring them, and a plateau that is over: in the order in which they come.
    static let findings = [
        TrainingWarning(
            kind: .attentionOutside, epoch: 1,
            message: "the attention has left the image: 100 % of its grid lies outside, its scale is 51.5 and its centre 135 half widths from the "
                + "middle; what lies outside reads as nothing.",
            advice: Advice(RunConfiguration(preset: .paper), [(.preset, "baseline"), (.learningRate, "0.0005"), (.sampler, "corners")])),
        plateau, collapse,
    ]

    static let plateau = TrainingWarning(
        kind: .plateau, epoch: 5,
        message: "a plateau: for 10 epochs neither training has become better (loss 1.21) nor validation (loss 1.24, accuracy 53.9 %); "
            + "40 epochs are left.",
        advice: Advice(RunConfiguration(), [(.width, "16")]))

    static let recovery = Recovery(
        kind: .plateau, epoch: 8, since: 5, message: "it becomes better again: validation accuracy 54.6 %, loss 1.22, training loss 1.2.")

    /// Of data with faces in two splits and, unless it is whole, with one row that cannot be read.
    static func report(isWhole: Bool = false) -> DatasetReport {
        var duplicates = DatasetReport.Duplicates()
        duplicates.acrossSplits = 280
        duplicates.surplus = 1532
        return DatasetReport(
            layout: "FER2013 (fer2013.csv)", rule: .publicTestRows, classNames: Emotion.names,
            splits: [
                DatasetReport.Split(name: "training", counts: [3995, 436, 4097, 7215, 4830, 3171, 4965]),
                DatasetReport.Split(name: "validation", counts: [467, 56, 496, 895, 653, 415, 607]),
            ],
            unreadable: isWhole ? [] : [.badRow(path: "/data/fer2013.csv", line: 17, found: "2,303 values", expected: "2,304")],
            duplicates: duplicates,
            blankCount: 12, findings: ["280 validation faces are identical to a training face, which flatters the accuracy a little."],
            samples: (0..<4).map { (face($0), $0) })
    }

    static let cost = CostEstimate(parameterCount: 47_657, imagesPerSecond: 9120, bytes: 90_000_000)
}
