import FaceData
import Platform

/// A run on disk: run.json, metrics.jsonl, faces.jsonl, last.safetensors, best.safetensors and resume.safetensors in a folder of their own.
///
/// Every file is either appended to by whole lines or replaced as a whole, so that a crash at any moment leaves something that can be read.
/// Whoever has one of these has the run for himself: it is locked as long as this value, or a copy, is there.
package struct RunFolder: Sendable {
    /// As the person wrote the runs folder, with the run's name behind it.
    package let path: String
    let files: any FileStore
    private let lock: RunLock
    /// Folders above it that were made for it, the deepest first.
    private var madeFolders: [String] = []

    package var bestCheckpoint: String { path + "/best.safetensors" }
    package var lastCheckpoint: String { path + "/last.safetensors" }
    package var resumeFile: String { path + "/resume.safetensors" }
    /// Which face trains, validates or tests.
    package var splitFile: String { path + "/" + SplitManifest.name }
    var recordFile: String { path + "/run.json" }
    var metricsFile: String { path + "/metrics.jsonl" }
    var facesFile: String { path + "/faces.jsonl" }
    /// TensorBoard takes every file for its own whose name holds `tfevents`.
    var eventsFile: String { path + "/events.out.tfevents.deep-emotion" }

    /// Makes a new run's folder.
    ///
    /// - Parameter name: nil makes one from the time, the preset and the data.
    /// - Throws: `RunError.nameTaken` where a run or anything else of that name is there, `RunError.file` where the system refuses.
    init(in configuration: RunConfiguration, files: any FileStore) throws(RunError) {
        self.files = files
        madeFolders = Disk.missingFolders(Disk.withHome(configuration.runsFolder))
        if let name = configuration.name {
            path = Self.path(of: name, in: configuration)
            guard Self.isFree(path) else { throw .nameTaken(path: path) }
            lock = try Self.make(path, files, takesRemains: true)
        } else {
            let base = Self.path(of: Self.name(for: configuration), in: configuration)
            var candidate = base
            var number = 1
            while true {
                if !Disk.exists(candidate) {
                    do throws(RunError) {
                        lock = try Self.make(candidate, files, takesRemains: false)
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

    /// Takes hold of a run that is there.
    ///
    /// - Throws: `ResumeError.beingTrained`, or `.file` where there is no such folder.
    init(existing path: String, files: any FileStore) throws(ResumeError) {
        self.path = path
        self.files = files
        let lock: RunLock?
        do throws(FileError) { lock = try RunLock(path) } catch { throw .file(error) }
        guard let lock else { throw .beingTrained(path: path) }
        self.lock = lock
    }

    /// Refuses what `init` would refuse before time goes into loading: a name that is taken.
    static func check(_ configuration: RunConfiguration) throws(RunError) {
        guard let name = configuration.name else { return }
        let path = Self.path(of: name, in: configuration)
        guard isFree(path) else { throw .nameTaken(path: path) }
    }

    /// Whether a run can be begun there: nothing is there, or a folder that is empty but for what a run left that was killed before its run.json.
    private static func isFree(_ path: String) -> Bool {
        guard Disk.exists(path) else { return true }
        guard Folder.isFolder(path), let names = try? Disk.entries(of: path) else { return false }
        return names.allSatisfy { $0.hasPrefix("run.json.tmp-") || $0.hasPrefix(SplitManifest.name + ".tmp-") }
    }

    /// The folder of a run called `name`, the runs folder as the person wrote it.
    static func path(of name: String, in configuration: RunConfiguration) -> String {
        Disk.withHome(configuration.runsFolder) + (configuration.runsFolder.hasSuffix("/") ? "" : "/") + name
    }

    func write(_ record: RunRecord) throws(FileError) {
        try files.replace(recordFile, with: Array(JSONText.pretty(record).utf8))
    }

    func write(_ manifest: SplitManifest) throws(FileError) { try files.replace(splitFile, with: manifest.bytes) }

    func append(_ event: RunEvent) throws(FileError) {
        try files.append(Array((event.jsonLine + "\n").utf8), to: metricsFile)
    }

    func append(_ line: FollowedLine) throws(FileError) {
        try files.append(Array((JSONText.line(line) + "\n").utf8), to: facesFile)
    }

    /// Adds whole records.
    func appendEvents(_ records: [UInt8]) throws(FileError) { try files.append(records, to: eventsFile) }

    func writeBest(_ checkpoint: Checkpoint) throws(FileError) { try files.replace(bestCheckpoint, with: checkpoint.encoded()) }
    func writeLast(_ checkpoint: Checkpoint) throws(FileError) { try files.replace(lastCheckpoint, with: checkpoint.encoded()) }
    func writeKept(_ checkpoint: Checkpoint) throws(FileError) {
        try files.replace(path + "/" + Self.keptName(epoch: checkpoint.epoch), with: checkpoint.encoded())
    }
    func writeResume(_ bytes: [UInt8]) throws(FileError) { try files.replace(resumeFile, with: bytes) }
    /// Removes it with all that is in it, and the folders above it that were made for it and hold nothing else.
    func remove() throws(FileError) {
        try files.remove(path)
        Disk.removeEmpty(madeFolders)
    }

    /// - Parameter takesRemains: whether a folder will do that is there but free; where the name is ours to choose, the next one is as good.
    private static func make(_ path: String, _ files: any FileStore, takesRemains: Bool) throws(RunError) -> RunLock {
        do throws(FileError) {
            let taken = FileError(path: path, operation: "make the folder", code: EEXIST)
            do throws(FileError) { try files.makeFolder(path) } catch { guard takesRemains, error == taken, isFree(path) else { throw error } }
            // Where there is a lock already, a name was given twice at once; where there is a run by now, the other one was faster.
            guard let lock = try RunLock(path), isFree(path) else { throw taken }
            for name in try Disk.entries(of: path) { try files.remove(path + "/" + name) }
            return lock
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
    static func shortName(of data: String) -> String {
        let last = Disk.absolute(data).split(separator: "/").last.map { String($0) } ?? "data"
        let stem = last.lowercased().hasSuffix(".csv") ? String(last.dropLast(4)) : last
        let kept = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "-" }
        return String(kept.prefix(40))
    }
}
