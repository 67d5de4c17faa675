import Engine
import FaceData
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What happens in a run: the lines of metrics.jsonl and of `--json`.
package enum RunEvent: Sendable, Equatable {
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
    package var jsonLine: String {
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

/// How a run begins.
package struct RunStart: Sendable, Codable, Equatable {
    /// The run's folder.
    package var run: String
    /// Trained numbers.
    package var parameters: Int
    /// Whether the layers are one of the two published networks'.
    package var published: Bool
    /// How they differ from those; nil where they do not.
    package var variation: String?
    /// The checkpoint that the run started from.
    package var parent: String?
    /// Training faces.
    package var train: Int
    /// Validation faces.
    package var validation: Int
    /// Faces kept aside.
    package var test: Int
    /// What validates, and why.
    package var rule: String
    /// Bad rows or images that were left out.
    package var skipped: Int
    /// What else a person should know of what was taken and what was left, a sentence each; nil where there is nothing.
    package var notes: [String]?
    /// The absolute path, or `demo`.
    package var data: String
    /// The layout in words.
    package var layout: String
    /// By index.
    package var classNames: [String]
    /// The preset that the settings started from.
    package var preset: Preset
    /// Worker threads.
    package var threads: Int
    /// The program's version.
    package var version: String
    /// Where the run was taken up again; nil where it began. Never in metrics.jsonl, which reads as if nothing had interrupted it.
    package var resumed: Resumption?
    /// Every hyperparameter, under its own name beside the others.
    package var hyperparameters: Hyperparameters

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
    package init(from decoder: any Decoder) throws {
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
    package func encode(to encoder: any Encoder) throws {
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
package struct Resumption: Sendable, Codable, Equatable {
    /// The epoch that trains from there, from 1.
    package var epoch: Int
    /// Steps done in it.
    package var step: Int
}

/// How a run ends when all epochs are trained, or it has run out of patience.
package struct RunFinish: Sendable, Codable, Equatable {
    /// The run's folder.
    package var run: String
    /// With the highest validation accuracy, the earlier of equals.
    package var bestEpoch: Int
    /// 0...1.
    package var bestValidationAccuracy: Double
    /// The best epoch's checkpoint.
    package var checkpoint: String
    /// Epochs trained.
    package var epochs: Int
    /// Why it ends; nil in runs of versions that knew but one reason.
    package var reason: FinishReason?
    /// From the first step to now, pauses included; of a run in several sittings their sum.
    package var seconds: Double
}

/// How a run ends before its last epoch.
package struct RunStop: Sendable, Codable, Equatable {
    /// Why.
    package var reason: StopReason
    /// The run's folder.
    package var run: String
    /// The epoch it was in, from 1.
    package var epoch: Int
    /// Steps done in it.
    package var step: Int
    /// What was saved last.
    package var checkpoint: String
    /// What went wrong, where something did.
    package var message: String?
    /// The command that takes it up again.
    package var resume: String?
}

/// The program's version.
package enum Version {
    /// As `--version` prints it.
    package static let text = "0.1.0"
}
