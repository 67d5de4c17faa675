/// One setting of a run: the table from which the form, the command line and their help are made.
public struct SetupField: Sendable {
    /// What is set. The raw value is the option without its dashes.
    public enum ID: String, Sendable, CaseIterable {
        case data, preset, network, sampler, normalisation, width, input, `init`, epochs
        case batchSize = "batch-size"
        case dropout, l2
        case learningRate = "learning-rate"
        case schedule, flip, shift, rotation, scale, brightness, contrast, erasing, seed, limit, threads, runs, name
        case skipBad = "skip-bad"
        case keepEvery = "keep-every"
    }

    /// The form's headings, in order.
    public enum Group: String, Sendable, CaseIterable {
        case run, data, network, optimiser, augmentation, output
    }

    /// What values a field takes.
    public enum Kind: Sendable, Equatable {
        /// A whole number; the arrow keys change it by `step`.
        case integer(ClosedRange<Int>, step: Int)
        /// As `integer`, or empty for all.
        case optionalInteger(ClosedRange<Int>, step: Int)
        /// A real number within the range; the arrow keys go through 1, 2, 5 of each power of ten where `logarithmic`, else by `step`.
        case real(ClosedRange<Double>, step: Double, logarithmic: Bool)
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
        case .real(let range, _, _): "\(NumberText.shortest(range.lowerBound))...\(NumberText.shortest(range.upperBound))"
        default: ""
        }
    }

    /// The accepted values in words: "1...100,000", "stn or corners".
    public var range: String {
        switch kind {
        case .integer, .real: bounds
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
            id: .epochs, group: .run, label: "epochs", help: "Passes over the training faces. The cosine schedule stretches over all of them.",
            kind: .integer(1...100_000, step: 1)),
        SetupField(
            id: .learningRate, group: .run, label: "learning rate",
            help: "Adam's step size at the start. Too high collapses, too low crawls; 0.003 suits this network.",
            kind: .real(1e-8...10, step: 0, logarithmic: true)),
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
            id: .schedule, group: .optimiser, label: "schedule",
            help: "How the learning rate falls, set once an epoch: constant, or as a cosine to 0.",
            kind: .choice(Schedule.allCases.map(\.rawValue))),
        SetupField(
            id: .l2, group: .optimiser, label: "L2", help: "Factor of the sum of squares of the two classifier layers, added to the loss.",
            kind: .real(0...10, step: 0, logarithmic: true)),
        SetupField(
            id: .flip, group: .augmentation, label: "flip", help: "Mirror each face with probability one half, anew in every epoch.", kind: .toggle),
        SetupField(
            id: .shift, group: .augmentation, label: "shift",
            help: "Move each face by up to so many pixels to either side and up or down; its edge goes on where it has left. 0: off.",
            kind: .real(0...16, step: 1, logarithmic: false)),
        SetupField(
            id: .rotation, group: .augmentation, label: "rotation", help: "Turn each face by up to so many degrees either way. 0: off.",
            kind: .real(0...45, step: 5, logarithmic: false)),
        SetupField(
            id: .scale, group: .augmentation, label: "scale",
            help: "Make each face larger or smaller by up to this share: its size is multiplied by 1 - scale...1 + scale. 0: off.",
            kind: .real(0...0.5, step: 0.05, logarithmic: false)),
        SetupField(
            id: .brightness, group: .augmentation, label: "brightness",
            help: "Make each face brighter or darker by up to this share of full scale. 0: off.",
            kind: .real(0...0.5, step: 0.05, logarithmic: false)),
        SetupField(
            id: .contrast, group: .augmentation, label: "contrast",
            help: "Multiply each pixel's distance from the face's mean grey by 1 - contrast...1 + contrast. 0: off.",
            kind: .real(0...0.9, step: 0.05, logarithmic: false)),
        SetupField(
            id: .erasing, group: .augmentation, label: "erasing",
            help: "Probability that a rectangle of 2 to 33 % of a face is filled with its mean grey. 0: off.",
            kind: .real(0...1, step: 0.05, logarithmic: false)),
        SetupField(
            id: .seed, group: .output, label: "seed",
            help: "Decides first parameters, order, augmentation and dropout: same seed, same result, bit for bit.",
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
        case .input: values.input.rawValue
        case .`init`: values.initialisation.rawValue
        case .epochs: String(values.epochs)
        case .batchSize: String(values.batchSize)
        case .dropout: NumberText.shortest(values.dropout)
        case .l2: NumberText.shortest(values.l2)
        case .learningRate: NumberText.shortest(values.learningRate)
        case .schedule: values.schedule.rawValue
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
        case .input: configuration.hyperparameters.input = try choice(word)
        case .`init`: configuration.hyperparameters.initialisation = try choice(word)
        case .epochs: configuration.hyperparameters.epochs = try integer(word)
        case .batchSize: configuration.hyperparameters.batchSize = try integer(word)
        case .dropout: configuration.hyperparameters.dropout = try real(word)
        case .l2: configuration.hyperparameters.l2 = try real(word)
        case .learningRate: configuration.hyperparameters.learningRate = try real(word)
        case .schedule: configuration.hyperparameters.schedule = try choice(word)
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
        }
    }

    /// The value one step up or down from the current one, within the range; the current one where there is none.
    public func stepped(_ direction: Int, in configuration: RunConfiguration) -> String {
        let current = text(in: configuration)
        switch kind {
        case .integer(let range, let step), .optionalInteger(let range, let step):
            guard let value = Int(current) else { return direction > 0 ? String(max(range.lowerBound, step)) : current }
            let below = value / step * step
            if direction < 0 { return String(max(below == value ? value - step : below, range.lowerBound)) }
            // Asked this way round, since the largest seed has no successor.
            return String(range.upperBound - below < step ? range.upperBound : below + step)
        case .real(let range, let step, let logarithmic):
            guard let value = Double(current) else { return current }
            let moved = logarithmic ? Self.logarithmicStep(from: value, direction, within: range) : Self.evenStep(from: value, by: step, direction)
            return NumberText.shortest(min(max(moved, range.lowerBound), range.upperBound))
        case .choice(let words):
            guard let index = words.firstIndex(of: current) else { return current }
            return words[(index + direction + words.count) % words.count]
        case .toggle: return current == "on" ? "off" : "on"
        case .path, .text: return current
        }
    }

    /// The value that the configuration's preset gives this field.
    public func presetText(for configuration: RunConfiguration) -> String {
        text(in: RunConfiguration(preset: configuration.preset))
    }

    /// The next multiple of `step`; below 1 divided by its inverse, so that 3 steps of 0.05 are 0.15 and not 0.15000000000000002.
    private static func evenStep(from value: Double, by step: Double, _ direction: Int) -> Double {
        let count = (value / step).rounded() + Double(direction)
        return step < 1 ? count / (1 / step).rounded() : count * step
    }

    /// The next of 1, 2, 5 times a power of ten; where zero is allowed, it lies under 1e-5.
    private static func logarithmicStep(from value: Double, _ direction: Int, within range: ClosedRange<Double>) -> Double {
        let smallest = range.lowerBound > 0 ? range.lowerBound : 1e-5
        guard value > 0 else { return direction > 0 ? smallest : 0 }
        if direction < 0, value <= smallest { return range.lowerBound }
        let exponent = Int(log10(value).rounded(.down))
        // Read from text: 5 * pow(10, -4) need not be the number that is written 0.0005.
        let ladder = (exponent - 1...exponent + 1).flatMap { power in [1, 2, 5].compactMap { Double("\($0)e\(power)") } }
        let next = direction > 0 ? ladder.first { $0 > value * (1 + 1e-9) } : ladder.last { $0 < value * (1 - 1e-9) }
        return next ?? value
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
        guard case .real(let range, _, _) = kind else { preconditionFailure("\(id) is no real number") }
        guard let value = Double(word), range.contains(value) else { throw error(word) }
        return value
    }
}

/// A value that a field does not take.
public struct SettingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The option, with dashes.
    public let option: String
    /// What was given.
    public let found: String
    /// What is taken.
    public let expected: String

    /// One sentence.
    public var description: String { "\(option) '\(found)': expected \(expected)" }
}

extension String {
    /// Whether a line's end, a tab, an escape or the like is in it.
    var hasControlCharacters: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }

    /// With a `?` for each character that would break a line or move a terminal's cursor.
    package var inOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }

    /// Without white space at either end.
    var trimmed: String {
        var slice = self[...]
        while let first = slice.first, first.isWhitespace { slice = slice.dropFirst() }
        while let last = slice.last, last.isWhitespace { slice = slice.dropLast() }
        return String(slice)
    }
}
