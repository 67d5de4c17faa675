/// A run on disk: run.json, metrics.jsonl, faces.jsonl, last.safetensors and best.safetensors in a folder of their own.
///
/// Every file is either appended to by whole lines or replaced as a whole, so that a crash at any moment leaves something that can be read.
package struct RunFolder: Sendable {
    /// As the person wrote the runs folder, with the run's name behind it.
    package let path: String
    private let files: any FileStore
    /// Folders above it that were made for it, the deepest first.
    private var madeFolders: [String] = []

    package var bestCheckpoint: String { path + "/best.safetensors" }
    package var lastCheckpoint: String { path + "/last.safetensors" }

    /// Makes a new run's folder.
    ///
    /// - Parameter name: nil makes one from the time, the preset and the data.
    /// - Throws: `RunError.nameTaken` where a run of that name is there, `RunError.file` where the system refuses.
    init(in configuration: RunConfiguration, files: any FileStore) throws(RunError) {
        self.files = files
        madeFolders = Disk.missingFolders(Disk.withHome(configuration.runsFolder))
        if let name = configuration.name {
            path = Self.path(of: name, in: configuration)
            guard !Disk.exists(path) else { throw .nameTaken(path: path) }
            try Self.make(path, files)
        } else {
            let base = Self.path(of: Self.name(for: configuration), in: configuration)
            var candidate = base
            var number = 1
            while true {
                if !Disk.exists(candidate) {
                    do throws(RunError) {
                        try Self.make(candidate, files)
                        break
                    } catch .nameTaken {
                        // Another process was faster: the next number.
                    }
                }
                number += 1
                candidate = "\(base)-\(number)"
            }
            path = candidate
        }
    }

    /// Refuses what `init` would refuse before time goes into loading: a name that is taken.
    static func check(_ configuration: RunConfiguration) throws(RunError) {
        guard let name = configuration.name else { return }
        let path = Self.path(of: name, in: configuration)
        guard !Disk.exists(path) else { throw .nameTaken(path: path) }
    }

    /// The folder of a run called `name`, the runs folder as the person wrote it.
    private static func path(of name: String, in configuration: RunConfiguration) -> String {
        Disk.withHome(configuration.runsFolder) + (configuration.runsFolder.hasSuffix("/") ? "" : "/") + name
    }

    func write(_ record: RunRecord) throws(FileError) {
        try files.replace(path + "/run.json", with: Array(JSONText.pretty(record).utf8))
    }

    func append(_ event: RunEvent) throws(FileError) {
        try files.append(Array((event.jsonLine + "\n").utf8), to: path + "/metrics.jsonl")
    }

    func append(_ line: FollowedLine) throws(FileError) {
        try files.append(Array((JSONText.line(line) + "\n").utf8), to: path + "/faces.jsonl")
    }

    func writeBest(_ checkpoint: Checkpoint) throws(FileError) { try files.replace(bestCheckpoint, with: checkpoint.encoded()) }
    func writeLast(_ checkpoint: Checkpoint) throws(FileError) { try files.replace(lastCheckpoint, with: checkpoint.encoded()) }
    /// Removes it with all that is in it, and the folders above it that were made for it and hold nothing else.
    func remove() throws(FileError) {
        try files.remove(path)
        Disk.removeEmpty(madeFolders)
    }

    private static func make(_ path: String, _ files: any FileStore) throws(RunError) {
        do throws(FileError) {
            try files.makeFolder(path)
        } catch {
            throw error.code == EEXIST && error.path == path ? .nameTaken(path: path) : .file(error)
        }
    }

    /// When and what: 2026-11-24-133312-baseline-fer2013.
    private static func name(for configuration: RunConfiguration) -> String {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        func digits(_ value: Int32, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        let date = [digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1, 2), digits(parts.tm_mday, 2)].joined(separator: "-")
        let clock = digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
        return [date, clock, configuration.preset.rawValue, shortName(of: configuration.data)].joined(separator: "-")
    }

    /// The last part of a path in letters that every shell takes as they are.
    private static func shortName(of data: String) -> String {
        let last = Disk.absolute(data).split(separator: "/").last.map { String($0) } ?? "data"
        let stem = last.lowercased().hasSuffix(".csv") ? String(last.dropLast(4)) : last
        let kept = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" }
        return String(kept.prefix(40))
    }
}

/// What run.json holds.
struct RunRecord: Sendable, Codable, Equatable {
    /// As it was asked for, the data's path made absolute.
    var configuration: RunConfiguration
    /// How the run began: data, split, class names, every hyperparameter, version.
    var start: RunStart
}

/// Lines of faces.jsonl: who is followed, then what the network says of them epoch by epoch.
struct FollowedLine: Sendable, Codable, Equatable {
    /// A face that is followed from here on.
    struct Face: Sendable, Codable, Equatable {
        /// Its index in the validation set.
        var index: Int
        /// The true class.
        var label: Int
        /// 4,608 hexadecimal digits, row by row.
        var pixels: String
    }
    /// What is said of one.
    struct Saying: Sendable, Codable, Equatable {
        var index: Int
        var theta: Theta
        var probabilities: [Float]
    }
    /// Epochs done.
    var epoch: Int
    /// New ones.
    var faces: [Face]?
    /// Of all that are followed.
    var sayings: [Saying]
}

/// What can be wrong with a run's folder.
public enum RunError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is something of that name.
    case nameTaken(path: String)
    /// The system refuses.
    case file(FileError)
    /// A configuration file that cannot be used.
    case configuration(path: String, reason: String)

    /// One sentence.
    public var description: String {
        switch self {
        case .nameTaken(let path): "\(path): a run of that name is there already; choose another --name"
        case .file(let error): error.description
        case .configuration(let path, let reason): "\(path): no run.json or saved form: \(reason)"
        }
    }
}
