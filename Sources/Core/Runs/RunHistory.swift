import Platform

/// What a run has written down, read by whoever does not train it.
package struct RunHistory: Sendable {
    /// The run's folder.
    package let path: String
    /// How it began; nil where its first line is missing.
    package let start: RunStart?
    /// Its epochs so far.
    package let epochs: [EpochRecord]

    /// Reads metrics.jsonl of the run in the folder `name`, or called so in `runsFolder`; lines that are not whole are left out.
    ///
    /// - Throws: `RunError`.
    package init(of name: String, runsFolder: String) throws(RunError) {
        let (plain, runs) = (Disk.withHome(name), Disk.withHome(runsFolder))
        let found = [plain, runs + (runs.hasSuffix("/") ? "" : "/") + plain].first { Disk.exists($0 + "/metrics.jsonl") }
        path = found ?? plain
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Disk.read(path + "/metrics.jsonl") } catch { throw .file(error) }
        let events = bytes.split(separator: UInt8(ascii: "\n")).compactMap { RunEvent(jsonLine: $0) }
        start = events.lazy.compactMap { if case .start(let start) = $0 { start } else { nil } }.first
        epochs = events.compactMap { if case .epoch(let record) = $0 { record } else { nil } }
    }
}
