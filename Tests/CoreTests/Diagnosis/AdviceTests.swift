@testable import Engine
import Testing

@testable import Core

@Suite struct AdviceTests {
    @Test func itIsWordedWhereItIsRead() {
        let advice = Advice(RunConfiguration(preset: .paper), [(.learningRate, "0.0005"), (.input, "signed"), (.dropout, "0.7")])
        #expect(
            advice.sentence(naming: \.option)
                == "Try --learning-rate 0.0005 instead of 0.005, --input signed instead of raw, or --dropout 0.7 instead of 0.5.")
        #expect(
            advice.sentence(naming: \.label)
                == "Try learning rate 0.0005 instead of 0.005, input scale signed instead of raw, or dropout 0.7 instead of 0.5.")
        #expect(advice.steps.map(\.direction) == [.lower, .change, .raise])
    }

    @Test func oneAndTwoAndNoneReadAsSentences() {
        let configuration = RunConfiguration(preset: .baseline)
        func sentence(_ proposals: [(field: Setting.ID, to: String)]) -> String? {
            Advice(configuration, proposals).sentence(naming: \.option)
        }
        #expect(sentence([(.width, "16")]) == "Try --width 16 instead of 10.")
        #expect(sentence([(.width, "16"), (.l2, "0.001")]) == "Try --width 16 instead of 10 or --l2 0.001 instead of 0.0001.")
        #expect(sentence([(.flip, "on"), (.preset, "baseline")]) == nil)
    }

    @Test func noLimitIsMoreThanAny() {
        var configuration = RunConfiguration(preset: .baseline)
        configuration.hyperparameters.limit = 3000
        let advice = Advice(configuration, [(.limit, "")])
        #expect(advice.sentence(naming: \.option) == "Try no --limit (it is 3000).")
        #expect(advice.steps.map(\.direction) == [.raise])
    }

    @Test(arguments: [
        (1.81764, "1.818"), (0.1, "0.1"), (0, "0"), (51.4531, "51.5"), (135.2, "135"), (1725.6, "1726"), (6_043_105.1, "6.0e6"),
        (-5.79e9, "-5.8e9"), (.infinity, "inf"),
    ])
    func numbersAreAsShortAsTheyTell(value: Double, text: String) { #expect(FindingNumber.text(value) == text) }

    /// Adam's steps do not follow the gradient's length, and its rates are not those of plain descent.
    @Test func calmerDescentFollowsShorterGradients() {
        var configuration = RunConfiguration(preset: .baseline)
        configuration.hyperparameters.learningRate = 0.2
        #expect(Advice.calmer(configuration).sentence(naming: \.option) == "Try --learning-rate 0.003 instead of 0.2.")
        configuration.hyperparameters.optimiser = .sgd
        #expect(Advice.calmer(configuration).sentence(naming: \.option) == "Try --learning-rate 0.02 instead of 0.2 or --clip 1 instead of 0.")
        configuration.hyperparameters.clip = 5
        #expect(Advice.calmer(configuration).sentence(naming: \.option) == "Try --learning-rate 0.02 instead of 0.2.")
    }

    /// Whatever is proposed, the field takes it.
    @Test(arguments: Preset.allCases, [1e-8, 3.3e-5, 0.003, 0.5, 10])
    func calmerSettingsAreSettings(preset: Preset, rate: Double) throws {
        var configuration = RunConfiguration(preset: preset)
        configuration.hyperparameters.learningRate = rate
        let advice = Advice.calmer(configuration)
        for step in advice.steps {
            var copy = configuration
            try Setting.field(step.field).set(step.to, in: &copy)
            #expect(copy != configuration)
        }
        let lower = advice.steps.first { $0.field == .learningRate }
        #expect(lower == nil ? rate == 1e-8 : lower?.direction == .lower)
    }
}
