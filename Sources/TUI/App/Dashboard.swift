public import Core

/// The dashboard: one call that owns the terminal until the person leaves.
public enum Dashboard {
    /// Runs until the person leaves or a signal ends it.
    ///
    /// - Returns: the process's exit code.
    public static func run(configuration: RunConfiguration) -> Int32 { 0 }
}
