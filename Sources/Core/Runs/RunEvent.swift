#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What happens in a run: the lines of metrics.jsonl and of `--json`.
public enum RunEvent: Sendable, Equatable {
    /// The run begins.
    case start(RunStart)
    /// An epoch has ended, validation included.
    case epoch(EpochRecord)
    /// Something was noticed.
    case warning(TrainingWarning)
    /// What was noticed no longer holds.
    case recovery(Recovery)
    /// A person changed something.
    case change(LiveChange)
    /// The run has come to its own end.
    case finished(RunFinish)
    /// The run has ended before.
    case stopped(RunStop)

    /// One JSON object in one line, `event` first, without a line's end.
    public var jsonLine: String {
        switch self {
        case .start(let value): Self.line("start", value)
        case .epoch(let value): Self.line("epoch", value)
        case .warning(let value): Self.line("warning", value)
        case .recovery(let value): Self.line("recovery", value)
        case .change(let value): Self.line("change", value)
        case .finished(let value): Self.line("finished", value)
        case .stopped(let value): Self.line("stopped", value)
        }
    }

    private static func line(_ name: String, _ value: some Encodable) -> String {
        "{\"event\":\"\(name)\"," + JSONText.line(value).dropFirst()
    }
}

/// JSON as runs keep it: keys in alphabetical order, so that the same content gives the same text.
enum JSONText {
    /// In one line. Numbers that are none become strings, which no reader takes for numbers.
    static func line(_ value: some Encodable) -> String { encode(value, []) }

    /// For people to read.
    static func pretty(_ value: some Encodable) -> String { encode(value, .prettyPrinted) + "\n" }

    private static func encode(_ value: some Encodable, _ formatting: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = formatting.union([.sortedKeys, .withoutEscapingSlashes])
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        guard let data = try? encoder.encode(value) else { preconditionFailure("\(type(of: value)) is encodable") }
        return String(decoding: data, as: UTF8.self)
    }
}

/// How a run begins.
public struct RunStart: Sendable, Codable, Equatable {
    /// The run's folder.
    public var run: String
    /// Trained numbers.
    public var parameters: Int
    /// Whether the layers are one of the two published networks'.
    public var published: Bool
    /// How they differ from those; nil where they do not.
    public var variation: String?
    /// The checkpoint that the run started from.
    public var parent: String?
    /// Training faces.
    public var train: Int
    /// Validation faces.
    public var validation: Int
    /// Faces kept aside.
    public var test: Int
    /// What validates, and why.
    public var rule: String
    /// Bad rows or images that were left out.
    public var skipped: Int
    /// What else a person should know of what was taken and what was left, a sentence each; nil where there is nothing.
    public var notes: [String]?
    /// The absolute path, or `demo`.
    public var data: String
    /// The layout in words.
    public var layout: String
    /// By index.
    public var classNames: [String]
    /// The preset that the settings started from.
    public var preset: Preset
    /// Worker threads.
    public var threads: Int
    /// The program's version.
    public var version: String
    /// Where the run was taken up again; nil where it began. Never in metrics.jsonl, which reads as if nothing had interrupted it.
    public var resumed: Resumption?
    /// Every hyperparameter, under its own name beside the others.
    public var hyperparameters: Hyperparameters

    private enum CodingKeys: String, CodingKey {
        case run, parameters, published, variation, parent, train, validation, test, rule, skipped, data, layout, classNames, preset, threads, version
        case resumed, notes
    }

    init(
        run: String, parameters: Int, dataset: Dataset, configuration: RunConfiguration
    ) {
        self.run = run
        self.parameters = parameters
        variation = configuration.hyperparameters.architecture(classCount: dataset.training.classNames.count).variation
        published = variation == nil
        parent = configuration.parent
        train = dataset.training.count
        validation = dataset.validation.count
        test = dataset.testCount
        rule = dataset.split
        skipped = dataset.skipped.count
        notes = dataset.notes.isEmpty ? nil : dataset.notes
        data = dataset.location
        layout = dataset.layout
        classNames = dataset.training.classNames
        preset = configuration.preset
        threads = configuration.threads
        version = Version.text
        hyperparameters = configuration.hyperparameters
    }

