import Platform

/// A run that is read once from its folder, as a view shows it.
package enum RecordedRun {
    /// The run as its files are now.
    ///
    /// - Throws: `RunError` where there is no run.json.
    package static func snapshot(of path: String) throws(RunError) -> TrainingSnapshot {
        _ = try ConfigurationFile.read(path + "/run.json")
        var view = RunFolderReader(path)
        return view.look()
    }
}
