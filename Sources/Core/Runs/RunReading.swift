import FaceData
import Platform

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The files of a run's folder as they were found, to know again whether any has changed since.
struct RunStamp: Sendable, Equatable {
    private let files: [FileStatus?]
    let lock: RunLock.State

    /// - Parameter lock: nil asks the file system.
    init(_ folder: String, lock: RunLock.State? = nil) {
        files = Self.names.map { FileStatus(folder + "/" + $0) }
        self.lock = lock ?? RunLock.state(of: folder)
    }

    private static let names = ["run.json", "metrics.jsonl", "resume.safetensors", "best.safetensors", RunStatus.name, RunNote.name]

    /// Of the newest, in seconds since 1970.
    var changed: Double { Double(files.compactMap { $0?.modified }.max() ?? 0) / 1e9 }
    var hasRecord: Bool { files[0] != nil }
    var hasMetrics: Bool { files[1] != nil }
    var hasResume: Bool { files[2] != nil }
    var hasBest: Bool { files[3] != nil }
    var hasNote: Bool { files[5] != nil }

    /// Whether a process trains the run at `now`: by its lock, or on file systems without locks by a recent status.json.
    func isHeld(now: Double) -> Bool {
        switch lock {
        case .held: true
        case .free: false
        case .unknown: files[4].map { now - Double($0.modified) / 1e9 < RunStatus.lifetime } ?? false
        }
    }
}

extension RunOverview {
    /// Reads the run in `folder` from the ends of its files: what it costs does not grow with the run.
    init(reading folder: String, _ stamp: RunStamp, now: Double) {
        self.init(path: folder, standing: .unreadable)
        changed = stamp.changed
        if stamp.hasNote { note = RunNote(in: folder) }
        let isHeld = stamp.isHeld(now: now)
        if isHeld {
            status = RunStatus(in: folder)
            standing = status?.phase == .paused ? .paused : .training
        }
        guard stamp.hasRecord else {
            reason = isHeld ? "it is just beginning" : stamp.hasResume ? "run.json is missing" : "no run: there is no run.json"
            return
        }
        do throws(RunError) {
            let head = try Head(reading: folder + "/run.json")
            configuration = head.configuration
            layout = head.start.layout
        } catch {
            reason = error.description
            if !isHeld { standing = .unreadable }
            return
        }
        let end = RunTail(of: folder + "/metrics.jsonl")
        take(end)
        if !isHeld { takeEnd(end) }
        if end.finish == nil { takeSaved(stamp) }
        if let status {
            imagesPerSecond = status.imagesPerSecond
            epochs = max(epochs, status.epoch - 1)
        }
    }

    /// What a table needs of run.json.
    private struct Head: Decodable {
        struct Start: Decodable { let layout: String }
        let configuration: RunConfiguration
        let start: Start

        init(reading path: String) throws(RunError) {
            let bytes: [UInt8]
            do throws(FileError) { bytes = try Disk.read(path, limit: 16 << 20) } catch { throw .file(error) }
            do {
                self = try JSONDecoder().decode(Self.self, from: Data(bytes))
            } catch {
                throw .configuration(path: path, reason: ConfigurationFile.sentence(error))
            }
        }
    }

    private mutating func take(_ end: RunTail) {
        if let record = end.latestEpoch {
            epochs = record.epoch
            imagesPerSecond = record.imagesPerSecond
            (bestEpoch, bestAccuracy) = (record.epoch, record.validation.accuracy)
        }
        guard let finish = end.finish else { return }
        (bestEpoch, bestAccuracy) = (finish.bestEpoch, finish.bestValidationAccuracy)
        epochs = finish.epochs
        seconds = finish.seconds
    }

    private mutating func takeEnd(_ end: RunTail) {
        if let finish = end.finish {
            standing = .finished
            reason = finish.reason == .patience ? "out of patience" : nil
        } else if let stop = end.stop {
            standing = .stopped
            stopReason = stop.reason
            reason = stop.message ?? stop.reason.words
        } else {
            standing = .crashed
            reason = epochs == 0 ? "its process died before the first epoch's end" : "its process died after epoch \(epochs)"
        }
    }

    /// What the saved files' headers say: the best epoch, and the time that was spent.
    private mutating func takeSaved(_ stamp: RunStamp) {
        if stamp.hasBest, let text = Safetensors.metadata(of: path + "/best.safetensors") {
            bestEpoch = text["epoch"].flatMap { Int($0) } ?? bestEpoch
            bestAccuracy = text["validationAccuracy"].flatMap { Double($0) } ?? bestAccuracy
        }
        struct Summary: Decodable {
            struct Position: Decodable { let runSeconds: Double? }
            let position: Position
        }
        if stamp.hasResume, let text = Safetensors.metadata(of: path + "/resume.safetensors")?["summary"] {
            seconds = JSONText.read(Summary.self, from: Array(text.utf8))?.position.runSeconds
        }
    }
}

extension StopReason {
    /// Why a run was stopped, for a table.
    var words: String {
        switch self {
        case .interrupt: "by ctrl-c"
        case .terminate: "by a signal to end"
        case .hangup: "its terminal went"
        case .user: "by a key"
        case .notFinite: "numbers ran away"
        case .diskFull: "it could not be written"
        }
    }
}

/// The last lines of a run's metrics.jsonl, as far as they tell where it stands.
struct RunTail {
    private(set) var latestEpoch: EpochRecord?
    private(set) var finish: RunFinish?
    private(set) var stop: RunStop?

    /// The last epoch with all that was noticed in it lies within so many bytes, but for the oddest run.
    private static let reach = 1 << 14

    /// Nothing where the file is missing or holds no whole event.
    init(of path: String) {
        guard let size = FileStatus(path)?.size else { return }
        for reach in [Self.reach, 1 << 20] {
            let offset = max(0, size - reach)
            guard let bytes = try? Disk.read(path, from: offset, limit: size - offset) else { return }
            var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
            // Cut by the reach, not by its writer.
            if offset > 0 { lines = lines.dropFirst() }
            take(lines)
            if latestEpoch != nil || offset == 0 { return }
        }
    }

    private mutating func take(_ lines: ArraySlice<ArraySlice<UInt8>>) {
        var isLast = true
        for line in lines.reversed() {
            guard let event = RunEvent(jsonLine: line) else { continue }
            defer { isLast = false }
            switch event {
            case .epoch(let record):
                latestEpoch = record
                return
            case .finished(let value) where isLast: finish = value
            case .stopped(let value) where isLast: stop = value
            default: break
            }
        }
    }
}

extension Safetensors {
    /// The free text of a file's header, without reading its tensors; nil where there is no such header.
    static func metadata(of path: String) -> [String: String]? {
        struct Header: Decodable {
            let metadata: [String: String]
            private enum CodingKeys: String, CodingKey { case metadata = "__metadata__" }
        }
        guard let first = try? Disk.read(path, from: 0, limit: 1 << 15), first.count >= 8 else { return nil }
        let length = Int(clamping: first.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
        guard length <= 16 << 20 else { return nil }
        let text = length + 8 <= first.count ? Array(first[8..<8 + length]) : (try? Disk.read(path, from: 8, limit: length)) ?? []
        return JSONText.read(Header.self, from: text)?.metadata
    }
}
