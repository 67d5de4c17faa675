import Platform

/// What is to be done for one run of a sweep, by what is there of it already.
package enum SweepStep: Sendable {
    /// Nothing of it is there.
    case begin(RunConfiguration)
    /// It was ended before its last epoch; it is held from here on.
    case goOn(ResumableRun)
    /// It is trained.
    case done(RunOverview)

    /// Looks what is there of a run.
    ///
    /// - Throws: `SweepError` where it is there with other settings, or another process trains it; `ResumeError` where it cannot be taken up.
    package init(_ configuration: RunConfiguration) throws {
        guard let name = configuration.name else { preconditionFailure("a run of a sweep has a name") }
        let path = RunFolder.path(of: name, in: configuration)
        guard let run = RunIndex.run(in: path) else {
            self = .begin(configuration)
            return
        }
        guard run.standing != .unreadable, let found = run.configuration else {
            throw SweepError.unreadable(path: path, reason: run.reason ?? "unreadable")
        }
        if let difference = Self.difference(found, configuration) { throw SweepError.otherSettings(path: path, difference: difference) }
        guard !run.standing.isLive else { throw ResumeError.beingTrained(path: path) }
        // Where numbers ran away, the same again would end the same.
        guard run.standing != .finished, run.stopReason != .notFinite else {
            self = .done(run)
            return
        }
        self = .goOn(try ResumableRun(name, runsFolder: configuration.runsFolder))
    }

    /// The first setting in which they differ, in words; nil where they are the same run.
    private static func difference(_ found: RunConfiguration, _ asked: RunConfiguration) -> String? {
        for field in Setting.all {
            switch field.id {
            case .name, .runs, .threads, .keepEvery, .skipBad: continue
            default: break
            }
            var (was, now) = (field.text(in: found), field.text(in: asked))
            if field.id == .data, now != "demo" { (was, now) = (Disk.absolute(Disk.withHome(was)), Disk.absolute(Disk.withHome(now))) }
            if was != now { return "\(field.label) \(was.isEmpty ? "all" : was) instead of \(now.isEmpty ? "all" : now)" }
        }
        return nil
    }
}

/// Why a run of a sweep cannot be trained.
package enum SweepError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A run of that name was trained otherwise.
    case otherSettings(path: String, difference: String)
    /// There is something of that name that is no run.
    case unreadable(path: String, reason: String)

    /// One sentence.
    package var description: String {
        switch self {
        case .otherSettings(let path, let difference): "\(path): a run of that name has \(difference); give the sweep another --name"
        case .unreadable(let path, let reason): "\(path): \(reason.hasPrefix(path) ? "cannot be used" : reason); give the sweep another --name"
        }
    }
}
