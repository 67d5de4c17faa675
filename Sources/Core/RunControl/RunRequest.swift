import Platform

/// What another process asks of a run's trainer.
package enum RunRequest: Sendable, Equatable {
    case pause, resume
    /// After the step that trains now; saves.
    case stopNow
    /// After the epoch that trains now, with its validation and checkpoint.
    case stopAfterEpoch
    /// From the next step on.
    case learningRate(Double)
}

/// As a request stands in its file: `{"request":"learningRate","value":0.001}`.
extension RunRequest: Codable {
    private enum CodingKeys: CodingKey { case request, value }
    private enum Word: String, Codable { case pause, resume, stopNow, stopAfterEpoch, learningRate }

    /// Reads what `encode` writes.
    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self =
            switch try values.decode(Word.self, forKey: .request) {
            case .pause: .pause
            case .resume: .resume
            case .stopNow: .stopNow
            case .stopAfterEpoch: .stopAfterEpoch
            case .learningRate: .learningRate(try values.decode(Double.self, forKey: .value))
            }
    }

    /// One object, the value where there is one.
    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .pause: try values.encode(Word.pause, forKey: .request)
        case .resume: try values.encode(Word.resume, forKey: .request)
        case .stopNow: try values.encode(Word.stopNow, forKey: .request)
        case .stopAfterEpoch: try values.encode(Word.stopAfterEpoch, forKey: .request)
        case .learningRate(let rate):
            try values.encode(Word.learningRate, forKey: .request)
            try values.encode(rate, forKey: .value)
        }
    }
}

/// The folder `control` of a run: who asks puts a file into it, the trainer reads it and takes it away.
///
/// A socket would answer at once but cannot live on long paths nor on every file system, and a trainer that died would leave it behind. The folder
/// is its owner's alone, and requests of others are not read.
struct RunControl: Sendable {
    private let folder: String

    init(of run: String) { folder = run + "/control" }

    /// Larger files are no requests.
    private static let sizeLimit = 4096

    /// Asks; the trainer hears of it within a moment.
    func post(_ request: RunRequest) throws(FileError) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw FileError(path: folder, operation: "make the folder", code: errno) }
        guard isOurs else { throw FileError(path: folder, operation: "write", code: EPERM) }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        // By their names requests are in the order in which they were made.
        let time = String(now.tv_sec * 1_000_000_000 + now.tv_nsec)
        let path = folder + "/" + String(repeating: "0", count: max(0, 20 - time.count)) + time + "-\(getpid()).json"
        try Disk.publish(path, Array(JSONText.line(request).utf8))
    }

    /// Takes what was asked since, in order; nil stands for a file that is no request.
    func take() -> [RunRequest?] {
        guard isOurs, let names = try? Disk.entries(of: folder) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            let path = folder + "/" + name
            defer { unlink(path) }
            guard let status = FileStatus(path, followsLinks: false), status.isOrdinary, status.owner == geteuid(), status.size <= Self.sizeLimit,
                let bytes = try? Disk.read(path, limit: Self.sizeLimit)
            else { return nil }
            return JSONText.read(RunRequest.self, from: bytes)
        }
    }

    /// Removes the folder with all unread requests.
    func close() {
        guard isOurs else { return }
        try? Disk().remove(folder)
    }

    /// Whether the folder exists, belongs to this user, and is writable for no other user.
    private var isOurs: Bool {
        guard let status = FileStatus(folder, followsLinks: false) else { return false }
        return status.isFolder && status.owner == geteuid() && !status.isOpenToOthers
    }
}
