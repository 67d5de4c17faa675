#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// How many processors this process may use.
package enum ProcessorCount {
    /// At least 1; where the system limits the process to some processors, those are counted.
    package static let online = max(1, ProcessInfo.processInfo.activeProcessorCount)
}
