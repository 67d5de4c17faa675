package import FaceData
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run's settings as a file: what the form saves, or a run's own run.json.
package enum ConfigurationFile {
    /// Reads settings; the name is left out, since that run's is taken.
    ///
    /// - Throws: `RunError`.
    package static func read(_ path: String) throws(RunError) -> RunConfiguration {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: 16 << 20) } catch { throw .file(error) }
        let data = Data(bytes)
        do {
            let decoder = JSONDecoder()
            var configuration =
                if try decoder.decode(Kind.self, from: data).isRun {
                    try decoder.decode(RunRecord.self, from: data).configuration
                } else {
                    try decoder.decode(RunConfiguration.self, from: data)
                }
            configuration.name = nil
            try check(configuration)
            return configuration
        } catch {
            throw .configuration(path: path, reason: sentence(error))
        }
    }

    /// Which of the two files it is: only a run's has its settings under a name of their own.
    private struct Kind: Decodable {
        let isRun: Bool
        private enum CodingKeys: CodingKey { case configuration }
        init(from decoder: any Decoder) throws { isRun = try decoder.container(keyedBy: CodingKeys.self).contains(.configuration) }
    }

    /// Saves settings so that `read` gives them back.
    ///
    /// - Throws: `RunError`.
    package static func write(_ configuration: RunConfiguration, to path: String) throws(RunError) {
        do throws(FileError) { try Disk().replace(path, with: Array(JSONText.pretty(configuration).utf8)) } catch { throw .file(error) }
    }

    /// What is wrong with settings that were read from a file; nil where nothing is.
    static func complaint(about configuration: RunConfiguration) -> String? {
        do throws(SettingError) { try check(configuration) } catch { return error.description }
        return nil
    }

    /// Every value must be one that its field takes.
    private static func check(_ configuration: RunConfiguration) throws(SettingError) {
        for field in Setting.all where field.id != .preset {
            var copy = configuration
            try field.set(field.text(in: configuration), in: &copy)
        }
        let epsilon = configuration.hyperparameters.adamEpsilon
        guard epsilon > 0, epsilon <= 1 else {
            throw SettingError(option: "adamEpsilon", found: "\(epsilon)", expected: "a number in 0...1, above 0")
        }
    }

    /// What is wrong with JSON that was to be settings.
    static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as SettingError: error.description
        case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is no JSON object, or a number in it does not fit"
                : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has a value that does not fit"
        default: "\(error)"
        }
    }
}

extension RunConfiguration {
    /// How its faces are read.
    package var loadOptions: LoadOptions {
        LoadOptions(
            seed: hyperparameters.seed, skipsBad: skipsBad, threads: min(threads, ProcessorCount.online), split: split, votes: votes)
    }

    /// The settings of the run in whose folder a checkpoint lies; nil where no run.json lies beside it.
    ///
    /// - Throws: `RunError` where one does and cannot be read.
    package init?(ofCheckpoint path: String) throws(RunError) {
        let folder = Disk.absolute(path).split(separator: "/").dropLast().joined(separator: "/")
        do throws(RunError) { self = try ConfigurationFile.read("/" + folder + "/run.json") } catch {
            if case .file(let fault) = error, fault.code == ENOENT { return nil }
            throw error
        }
    }
}
