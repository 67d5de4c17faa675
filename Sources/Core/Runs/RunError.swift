package import Platform

/// What can be wrong with a run's folder.
package enum RunError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is something of that name.
    case nameTaken(path: String)
    /// The system refuses.
    case file(FileError)
    /// A configuration file that cannot be used.
    case configuration(path: String, reason: String)
    /// A run of which there is nothing to show yet.
    case noEpoch(path: String)

    /// One sentence.
    package var description: String {
        switch self {
        case .nameTaken(let path): "\(path): a run of that name is there already; choose another --name"
        case .file(let error): error.description
        case .noEpoch(let path): "\(path): no epoch of this run has ended yet"
        case .configuration(let path, let reason): "\(path): no run.json or saved form: \(reason)"
        }
    }
}
