import Core
import Synchronization

/// What a load reported, from whatever thread.
final class Seen: Sendable {
    private let values = Mutex<[LoadProgress]>([])
    func note(_ progress: LoadProgress) { values.withLock { $0.append(progress) } }
    var all: [LoadProgress] { values.withLock { $0 } }
}
