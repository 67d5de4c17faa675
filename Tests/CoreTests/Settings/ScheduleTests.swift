@testable import Platform
import TestSupport
import Foundation
import Testing

@testable import Core

@Suite struct ScheduleTests {
    /// A run of `epochs` epochs of 10 faces in steps of `batchSize`.
    private static func values(_ schedule: Schedule, epochs: Int, batchSize: Int = 1, rate: Double = 1) -> Hyperparameters {
        var values = Hyperparameters(preset: .baseline)
        (values.schedule, values.epochs, values.batchSize, values.learningRate) = (schedule, epochs, batchSize, rate)
        return values
    }

    /// The rates of all steps.
    private static func rates(_ values: Hyperparameters) -> [Double] {
        (1...values.epochs).flatMap { epoch in
            stride(from: 0, to: 10, by: values.batchSize).map { done in
                values.learningRate(at: ScheduleMoment(epoch: epoch, facesDone: done, facesPerEpoch: 10))
            }
        }
    }

    @Test func constantAndCosineAreWhatTheyWere() {
        for epochs in [1, 2, 45] {
            for epoch in 1...epochs {
                let expected = 0.003 * (1 + cos(Double.pi * Double(epoch - 1) / Double(epochs))) / 2
                for done in [0, 4] {
                    let moment = ScheduleMoment(epoch: epoch, facesDone: done, facesPerEpoch: 10)
                    #expect(Self.values(.cosine, epochs: epochs, rate: 0.003).learningRate(at: moment) == expected)
                    #expect(Self.values(.constant, epochs: epochs, rate: 0.003).learningRate(at: moment) == 0.003)
                }
            }
        }
    }

    /// PyTorch's StepLR(step_size: 3, gamma: 0.5).
    @Test func stepFallsAfterEverySoManyEpochs() {
        var values = Self.values(.step, epochs: 8, batchSize: 10)
        (values.decayEvery, values.decayFactor) = (3, 0.5)
        #expect(Self.rates(values) == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
    }

    /// PyTorch's OneCycleLR(max_lr: 1, total_steps: 10), by hand: up in 2 steps from 1/25, down in 7 to 1/250,000.
    @Test(arguments: [1, 2])
    func oneCycleIsThatOfPyTorch(epochs: Int) {
        let down = (1...7).map { 4e-6 + (1 - 4e-6) / 2 * (1 + cos(Double.pi * Double($0) / 7)) }
        let rates = Self.rates(Self.values(.oneCycle, epochs: epochs, batchSize: epochs))
        expectClose(rates, [0.04, 0.52, 1] + down, share: 1e-14)
        #expect(abs(rates[3] - 0.9504846) < 1e-7 && abs(rates[9] - 4e-6) < 1e-18)
    }

    /// With less than four steps PyTorch's rise has no step of its own.
    @Test func theShortestCyclesAreNumbers() {
        for epochs in 1...4 {
            let rates = Self.rates(Self.values(.oneCycle, epochs: epochs, batchSize: 10))
            #expect(rates.allSatisfy { (0...1).contains($0) } && abs((rates.last ?? 1) - 4e-6) < 1e-15, "\(rates)")
        }
    }

    /// What goes by steps goes by the share of the epoch's faces: with another batch size it goes on from the same place.
    @Test func anotherBatchSizeIsNoJump() {
        let (small, large) = (Self.values(.oneCycle, epochs: 4000, batchSize: 2), Self.values(.oneCycle, epochs: 4000, batchSize: 5))
        for (epoch, done) in [(1, 0), (200, 4), (1201, 5), (2500, 8), (4000, 5)] {
            let moment = ScheduleMoment(epoch: epoch, facesDone: done, facesPerEpoch: 10)
            #expect(abs(small.learningRate(at: moment) - large.learningRate(at: moment)) < 1e-3)
        }
        // Even behind what would be the last step's beginning.
        #expect(abs(large.learningRate(at: ScheduleMoment(epoch: 4000, facesDone: 9, facesPerEpoch: 10)) - 4e-6) < 1e-15)
    }

    @Test(arguments: Schedule.allCases)
    func aWarmUpRisesToWhatTheScheduleSays(schedule: Schedule) {
        var values = Self.values(schedule, epochs: 4, batchSize: 2)
        let plain = Self.rates(values)
        values.warmUp = 2
        let expected = plain.enumerated().map { $1 * min(1, Double($0 + 1) / 10) }
        expectClose(Self.rates(values), expected, share: 1e-14)
        #expect(Self.rates(values)[0] > 0 && Self.rates(values)[9...] == plain[9...])
    }

    /// A last batch that is smaller is a step like any other.
    @Test func aWarmUpCountsWholeSteps() {
        var values = Self.values(.constant, epochs: 2, batchSize: 4)
        values.warmUp = 1
        expectClose(Self.rates(values), [1.0 / 3, 2.0 / 3, 1, 1, 1, 1], share: 1e-14)
    }

    /// ReduceLROnPlateau(patience: 1, factor: 0.1): better is lower by more than a ten-thousandth; the second bad epoch running is one too many.
    @Test func aPlateauIsToldAsPyTorchTellsIt() {
        var values = Self.values(.plateau, epochs: 100)
        values.plateauPatience = 1
        var plateau = PlateauState()
        let losses: [(loss: Double, rate: Double)] = [
            (2, 1), (1.9999, 1), (1.99979, 1), (1.9998, 1), (1.9997, 0.1), (1.9996, 0.1), (1.9, 0.1), (1.95, 0.1), (1.9, 0.01), (1.91, 0.01),
            (1.89, 0.01),
        ]
        for (index, expected) in losses.enumerated() {
            plateau.note(loss: expected.loss, values)
            let rate = values.learningRate(at: ScheduleMoment(epoch: index + 2, plateauFactor: plateau.factor))
            #expect(abs(rate - expected.rate) < 1e-15, "epoch \(index + 1)")
        }
        #expect(JSONText.read(PlateauState.self, from: Array(JSONText.line(plateau).utf8)) == plateau)
    }

    /// A rate that would move by less than 1e-8 stays.
    @Test func aRateThatIsNearlyNothingStays() {
        var values = Self.values(.plateau, epochs: 100, rate: 1e-7)
        values.plateauPatience = 0
        var plateau = PlateauState()
        for _ in 1...5 { plateau.note(loss: 1, values) }
        #expect(abs(plateau.factor - 0.1) < 1e-15)
    }
}
