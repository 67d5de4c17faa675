import Platform
import Core
import Synchronization

/// Answers on their way to the main thread.
final class Mailbox: Sendable {
    private let answers = Mutex([Answer]())

    /// Adds one, from any thread.
    func put(_ answer: Answer) { answers.withLock { $0.append(answer) } }

    /// Empties it.
    func takeAll() -> [Answer] {
        answers.withLock { answers in
            defer { answers = [] }
            return answers
        }
    }
}

/// Work of which only the latest counts: beginning cancels what was begun before.
final class LatestOnly: Sendable {
    private let generation = Atomic<Int>(0)

    /// Begins, and gives what the work should ask.
    func begin() -> @Sendable () -> Bool {
        let mine = generation.add(1, ordering: .relaxed).newValue
        return { [self] in generation.load(ordering: .relaxed) != mine }
    }

    /// Cancels what is under way.
    func cancel() { generation.add(1, ordering: .relaxed) }
}

/// Does one thing after the other on a thread that lives only while there is something to do.
final class SerialThread: Sendable {
    private let state = Mutex((waiting: [@Sendable () -> Void](), isRunning: false))

    /// Adds something to do.
    func run(_ body: @escaping @Sendable () -> Void) {
        let mustStart = state.withLock { state in
            state.waiting.append(body)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard mustStart else { return }
        detachThread { [self] in while let next = next() { next() } }
    }

    /// Returns when all is done.
    func waitUntilIdle() {
        while state.withLock({ $0.isRunning }) { usleep(2000) }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            state.isRunning = !state.waiting.isEmpty
            return state.isRunning ? state.waiting.removeFirst() : nil
        }
    }
}
