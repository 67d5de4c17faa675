import FaceData
import Platform
import Core

/// What the doctor is asked: some data, and how they are to be read.
struct DoctorQuestion: Sendable, Equatable {
    /// The faces.
    let source: DataSource
    /// How they are split; its seed is that of the form, where it has none of its own.
    private(set) var split = SplitRequest()
    /// What becomes of votes.
    private(set) var votes = VotePolicy()

    /// The form's own data are counted as the form says, all others as they say themselves.
    init(_ source: DataSource, _ form: RunConfiguration) {
        self.source = source
        if DataSource(form.data) == source { (split, votes) = (form.split, form.votes) }
        split.seed = split.seed ?? form.hyperparameters.seed
    }

    /// Examines.
    ///
    /// - Throws: `DatasetError`.
    func report(
        threads: Int = ProcessorCount.online, progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> DatasetReport {
        try DatasetReport.examine(
            source, options: LoadOptions(threads: threads, split: split, votes: votes), progress: progress, isCancelled: isCancelled)
    }
}