    /// Reads what `encode` writes.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        run = try values.decode(String.self, forKey: .run)
        parameters = try values.decode(Int.self, forKey: .parameters)
        published = try values.decode(Bool.self, forKey: .published)
        variation = try values.decodeIfPresent(String.self, forKey: .variation)
        parent = try values.decodeIfPresent(String.self, forKey: .parent)
        train = try values.decode(Int.self, forKey: .train)
        validation = try values.decode(Int.self, forKey: .validation)
        test = try values.decode(Int.self, forKey: .test)
        rule = try values.decode(String.self, forKey: .rule)
        skipped = try values.decode(Int.self, forKey: .skipped)
        notes = try values.decodeIfPresent([String].self, forKey: .notes)
        data = try values.decode(String.self, forKey: .data)
        layout = try values.decode(String.self, forKey: .layout)
        classNames = try values.decode([String].self, forKey: .classNames)
        preset = try values.decode(Preset.self, forKey: .preset)
        threads = try values.decode(Int.self, forKey: .threads)
        version = try values.decode(String.self, forKey: .version)
        resumed = try values.decodeIfPresent(Resumption.self, forKey: .resumed)
        hyperparameters = try Hyperparameters(from: decoder)
    }

    /// One flat object: the hyperparameters stand beside the rest.
    public func encode(to encoder: any Encoder) throws {
        try hyperparameters.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(run, forKey: .run)
        try values.encode(parameters, forKey: .parameters)
        try values.encode(published, forKey: .published)
        try values.encodeIfPresent(variation, forKey: .variation)
        try values.encodeIfPresent(parent, forKey: .parent)
        try values.encode(train, forKey: .train)
        try values.encode(validation, forKey: .validation)
        try values.encode(test, forKey: .test)
        try values.encode(rule, forKey: .rule)
        try values.encode(skipped, forKey: .skipped)
        try values.encodeIfPresent(notes, forKey: .notes)
        try values.encode(data, forKey: .data)
        try values.encode(layout, forKey: .layout)
        try values.encode(classNames, forKey: .classNames)
        try values.encode(preset, forKey: .preset)
        try values.encode(threads, forKey: .threads)
        try values.encode(version, forKey: .version)
        try values.encodeIfPresent(resumed, forKey: .resumed)
    }
}

/// Where a run was taken up again.
public struct Resumption: Sendable, Codable, Equatable {
    /// The epoch that trains from there, from 1.
    public var epoch: Int
    /// Steps done in it.
    public var step: Int
}

/// How a run ends when all epochs are trained, or it has run out of patience.
public struct RunFinish: Sendable, Codable, Equatable {
    /// The run's folder.
    public var run: String
    /// With the highest validation accuracy, the earlier of equals.
    public var bestEpoch: Int
    /// 0...1.
    public var bestValidationAccuracy: Double
    /// The best epoch's checkpoint.
    public var checkpoint: String
    /// Epochs trained.
    public var epochs: Int
    /// Why it ends; nil in runs of versions that knew but one reason.
    public var reason: FinishReason?
    /// From the first step to now, pauses included; of a run in several sittings their sum.
    public var seconds: Double
}

/// How a run ends before its last epoch.
public struct RunStop: Sendable, Codable, Equatable {
    /// Why.
    public var reason: StopReason
    /// The run's folder.
    public var run: String
    /// The epoch it was in, from 1.
    public var epoch: Int
    /// Steps done in it.
    public var step: Int
    /// What was saved last.
    public var checkpoint: String
    /// What went wrong, where something did.
    public var message: String?
    /// The command that takes it up again.
    public var resume: String?
}

/// The program's version.
public enum Version {
    /// As `--version` prints it.
    public static let text = "0.1.0"
}
