@testable import Engine
@testable import Platform
@testable import FaceData
import Testing

@testable import Core

/// Each kind of trouble on epochs that were made for it: told when it should be, once, and no sooner.
@Suite struct DiagnosisTests {
    /// Becomes better in everything, a little each epoch, and looks where faces are.
    static let healthy = epochs(45) { epoch, number in
        epoch.loss = 1.8 - 0.013 * Double(number)
        epoch.validationLoss = 1.75 - 0.012 * Double(number)
        epoch.accuracy = 0.25 + 0.006 * Double(number)
        epoch.validationAccuracy = 0.25 + 0.006 * Double(number)
    }

    /// Healthy until `number`, and from there on as `change` makes it.
    static func healthy(until last: Int, _ change: (inout SyntheticEpoch, Int) -> Void) -> [SyntheticEpoch] {
        healthy.enumerated().map { index, epoch in
            var copy = index < last ? epoch : healthy[last - 1]
            if index >= last { change(&copy, index + 1) }
            return copy
        }
    }

    @Test func aHealthyRunIsToldNothing() throws {
        #expect(try Self.healthy.findings() == [])
    }

    // MARK: Divergence

    @Test func aLossThatRunsAwayIsToldOnceAndItsReturnToo() throws {
        let run = Self.healthy(until: 10) { epoch, number in epoch.loss = number < 20 ? 2.5 + Double(number % 3) : 1.6 }
        #expect(try Array(run.prefix(25)).findings() == ["divergence 11", "no divergence 20 since 11"])
    }

    @Test func aFirstEpochMayBeAsBadAsItLikes() throws {
        // Measured with raw input and a learning rate of 0.5: 456 nats in the first epoch, 1.83 from the second on.
        var run = Self.healthy
        run[0].loss = 456
        #expect(try run.findings() == [])
        // On its way down.
        for (index, loss) in [456.0, 200, 90, 40, 12, 4, 2.2].enumerated() { run[index].loss = loss }
        #expect(try run.findings() == [])
        // Not on its way down.
        run = Self.healthy
        for (index, loss) in [456.0, 400, 390].enumerated() { run[index].loss = loss }
        #expect(try run.findings() == ["divergence 2", "no divergence 4 since 2"])
    }

    @Test func aRestlessLossIsNoDivergence() throws {
        let run = Self.healthy(until: 10) { epoch, number in epoch.loss = number % 2 == 0 ? 1.9 : 1.5 }
        #expect(try run.findings().filter { $0.contains("divergence") } == [])
    }

    // MARK: Frozen loss

    /// As with a learning rate of 1e-5.
    private static let frozen = epochs(12) { epoch, number in
        epoch.loss = 1.812 - 0.0002 * Double(number)
        epoch.validationLoss = 1.81 - 0.003 * Double(number)
        epoch.validationAccuracy = 0.25
        epoch.accuracy = 0.25
    }

    @Test func aLossAtThePriorIsToldAfterFiveEpochs() throws {
        #expect(try Self.frozen.findings() == ["frozenLoss 5"])
        // Of 3,000 faces, whose epochs have 47 steps.
        #expect(try Self.frozen.findings(SyntheticEpoch.run(stepsPerEpoch: 47)) == ["frozenLoss 5"])
        #expect(try Self.frozen.findings(SyntheticEpoch.run(stepsPerEpoch: 20)) == ["frozenLoss 10"])
        #expect(try Self.frozen.findings(SyntheticEpoch.run(stepsPerEpoch: 3)) == [])
        let leaves = Self.frozen + epochs(3) { epoch, _ in epoch.loss = 1.7 }
        #expect(try leaves.findings() == ["frozenLoss 5", "no frozenLoss 13 since 5"])
    }

    @Test func aLossThatLeavesThePriorInTimeIsNotFrozen() throws {
        // Measured on 3,000 faces of FER2013: 1.84 and 1.798 in the first two epochs of healthy runs.
        var run = Self.healthy
        for (index, loss) in [1.84, 1.81, 1.80, 1.79, 1.77].enumerated() { run[index].loss = loss }
        #expect(try run.findings() == [])
    }

