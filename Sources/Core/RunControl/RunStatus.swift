import Platform

/// What a trainer says of itself about once a second, in `status.json`: for those who watch a run from another process.
///
/// It is no record: it goes when the run ends in order, and one that was left says that its trainer died.
package struct RunStatus: Sendable, Codable, Equatable {
    /// What the trainer is doing.
    package enum Phase: String, Sendable, Codable { case training, validating, paused }

    /// The trainer's process.
    package var pid: Int32
    /// The machine it is on.
    package var host: String
    package var phase: Phase
    /// The epoch that trains, from 1.
    package var epoch: Int
    /// Steps done in it.
    package var step: Int
    package var stepsPerEpoch: Int
    /// Of the latest second or so.
    package var imagesPerSecond: Double
    /// In use now.
    package var learningRate: Double
    /// Until the last epoch's end; nil until it can be told.
    package var secondsRemaining: Double?
    /// How an end was asked for that has not come yet: `epoch` or `now`.
    package var ending: String?
    /// Why the latest request was refused, in one sentence; nil where it was done.
    package var refusal: String?

    static let name = "status.json"
    /// Seconds after which an old status is ignored, on file systems without locks.
    static let lifetime = 15.0

    /// What a trainer says in `folder`; nil where none does.
    init?(in folder: String) {
        guard let bytes = try? Disk.read(folder + "/" + Self.name, limit: 1 << 16), let status = JSONText.read(Self.self, from: bytes) else {
            return nil
        }
        self = status
    }

    /// Memberwise.
    init(
        phase: Phase, epoch: Int, step: Int, stepsPerEpoch: Int, imagesPerSecond: Double, learningRate: Double, secondsRemaining: Double?,
        ending: String? = nil, refusal: String? = nil
    ) {
        pid = getpid()
        host = Self.thisHost
        self.phase = phase
        self.epoch = epoch
        self.step = step
        self.stepsPerEpoch = stepsPerEpoch
        self.imagesPerSecond = imagesPerSecond
        self.learningRate = learningRate
        self.secondsRemaining = secondsRemaining
        self.ending = ending
        self.refusal = refusal
    }

    /// Puts it beside the run's other files.
    func publish(in folder: String) throws(FileError) { try Disk.publish(folder + "/" + Self.name, Array(JSONText.line(self).utf8)) }

    private static let thisHost: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }()
}
