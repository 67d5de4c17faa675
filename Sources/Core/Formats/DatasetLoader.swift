/// How a load is done.
public struct LoadOptions: Sendable {
    /// Draws the stratified tenth where no part of the data says what validates.
    public var seed: UInt64
    /// Whether bad rows and images are counted and left out instead of refused.
    public var skipsBad: Bool
    /// Threads that read and decode, at least 1.
    public var threads: Int

    /// Memberwise.
    public init(seed: UInt64 = 1234, skipsBad: Bool = false, threads: Int = ProcessorCount.online) {
        self.seed = seed
        self.skipsBad = skipsBad
        self.threads = threads
    }
}

/// Reads faces in every layout that is known.
public enum DatasetLoader {
    /// Recognises what `source` holds, reads it, and splits it by the rules of `ValidationRule`.
    ///
    /// - Parameters:
    ///   - progress: called from any thread, a few times a second.
    ///   - isCancelled: asked often; once it says true the load ends with `DatasetError.cancelled`.
    /// - Throws: `DatasetError`.
    public static func load(
        _ source: DataSource, options: LoadOptions = LoadOptions(),
        progress: @escaping @Sendable (LoadProgress) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(DatasetError) -> Dataset {
        guard case .path(let path) = source else { return DemoFaces.dataset(threads: options.threads) }
        let parts = try LoadedParts(path, options: options, readsTest: false, progress: progress, isCancelled: isCancelled)
        guard !isCancelled() else { throw .cancelled }
        return Dataset(
            training: parts.training.faces, validation: parts.validation.faces, testCount: parts.testCount, rule: parts.rule, layout: parts.layout,
            location: Disk.absolute(Disk.withHome(path)), skipped: parts.skipped)
    }
}
