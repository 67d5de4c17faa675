package import FaceData
import Platform

/// Where the faces lie that a checkpoint is asked about, and how they are read.
package struct CheckpointData: Sendable {
    /// The faces.
    package let source: DataSource
    /// As its run read them, where they are its run's own: the split is the same then.
    package let options: LoadOptions

    /// nil where no faces are named.
    ///
    /// - Parameters:
    ///   - data: nil: what the run trained on in whose folder the checkpoint lies.
    ///   - skipsBad: whether what cannot be read is left out, whatever the run did.
    /// - Throws: `RunError` where the run's settings cannot be read: without them its faces would be split otherwise.
    package init?(of checkpoint: String, data: String?, skipsBad: Bool, threads: Int) throws(RunError) {
        let run = try RunConfiguration(ofCheckpoint: checkpoint)
        guard let place = data ?? run?.data else { return nil }
        source = DataSource(place)
        var options = LoadOptions()
        if let run, DataSource(run.data).location == source.location { options = run.loadOptions }
        options.threads = min(threads, ProcessorCount.online)
        if skipsBad { options.skipsBad = true }
        self.options = options
    }
}
