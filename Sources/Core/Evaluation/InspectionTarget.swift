package import FaceData
import Platform

/// What is to be looked at, and by which network.
package struct InspectionTarget: Sendable, Equatable {
    /// A checkpoint, a run's folder, or a run in `runsFolder`, of which the best epoch counts.
    package var checkpoint: String
    /// Where runs are looked for by name.
    package var runsFolder: String
    /// Labelled faces, or images of one's own; nil: what the checkpoint's run trained on.
    package var data: String?
    /// Which of the labelled faces; nil: the test part where there is one, else what validates.
    package var split: EvaluationData.Split?

    /// Memberwise.
    package init(checkpoint: String, runsFolder: String = "runs", data: String? = nil, split: EvaluationData.Split? = nil) {
        (self.checkpoint, self.runsFolder, self.data, self.split) = (checkpoint, runsFolder, data, split)
    }

    /// The file of a checkpoint that a person names; without a name the one that was saved last in `runsFolder`.
    ///
    /// - Throws: `InspectionError.network`.
    package static func checkpoint(named name: String?, runsFolder: String) throws(InspectionError) -> String {
        if let name {
            do throws(CheckpointError) { return try CheckpointFile.path(of: name, runsFolder: runsFolder) } catch {
                throw .network(error.description)
            }
        }
        let folder = Disk.withHome(runsFolder)
        let runs = ((try? Folder.entries(of: folder)) ?? []).filter(\.isFolder).compactMap { run -> (path: String, time: Int64)? in
            let path = try? CheckpointFile.path(of: folder + "/" + run.name, runsFolder: runsFolder)
            return path.flatMap { path in FileStatus(path).map { (path, $0.modified) } }
        }
        guard let latest = runs.max(by: { ($0.time, $0.path) < ($1.time, $1.path) }) else {
            throw .network("\(runsFolder): no run has a checkpoint; train one, or name a checkpoint".inOneLine)
        }
        return latest.path
    }
}

/// Why nothing can be looked at.
package enum InspectionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no such network, or it cannot be read: a `CheckpointError` in words.
    case network(String)
    /// Nobody says which faces.
    case noData(checkpoint: String)
    /// The faces cannot be read.
    case data(DatasetError)
    /// Network and faces do not fit together.
    case evaluation(EvaluationError)
    /// The person went on to something else.
    case cancelled

    /// One sentence.
    package var description: String {
        switch self {
        case .network(let sentence): sentence
        case .noData(let checkpoint): "no run.json beside \(checkpoint) says what it was trained on; name the faces with --data".inOneLine
        case .data(let error): error.description
        case .evaluation(let error): error.description
        case .cancelled: "it was cancelled"
        }
    }
}

/// How far the opening has come.
package enum InspectionProgress: Sendable, Equatable {
    /// Faces are read.
    case loading(LoadProgress)
    /// So many of all faces have been asked about.
    case asking(done: Int, all: Int)
}
