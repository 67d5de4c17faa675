package import Platform
import Synchronization

/// All runs below a runs folder. What has not changed since the last look is not read again.
package final class RunIndex: Sendable {
    /// The runs folder.
    package let folder: String
    private let known = Mutex<[String: (stamp: RunStamp, run: RunOverview)]>([:])

    /// Of `folder`, as a person wrote it.
    package init(_ folder: String) {
        let plain = Disk.withHome(folder)
        self.folder = plain.count > 1 && plain.hasSuffix("/") ? String(plain.dropLast()) : plain
    }

    /// The runs as they are now, those whose files changed last first.
    ///
    /// - Throws: `FileError` where the folder cannot be read; one that is not there has no runs.
    package func runs() throws(FileError) -> [RunOverview] {
        guard Disk.exists(folder) else { return [] }
        let paths = try Disk.entries(of: folder).filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
        let before = known.withLock { $0 }
        let now = Self.now
        let found = OrderedPieces.map(count: paths.count, threads: ProcessorCount.online) { index -> (RunStamp, RunOverview)? in
            let path = paths[index]
            guard FileStatus(path)?.isFolder == true else { return nil }
            let stamp = RunStamp(path)
            // Where only the time tells whether a run lives, it must be asked each time.
            if let old = before[path], old.stamp == stamp, stamp.lock != .unknown { return (stamp, old.run) }
            return (stamp, RunOverview(reading: path, stamp, now: now))
        }.compactMap(\.self)
        known.withLock { $0 = Dictionary(found.map { ($0.1.path, $0) }, uniquingKeysWith: { first, _ in first }) }
        return found.map(\.1).sorted { ($0.changed, $0.name) > ($1.changed, $1.name) }
    }

    /// One run; nil where there is no folder.
    static func run(in folder: String) -> RunOverview? {
        guard FileStatus(folder)?.isFolder == true else { return nil }
        return RunOverview(reading: folder, RunStamp(folder), now: now)
    }

    /// One run by its name under a runs folder; nil where there is none.
    package static func run(called name: String, in runsFolder: String) -> RunOverview? { path(of: name, in: runsFolder).flatMap { run(in: $0) } }

    /// The folder of a run: itself, or its name under a runs folder; nil where neither is a run's.
    package static func path(of name: String, in runsFolder: String) -> String? {
        let (name, runsFolder) = (Disk.withHome(name), Disk.withHome(runsFolder))
        var plain = name[...]
        while plain.hasSuffix("/"), plain.count > 1 { plain = plain.dropLast() }
        return [String(plain), runsFolder + (runsFolder.hasSuffix("/") ? "" : "/") + plain].first {
            Disk.exists($0 + "/run.json") || Disk.exists($0 + "/resume.safetensors")
        }
    }

    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
