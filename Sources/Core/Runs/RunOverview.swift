import Engine
import FaceData

/// What a run is doing, or how it ended.
package enum RunStanding: String, Sendable, Codable, CaseIterable {
    case training, paused, finished, stopped
    /// It has not ended, and no process trains it: its process died.
    case crashed
    /// Its files say nothing that could be read.
    case unreadable
    /// It comes later in a queue of the dashboard; nothing of it is there yet.
    case waiting

    /// Whether a process has it in hand.
    package var isLive: Bool { self == .training || self == .paused }
}

/// One run as a table shows it.
package struct RunOverview: Sendable, Equatable {
    /// The run's folder.
    package var path: String
    /// The folder's name.
    package var name: String
    /// What it is doing, or how it ended.
    package var standing: RunStanding
    /// Why it was stopped or cannot be read, in a few words; nil where there is nothing to say.
    package var reason: String?
    /// Why it was stopped; nil where it was not.
    package var stopReason: StopReason?
    /// As the run was asked for; nil where that cannot be read.
    package var configuration: RunConfiguration?
    /// The data's layout in words; empty where it is not known.
    package var layout = ""
    /// The highest validation accuracy, 0...1; nil before the first epoch's end.
    package var bestAccuracy: Double?
    /// The epoch of that, the earlier of equals.
    package var bestEpoch: Int?
    /// Epochs done.
    package var epochs = 0
    /// Spent on it; nil where it is not known.
    package var seconds: Double?
    /// Of the latest epoch, or now.
    package var imagesPerSecond: Double?
    /// What its trainer says; nil where none does.
    package var status: RunStatus?
    /// What a person says of it.
    package var note = RunNote()
    /// When its files last changed, in seconds since 1970.
    package var changed = 0.0

    /// Nothing but its place.
    init(path: String, standing: RunStanding) {
        self.path = path
        name = path.split(separator: "/").last.map { String($0) } ?? path
        self.standing = standing
    }

    /// A run that is still to be trained; a run of a queue, which has a name.
    package init(waiting configuration: RunConfiguration) {
        guard let name = configuration.name else { preconditionFailure("a run of a queue has a name") }
        self.init(path: RunFolder.path(of: name, in: configuration), standing: .waiting)
        self.configuration = configuration
    }

    /// The network's name; empty where it is not known.
    package var network: String { configuration.map { $0.hyperparameters.architecture(classCount: Emotion.names.count).name } ?? "" }

    /// The data's last part, or `demo`.
    package var dataName: String {
        guard let data = configuration?.data else { return "" }
        return data.split(separator: "/").last.map { String($0) } ?? data
    }

    /// Epochs that were asked for.
    package var epochsAsked: Int? { configuration?.hyperparameters.epochs }
}
