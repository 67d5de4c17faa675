#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A run's settings as a file: what the form saves, or a run's own run.json.
public enum ConfigurationFile {
    /// Reads settings; the name is left out, since that run's is taken.
    ///
    /// - Throws: `RunError`.
    public static func read(_ path: String) throws(RunError) -> RunConfiguration {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path, limit: 16 << 20) } catch { throw .file(error) }
        let data = Data(bytes)
        do {
            var configuration =
                if let record = try? JSONDecoder().decode(RunRecord.self, from: data) { record.configuration } else {
                    try JSONDecoder().decode(RunConfiguration.self, from: data)
                }
            configuration.name = nil
            try check(configuration)
            return configuration
        } catch {
            throw .configuration(path: path, reason: sentence(error))
        }
    }

    /// Saves settings so that `read` gives them back.
    ///
    /// - Throws: `RunError`.
    public static func write(_ configuration: RunConfiguration, to path: String) throws(RunError) {
        do throws(FileError) { try Disk().replace(path, with: Array(JSONText.pretty(configuration).utf8)) } catch { throw .file(error) }
    }

    /// Every value must be one that its field takes.
    private static func check(_ configuration: RunConfiguration) throws(SettingError) {
        for field in SetupField.all where field.id != .preset {
            var copy = configuration
            try field.set(field.text(in: configuration), in: &copy)
        }
    }

    private static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as SettingError: error.description
        case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is no JSON object" : "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has a value that does not fit"
        default: "\(error)"
        }
    }
}
