import FaceData
import Platform

extension RunFolder {
    /// The file that keeps the parameters after `epoch` for good.
    static func keptName(epoch: Int) -> String {
        let digits = String(epoch)
        return "epoch-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ".safetensors"
    }

    /// Of which epoch a file keeps the parameters; nil for other files.
    static func keptEpoch(_ name: String) -> Int? {
        let digits = name.dropFirst("epoch-".count).prefix { $0 != "." }
        guard let epoch = Int(digits), name == keptName(epoch: epoch) else { return nil }
        return epoch
    }

    /// What run.json says; nil where it cannot be read.
    var record: RunRecord? {
        guard let bytes = try? Disk.read(recordFile, limit: 16 << 20) else { return nil }
        return JSONText.read(RunRecord.self, from: bytes)
    }

    /// The event that metrics.jsonl ends with; nil where it ends with no whole event.
    var latestEvent: RunEvent? {
        guard let bytes = try? Disk.read(metricsFile), let line = bytes.split(separator: UInt8(ascii: "\n")).last else { return nil }
        return RunEvent(jsonLine: line)
    }

    /// Cuts all files back to one moment of the run, or brings them back; what is so already stays untouched.
    ///
    /// A crash in the midst of it changes nothing: the next try does the same. run.json comes first, since it takes down how metrics.jsonl had ended.
    func restore(_ record: RunRecord, metrics: [UInt8], faces: [FollowedLine], best: Checkpoint?, last: Checkpoint) throws(FileError) {
        try put(Array(JSONText.pretty(record).utf8), at: recordFile)
        try put(metrics, at: metricsFile)
        try put(faces.flatMap { Array((JSONText.line($0) + "\n").utf8) }, at: facesFile)
        if let best { try put(best.encoded(), at: bestCheckpoint) } else if Disk.exists(bestCheckpoint) { try files.remove(bestCheckpoint) }
        try put(last.encoded(), at: lastCheckpoint)
        try removeLeftovers(after: last.epoch)
    }

    /// Cuts TensorBoard's file back to the epochs up to `epoch`; false where there is none.
    func cutEvents(after epoch: Int) throws(FileError) -> Bool {
        guard Disk.exists(eventsFile) else { return false }
        try put(EventFile.cut(try Disk.read(eventsFile), after: epoch), at: eventsFile)
        return true
    }

    /// Removes everything but run.json, for a run that starts over.
    func clear() throws(FileError) {
        for file in [metricsFile, facesFile, eventsFile, bestCheckpoint, lastCheckpoint, resumeFile] where Disk.exists(file) {
            try files.remove(file)
        }
        try removeLeftovers(after: 0)
    }

    private func put(_ bytes: [UInt8], at file: String) throws(FileError) {
        if (try? Disk.read(file)) != bytes { try files.replace(file, with: bytes) }
    }

    /// Removes kept parameters of epochs that are trained again, and what a process left that was killed: what it broke off writing, and its status.
    private func removeLeftovers(after epoch: Int) throws(FileError) {
        for name in try Disk.entries(of: path) where Self.keptEpoch(name).map({ $0 > epoch }) ?? (name.contains(".tmp-") || name == RunStatus.name) {
            try files.remove(path + "/" + name)
        }
    }
}
