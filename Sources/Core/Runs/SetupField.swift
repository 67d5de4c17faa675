/// One setting of a run: the table from which the form, the command line and their help are made.
public struct SetupField: Sendable {
    /// What is set. The raw value is the option without its dashes.
    public enum ID: String, Sendable, CaseIterable {
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
        case flip, seed, limit, threads, runs, name
        case skipBad = "skip-bad"
        case keepEvery = "keep-every"
    }

    /// The form's headings, in order.
    public enum Group: String, Sendable, CaseIterable {
        case run, data, network, optimiser, schedule, loss, augmentation, output
    }

    /// What values a field takes.
    public enum Kind: Sendable, Equatable {
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
        /// `on` or `off`.
        case toggle
        /// A path, with completion in the form.
        case path
        /// Any text.
        case text
    }

    /// What is set.
    public let id: ID
    /// The heading it stands under in the form.
    public let group: Group
    /// Its name in the form.
    public let label: String
    /// What it means, in one or two sentences.
    public let help: String
    /// What values it takes.
    public let kind: Kind

    /// The option on the command line, with dashes.
    public var option: String { "--" + id.rawValue }

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
    public var range: String {
        switch kind {
        case .integer, .real, .decay: bounds
        case .optionalInteger: bounds + ", or empty for all"
        case .choice(let words):
            words.count < 3 ? words.joined(separator: " or ") : words.dropLast().joined(separator: ", ") + " or \(words[words.count - 1])"
        case .toggle: "on or off"
        case .path: "a path"
        case .text: "a name of at most 200 bytes without a slash"
        }
    }

