package import FaceData
import Synchronization

/// What a load reported, from whatever thread.
package final class Seen: Sendable {
    package init() {}

    private let values = Mutex<[LoadProgress]>([])
    package func note(_ progress: LoadProgress) { values.withLock { $0.append(progress) } }
    package var all: [LoadProgress] { values.withLock { $0 } }
}
