package import FaceData
package import Platform

/// Why a run cannot be taken up again.
package enum ResumeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing of a run is there.
    case noRun(name: String, runsFolder: String)
    /// Another process trains it.
    case beingTrained(path: String)
    /// `resume.safetensors` does not hold together.
    case damaged(CheckpointError)
    /// `resume.safetensors` is whole but says what cannot be.
    case unusable(path: String, reason: String)
    /// The faces are not those that the run was trained on.
    case otherData(run: String, data: String, reason: String)
    /// The faces cannot be read.
    case noData(run: String, reason: String)
    /// A setting that a run keeps from its first step to its last.
    case fixed(option: String, value: String, reason: String)
    /// Its run.json cannot be used.
    case record(RunError)
    /// The system refuses.
    case file(FileError)

    /// Whether the command line is at fault, not the run.
    package var isUsage: Bool { if case .fixed = self { true } else { false } }

    /// One sentence, in one line whatever the names in it hold.
    package var description: String { sentence.inOneLine }

    private var sentence: String {
        switch self {
        case .noRun(let name, let runsFolder):
            "\(name): no run: there is no run.json and no resume.safetensors, here or under \(runsFolder)"
        case .beingTrained(let path): "\(path): another process is training this run; stop it first"
        case .damaged(let error): error.description
        case .unusable(let path, let reason): "\(path): cannot be resumed from: \(reason)"
        case .otherData(let run, let data, let reason): "\(run): cannot be resumed: the faces in \(data) are not those it was trained on: \(reason)"
        case .noData(let run, let reason): "\(run): cannot be resumed: \(reason); where the faces have moved, say so with --data"
        case .fixed(let option, let value, let reason):
            "\(option): a run that is taken up again keeps its own (\(value.isEmpty ? "none" : value)): \(reason); start a new run for another"
        case .record(let error): error.description
        case .file(let error): error.description
        }
    }
}