    @Test func stepsThatAreTooSmallAreToBecomeLarger() throws {
        func advice(_ rate: Double) throws -> String? {
            let run = SyntheticEpoch.run { $0.learningRate = rate }
            guard case .warning(let warning)? = try Self.frozen.events(run).first else { return nil }
            return warning.advice.sentence(naming: \.option)
        }
        #expect(try advice(1e-5) == "Try --learning-rate 0.0001 instead of 1e-05.")
        #expect(try advice(0.02) == "Try --learning-rate 0.002 instead of 0.02.")
        let slow = SyntheticEpoch.run { ($0.optimiser, $0.learningRate) = (.sgd, 0.005) }
        guard case .warning(let warning)? = try Self.frozen.events(slow).first else { throw Failure.nothing }
        #expect(warning.advice.sentence(naming: \.option) == "Try --learning-rate 0.03 instead of 0.005.")
    }

    // MARK: Plateau

    private static let still = healthy(until: 12) { _, _ in }

    @Test func aPlateauIsToldAfterTenEpochsWithoutProgress() throws {
        #expect(try Self.still.findings() == ["plateau 22"])
        // Chance goes up and down.
        let noisy = Self.healthy(until: 12) { epoch, number in
            epoch.validationAccuracy += 0.001 * Double(number % 2)
            epoch.validationLoss += 0.01 * Double(number % 3)
            epoch.loss += 0.01 * Double(number % 2) - 0.005
        }
        #expect(try noisy.findings() == ["plateau 22"])
        // Ten epochs of 20 steps are little.
        #expect(try Self.still.findings(SyntheticEpoch.run(stepsPerEpoch: 20)) == [])
    }

    @Test func anyProgressEndsAPlateau() throws {
        var run = Self.still
        for index in 25..<run.count { run[index].validationAccuracy += 0.01 }
        #expect(try run.findings() == ["plateau 22", "no plateau 26 since 22"])
        let longer = Array(run.prefix(26)) + [SyntheticEpoch](repeating: run[26], count: 40)
        #expect(try longer.findings(SyntheticEpoch.run(epochs: 200)) == ["plateau 22", "no plateau 26 since 22", "plateau 36"])
    }

    @Test func smallStepsAddUpToProgress() throws {
        let slow = epochs(45) { epoch, number in
            epoch.loss = 1.5 - 0.004 * Double(number)
            epoch.validationLoss = 1.5 - 0.0005 * Double(number)
        }
        #expect(try slow.findings() == [])
    }

    @Test func nearItsLastEpochARunIsMeantToBeStill() throws {
        #expect(try Self.still.findings(SyntheticEpoch.run(epochs: 32)) == ["plateau 22"])
        #expect(try Self.still.findings(SyntheticEpoch.run(epochs: 31)) == [])
    }

    @Test func whatKnowsNearlyAllFacesNeedNotBecomeBetter() throws {
        // Measured on demo faces: 98 % from epoch 27 on.
        var run = Self.still
        for index in 10..<run.count { run[index].validationAccuracy = 0.97 }
        #expect(try run.findings() == [])
    }

    // MARK: Overfitting

    /// As measured on 3,000 faces without dropout and L2: the validation loss is lowest in epoch 16.
    private static let byHeart = epochs(45) { epoch, number in
        epoch.loss = 1.84 - 0.026 * Double(number)
        epoch.accuracy = 0.24 + 0.0105 * Double(number)
        epoch.validationLoss = number <= 16 ? 1.81 - 0.016 * Double(number) : 1.554 + 0.0068 * Double(number - 16)
        epoch.validationAccuracy = min(0.4, 0.25 + 0.01 * Double(number))
    }