    /// All fields in the form's order.
    public static let all: [SetupField] = [
        SetupField(
            id: .preset, group: .run, label: "preset",
            help: "Settings to start from. baseline trains well; paper is the TensorFlow implementation to the letter, which collapses to one class; "
                + "pytorch is the PyTorch implementation.",
            kind: .choice(Preset.allCases.map(\.rawValue))),
        SetupField(
            id: .epochs, group: .run, label: "epochs",
            help: "Passes over the training faces. The schedules cosine and one-cycle stretch over all of them.",
            kind: .integer(1...100_000, step: 1)),
        SetupField(
            id: .learningRate, group: .run, label: "learning rate",
            help: "The step size at the start, with one-cycle the highest. Too high collapses, too low crawls.",
            kind: .real(1e-8...10, step: 1e-8, logarithmic: true)),
        SetupField(
            id: .batchSize, group: .run, label: "batch size", help: "Faces a step. Multiples of 16 fill the vectors; others work and cost a little.",
            kind: .integer(1...4096, step: 16)),
        SetupField(
            id: .data, group: .data, label: "data", help: "A folder or file of faces, or demo for the built-in ones.", kind: .path),
        SetupField(
            id: .limit, group: .data, label: "limit", help: "Train on at most so many faces, drawn by class and seed. Validation stays whole.",
            kind: .optionalInteger(1...10_000_000, step: 1000)),
        SetupField(
            id: .skipBad, group: .data, label: "skip bad",
            help: "Count and leave out rows or images that cannot be read, instead of refusing the data.",
            kind: .toggle),
        SetupField(
            id: .network, group: .network, label: "network",
            help: "paper: features and localisation read the face side by side; theta warps the 9x9 feature map. "
                + "series: theta warps the face, and features are taken from that.",
            kind: .choice(NetworkKind.allCases.map(\.rawValue))),
        SetupField(
            id: .sampler, group: .network, label: "sampler",
            help: "How the spatial transformer reads between pixels: corners as PyTorch with align_corners, halfpixel as PyTorch without, "
                + "stn as the package of that name.",
            kind: .choice(Sampler.allCases.map(\.rawValue))),
        SetupField(
            id: .normalisation, group: .network, label: "batch norm",
            help: "After which convolutions batches are normalised: none as published for paper, conv4 as published for series, all. "
                + "A choice of network brings its own.",
            kind: .choice(Normalisation.allCases.map(\.rawValue))),
        SetupField(
            id: .width, group: .network, label: "width",
            help: "Channels of the four feature convolutions; 10 as published. Cost grows with the square.",
            kind: .integer(1...256, step: 2)),
        SetupField(
            id: .convolution, group: .network, label: "convolution",
            help: "winograd makes a third of the multiplications where kernels are 3x3; direct makes all of them. Results differ in the last digits.",
            kind: .choice(ConvolutionMethod.allCases.map(\.rawValue))),
        SetupField(
            id: .input, group: .network, label: "input scale", help: "How grey values enter: raw 0...255, unit 0...1, signed -1...1.",
            kind: .choice(InputScale.allCases.map(\.rawValue))),
        SetupField(
            id: .`init`, group: .network, label: "initialisation",
            help: "normal: N(0, 0.05) and zero biases. uniform: within 1/sqrt(fan-in), as PyTorch does.",
            kind: .choice(Initialisation.allCases.map(\.rawValue))),
        SetupField(
            id: .dropout, group: .network, label: "dropout", help: "The share of feature units that is dropped in a training step.",
            kind: .real(0...0.95, step: 0.05, logarithmic: false)),
        SetupField(
            id: .optimiser, group: .optimiser, label: "optimiser",
            help: "adam; adamw, whose weight decay shrinks the parameters themselves; sgd, gradient descent with momentum.",
            kind: .choice(Optimiser.allCases.map(\.rawValue))),
        SetupField(
            id: .momentum, group: .optimiser, label: "momentum", help: "The share of its velocity that sgd keeps from step to step.",
            kind: .decay(0...0.999)),
        SetupField(
            id: .weightDecay, group: .optimiser, label: "weight decay",
            help: "Draws all parameters towards 0: with adam and sgd as a part of the gradient, with adamw beside it.",
            kind: .real(0...1, step: 1e-5, logarithmic: true)),
        SetupField(
            id: .clip, group: .optimiser, label: "clip",
            help: "The longest gradient that is followed, as a norm over all parameters; longer ones are shortened to it. 0: any.",
            kind: .real(0...1e6, step: 0.01, logarithmic: true)),
        SetupField(
            id: .average, group: .optimiser, label: "average",
            help: "Decay of a moving average of the parameters, which is then what is validated, saved and shown: 0.999 averages some thousand "
                + "steps. 0: none.",
            kind: .decay(0...0.9999)),
        SetupField(
            id: .schedule, group: .schedule, label: "schedule",
            help: "How the learning rate falls: not at all; as a cosine to 0; step and plateau by the decay factor; one-cycle rises first and "
                + "then falls, at every step.",
            kind: .choice(Schedule.allCases.map(\.rawValue))),
        SetupField(
            id: .warmUp, group: .schedule, label: "warm-up",
            help: "Epochs over which the learning rate rises from 0, step by step, to what the schedule says.",
            kind: .integer(0...1000, step: 1)),
        SetupField(
            id: .decayEvery, group: .schedule, label: "decay every", help: "Epochs between the falls of schedule step.",
            kind: .integer(1...100_000, step: 5)),
        SetupField(
            id: .decayFactor, group: .schedule, label: "decay factor", help: "What the schedules step and plateau multiply the learning rate by.",
            kind: .real(0.01...1, step: 0.01, logarithmic: true)),
        SetupField(
            id: .plateauPatience, group: .schedule, label: "plateau after",
            help: "Schedule plateau lowers the learning rate when more than so many epochs running have not bettered the validation loss.",
            kind: .integer(0...100_000, step: 1)),
        SetupField(
            id: .patience, group: .schedule, label: "patience",
            help: "End the run when validation accuracy has not bettered for so many epochs. 0: train all epochs.",
            kind: .integer(0...100_000, step: 5)),
        SetupField(
            id: .l2, group: .loss, label: "L2", help: "Factor of the sum of squares of the two classifier layers, added to the loss.",
            kind: .real(0...10, step: 1e-5, logarithmic: true)),
        SetupField(
            id: .classWeights, group: .loss, label: "class weights",
            help: "balanced lets all classes count the same, however many faces each has. The losses shown count every face the same.",
            kind: .choice(ClassWeights.allCases.map(\.rawValue))),
        SetupField(
            id: .labelSmoothing, group: .loss, label: "smoothing",
            help: "The share of each label that is spread over all classes in training. The losses shown are those without.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        SetupField(
            id: .flip, group: .augmentation, label: "flip", help: "Mirror each face with probability one half, anew in every epoch.", kind: .toggle),
        SetupField(
            id: .seed, group: .output, label: "seed",
            help: "Decides first parameters, order, flips and dropout: same seed, same result, bit for bit.",
            kind: .integer(0...Int.max, step: 1)),
        SetupField(
            id: .threads, group: .output, label: "threads", help: "Worker threads. They change the speed, never the result.",
            kind: .integer(1...256, step: 1)),
        SetupField(
            id: .runs, group: .output, label: "runs folder", help: "The folder in which each run gets a folder of its own.", kind: .path),
        SetupField(
            id: .name, group: .output, label: "name", help: "The run's name. Empty: made from the time, the preset and the data.", kind: .text),
        SetupField(
            id: .keepEvery, group: .output, label: "keep every",
            help: "Keep the parameters of every so many epochs, as epoch-0010.safetensors. 0 keeps the best and the last alone.",
            kind: .integer(0...100_000, step: 5)),
    ]

    /// The field that sets `id`.
    public static func field(_ id: ID) -> SetupField {
        guard let field = all.first(where: { $0.id == id }) else { preconditionFailure("no field \(id)") }
        return field
    }

    /// The field's value in `configuration`, as `set` reads it.
    public func text(in configuration: RunConfiguration) -> String {
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
        case .seed: String(values.seed)
        case .limit: values.limit.map { String($0) } ?? ""
        case .threads: String(configuration.threads)
        case .runs: configuration.runsFolder
        case .name: configuration.name ?? ""
        case .skipBad: configuration.skipsBad ? "on" : "off"
        case .keepEvery: String(configuration.keepEvery ?? 0)
        }
    }

    /// Sets the field from what a person typed.
    ///
    /// - Throws: `SettingError`, and leaves `configuration` as it was.
    public func set(_ text: String, in configuration: inout RunConfiguration) throws(SettingError) {
        let word = text.trimmed
        switch id {
        // A path is taken as it is: names may begin and end with blanks.
        case .data: configuration.data = try path(text)
        case .preset: configuration.apply(try choice(word))
        case .network:
            configuration.hyperparameters.network = try choice(word)
            configuration.hyperparameters.normalisation = configuration.hyperparameters.network.ownNormalisation
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
        }
    }

    /// The value that the configuration's preset gives this field.
    public func presetText(for configuration: RunConfiguration) -> String {
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

    /// What a word for on or off means, Python's True and False among them; nil where it is none.
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
