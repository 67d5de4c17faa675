import Engine
import FaceData
import Platform

/// One setting of a run: what it is called, what it means, and how its value is read and set.
package struct Setting: Sendable {
    /// What is set. The raw value is the option without its dashes.
    package enum ID: String, Sendable, CaseIterable {
        case data, preset, network, sampler, normalisation, width, convolution, input, `init`, epochs, patience
        case batchSize = "batch-size"
        case dropout, l2, optimiser, momentum
        case weightDecay = "weight-decay"
        case clip, average
        case learningRate = "learning-rate"
        case schedule
        case warmUp = "warm-up"
        case decayEvery = "decay-every"
        case decayFactor = "decay-factor"
        case plateauPatience = "plateau-patience"
        case classWeights = "class-weights"
        case labelSmoothing = "label-smoothing"
        case flip, shift, rotation, scale, brightness, contrast, erasing, seed, limit, threads, runs, name
        case skipBad = "skip-bad"
        case split
        case validationFraction = "validation-fraction"
        case testFraction = "test-fraction"
        case splitSeed = "split-seed"
        case folds, fold, labels, ties, contempt, unknown
        case keepEvery = "keep-every"
        case tensorBoard = "tensorboard"
    }

    /// The form's headings, in order.
    package enum Group: String, Sendable, CaseIterable {
        case run, data, network, optimiser, schedule, loss, augmentation, output
    }

    /// What values a field takes.
    package enum Kind: Sendable, Equatable {
        /// A whole number; the arrow keys change it by `step`.
        case integer(ClosedRange<Int>, step: Int)
        /// As `integer`, or empty for all.
        case optionalInteger(ClosedRange<Int>, step: Int)
        /// A real number within the range; the arrow keys go by `step`, or where `logarithmic` through 1, 2, 5 of each power of ten, with `step` the
        /// lowest above 0.
        case real(ClosedRange<Double>, step: Double, logarithmic: Bool)
        /// A real number that is meant by its distance from 1; the arrow keys go through 0.9, 0.95, 0.98, 0.99 and so on.
        case decay(ClosedRange<Double>)
        /// One of these words.
        case choice([String])
        /// One of these words, or a path, with completion in the form; the arrow keys go through the words.
        case choiceOrPath([String])
        /// `on` or `off`.
        case toggle
        /// A path, with completion in the form.
        case path
        /// Any text.
        case text

        /// Whether a path may be typed.
        package var takesPath: Bool {
            switch self {
            case .path, .choiceOrPath: true
            default: false
            }
        }
    }

    /// What is set.
    package let id: ID
    /// The heading it stands under in the form.
    package let group: Group
    /// Its name in the form.
    package let label: String
    /// What it means, in one or two sentences.
    package let help: String
    /// What values it takes.
    package let kind: Kind

    /// The option on the command line, with dashes.
    package var option: String { "--" + id.rawValue }

    /// Whether the option alone switches it on, so that the command line needs no value.
    package var isFlag: Bool { id == .skipBad || id == .tensorBoard }

    /// Whether several values can be given, each for a run of its own.
    package var takesList: Bool { kind != .path && kind != .text && !isFlag }

    /// The lowest and the highest number: "1...100,000"; empty where the values are no numbers.
    package var bounds: String {
        switch kind {
        case .integer(let range, _), .optionalInteger(let range, _):
            "\(NumberText.grouped(range.lowerBound))...\(NumberText.grouped(range.upperBound))"
        case .real(let range, _, _), .decay(let range): "\(NumberText.shortest(range.lowerBound))...\(NumberText.shortest(range.upperBound))"
        default: ""
        }
    }

    /// The accepted values in words: "1...100,000", "stn or corners".
    package var range: String {
        switch kind {
        case .integer, .real, .decay: bounds
        case .optionalInteger: bounds + (id == .splitSeed ? ", or empty for the run's seed" : ", or empty for all")
        case .choiceOrPath(let words): words.joined(separator: ", ") + ", or a file"
        case .choice(let words):
            words.count < 3 ? words.joined(separator: " or ") : words.dropLast().joined(separator: ", ") + " or \(words[words.count - 1])"
        case .toggle: "on or off"
        case .path: "a path"
        case .text: "a name of at most 200 bytes without a slash"
        }
    }

    /// The field's value in `configuration`, as `set` reads it.
    package func text(in configuration: RunConfiguration) -> String {
        let values = configuration.hyperparameters
        return switch id {
        case .data: configuration.data
        case .preset: configuration.preset.rawValue
        case .network: values.network.rawValue
        case .sampler: values.sampler.rawValue
        case .normalisation: values.normalisation.rawValue
        case .width: String(values.width)
        case .convolution: values.convolution.rawValue
        case .input: values.input.rawValue
        case .`init`: values.initialisation.rawValue
        case .epochs: String(values.epochs)
        case .patience: String(values.patience)
        case .batchSize: String(values.batchSize)
        case .dropout: NumberText.shortest(values.dropout)
        case .l2: NumberText.shortest(values.l2)
        case .learningRate: NumberText.shortest(values.learningRate)
        case .optimiser: values.optimiser.rawValue
        case .momentum: NumberText.shortest(values.momentum)
        case .weightDecay: NumberText.shortest(values.weightDecay)
        case .clip: NumberText.shortest(values.clip)
        case .average: NumberText.shortest(values.average)
        case .schedule: values.schedule.rawValue
        case .warmUp: String(values.warmUp)
        case .decayEvery: String(values.decayEvery)
        case .decayFactor: NumberText.shortest(values.decayFactor)
        case .plateauPatience: String(values.plateauPatience)
        case .classWeights: values.classWeights.rawValue
        case .labelSmoothing: NumberText.shortest(values.labelSmoothing)
        case .flip: values.flip ? "on" : "off"
        case .shift: NumberText.shortest(values.shift)
        case .rotation: NumberText.shortest(values.rotation)
        case .scale: NumberText.shortest(values.scale)
        case .brightness: NumberText.shortest(values.brightness)
        case .contrast: NumberText.shortest(values.contrast)
        case .erasing: NumberText.shortest(values.erasing)
        case .seed: String(values.seed)
        case .limit: values.limit.map { String($0) } ?? ""
        case .threads: String(configuration.threads)
        case .runs: configuration.runsFolder
        case .name: configuration.name ?? ""
        case .skipBad: configuration.skipsBad ? "on" : "off"
        case .keepEvery: String(configuration.keepEvery ?? 0)
        case .split: configuration.split.text
        case .validationFraction: NumberText.shortest(configuration.split.validationFraction)
        case .testFraction: NumberText.shortest(configuration.split.testFraction)
        case .splitSeed: configuration.split.seed.map { String($0) } ?? ""
        case .folds: String(configuration.split.folds)
        case .fold: String(configuration.split.fold)
        case .labels: configuration.votes.labels.rawValue
        case .ties: configuration.votes.ties.rawValue
        case .contempt: configuration.votes.contempt.rawValue
        case .unknown: configuration.votes.unknown.rawValue
        case .tensorBoard: configuration.tensorBoard ? "on" : "off"
        }
    }

    /// Sets the field from what a person typed.
    ///
    /// - Throws: `SettingError`, and leaves `configuration` as it was.
    package func set(_ text: String, in configuration: inout RunConfiguration) throws(SettingError) {
        let word = text.trimmed
        switch id {
        // A path is taken as it is: names may begin and end with blanks.
        case .data: configuration.data = try path(text)
        case .preset: configuration.apply(try choice(word))
        case .network:
            let network: NetworkKind = try choice(word)
            guard network != configuration.hyperparameters.network else { break }
            configuration.hyperparameters.network = network
            configuration.hyperparameters.normalisation = network.ownNormalisation
        case .sampler: configuration.hyperparameters.sampler = try choice(word)
        case .normalisation: configuration.hyperparameters.normalisation = try choice(word)
        case .width: configuration.hyperparameters.width = try integer(word)
        case .convolution: configuration.hyperparameters.convolution = try choice(word)
        case .input: configuration.hyperparameters.input = try choice(word)
        case .`init`: configuration.hyperparameters.initialisation = try choice(word)
        case .epochs: configuration.hyperparameters.epochs = try integer(word)
        case .patience: configuration.hyperparameters.patience = try integer(word)
        case .batchSize: configuration.hyperparameters.batchSize = try integer(word)
        case .dropout: configuration.hyperparameters.dropout = try real(word)
        case .l2: configuration.hyperparameters.l2 = try real(word)
        case .learningRate: configuration.hyperparameters.learningRate = try real(word)
        case .optimiser: configuration.hyperparameters.optimiser = try choice(word)
        case .momentum: configuration.hyperparameters.momentum = try real(word)
        case .weightDecay: configuration.hyperparameters.weightDecay = try real(word)
        case .clip: configuration.hyperparameters.clip = try real(word)
        case .average: configuration.hyperparameters.average = try real(word)
        case .schedule: configuration.hyperparameters.schedule = try choice(word)
        case .warmUp: configuration.hyperparameters.warmUp = try integer(word)
        case .decayEvery: configuration.hyperparameters.decayEvery = try integer(word)
        case .decayFactor: configuration.hyperparameters.decayFactor = try real(word)
        case .plateauPatience: configuration.hyperparameters.plateauPatience = try integer(word)
        case .classWeights: configuration.hyperparameters.classWeights = try choice(word)
        case .labelSmoothing: configuration.hyperparameters.labelSmoothing = try real(word)
        case .flip: configuration.hyperparameters.flip = try toggle(word)
        case .shift: configuration.hyperparameters.shift = try real(word)
        case .rotation: configuration.hyperparameters.rotation = try real(word)
        case .scale: configuration.hyperparameters.scale = try real(word)
        case .brightness: configuration.hyperparameters.brightness = try real(word)
        case .contrast: configuration.hyperparameters.contrast = try real(word)
        case .erasing: configuration.hyperparameters.erasing = try real(word)
        case .seed: configuration.hyperparameters.seed = UInt64(try integer(word))
        case .limit: configuration.hyperparameters.limit = word.isEmpty ? nil : try integer(word)
        case .threads: configuration.threads = try integer(word)
        case .runs: configuration.runsFolder = try path(text)
        case .name:
            guard !word.contains("/"), word != ".", word != "..", word.utf8.count <= 200, !word.hasControlCharacters else { throw error(word) }
            configuration.name = word.isEmpty ? nil : word
        case .skipBad: configuration.skipsBad = try toggle(word)
        case .keepEvery:
            let epochs = try integer(word)
            configuration.keepEvery = epochs == 0 ? nil : epochs
        case .split:
            // An unknown word without a path is treated as a misspelt rule.
            guard SplitRequest.Rule(rawValue: word) != nil || word.contains("/") || word.lowercased().hasSuffix(".csv") else { throw error(text) }
            configuration.split.text = SplitRequest.Rule(rawValue: word) == nil ? text : word
        case .validationFraction: configuration.split.validationFraction = try real(word)
        case .testFraction: configuration.split.testFraction = try real(word)
        case .splitSeed: configuration.split.seed = word.isEmpty ? nil : UInt64(try integer(word))
        case .folds: configuration.split.folds = try integer(word)
        case .fold: configuration.split.fold = try integer(word)
        case .labels: configuration.votes.labels = try choice(word)
        case .ties: configuration.votes.ties = try choice(word)
        case .contempt: configuration.votes.contempt = try choice(word)
        case .unknown: configuration.votes.unknown = try choice(word)
        case .tensorBoard: configuration.tensorBoard = try toggle(word)
        }
    }

    /// The value that the configuration's preset gives this field.
    package func presetText(for configuration: RunConfiguration) -> String {
        text(in: RunConfiguration(preset: configuration.preset))
    }

    private func error(_ found: String) -> SettingError { SettingError(option: option, found: found, expected: range) }

    private func path(_ text: String) throws(SettingError) -> String {
        guard !text.trimmed.isEmpty else { throw error(text) }
        return text
    }

    private func choice<Choice: RawRepresentable<String>>(_ word: String) throws(SettingError) -> Choice {
        guard let value = Choice(rawValue: word) else { throw error(word) }
        return value
    }

    private func toggle(_ word: String) throws(SettingError) -> Bool {
        guard let value = Self.truth(word) else { throw error(word) }
        return value
    }

    /// What a word for on or off means, Python's True and False among them; nil for any other word.
    package static func truth(_ word: String) -> Bool? {
        switch word.lowercased() {
        case "on", "true", "yes", "1": true
        case "off", "false", "no", "0": false
        default: nil
        }
    }

    private func integer(_ word: String) throws(SettingError) -> Int {
        let allowed: ClosedRange<Int>
        switch kind {
        case .integer(let range, _), .optionalInteger(let range, _): allowed = range
        default: preconditionFailure("\(id) is no whole number")
        }
        guard let value = Int(word), allowed.contains(value) else { throw error(word) }
        return value
    }

    private func real(_ word: String) throws(SettingError) -> Double {
        let range: ClosedRange<Double>
        switch kind {
        case .real(let allowed, _, _), .decay(let allowed): range = allowed
        default: preconditionFailure("\(id) is no real number")
        }
        guard let value = Double(word), range.contains(value) else { throw error(word) }
        return value
    }
}