    @Test func overfittingIsToldAfterTwoEpochs() throws {
        // From epoch 25 on the gap is over 10 %, and the loss has risen by 0.05 from epoch 24 on.
        #expect(try Self.byHeart.findings() == ["overfitting 26"])
        let free = SyntheticEpoch.run { ($0.dropout, $0.l2, $0.limit) = (0, 0, 3000) }
        guard case .warning(let warning)? = try Self.byHeart.events(free).first else { throw Failure.nothing }
        #expect(warning.numbers["lowestEpoch"] == 16)
        #expect(abs((warning.numbers["gap"] ?? 0) - 0.113) < 1e-9)
        #expect(
            warning.message
                == "overfitting: training is right for 51 % of the faces, validation for 40 %, and the validation loss has risen to 1.622 from 1.554 "
                + "in epoch 16.")
        #expect(
            warning.advice.sentence(naming: \.option)
                == "Try no --limit (it is 3000), --dropout 0.5 instead of 0, or --l2 0.0001 instead of 0.")
        #expect(warning.advice.steps.map(\.direction) == [.raise, .raise, .raise])
    }

    @Test func whereAllIsTriedAnEarlierEndIsLeft() throws {
        func advice(_ change: (inout Hyperparameters) -> Void) throws -> String? {
            guard case .warning(let warning)? = try Self.byHeart.events(SyntheticEpoch.run(change: change)).first else { throw Failure.nothing }
            return warning.advice.sentence(naming: \.option)
        }
        #expect(try advice { $0.l2 = 0.001 } == "Try --label-smoothing 0.1 instead of 0 or --patience 10 instead of 0.")
        #expect(try advice { ($0.l2, $0.labelSmoothing, $0.patience) = (0.001, 0.1, 20) } == "Try --epochs 16 instead of 45.")
    }

    @Test func aGapAloneOrARiseAloneIsNoOverfitting() throws {
        let gap = Self.byHeart.enumerated().map { index, epoch in
            var copy = epoch
            copy.validationLoss = 1.8 - 0.003 * Double(index)
            return copy
        }
        #expect(try gap.findings() == [])
        let rise = Self.byHeart.map { epoch in
            var copy = epoch
            copy.accuracy = epoch.validationAccuracy + 0.05
            return copy
        }
        #expect(try rise.findings() == [])
    }

    @Test func aGapThatClosesIsOver() throws {
        var run = Self.byHeart
        for index in 30..<run.count { run[index].accuracy = 0.42 }
        #expect(try run.findings() == ["overfitting 26", "no overfitting 31 since 26"])
    }

    // MARK: Attention

    @Test func attentionThatLeavesTheImageIsToldAndItsReturnToo() throws {
        let run = zip(Self.healthy, [0.1, 0.3, 0.59, 0.61, 0.9, 0.55, 0.65, 0.51, 0.49, 0.55, 0.2]).map { epoch, outside in
            var copy = epoch
            copy.outside = outside
            return copy
        }
        #expect(try run.findings() == ["attentionOutside 4", "no attentionOutside 9 since 4"])
        let gone = Self.healthy.map { epoch in
            var copy = epoch
            copy.outside = .nan
            return copy
        }
        #expect(try gone.findings() == ["attentionOutside 1"])
    }

    /// The package's sampler has no gradient outside the image: there a lower learning rate alone brings nothing back.
    @Test func theSamplerThatCannotComeBackIsNamed() throws {
        func fields(_ preset: Preset) throws -> [Setting.ID] {
            var epoch = SyntheticEpoch()
            epoch.outside = 1
            guard case .warning(let warning)? = try [epoch].events(SyntheticEpoch.run(preset)).first else { throw Failure.nothing }
            return warning.advice.steps.map(\.field)
        }
        #expect(try fields(.paper) == [.preset, .learningRate, .input, .sampler])
        #expect(try fields(.pytorch) == [.preset, .learningRate])
    }

    private static func attentive(_ theta: (Int) -> (distance: Double, spread: Double)) -> [SyntheticEpoch] {
        healthy.enumerated().map { index, epoch in
            var copy = epoch
            (copy.distance, copy.thetaSpread) = theta(index + 1)
            return copy
        }
    }

    @Test func attentionThatStaysAtTheIdentityIsTold() throws {
        let run = Self.attentive { _ in (0.04, 0.03) }
        #expect(try run.findings() == ["frozenAttention 5"])
        // Where an epoch has few steps theta is given more epochs.
        #expect(try run.findings(SyntheticEpoch.run(stepsPerEpoch: 47)) == ["frozenAttention 11"])
        #expect(try Self.attentive { $0 < 8 ? (0.04, 0.03) : (0.06, 0.03) }.findings() == ["frozenAttention 5"])
        #expect(try Self.attentive { $0 < 8 ? (0.04, 0.03) : (0.2, 0.1) }.findings() == ["frozenAttention 5", "no frozenAttention 8 since 5"])
        #expect(try Self.attentive { $0 < 5 ? (0.04, 0.03) : (0.2, 0.1) }.findings() == [])
        guard case .warning(let warning)? = try run.events().first else { throw Failure.nothing }
        let said = "frozen at the identity: after 5 epochs theta is 0.04 from it on average and differs by 0.03 from face to face"
        #expect(warning.message.contains(said))
        #expect(abs((warning.numbers["distance"] ?? 0) - 0.04) < 1e-6 && abs((warning.numbers["thetaSpread"] ?? 0) - 0.03) < 1e-6)
    }

    /// Measured with `baseline` on FER2013: the localisation network dies, and its last bias alone decides where everyone is looked at.
    @Test func attentionThatIsTheSameForAllFacesIsTold() throws {
        #expect(try Self.attentive { _ in (0.11, 0) }.findings() == ["frozenAttention 5"])
        #expect(try Self.attentive { $0 < 20 ? (0.11, 0.1) : (0.11, 0) }.findings() == ["frozenAttention 20"])
        #expect(try Self.attentive { _ in (0.11, 0.02) }.findings() == [])
        guard case .warning(let warning)? = try Self.attentive({ _ in (0.11, 0) }).events().first else { throw Failure.nothing }
        #expect(warning.message.contains("frozen: after 5 epochs theta differs by 0 from face to face and is 0.11 from the identity"))
    }

    // MARK: Together

    /// Where nothing is learnt nothing becomes better, and the attention stays where it was.
    @Test func aFrozenLossExplainsAPlateauAndStillAttention() throws {
        let run = epochs(45) { epoch, _ in
            (epoch.loss, epoch.validationLoss, epoch.accuracy, epoch.validationAccuracy) = (1.81, 1.81, 0.25, 0.25)
            (epoch.distance, epoch.thetaSpread) = (0.003, 0.0003)
        }
        #expect(try run.findings() == ["frozenLoss 5"])
    }

    /// What follows from a collapse is not told beside it.
    @Test func aCollapseExplainsTheRest() throws {
        let run = epochs(45) { epoch, _ in
            epoch.loss = 1.8176
            epoch.validationLoss = 1.815
            epoch.logitSpread = 0
            epoch.distance = 0
        }
        var diagnosis = Diagnosis(trainingCounts: SyntheticEpoch.counts, classNames: Emotion.names)
        diagnosis.begin(logitSpread: 0.06)
        let configuration = SyntheticEpoch.configuration(epochs: 45)
        let events = run.enumerated().flatMap { index, epoch in
            var record = epoch.record(index + 1)
            record.validation = ValidationScore(confusion: (0..<7).map { _ in [0, 0, 0, 100, 0, 0, 0] }, lossSum: 1270)
            return diagnosis.look(at: record, configuration: configuration, stepsPerEpoch: 449)
        }
        #expect(events.count == 1)
        guard case .warning(let warning)? = events.first else { throw Failure.nothing }
        #expect(warning.kind == .collapse && warning.epoch == 3)
    }

    private static let all: [[SyntheticEpoch]] = [
        healthy, frozen, still, byHeart,
        healthy(until: 10) { epoch, number in (epoch.loss, epoch.outside, epoch.distance) = (Double(number % 4), Double(number % 3) / 3, 0.01) },
    ]

    @Test(arguments: all.indices)
    func takenUpAfterEveryEpochItSaysTheSame(index: Int) throws {
        let inOneGo = try Self.all[index].events()
        #expect(try Self.all[index].events(resumes: true) == inOneGo)
        #expect(index == 0 || !inOneGo.isEmpty)
    }

    /// A run of before, whose file knew of collapses alone.
    @Test func anOlderFileStillReads() throws {
        let old =
            #"{"blindEpochs":1,"classNames":["a","b"],"hasWarned":false,"oneClassEpochs":2,"priorEntropy":0.6931471805599453,"startSpread":0.01}"#
        let diagnosis = try #require(JSONText.read(Diagnosis.self, from: Array(old.utf8)))
        #expect(diagnosis.isValid(classCount: 2) && !diagnosis.isValid(classCount: 7))
        #expect(diagnosis.collapse.isBlind)
        var fresh = Diagnosis(trainingCounts: [5, 5], classNames: ["a", "b"])
        fresh.begin(logitSpread: 0.01)
        #expect(diagnosis.plateau == fresh.plateau && diagnosis.frozenAttention == fresh.frozenAttention)
    }

    private enum Failure: Error { case nothing }
}
