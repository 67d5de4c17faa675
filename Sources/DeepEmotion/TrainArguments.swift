import Platform
import Core

/// What `train` was asked to do.
struct TrainArguments {
    var configuration: RunConfiguration
    /// Whether events go to standard output as JSON lines.
    var printsJSON = false
    /// Remarks for standard error before anything begins.
    var remarks: [String] = []
    /// Whether the TensorFlow implementation's options ask for images first.
    var setsUp = false
    /// False where the TensorFlow implementation's options ask for no training.
    var trains = true
    /// The run that is to be taken up again; `configuration` is then the run's with the line's changes.
    var found: ResumableRun?

    /// Options beside those of `Setting`.
    private static let otherOptions = ["--json", "--config", "--from", "--resume", "--help"]
    /// Options of the program itself, which stand where a command could.
    private static let programOptions = ["--version"]
    /// The TensorFlow implementation's options and what they mean here.
    private static let legacyNames = [
        "-d": "--data", "-e": "--epochs", "-lr": "--learning-rate", "-bs": "--batch-size", "--learning_rate": "--learning-rate",
        "--batch_size": "--batch-size",
    ]
    private static let legacySwitches = ["-t": "train", "--train": "train", "-s": "setup", "--setup": "setup"]
    private static let legacyIgnored = ["-hparams", "--hparams", "--hyperparams"]

    /// Reads the words behind `train`.
    ///
    /// - Parameter isLegacy: whether the line is the TensorFlow implementation's own, without `train`; then the preset is `paper`.
    /// - Returns: nil where help was asked for.
    static func parse(_ words: some Sequence<String>, isLegacy: Bool) throws -> TrainArguments? {
        var reader = ArgumentReader(words)
        var settings: [(field: Setting, value: String)] = []
        var configurationFile: String?
        var parent: String?
        var resumed: String?
        var printsJSON = false
        var switches: [String: Bool] = [:]
        while let option = try reader.nextOption() {
            let name = legacyNames[option.name] ?? option.name
            if name == "--help" || name == "-h" { return nil }
            if name == "--json" {
                printsJSON = try reader.isOn(option)
            } else if name == "--config" {
                configurationFile = try reader.value(of: option, expected: "a run.json or a saved form")
            } else if name == "--from" {
                parent = try reader.value(of: option, expected: "a checkpoint, ours or a state_dict that PyTorch saved as safetensors")
            } else if name == "--resume", !isLegacy {
                resumed = try reader.value(of: option, expected: "a run's folder, or its name in the runs folder")
            } else if let field = Setting.all.first(where: { $0.option == name }) {
                settings.append((field, try reader.value(of: option, for: field)))
            } else if isLegacy, let meaning = legacySwitches[name] {
                switches[meaning] = try reader.isOn(option, expected: "True or False")
            } else if isLegacy, legacyIgnored.contains(name) {
                // There, hyperparameters counted only with this; here they always do.
                _ = try reader.isOn(option, expected: "True or False")
            } else {
                throw UsageError(description: unknown(option.name, isLegacy: isLegacy))
            }
        }
        if let resumed {
            guard configurationFile == nil else {
                throw UsageError(description: "--resume and --config: a run that is taken up again has its own settings")
            }
            guard parent == nil else { throw UsageError(description: "--resume and --from: a run that is taken up again has its own parameters") }
            return try take(up: resumed, settings, printsJSON: printsJSON)
        }
        var configuration = try configure(settings, file: configurationFile, isLegacy: isLegacy)
        if let parent { configuration.parent = parent }
        return finish(configuration, printsJSON: printsJSON, switches: switches, isLegacy: isLegacy)
    }

    /// Settings from a file or a preset, and what a line changes.
    static func configure(_ settings: [(field: Setting, value: String)], file: String?, isLegacy: Bool) throws -> RunConfiguration {
        var configuration = try file.map { try ConfigurationFile.read($0) } ?? RunConfiguration(preset: isLegacy ? .paper : .standard)
        try configuration.apply(settings)
        guard file != nil || settings.contains(where: { $0.field.id == .data }) else {
            throw UsageError(description: "no --data: give a folder or a file of faces, or demo for the built-in ones")
        }
        return configuration
    }

    /// Takes hold of a run and changes what the line changes.
    private static func take(up name: String, _ settings: [(field: Setting, value: String)], printsJSON: Bool) throws -> TrainArguments {
        if settings.contains(where: { $0.field.id == .preset }) {
            throw UsageError(description: "--resume and --preset: a run that is taken up again has its own settings; change single ones")
        }
        var place = RunConfiguration()
        for (field, value) in settings where field.id == .runs { try field.set(value, in: &place) }
        var run = try ResumableRun(name, runsFolder: place.runsFolder)
        var configuration = run.configuration
        for (field, value) in settings where field.id != .runs { try field.set(value, in: &configuration) }
        try run.change(to: configuration)
        var arguments = TrainArguments(configuration: configuration, printsJSON: printsJSON)
        if let sentence = run.nothingLeft {
            arguments.remarks.append(sentence)
            arguments.trains = false
        } else if run.startsOver {
            arguments.remarks.append("\(run.path) was ended before its first checkpoint; it starts over from its run.json")
        }
        arguments.found = run
        return arguments
    }

    private static func finish(_ configuration: RunConfiguration, printsJSON: Bool, switches: [String: Bool], isLegacy: Bool) -> TrainArguments {
        var arguments = TrainArguments(configuration: configuration, printsJSON: printsJSON)
        guard isLegacy else { return arguments }
        arguments.setsUp = switches["setup"] == true
        if switches["train"] != true {
            arguments.trains = false
            if switches["setup"] != true { arguments.remarks.append("nothing to do: training was not asked for (-t True trains)") }
        }
        return arguments
    }

    private static func unknown(_ name: String, isLegacy: Bool) -> String {
        let known =
            Setting.all.map(\.option) + otherOptions + legacyNames.keys
            + (isLegacy ? legacySwitches.keys + legacyIgnored + programOptions : [])
        let hint = Spelling.nearest(to: name, among: known.sorted()).map { "; did you mean \($0)?" } ?? "; see deep-emotion train --help"
        return "unknown option \(name)\(hint)"
    }
}
