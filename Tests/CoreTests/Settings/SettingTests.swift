@testable import Platform
@testable import Engine
import Testing

@testable import Core

@Suite struct SettingTests {
    @Test func everyFieldIsInTheTableOnce() {
        #expect(Set(Setting.all.map(\.id)) == Set(Setting.ID.allCases))
        #expect(Setting.all.count == Setting.ID.allCases.count)
        let options = [
            "--data", "--preset", "--network", "--epochs", "--learning-rate", "--schedule", "--batch-size", "--dropout", "--l2", "--flip",
            "--shift", "--rotation", "--scale", "--brightness", "--contrast", "--erasing", "--sampler", "--normalisation", "--width",
            "--input", "--init", "--seed", "--threads", "--runs", "--name", "--limit", "--skip-bad", "--keep-every", "--patience", "--optimiser",
            "--momentum", "--weight-decay", "--clip", "--average", "--warm-up", "--decay-every", "--decay-factor", "--plateau-patience",
            "--class-weights", "--label-smoothing", "--convolution", "--tensorboard", "--split", "--validation-fraction", "--test-fraction",
            "--split-seed", "--folds",
            "--fold", "--labels", "--ties", "--contempt", "--unknown",
        ]
        #expect(Set(Setting.all.map(\.option)) == Set(options))
        for field in Setting.all { #expect(!field.help.isEmpty && !field.label.isEmpty && !field.range.isEmpty) }
    }

    /// What a form shows can be typed, for every field of every preset.
    @Test(arguments: Setting.ID.allCases, Preset.allCases)
    func textRoundTrips(id: Setting.ID, preset: Preset) throws {
        let field = Setting.field(id)
        var configuration = RunConfiguration(preset: preset, data: "some/where")
        let before = configuration
        try field.set(field.text(in: configuration), in: &configuration)
        #expect(configuration == before)
    }

    @Test(arguments: [
        (Setting.ID.epochs, "1", "1"), (.epochs, "100000", "100000"), (.batchSize, "4096", "4096"), (.threads, "256", "256"),
        (.dropout, "0", "0"), (.dropout, "0.95", "0.95"), (.learningRate, "1e-4", "0.0001"), (.learningRate, "10", "10"),
        (.learningRate, "1e-8", "1e-08"), (.l2, "0", "0"), (.l2, "10", "10"), (.seed, "0", "0"),
        (.seed, "9223372036854775807", "9223372036854775807"),
        (.limit, "", ""), (.limit, "1", "1"), (.limit, "10000000", "10000000"), (.flip, "ON", "on"), (.flip, "false", "off"), (.skipBad, "yes", "on"),
        (.epochs, " 12 ", "12"), (.name, "my run", "my run"), (.name, "", ""), (.data, "/a b", "/a b"), (.data, " a ", " a "), (.runs, "r", "r"),
        (.sampler, "stn", "stn"), (.sampler, "halfpixel", "halfpixel"), (.normalisation, "all", "all"), (.width, "1", "1"), (.width, "256", "256"),
        (.schedule, "constant", "constant"), (.`init`, "normal", "normal"), (.input, "raw", "raw"), (.network, "paper", "paper"),
        (.network, "series", "series"),
        (.shift, "0", "0"), (.shift, "16", "16"), (.shift, "2.5", "2.5"), (.rotation, "45", "45"), (.scale, "0.5", "0.5"),
        (.brightness, "0.5", "0.5"),
        (.contrast, "0.9", "0.9"), (.erasing, "1", "1"), (.erasing, "0.25", "0.25"),
        (.preset, "paper", "paper"), (.keepEvery, "0", "0"), (.keepEvery, "25", "25"),
        (.optimiser, "adamw", "adamw"), (.optimiser, "sgd", "sgd"), (.momentum, "0", "0"), (.momentum, "0.999", "0.999"), (.weightDecay, "0", "0"),
        (.weightDecay, "1", "1"), (.clip, "0", "0"), (.clip, "1e6", "1000000"), (.average, "0", "0"), (.average, "0.9999", "0.9999"),
        (.schedule, "step", "step"), (.schedule, "plateau", "plateau"), (.schedule, "one-cycle", "one-cycle"), (.warmUp, "0", "0"),
        (.warmUp, "1000", "1000"), (.decayEvery, "1", "1"), (.decayEvery, "100000", "100000"), (.decayFactor, "0.01", "0.01"),
        (.decayFactor, "1", "1"),
        (.plateauPatience, "0", "0"), (.plateauPatience, "100000", "100000"), (.classWeights, "balanced", "balanced"), (.labelSmoothing, "0", "0"),
        (.labelSmoothing, "0.9", "0.9"), (.patience, "0", "0"), (.patience, "100000", "100000"),
        (.split, "subject", "subject"), (.split, "a b/split.csv", "a b/split.csv"), (.split, "my.CSV", "my.CSV"), (.splitSeed, "", ""),
        (.splitSeed, "7", "7"), (.validationFraction, "0.9", "0.9"), (.testFraction, "0", "0"), (.folds, "100", "100"), (.fold, "1", "1"),
        (.labels, "soft", "soft"), (.ties, "first", "first"), (.contempt, "drop", "drop"), (.unknown, "ignore", "ignore"),
    ])
    func takesWhatIsWithinItsRange(id: Setting.ID, text: String, kept: String) throws {
        var configuration = RunConfiguration(preset: .baseline)
        try Setting.field(id).set(text, in: &configuration)
        #expect(Setting.field(id).text(in: configuration) == kept)
    }

    @Test(arguments: [
        (Setting.ID.epochs, ["0", "100001", "1000000000000", "-1", "1.5", "x", "", "1e3", "99999999999999999999"]),
        (.batchSize, ["0", "4097", "-16", ""]), (.threads, ["0", "257", ""]),
        (.dropout, ["1.5", "-0.1", "0.951", "nan", "inf", "", "a half"]),
        (.learningRate, ["-1", "1e-4x", "0", "1e-9", "10.1", "nan", "infinity", ""]),
        (.l2, ["-1", "10.5", "nan", ""]), (.seed, ["-1", "1.0", "9223372036854775808", ""]), (.limit, ["0", "-1", "x", "10000001"]),
        (.flip, ["maybe", "", "2"]), (.skipBad, [""]), (.sampler, ["half", "", "STN"]), (.network, ["both", ""]),
        (.normalisation, ["conv3", ""]), (.width, ["0", "257", "ten", ""]), (.input, ["float"]),
        (.`init`, ["zeros"]), (.schedule, ["onecycle", "oneCycle", "Step", ""]), (.preset, ["tune", ""]), (.data, ["", "  "]), (.runs, [""]),
        (.optimiser, ["Adam", "rmsprop", ""]), (.momentum, ["1", "-0.1", "nan", ""]), (.weightDecay, ["1.1", "-1e-9", ""]),
        (.clip, ["-1", "1e7", "inf", ""]), (.average, ["1", "0.99991", "-0.5", ""]), (.warmUp, ["-1", "1001", "1.5", ""]),
        (.decayEvery, ["0", "100001", ""]), (.decayFactor, ["0", "0.009", "1.01", ""]), (.plateauPatience, ["-1", "100001", ""]),
        (.classWeights, ["equal", ""]), (.labelSmoothing, ["0.91", "1", "-0.1", ""]), (.patience, ["-1", "100001", "never", ""]),
        (.shift, ["-1", "16.1", "nan", "some", ""]), (.rotation, ["46", "-10"]), (.scale, ["0.51", "inf"]), (.brightness, ["0.6", "-0.1"]),
        (.contrast, ["0.91", "1"]), (.erasing, ["1.01", "-0.5", ""]),
        (.split, ["Subject", "persons", "", "0.1"]), (.splitSeed, ["-1", "x"]), (.validationFraction, ["0.91", "-0.1", "a tenth", ""]),
        (.testFraction, ["1", "nan"]), (.folds, ["-1", "101", ""]), (.fold, ["0", "101", ""]), (.labels, ["votes", ""]), (.ties, ["last"]),
        (.contempt, ["off"]), (.unknown, ["keep"]),
        (.name, ["a/b", ".", "..", "a\nb", "a\u{1B}[2Jb", String(repeating: "x", count: 201)]),
    ])
    func refusesWhatIsNotAndChangesNothing(id: Setting.ID, texts: [String]) {
        let field = Setting.field(id)
        for text in texts {
            var configuration = RunConfiguration(preset: .baseline)
            let before = configuration
            let error = #expect(throws: SettingError.self, "\(field.option) '\(text)'") { try field.set(text, in: &configuration) }
            #expect(configuration == before)
            #expect(error?.option == field.option && error?.expected == field.range)
            #expect(error?.description.hasPrefix("\(field.option) '") == true)
        }
    }

    /// Up and down as often as one likes: always a value that the field takes, and no step is lost.
    @Test(arguments: Setting.ID.allCases)
    func steppingStaysWithinTheRange(id: Setting.ID) throws {
        let field = Setting.field(id)
        for direction in [1, -1] {
            var configuration = RunConfiguration(preset: .baseline)
            for _ in 0..<200 { try field.set(field.stepped(direction, in: configuration), in: &configuration) }
        }
    }

    @Test(arguments: [
        (Setting.ID.learningRate, "0.003", ["0.005", "0.01", "0.02", "0.05", "0.1"], ["0.002", "0.001", "0.0005", "0.0002", "0.0001"]),
        (.l2, "0.0001", ["0.0002", "0.0005", "0.001"], ["5e-05", "2e-05", "1e-05", "0", "0"]), (.l2, "0", ["1e-05", "2e-05"], ["0"]),
        (.learningRate, "2e-08", ["5e-08"], ["1e-08", "1e-08"]), (.learningRate, "5", ["10", "10"], ["2"]),
        (.dropout, "0.05", ["0.1", "0.15", "0.2", "0.25", "0.3"], ["0", "0"]), (.dropout, "0.9", ["0.95", "0.95"], ["0.85"]),
        (.dropout, "0.52", ["0.55"], ["0.45"]), (.batchSize, "64", ["80", "96"], ["48", "32"]), (.batchSize, "17", ["32"], ["16", "1", "1"]),
        (.batchSize, "4090", ["4096", "4096"], ["4080"]), (.epochs, "100000", ["100000"], ["99999"]), (.epochs, "1", ["2"], ["1"]),
        (.seed, "9223372036854775807", ["9223372036854775807"], ["9223372036854775806"]), (.seed, "0", ["1"], ["0"]),
        (.limit, "", ["1000", "2000"], [""]), (.limit, "1500", ["2000"], ["1000", "1"]), (.flip, "on", ["off", "on"], ["off"]),
        (.sampler, "stn", ["halfpixel", "corners", "stn"], ["corners"]), (.input, "raw", ["unit", "signed", "raw"], ["signed"]),
        (.threads, "256", ["256"], ["255"]), (.average, "0", ["0.5", "0.8", "0.9", "0.95", "0.98", "0.99"], ["0"]),
        (.average, "0.999", ["0.9995", "0.9998", "0.9999", "0.9999"], ["0.998", "0.995"]), (.momentum, "0.998", ["0.999", "0.999"], ["0.995"]),
        (.momentum, "0.91", ["0.95"], ["0.9"]), (.clip, "0", ["0.01", "0.02"], ["0"]), (.clip, "1000000", ["1000000"], ["500000"]),
        (.decayFactor, "0.1", ["0.2", "0.5", "1", "1"], ["0.05", "0.02", "0.01", "0.01"]), (.weightDecay, "0", ["1e-05"], ["0"]),
        (.schedule, "cosine", ["step", "plateau", "one-cycle", "constant"], ["constant", "one-cycle"]),
        (.shift, "0", ["1", "2"], ["0"]), (.shift, "15.5", ["16", "16"], ["15"]),
        (.rotation, "0", ["5", "10"], ["0"]), (.rotation, "44", ["45", "45"], ["40"]), (.scale, "0.1", ["0.15"], ["0.05", "0", "0"]),
        (.contrast, "0.85", ["0.9", "0.9"], ["0.8"]), (.erasing, "0.95", ["1", "1"], ["0.9"]),
        (.name, "x", ["x"], ["x"]), (.split, "paper", ["subject", "random", "auto"], ["kaggle", "auto"]), (.split, "x.csv", ["x.csv"], ["x.csv"]),
        (.splitSeed, "", ["1", "2"], [""]), (.testFraction, "0", ["0.05"], ["0"]),
    ])
    func stepsGoWhereAPersonExpects(id: Setting.ID, start: String, up: [String], down: [String]) throws {
        let field = Setting.field(id)
        for (direction, expected) in [(1, up), (-1, down)] {
            var configuration = RunConfiguration(preset: .baseline)
            try field.set(start, in: &configuration)
            for value in expected {
                let next = field.stepped(direction, in: configuration)
                #expect(next == value, "\(field.option) from \(field.text(in: configuration))")
                try field.set(next, in: &configuration)
            }
        }
    }

    @Test func aFieldKnowsWhatItsPresetSays() throws {
        var configuration = RunConfiguration(preset: .baseline)
        try Setting.field(.epochs).set("7", in: &configuration)
        #expect(Setting.field(.epochs).presetText(for: configuration) == "45")
        try Setting.field(.preset).set("paper", in: &configuration)
        #expect(Setting.field(.epochs).presetText(for: configuration) == "500")
        #expect(configuration.hyperparameters.epochs == 500)
    }

    /// As published, unless one says otherwise behind it.
    @Test func aNetworkBringsItsOwnBatchNorm() throws {
        var configuration = RunConfiguration(preset: .baseline)
        try Setting.field(.network).set("series", in: &configuration)
        #expect(configuration.hyperparameters.normalisation == .conv4)
        #expect(configuration.hyperparameters.architecture(classCount: 7).variation == nil)
        try Setting.field(.normalisation).set("none", in: &configuration)
        #expect(configuration.hyperparameters.architecture(classCount: 7).variation == "no batch norm")
        try Setting.field(.network).set("paper", in: &configuration)
        #expect(configuration.hyperparameters.normalisation == .none)
    }

    @Test func rangesAreWrittenAsPeopleReadThem() {
        #expect(Setting.field(.epochs).range == "1...100,000")
        #expect(Setting.field(.threads).range == "1...256")
        #expect(Setting.field(.dropout).range == "0...0.95")
        #expect(Setting.field(.sampler).range == "stn, halfpixel or corners")
        #expect(Setting.field(.input).range == "raw, unit or signed")
        #expect(NumberText.grouped(-1_234_567) == "-1,234,567")
        #expect(NumberText.shortest(0.003) == "0.003" && NumberText.shortest(1e-7) == "1e-07" && NumberText.shortest(10) == "10")
    }
}
