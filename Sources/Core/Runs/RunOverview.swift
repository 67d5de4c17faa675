/// What a run is doing, or how it ended.
public enum RunStanding: String, Sendable, Codable, CaseIterable {
    case training, paused, finished, stopped
    /// It has not ended, and nobody trains it: its process died.
    case crashed
    /// Its files say nothing that could be read.
    case unreadable
    /// It comes later in a queue of the dashboard; nothing of it is there yet.
    case waiting

    /// Whether a process has it in hand.
    public var isLive: Bool { self == .training || self == .paused }
}

/// One run as a table shows it.
public struct RunOverview: Sendable, Equatable {
    /// The run's folder.
    public var path: String
    /// The folder's name.
    public var name: String
    /// What it is doing, or how it ended.
    public var standing: RunStanding
    /// Why it was stopped or cannot be read, in a few words; nil where there is nothing to say.
    public var reason: String?
    /// Why it was stopped; nil where it was not.
    public var stopReason: StopReason?
    /// As the run was asked for; nil where that cannot be read.
    public var configuration: RunConfiguration?
    /// The data's layout in words; empty where it is not known.
    public var layout = ""
    /// The highest validation accuracy, 0...1; nil before the first epoch's end.
    public var bestAccuracy: Double?
    /// The epoch of that, the earlier of equals.
    public var bestEpoch: Int?
    /// Epochs done.
    public var epochs = 0
    /// Spent on it; nil where it is not known.
    public var seconds: Double?
    /// Of the latest epoch, or now.
    public var imagesPerSecond: Double?
    /// What its trainer says; nil where none does.
    package var status: RunStatus?
    /// What a person says of it.
    public var note = RunNote()
    /// When its files last changed, in seconds since 1970.
    public var changed = 0.0

    /// Nothing but its place.
    init(path: String, standing: RunStanding) {
        self.path = path
        name = path.split(separator: "/").last.map { String($0) } ?? path
        self.standing = standing
    }

    /// A run that is still to be trained; a run of a queue, which has a name.
    public init(waiting configuration: RunConfiguration) {
        guard let name = configuration.name else { preconditionFailure("a run of a queue has a name") }
        self.init(path: RunFolder.path(of: name, in: configuration), standing: .waiting)
        self.configuration = configuration
    }

    /// The network's name; empty where it is not known.
    public var network: String { configuration.map { $0.hyperparameters.architecture(classCount: Emotion.names.count).name } ?? "" }

    /// The data's last part, or `demo`.
    public var dataName: String {
        guard let data = configuration?.data else { return "" }
        return data.split(separator: "/").last.map { String($0) } ?? data
    }

    /// Epochs that were asked for.
    public var epochsAsked: Int? { configuration?.hyperparameters.epochs }
}
